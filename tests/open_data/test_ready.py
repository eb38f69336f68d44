"""Which answers are kept as bytes, and that a kept answer is the very answer."""

import gzip
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from data_access.portal import served
from open_data.ready import Ready

pytest_plugins = ["tests.open_data.whole_site"]

LARGEST = 1_000
ANSWERS = {
    "/kept": lambda: PlainTextResponse("figures", headers={"ETag": '"1"'}),
    "/streamed": lambda: StreamingResponse(iter(["fig", "ures"]), headers={"ETag": '"1"'}),
    "/without-version": lambda: PlainTextResponse("figures"),
    "/private": lambda: PlainTextResponse("figures", headers={"ETag": '"1"', "Set-Cookie": "a=b"}),
    "/no-store": lambda: PlainTextResponse("figures", headers={"ETag": '"1"', "Cache-Control": "no-store"}),
    "/failed": lambda: PlainTextResponse("no", 503, headers={"ETag": '"1"'}),
    "/long": lambda: StreamingResponse(iter(["f" * 600, "g" * 600]), headers={"ETag": '"1"'}),
    "/editions/whole.zip": lambda: PlainTextResponse("figures", headers={"ETag": '"1"'}),
}
KEPT = ("/kept", "/streamed")


class Counted:
    """An application that counts how often each address is really answered."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        routes = [Route(path, self.answer) for path in ANSWERS]
        self.app = Starlette(routes=routes, middleware=[Middleware(Ready, largest=LARGEST)])

    def answer(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        return ANSWERS[request.url.path]()


@pytest.fixture
def counted() -> Iterator[tuple[Counted, TestClient]]:
    served()
    application = Counted()
    with TestClient(application.app) as client:
        yield application, client


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_is_made_once_if_it_may_be_kept_and_each_time_if_not(
    path: str, counted: tuple[Counted, TestClient]
) -> None:
    application, client = counted
    first, second = client.get(path), client.get(path)
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert len(application.asked) == (1 if path in KEPT else 2)


def test_another_query_method_or_coding_is_another_answer(counted: tuple[Counted, TestClient]) -> None:
    application, client = counted
    for _ in range(2):
        client.get("/kept")
        client.get("/kept?period=cy2021")
        client.get("/kept", headers={"Accept-Encoding": "identity"})
    assert len(application.asked) == 3
    client.head("/kept")
    assert len(application.asked) == 4


def test_a_reader_who_has_a_kept_answer_is_told_so(counted: tuple[Counted, TestClient]) -> None:
    application, client = counted
    client.get("/kept")
    for held in ('"1"', 'W/"1"', '"0", "1"', "*"):
        answer = client.get("/kept", headers={"If-None-Match": held})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"1"')
        assert "content-length" not in answer.headers
    assert client.get("/kept", headers={"If-None-Match": '"2"'}).text == "figures"
    assert len(application.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/observations.json?indicator=free-school-meals&limit=5",
        "/api/v1/observations.csv?indicator=free-school-meals",
        "/read/indicator/free-school-meals",
        "/explore",
        "/feed.xml",
    ],
)
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_the_portal_gives_the_same_bytes_again(site: TestClient, address: str, coding: str) -> None:
    answers = []
    for _ in range(2):
        with site.stream("GET", address, headers={"Accept-Encoding": coding}) as answer:
            answers.append((answer.status_code, b"".join(answer.iter_raw()), dict(answer.headers)))
    (status, body, headers), (same_status, same_body, same_headers) = answers
    assert (status, body) == (same_status, same_body)
    assert status == 200
    assert (gzip.decompress(body) if coding == "gzip" else body).strip()
    changing = {"ratelimit-remaining", "ratelimit-reset", "content-length", "transfer-encoding"}
    assert {name: text for name, text in headers.items() if name not in changing} == {
        name: text for name, text in same_headers.items() if name not in changing
    }
    assert int(same_headers["content-length"]) == len(body)
