"""Headers on every kind of answer, and requests that were meant for another host."""

import base64
import hashlib
import re
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from data_access.errors import DatabaseFailure
from data_access.public_address import public_address
from open_data.page_shells import streamlit_index
from open_data.security import HostCheck, SecurityHeaders, content_security_policy, inline_script_hashes

pytest_plugins = ["tests.open_data.whole_site"]

EVERY_KIND = {
    "/": 200,
    "/explore": 200,
    "/explore/": 301,
    "/nothing": 404,
    "/api/v1/areas": 200,
    "/api/v1/commitments.csv": 200,
    "/api/v1/observations.json?wards=1": 400,
    "/api/nothing": 404,
    "/assets/portal.css": 200,
    "/assets/nothing": 404,
    "/assets/%2e%2e/security.py": 400,
    "/healthz": 200,
    "/readyz": 200,
    "/_stcore/health": 200,
    "/media/nothing": 404,
    "/favicon.png": 200,
}
OTHER_HOSTS = ["evil.example", "evil.example:8501", "127.0.0.1:9", "127.0.0.1:8501.evil.example", "", "[::1]"]
KEYWORDS = {"'self'", "'none'", "'unsafe-inline'", "'wasm-unsafe-eval'", "data:", "blob:"}


def directives(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in policy.split(";"))}


