"""Every request is counted and written down, with nothing of who made it; the counts are for this machine alone."""

import json
import re
from collections.abc import Iterator, MutableMapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from data_access.occurrences import drawing
from data_access.page_list import PAGES
from deploy.faults.asking import Answer, ask
from deploy.faults.deployment import replica
from deploy.faults.processes import Program, free_port, listens
from deploy.faults.session import Session
from open_data.metrics import Metrics
from open_data.observed import Observed, is_direct, route_of, watched
from open_data.routes import api_routes
from open_data.security import SecurityHeaders
from tests.open_data.test_metrics import samples

ROUTES = {"api", "read", "embed", "editions", "static", "page", "websocket", "other"}
MARK = "Zanzibar"
HERE, ELSEWHERE = ("127.0.0.1", 40_000), ("192.0.2.7", 40_000)
OF_PROXIES = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP")


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/api/v1/areas", "api"),
        ("/api", "api"),
        ("/apiary", "other"),
        ("/figure/2026-1.a", "api"),
        ("/read", "read"),
        ("/read/ward", "read"),
        ("/embed/wards/map", "embed"),
        ("/editions/latest", "editions"),
        ("/static/js/index.js", "static"),
        ("/assets/portal.css", "static"),
        ("/", "page"),
        ("/explore", "page"),
        ("/explore/more", "other"),
        ("/healthz", "other"),
    ],
)
def test_a_request_is_of_one_kind(path: str, route: str) -> None:
    assert route_of({"type": "http", "path": path}) == route


@given(st.sampled_from(["http", "websocket"]), st.text(max_size=40))
def test_no_path_makes_a_new_kind(kind: str, path: str) -> None:
    assert route_of({"type": kind, "path": f"/{path}"}) in ROUTES


def test_every_page_of_the_app_is_counted_as_one() -> None:
    assert {route_of({"type": "http", "path": page.address}) for page in PAGES} == {"page"}


def scope(host: str, client: tuple[str, int] | None, *names: str) -> MutableMapping[str, Any]:
    headers = [(b"host", host.encode()), *((name.lower().encode(), b"192.0.2.7") for name in names)]
    return {"type": "http", "path": "/metrics", "method": "GET", "headers": headers, "client": client}


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "127.0.0.1", "localhost:8501", "[::1]:8501", "[::1]", "LOCALHOST"])
@pytest.mark.parametrize("client", [HERE, ("::1", 40_000), None])
def test_a_request_made_on_this_machine_is_direct(host: str, client: tuple[str, int] | None) -> None:
    assert is_direct(scope(host, client))


@pytest.mark.parametrize(
    "asked",
    [
        scope("127.0.0.1:8501", ELSEWHERE),
        scope("portal.example", HERE),
        scope("127.0.0.1.example:80", HERE),
        scope("", HERE),
        *(scope("127.0.0.1:8501", HERE, name) for name in OF_PROXIES),
    ],
)
def test_a_request_from_elsewhere_or_through_a_proxy_is_not_direct(asked: MutableMapping[str, Any]) -> None:
    assert not is_direct(asked)


def small(client: tuple[str, int]) -> TestClient:
    """Two addresses beside the counts, asked by somebody at an address."""
    routes = [
        Route("/api/rows", lambda _request: PlainTextResponse("figures")),
        Route("/read", lambda _request: PlainTextResponse("slower", 429)),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Observed, metrics=Metrics())])
    return TestClient(app, base_url="http://127.0.0.1:8501", client=client)


def test_requests_are_counted_before_they_are_shown() -> None:
    client = small(HERE)
    client.get("/api/rows")
    client.get("/read")
    client.request("BREW", "/nothing")
    shown = client.get("/metrics")
    assert shown.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert shown.headers["cache-control"] == "no-store"
    found = samples(shown.text)
    for route, status in (("api", "2xx"), ("read", "4xx"), ("other", "4xx")):
        assert found[("portal_requests_total", frozenset({("route", route), ("status", status)}))] == 1
    assert found[("portal_sent_bytes_total", frozenset({("route", "api")}))] == len("figures")
    assert found[("portal_rate_refusals_total", frozenset())] == 1


def test_the_counts_are_not_there_for_anybody_else() -> None:
    assert small(ELSEWHERE).get("/metrics").status_code == 404
    forwarded = small(HERE).get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    assert forwarded.status_code == 404
    assert "portal_" not in forwarded.text


def test_an_answer_that_fails_is_counted_as_none(caplog: pytest.LogCaptureFixture) -> None:
    async def failing(_scope: object, _receive: object, _send: object) -> None:
        raise KeyError(MARK)

    metrics = Metrics()

    client = TestClient(Observed(failing, metrics=metrics), raise_server_exceptions=False)
    with caplog.at_level("INFO", "portal.requests"):
        client.get(f"/api/{MARK}")
    found = samples(metrics.text().decode())
    assert found[("portal_requests_total", frozenset({("route", "api"), ("status", "none")}))] == 1
    assert [record.portal_fields["status"] for record in caplog.records] == [0]


