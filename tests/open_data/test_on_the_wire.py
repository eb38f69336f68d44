"""The portal's own addresses behind a real server, asked in ways that no browser would: bytes as they are sent."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from data_access.public_address import public_address
from open_data.assets import asset_routes, read_assets
from open_data.entrance import Entrance
from open_data.page_shells import shell_routes
from open_data.routes import api_routes
from open_data.security import HostCheck, SecurityHeaders

ROOT = Path(__file__).parents[2]
HOST = public_address().url.partition("//")[2]
MEGABYTE = b"a" * 1_000_000
MOST_SENT, MOST_HELD = 60, 12  # megabytes: of a body without end, and that the process may grow by meanwhile
RAW_PATHS = (
    *(b"/../../etc/passwd", b"/assets/../../app.py", b"/assets/%2e%2e/%2e%2e/app.py", b"/assets/..%5c..%5capp.py"),
    *(b"/editions/2026-1/..%2f..%2f..%2fapp.py", b"/editions/2026-1/%00", b"/read/%00", b"/static/../../app.py"),
    *(b"//evil.example/explore/", b"/%5cevil.example/explore/", b"/read//evil.example/", b"/%2f%2fevil.example/"),
    *(b"/editions/latest/%0d%0aX-Evil:%201", b"/api/v1/stocktake/%0d%0aX-Evil:1", b"/read/x%0d%0aX-Evil:1/"),
    *(b"/explore/?a=%0d%0aX-Evil:1", b"/explore/?a=\x0bb", b"/figure/%ff", b"/read?%ff=%ff", b"/explore?ward=%ff%00"),
    *(b"http://evil.example/explore", b"*", b"/explore#<zq>", b"/\xff", b"/\x00", b"/ /explore", b""),
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server that is started as deploy/ starts one."""
    app = Starlette(
        routes=[*api_routes(), *asset_routes(read_assets()), *shell_routes()],
        middleware=[
            Middleware(SecurityHeaders, policy="default-src 'self'"),
            Middleware(HostCheck),
            Middleware(Entrance, scripts=frozenset()),
        ],
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, server_header=False, log_config=None, access_log=False))
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        while not server.started:
            time.sleep(0.01)
        yield int(listening.getsockname()[1])
        server.should_exit = True
        running.join()


def answer_to(port: int, sent: bytes) -> bytes:
    """Everything that is sent back until the other side closes."""
    found = b""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line, suppress(ConnectionError):
        line.sendall(sent)
        while piece := line.recv(65_536):
            found += piece
    return found


def asking(method: bytes, path: bytes, *headers: bytes) -> bytes:
    lines = (method + b" " + path + b" HTTP/1.1", b"Host: " + HOST.encode(), b"Connection: close", *headers)
    return b"\r\n".join((*lines, b"", b""))


@pytest.mark.parametrize("path", RAW_PATHS)
def test_no_bytes_of_an_address_lead_elsewhere_or_into_a_header(port: int, path: bytes) -> None:
    head, _, body = answer_to(port, asking(b"GET", path)).partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1])
    assert status in {200, 301, 307, 308, 400, 404}
    assert not re.search(rb"(?i)\r\nx-evil|\r\nserver:", head)
    assert not re.search(rb"(?i)\r\nlocation: *(https?:)?[/\\]{2}evil", head)
    assert b"root:" not in body
    assert b"st.App" not in body
    assert b"Traceback" not in body


def test_a_header_without_end_is_refused(port: int) -> None:
    answer = answer_to(port, asking(b"GET", b"/api/v1/areas", b"X-Long: " + b"a" * 200_000))
    assert answer.startswith(b"HTTP/1.1 400")
    assert len(answer) < 1_000


@pytest.mark.parametrize("method", [b"GET", b"POST"])
@pytest.mark.parametrize("path", [b"/api/v1/areas", b"/explore", b"/read", b"/_stcore/upload_file/a/b"])
def test_a_body_without_end_is_never_held(port: int, method: bytes, path: bytes) -> None:
    process = psutil.Process()
    answer_to(port, asking(method, path))
    before = process.memory_info().rss
    most = before
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line:
        line.sendall(asking(method, path, b"Content-Length: 1000000000"))
        with suppress(ConnectionError):  # the server has answered and will hear no more
            for _ in range(MOST_SENT):
                line.sendall(MEGABYTE)
                most = max(most, process.memory_info().rss)
    assert most - before < MOST_HELD * 1_000_000


def test_two_lengths_or_a_length_and_pieces_are_refused(port: int) -> None:
    for headers in ((b"Content-Length: 1", b"Content-Length: 2"), (b"Transfer-Encoding: gzip, chunked",)):
        assert answer_to(port, asking(b"POST", b"/api/v1/areas", *headers) + b"a").startswith(b"HTTP/1.1 4")
    smuggled = asking(b"POST", b"/api/v1/areas", b"Content-Length: 4", b"Transfer-Encoding: chunked")
    answer = answer_to(port, smuggled + b"0\r\n\r\nGET /explore HTTP/1.1\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_what_starts_the_portal_in_deployment_sends_no_name_of_the_server() -> None:
    for name in ("systemd/portal@.service", "container/Containerfile"):
        [started] = [line for line in (ROOT / "deploy" / name).read_text().splitlines() if "app:app" in line]
        assert "--no-server-header" in started
    assert "server_tokens off;" in (ROOT / "deploy" / "nginx" / "portal.conf").read_text()