def source_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize("address", EVERY_KIND)
def test_every_answer_carries_the_security_headers(site: TestClient, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == EVERY_KIND[address]
    assert answer.headers.get_list("content-security-policy") == [content_security_policy(streamlit_index())]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in answer.headers["permissions-policy"]


def test_answers_that_are_not_plain_successes_carry_the_policy_too(site: TestClient) -> None:
    tag = site.get("/assets/portal.js").headers["etag"]
    answers = {
        304: site.get("/assets/portal.js", headers={"If-None-Match": tag}),
        405: site.post("/explore"),
        400: site.get("/", headers={"Host": "evil.example"}),
        200: site.head("/explore"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def test_the_policy_says_what_each_kind_of_content_may_come_from(site: TestClient) -> None:
    told = directives(site.get("/").headers["content-security-policy"])
    assert told.pop("script-src")[:2] == ["'self'", "'wasm-unsafe-eval'"]
    assert told == {
        "default-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
    }


def test_the_policy_names_no_other_host_and_lets_no_script_be_made_up(site: TestClient) -> None:
    told = directives(site.get("/").headers["content-security-policy"])
    sources = {source for listed in told.values() for source in listed}
    assert {source for source in sources if not re.fullmatch(r"'sha256-[\w+/]{43}='", source)} <= KEYWORDS
    assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"} & set(told["script-src"])


@pytest.mark.parametrize("address", ["/", "/indicator", "/about", "/nothing"])
def test_the_policy_lets_the_scripts_written_in_a_page_run_and_no_other(site: TestClient, address: str) -> None:
    answer = site.get(address)
    written = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    allowed = directives(answer.headers["content-security-policy"])["script-src"][2:]
    assert {source_of(script) for script in written} <= set(allowed)
    assert len(allowed) == 1
    assert not re.search(r"<[^>]*\son[a-z]+=", answer.text)


def test_only_scripts_written_inside_a_page_are_hashed() -> None:
    html = '<script src="a.js"></script><script>one()</script><script type="module">\ntwo()\n</script>'
    assert inline_script_hashes(html) == [source_of("one()"), source_of("\ntwo()\n")]


def test_a_header_that_an_address_sets_itself_stays() -> None:
    def own(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("", headers={"Referrer-Policy": "no-referrer"})

    app = Starlette(routes=[Route("/", own)], middleware=[Middleware(SecurityHeaders, policy="default-src 'none'")])
    with TestClient(app) as testing:
        headers = testing.get("/").headers
    assert headers.get_list("referrer-policy") == ["no-referrer"]
    assert headers["content-security-policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    ("address", "told"),
    [("https://figures.example", ["max-age=31536000"]), ("http://figures.example", []), ("http://127.0.0.1:8501", [])],
)
def test_browsers_are_told_to_keep_to_https_where_the_public_address_is(address: str, told: list[str]) -> None:
    public = public_address(address)
    guard = Middleware(SecurityHeaders, policy="default-src 'none'", address=public)
    app = Starlette(routes=[Route("/", lambda _request: PlainTextResponse("here"))], middleware=[guard])
    with TestClient(app, base_url=address) as testing:
        for path in ("/", "/nothing"):
            assert testing.get(path).headers.get_list("strict-transport-security") == told


def test_no_answer_sets_a_cookie_even_where_streamlit_would(site: TestClient) -> None:
    for address in (*EVERY_KIND, "/_stcore/host-config"):
        assert "set-cookie" not in site.get(address, headers={"Cookie": "_streamlit_xsrf=a"}).headers
    assert not site.cookies


def test_no_answer_names_what_made_it(site: TestClient) -> None:
    for address in EVERY_KIND:
        headers = site.get(address).headers
        assert {"server", "x-powered-by", "via", "x-generator"}.isdisjoint(headers)
        assert not re.search(r"streamlit|uvicorn|starlette|python/", str(headers.raw), re.IGNORECASE)


def test_any_site_may_read_the_api_and_only_the_api(site: TestClient) -> None:
    asking = {"Origin": "https://elsewhere.example"}
    for address in ("/api/v1/areas", "/api/v1/observations.json?wards=1", "/api/nothing"):
        assert site.get(address, headers=asking).headers["access-control-allow-origin"] == "*"
    for address in ("/", "/nothing", "/healthz", "/_stcore/health", "/_stcore/host-config"):
        assert "access-control-allow-origin" not in site.get(address, headers=asking).headers


@pytest.mark.parametrize("host", OTHER_HOSTS)
@pytest.mark.parametrize("address", ["/", "/api/v1/areas", "/assets/portal.css", "/_stcore/health", "/readyz"])
def test_a_request_meant_for_another_host_is_refused(site: TestClient, address: str, host: str) -> None:
    answer = site.get(address, headers={"Host": host})
    assert answer.status_code == 400
    assert answer.text == f"This portal answers at {public_address().url} and not under the name you asked for.\n"
    assert answer.headers["content-type"].startswith("text/plain")


def test_the_process_says_that_it_lives_under_any_name(site: TestClient) -> None:
    assert site.get("/healthz", headers={"Host": "10.0.0.7"}).json() == {"status": "ok"}


def test_the_portals_own_names_are_welcome_in_any_case(site: TestClient) -> None:
    for host in public_address().hosts:
        assert site.get("/about", headers={"Host": host}).status_code == 200
        assert site.get("/about", headers={"Host": host.upper()}).status_code == 200


def open_websocket(site: TestClient, *, host: str, origin: str) -> str | None:
    asking = {"Host": host, "Origin": origin}
    with site.websocket_connect("/_stcore/stream", subprotocols=["streamlit"], headers=asking) as opened:
        return opened.accepted_subprotocol


def test_a_websocket_from_the_portals_own_page_is_let_in(site: TestClient) -> None:
    address = public_address()
    host = urlsplit(address.url).netloc
    assert open_websocket(site, host=host, origin=address.url) == "streamlit"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "testserver", ""])
def test_a_websocket_meant_for_another_host_is_refused(site: TestClient, host: str) -> None:
    with pytest.raises(WebSocketDisconnect) as refused:
        open_websocket(site, host=host, origin=f"http://{host}")
    assert refused.value.code == 1008


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://share.streamlit.app"])
def test_a_websocket_from_another_sites_page_is_refused(site: TestClient, origin: str) -> None:
    with pytest.raises(WebSocketDisconnect):
        open_websocket(site, host=urlsplit(public_address().url).netloc, origin=origin)


def test_another_address_makes_other_hosts_welcome() -> None:
    address = public_address("https://figures.example")
    app = Starlette(
        routes=[Route("/", lambda _request: PlainTextResponse("here"))],
        middleware=[Middleware(HostCheck, address=address)],
    )
    with TestClient(app, base_url=address.url) as testing:
        assert testing.get("/").text == "here"
        refused = testing.get("/", headers={"Host": "127.0.0.1:8501"})
    assert refused.status_code == 400
    assert "https://figures.example" in refused.text


def test_a_failure_is_one_sentence_with_the_headers_and_a_reference(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Request) -> PlainTextResponse:
        raise RuntimeError("secret detail")

    middleware = [Middleware(SecurityHeaders, policy="default-src 'self'")]
    answer = TestClient(Starlette(routes=[Route("/", fail)], middleware=middleware)).get("/")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == "default-src 'self'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "secret detail" not in answer.text
    assert answer.text.split()[-1].rstrip(".") in caplog.text


def test_a_database_that_is_away_is_one_sentence_that_asks_to_come_back(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Request) -> PlainTextResponse:
        raise DatabaseFailure("secret address")

    middleware = [Middleware(SecurityHeaders, policy="default-src 'self'")]
    answer = TestClient(Starlette(routes=[Route("/", fail)], middleware=middleware)).get("/")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert answer.headers["content-security-policy"] == "default-src 'self'"
    assert "secret address" not in answer.text
    assert answer.text.split()[-1].rstrip(".") in caplog.text