@dataclass(frozen=True)
class Started:
    """The portal as a process of its own that logs in JSON, and where it answers."""

    address: str
    program: Program

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """The answer to one request with the mark in every header that a browser fills in."""
        marked = {"User_Agent": f"{MARK}/1.0", "Referer": f"https://{MARK}.example/", "Cookie": f"a={MARK}", **headers}
        return ask(self.address, path, method, None, **marked)

    def lines(self) -> list[dict[str, Any]]:
        """Every line of the log, each of which must be JSON."""
        return [json.loads(line) for line in self.text().splitlines()]

    def text(self) -> str:
        """The log."""
        return self.program.log.read_text(encoding="utf-8")


@contextmanager
def started(folder: Path) -> Iterator[Started]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    program = replica(folder, port, PORTAL_LOG="json", PORTAL_PUBLIC_URL=address)
    try:
        program.start()
        program.wait(lambda: listens(port))
        yield Started(address, program)
    finally:
        program.stop()


def requests_in(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["message"] == "request"]


def test_the_log_of_a_real_portal_has_every_request_and_nothing_of_the_reader(tmp_path: Path) -> None:
    with started(tmp_path) as portal:
        asked = (
            (f"/read?ethnicity={MARK}", "read", 200),
            (f"/explore?area={MARK}", "page", 200),
            (f"/api/v1/observations.json?area={MARK}", "api", 400),
            (f"/figure/{MARK}", "api", 404),
            (f"/embed/{MARK}", "embed", 404),
            (f"/editions/{MARK}.zip", "editions", 404),
            (f"/static/{MARK}.js", "static", 404),
            (f"/{MARK}", "other", 404),
        )
        for path, _, status in asked:
            assert portal.ask(path, X_Forwarded_For="192.0.2.7").status == status, path
        assert portal.ask("/api/v1/areas", "BREW").status == 405
        assert portal.ask("/", Host=f"{MARK}.example").status == 400
        with closing(Session(portal.address)) as session:
            assert session.view("explore", f"area={MARK}").pieces
            [during] = [
                number
                for (name, _), number in samples(portal.ask("/metrics").text).items()
                if name == "portal_open_sessions"
            ]
        assert portal.ask("/metrics", X_Forwarded_For="192.0.2.7").status == 404
        with pytest.raises(InvalidStatus):
            connect(f"{portal.address.replace('http', 'ws')}/_stcore/stream?a={MARK}", origin=f"https://{MARK}.example")
        portal.program.stop()
        text, lines = portal.text(), portal.lines()
    assert during == 1
    written = requests_in(lines)
    assert [(line["route"], line["status"]) for line in written[: len(asked)]] == [entry[1:] for entry in asked]
    assert {tuple(line) for line in written} == {
        ("time", "level", "logger", "message", "method", "route", "status", "milliseconds", "bytes")
    }
    assert {line["method"] for line in written} == {"GET", "other"}
    assert {line["status"] for line in written if line["route"] == "websocket"} == {101, 403}
    assert [line["page"] for line in lines if line["message"] == "page"] == ["/explore"]
    assert MARK.lower() not in text.lower()
    assert "192.0.2.7" not in text
    assert not re.search(r"127\.0\.0\.1:(?!\d+ \(Press)", text)


def test_a_failure_has_one_reference_for_the_request_and_the_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    monkeypatch.setattr("data_access.portal._served", {})
    metrics = Metrics()
    app = Starlette(routes=api_routes(), middleware=[Middleware(Observed, metrics=metrics)])
    with caplog.at_level("INFO", "portal.requests"), watched(metrics):
        answer = TestClient(app).get("/api/v1/observations.json?area=E09000019")
        counts = samples(metrics.text().decode())
    assert answer.status_code == 503
    failure, request, *_ = [record.portal_fields for record in caplog.records if hasattr(record, "portal_fields")]
    assert re.fullmatch("[0-9A-F]{4}", failure["reference"])
    assert request["reference"] == failure["reference"]
    assert counts[("portal_ready", frozenset())] == 0
    assert counts[("portal_failures_total", frozenset({("of", "database")}))] == 1


def test_a_failure_that_no_route_knows_is_found_by_the_reference_that_the_reader_was_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_request: Request) -> PlainTextResponse:
        raise KeyError(MARK)

    layers = [Middleware(Observed, metrics=Metrics()), Middleware(SecurityHeaders, policy="default-src 'self'")]
    app = Starlette(routes=[Route("/read", fail)], middleware=layers)
    with caplog.at_level("INFO", "portal.requests"):
        answer = TestClient(app, raise_server_exceptions=False).get("/read")
    _, line = [record.portal_fields for record in caplog.records if hasattr(record, "portal_fields")]
    assert (line["route"], line["status"]) == ("read", 500)
    assert f"Reference {line['reference']}." in answer.text


def test_a_page_that_was_drawn_is_written_with_its_time(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "portal.requests"), watched(Metrics()), drawing("/explore"):
        pass
    lines = [record.portal_fields for record in caplog.records if hasattr(record, "portal_fields")]
    # A portal that other tests keep open in this process hears of it too.
    assert {line["page"] for line in lines} == {"/explore"}
    assert all(line["milliseconds"] >= 0 for line in lines)
