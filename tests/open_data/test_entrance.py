"""What a reader may not ask for is refused before anything else answers, and what a page needs is not."""

import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from data_access.public_address import public_address
from open_data.entrance import NEEDED
from open_data.page_shells import streamlit_index, streamlit_scripts
from open_data.requests import LONGEST_PATH, LONGEST_QUERY, MOST_VALUES

pytest_plugins = ["tests.open_data.whole_site"]

CLOSED = (
    "/_stcore",
    "/_stcore/",
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "/_stcore/nothing",
    "/_stcore/script-health-check",
    "/_stcore/agent/interact",
    "/_stcore/bidi-components/x/index.js",
    "/_stcore/upload_file/session/file",
    "/_stcore/message",
    "/%5fstcore/%6detrics",
    "/explore/_stcore/metrics",
    "/explore/_stcore/upload_file/session/file",
    "/static",
    "/static/",
    "/static/nothing.js",
    "/static/index.html",
    "/static/js",
    "/manifest.json",
)
# What stands in place of “..”, of the slash after it, and of the end of a name.
UP = ("..", "%2e%2e", "%252e%252e", "..%00", ".%2e", "%c0%ae%c0%ae", "....", "..;", "%EF%BC%8E%EF%BC%8E")
SLASHES = ("/", "%2f", "%252f", "%5c", "%255c", "\\", "//")
SERVED_FOLDERS = ("/static", "/assets", "/editions/2026-1", "/editions/latest", "/read", "/embed", "/figure", "/api/v1")
TARGETS = ("open_data/security.py", "etc/passwd")
SECRETS = re.compile(r"root:.*:0:0:|st\.App|streamlit==|class SecurityHeaders|SQLite format 3")


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_what_no_reader_needs_is_not_there_for_any_method(site: TestClient, path: str, method: str) -> None:
    answer = site.request(method, path, content=b"a file" if method in {"POST", "PUT"} else None)
    assert answer.status_code == 404
    assert len(answer.content) < 100


def test_no_file_can_be_uploaded_even_with_streamlits_own_token(site: TestClient) -> None:
    token = "2|0|00000000000000000000000000000000|1700000000"  # noqa: S105, of the form that Streamlit makes
    headers = {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
    answer = site.put("/_stcore/upload_file/a/b", files={"file": ("a.csv", b"a,b")}, headers=headers)
    assert answer.status_code == 404


def test_all_that_a_page_loads_is_there(site: TestClient) -> None:
    named = set(re.findall(r'"\./(static/[^"]+)"', streamlit_index()))
    assert len(named) > 1
    for path in (*NEEDED, "/favicon.png", *(f"/{name}" for name in sorted(named))):
        assert site.get(path).status_code == 200, path


def test_every_script_of_streamlits_is_let_through(site: TestClient) -> None:
    scripts = streamlit_scripts()
    assert len(scripts) > 100
    for path in sorted(scripts)[::25]:
        answer = site.head(path)
        assert answer.status_code == 200, path
        assert not answer.headers["content-type"].startswith("text/html"), path


@pytest.mark.parametrize("path", ["/", "/explore", "/_stcore/health", "/explore/_stcore/stream", "/api/v1/areas"])
def test_a_websocket_anywhere_else_is_refused(site: TestClient, path: str) -> None:
    headers = {"Host": public_address().url.partition("//")[2], "Origin": public_address().url}
    with pytest.raises(WebSocketDisconnect) as refused, site.websocket_connect(path, headers=headers):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize("folder", SERVED_FOLDERS)
def test_no_spelling_of_a_way_up_leads_out_of_what_is_served(site: TestClient, folder: str) -> None:
    for up in UP:
        for slash in SLASHES:
            for target in TARGETS:
                path = f"{folder}/{(up + slash) * 4}{target.replace('/', slash)}"
                answer = site.get(path)
                assert answer.status_code in {307, 308, 400, 404}, path
                assert not SECRETS.search(answer.text), path


@pytest.mark.parametrize("path", ["/etc/passwd", "C:\\boot.ini", "\\\\evil.example\\share", "//evil.example/x", "a\0b"])
@pytest.mark.parametrize("folder", SERVED_FOLDERS)
def test_no_place_on_the_machine_or_on_another_is_read(site: TestClient, folder: str, path: str) -> None:
    answer = site.get(f"{folder}/{quote(path, safe='')}")
    assert answer.status_code in {307, 308, 400, 404}
    assert answer.headers.get("location", "/").startswith("/")
    assert not answer.headers.get("location", "").startswith("//")


@pytest.mark.parametrize(
    "start", ["/", "/explore", "/read", "/read/explore", "/embed", "/figure", "/feed.xml", "/assets"]
)
def test_an_address_that_is_too_long_is_refused_everywhere(site: TestClient, start: str) -> None:
    for path in (
        f"{start}?{'a' * (LONGEST_QUERY + 1)}",
        f"{start.rstrip('/')}/{'a' * LONGEST_PATH}",
        f"/{'%61' * LONGEST_PATH}",
    ):
        answer = site.get(path)
        assert answer.status_code == 414
        assert answer.json()["title"] == "The address is too long."
        assert len(answer.content) < 300
    assert site.get(f"{start}?{'a' * LONGEST_QUERY}").status_code in {200, 400, 404}


@pytest.mark.parametrize("start", ["/", "/explore", "/read/explore", "/embed/explore/chart", "/nothing"])
def test_an_address_with_too_many_values_is_refused_everywhere(site: TestClient, start: str) -> None:
    answer = site.get(f"{start}?{'&'.join(['ward=E05013697'] * (MOST_VALUES + 1))}")
    assert answer.status_code == 400
    assert answer.json()["detail"] == f"An address may have {MOST_VALUES} values; this has {MOST_VALUES + 1}."
    assert site.get(f"{start}?{'&'.join(['ward=E05013697'] * MOST_VALUES)}").status_code in {200, 404}
