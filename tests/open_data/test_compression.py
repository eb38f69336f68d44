"""What is compressed for readers who ask for it, and what is left as it is."""

import asyncio
import gzip

import brotli
import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from data_access.page_list import PAGES
from open_data.compression import Compression, Pressed, PressedFiles
from open_data.page_shells import streamlit_index

pytest_plugins = ["tests.open_data.whole_site"]

SCRIPT = next(part for part in streamlit_index().split('"') if part.startswith("./static/js/index")).removeprefix(".")
PLAIN = {"Accept-Encoding": "identity"}
ASKED = {"Accept-Encoding": "br, gzip, deflate"}
GZIP = {"Accept-Encoding": "gzip, deflate"}
PLAINLY = {"br": brotli.decompress, "gzip": gzip.decompress}
FONT = "/assets/fonts/source-serif-4-latin-600-normal.woff2"
TEXTS = [
    *(spec.address for spec in PAGES),
    "/assets/portal.css",
    "/assets/portal.js",
    "/api/v1/ethnic-groups",
    "/api/v1/commitments.csv",
    SCRIPT,
]


def raw_body(testing: TestClient, address: str, headers: dict[str, str]) -> tuple[httpx2.Response, bytes]:
    """An answer and its body as it came, still compressed where it is."""
    with testing.stream("GET", address, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


def varies(answer: httpx2.Response) -> set[str]:
    return {name.strip().lower() for name in answer.headers.get("vary", "").split(",")}


@pytest.mark.parametrize("asked", [ASKED, GZIP], ids=["br", "gzip"])
@pytest.mark.parametrize("address", TEXTS)
def test_text_is_compressed_when_asked_for_and_is_the_same_text(
    site: TestClient, address: str, asked: dict[str, str]
) -> None:
    whole, body = raw_body(site, address, PLAIN)
    pressed, smaller = raw_body(site, address, asked)
    assert "content-encoding" not in whole.headers
    coding = pressed.headers["content-encoding"]
    assert coding == ("br" if asked is ASKED and not address.startswith("/api/") else "gzip")
    assert len(smaller) < len(body) / 1.5
    assert PLAINLY[coding](smaller) == body
    assert pressed.headers["content-type"] == whole.headers["content-type"]
    assert "accept-encoding" in varies(pressed)


@pytest.mark.parametrize("address", ["/explore", "/assets/portal.css", SCRIPT])
def test_a_length_is_that_of_what_is_sent(site: TestClient, address: str) -> None:
    for headers in (PLAIN, ASKED):
        answer, body = raw_body(site, address, headers)
        assert int(answer.headers["content-length"]) == len(body)


def test_a_fixed_file_is_the_same_the_second_time(site: TestClient) -> None:
    first, body = raw_body(site, SCRIPT, ASKED)
    again, same = raw_body(site, SCRIPT, ASKED)
    assert same == body
    assert again.headers.raw == first.headers.raw
    assert "immutable" in again.headers["cache-control"]


@pytest.mark.parametrize("address", ["/healthz", "/_stcore/health", "/assets/icon.svg", "/explore/"])
def test_a_small_answer_stays_as_it_is(site: TestClient, address: str) -> None:
    assert "content-encoding" not in site.get(address, headers=ASKED).headers


@pytest.mark.parametrize("address", [FONT, "/favicon.png"])
def test_what_is_compressed_already_is_not_compressed_again(site: TestClient, address: str) -> None:
    answer, body = raw_body(site, address, ASKED)
    assert "content-encoding" not in answer.headers
    assert body[:4] in {b"wOF2", b"\x89PNG"}


@pytest.mark.parametrize("address", ["/", "/assets/portal.css", "/api/v1/areas", SCRIPT])
def test_a_head_has_no_body_and_the_type_of_the_whole(site: TestClient, address: str) -> None:
    asked = site.head(address, headers=PLAIN)
    told = site.get(address, headers=PLAIN)
    assert (asked.status_code, asked.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "cache-control"):
        assert asked.headers.get(name) == told.headers.get(name), name


def test_a_part_of_a_script_is_a_part_of_the_plain_script(site: TestClient) -> None:
    _, body = raw_body(site, SCRIPT, PLAIN)
    answer, part = raw_body(site, SCRIPT, {**ASKED, "Range": "bytes=0-99"})
    assert answer.status_code == 206
    assert "content-encoding" not in answer.headers
    assert part == body[:100]


@pytest.mark.parametrize("address", ["/explore", "/assets/portal.css", SCRIPT])
def test_a_compressed_answer_that_the_reader_has_is_not_sent_again(site: TestClient, address: str) -> None:
    tag = site.get(address, headers=ASKED).headers["etag"]
    assert tag.startswith("W/")
    again = site.get(address, headers={**ASKED, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


class Answers:
    """Addresses with answers of one kind each, and how often each was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.large = "words " * 500

    def answer(self, request: Request) -> Response:
        """Answer by the last part of the address."""
        self.asked.append(request.url.path)
        match request.url.path.rpartition("/")[2]:
            case "pieces":
                return StreamingResponse(iter([self.large, self.large]), media_type="text/html")
            case "gone":
                return PlainTextResponse(self.large, 404)
            case "pressed":
                body = gzip.compress(self.large.encode())
                return Response(body, media_type="text/css", headers={"Content-Encoding": "gzip"})
            case "small":
                return PlainTextResponse("x" * 799)
            case "enough":
                return PlainTextResponse("x" * 800)
            case "tagged":
                return PlainTextResponse(self.large, headers={"ETag": '"one"', "Vary": "Cookie"})
            case _:
                return PlainTextResponse(self.large)


def client_of(answers: Answers, limit: int = 10_000) -> TestClient:
    route = Route("/{rest:path}", answers.answer)
    return TestClient(Starlette(routes=[route], middleware=[Middleware(Compression, files=PressedFiles(limit))]))


def test_a_fixed_file_is_made_once_and_a_page_each_time() -> None:
    answers = Answers()
    testing = client_of(answers)
    for _ in range(3):
        testing.get("/assets/file", headers=ASKED)
        testing.get("/pieces", headers=ASKED)
    assert answers.asked == ["/assets/file", "/pieces", "/pieces", "/pieces"]


def test_a_page_sent_in_pieces_comes_whole() -> None:
    answer, body = raw_body(client_of(Answers()), "/pieces", ASKED)
    assert answer.headers["content-encoding"] == "br"
    assert brotli.decompress(body).decode() == Answers().large * 2


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, br;q=0.5", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip; q=0.0, br", "br"),
        ("gzip;q=0", None),
        ("xgzip, bro", None),
    ],
)
def test_a_reader_gets_no_coding_that_was_refused(accepted: str, coding: str | None) -> None:
    answer, body = raw_body(client_of(Answers()), "/assets/file", {"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == coding
    assert (PLAINLY[coding](body) if coding else body).decode() == Answers().large


def test_readers_of_different_codings_never_get_each_others() -> None:
    testing = client_of(Answers())
    for asked, coding in ((ASKED, "br"), (GZIP, "gzip"), (ASKED, "br"), (GZIP, "gzip")):
        answer, body = raw_body(testing, "/assets/file", asked)
        assert answer.headers["content-encoding"] == coding
        assert PLAINLY[coding](body).decode() == Answers().large


def test_readers_who_come_at_once_get_a_file_that_is_compressed_once() -> None:
    files, begun = PressedFiles(), asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await begun.wait()
        await PlainTextResponse(Answers().large)(scope, receive, send)

    async def ask(site: Compression) -> bytes:
        sent: list[Message] = []
        headers = [(b"accept-encoding", b"br")]
        scope = {"type": "http", "method": "GET", "path": "/assets/file", "headers": headers}

        async def send(message: Message) -> None:
            sent.append(message)

        await site(scope, asyncio.Event().wait, send)  # type: ignore[arg-type]
        body: bytes = sent[1]["body"]
        return body

    async def all_at_once() -> list[bytes]:
        site = Compression(app, files=files)
        readers = [asyncio.create_task(ask(site)) for _ in range(5)]
        await asyncio.sleep(0)
        begun.set()
        return await asyncio.gather(*readers)

    bodies = asyncio.run(all_at_once())
    assert {brotli.decompress(body).decode() for body in bodies} == {Answers().large}
    assert len({id(body) for body in bodies}) == 1


def test_a_page_at_the_address_of_a_file_is_not_kept() -> None:
    answers = Answers()
    testing = client_of(answers)
    for _ in range(2):
        testing.get("/static/pieces", headers=ASKED)
    assert len(answers.asked) == 2


def test_size_decides_from_eight_hundred_bytes() -> None:
    testing = client_of(Answers())
    assert "content-encoding" not in testing.get("/assets/small", headers=ASKED).headers
    assert testing.get("/assets/enough", headers=ASKED).headers["content-encoding"] == "br"


def test_a_missing_file_is_neither_compressed_nor_kept() -> None:
    answers = Answers()
    testing = client_of(answers)
    for _ in range(2):
        answer = testing.get("/assets/gone", headers=ASKED)
        assert answer.status_code == 404
        assert "content-encoding" not in answer.headers
    assert len(answers.asked) == 2


def test_an_answer_that_came_compressed_is_passed_on() -> None:
    answer, body = raw_body(client_of(Answers()), "/assets/pressed", ASKED)
    assert answer.headers.get_list("content-encoding") == ["gzip"]
    assert gzip.decompress(body).decode() == Answers().large


@pytest.mark.parametrize("address", ["/api/file", "/media/file", "/component/file", "/_stcore/file", "/elsewhere"])
def test_other_addresses_pass_untouched(address: str) -> None:
    assert "content-encoding" not in client_of(Answers()).get(address, headers=ASKED).headers


def test_asking_for_headers_alone_keeps_nothing() -> None:
    answers = Answers()
    testing = client_of(answers)
    assert "content-encoding" not in testing.head("/assets/file", headers=ASKED).headers
    assert testing.get("/assets/file", headers=ASKED).text == answers.large
    assert len(answers.asked) == 2


def test_a_tag_turns_weak_and_other_reasons_to_vary_stay() -> None:
    headers = client_of(Answers()).get("/assets/tagged", headers=ASKED).headers
    assert headers["etag"] == 'W/"one"'
    assert [name.strip() for name in headers["vary"].split(",")] == ["Cookie", "Accept-Encoding"]


def test_a_reader_who_did_not_ask_never_gets_what_was_kept() -> None:
    testing = client_of(Answers())
    testing.get("/assets/file", headers=ASKED)
    answer, body = raw_body(testing, "/assets/file", PLAIN)
    assert "content-encoding" not in answer.headers
    assert body.decode() == Answers().large


def test_files_used_longest_ago_are_dropped_first() -> None:
    files = PressedFiles(limit=10)
    for name in ("a", "b"):
        files.keep(name, Pressed((), b"12345"))
    assert files.get("a") is not None
    files.keep("c", Pressed((), b"123"))
    assert files.get("b") is None
    assert files.get("a") is not None
    assert files.get("c") is not None
    assert files.size == 8


def test_a_file_larger_than_the_limit_is_not_kept_and_drops_nothing() -> None:
    files = PressedFiles(limit=10)
    files.keep("a", Pressed((), b"12345"))
    files.keep("large", Pressed((), b"x" * 11))
    assert files.get("large") is None
    assert files.get("a") is not None


def test_a_file_kept_twice_counts_once() -> None:
    files = PressedFiles(limit=10)
    files.keep("a", Pressed((), b"12345"))
    files.keep("a", Pressed((), b"12345"))
    assert files.size == 5
