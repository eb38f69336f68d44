"""nginx alone, in front of two small web servers that say how long an answer may be kept and then go away."""

import gzip
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.faults.asking import Answer, ask
from deploy.faults.deployment import nginx_at
from deploy.faults.errors import NotInstalledError
from deploy.faults.processes import Program, free_port, listens, program

LINES = "".join(f"{number},row\n" for number in range(500))


class Backend(BaseHTTPRequestHandler):
    """Answers with what it was sent, for one second; under /away it fails, under /slow not at once."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith("/api/asks-again") and self.headers.get("If-None-Match"):
            self._send(304, b"", {"ETag": '"one"', "Cache-Control": "public, max-age=1"})
            return
        body = LINES if "rows" in self.path else "".join(f"{name}: {value}\n" for name, value in self.headers.items())
        told = {"Strict-Transport-Security": "max-age=9"} if "says-so-itself" in self.path else {}
        kept = told | {
            "ETag": '"one"',
            "Cache-Control": "public, max-age=1",
            "Server": "secret/1.0",
            "X-Powered-By": "secret",
        }
        self._send(200, body.encode(), kept | {"RateLimit-Remaining": "7", "Content-Type": "text/csv; charset=utf-8"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        # A connection that nginx keeps would be answered on after the server has been stopped.
        self.close_connection = True
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status == 200:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


class Site:
    """nginx and the servers behind it."""

    def __init__(self, address: str, backends: list[ThreadingHTTPServer], nginx: Program) -> None:
        self.address, self.backends, self.nginx = address, backends, nginx

    def ask(self, path: str, **headers: str) -> Answer:
        return ask(self.address, path, **headers)

    def stop_backend(self, number: int) -> None:
        self.backends[number].shutdown()
        self.backends[number].server_close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    try:
        binary = program("nginx")
    except NotInstalledError as error:
        pytest.skip(str(error))
    backends = [ThreadingHTTPServer(("127.0.0.1", 0), Backend) for _ in range(2)]
    threads = [threading.Thread(target=backend.serve_forever, args=(0.05,)) for backend in backends]
    for thread in threads:
        thread.start()
    port = free_port()
    nginx = nginx_at(tmp_path, binary, (backends[0].server_port, backends[1].server_port, port))
    nginx.start()
    nginx.wait(lambda: listens(port))
    made = Site(f"http://127.0.0.1:{port}", backends, nginx)
    yield made
    nginx.stop()
    for number, thread in enumerate(threads):
        made.stop_backend(number)
        thread.join()


def test_an_answer_that_is_too_old_is_read_on_while_nothing_behind_answers(site: Site) -> None:
    first = site.ask("/api/rows.csv")
    assert (first.headers["X-Cache"], first.text) == ("MISS", LINES)
    for number in (0, 1):
        site.stop_backend(number)
    time.sleep(2)  # until it is older than the second that it may be kept
    late = site.ask("/api/rows.csv")
    assert (late.status, late.headers["X-Cache"], late.text) == (200, "STALE", LINES)
    assert "Retry-After" not in late.headers
    away = site.ask("/api/rows-never-asked-for.csv")
    assert (away.status, away.headers["Retry-After"]) == (503, "10")
    assert away.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_an_answer_that_is_too_old_is_asked_for_again_by_its_tag(site: Site) -> None:
    first = site.ask("/api/asks-again")
    time.sleep(2)  # until it is older than the second that it may be kept
    again = site.ask("/api/asks-again")
    assert (again.headers["X-Cache"], again.body) == ("REVALIDATED", first.body)


def test_a_replica_that_is_away_costs_the_reader_nothing(site: Site) -> None:
    site.stop_backend(0)
    assert {site.ask(f"/explore?number={number}").status for number in range(8)} == {200}


def test_the_reader_is_named_by_nginx_and_not_by_whatever_a_request_claims(site: Site) -> None:
    told = site.ask(
        "/explore", X_Forwarded_For="1.2.3.4", X_Forwarded_Proto="https", Forwarded="for=1.2.3.4", Host="portal.example"
    )
    lines = told.text.splitlines()
    assert "X-Forwarded-For: 127.0.0.1" in lines
    assert "X-Forwarded-Proto: http" in lines
    assert "Host: portal.example" in lines
    assert "1.2.3.4" not in told.text


def test_two_hosts_never_share_a_kept_answer(site: Site) -> None:
    assert site.ask("/api/x", Host="a.example").headers["X-Cache"] == "MISS"
    other = site.ask("/api/x", Host="b.example")
    assert other.headers["X-Cache"] == "MISS"
    assert "Host: b.example" in other.text


def test_text_is_pressed_and_what_tells_of_the_server_is_left_out(site: Site) -> None:
    answer = site.ask("/api/rows.csv", Accept_Encoding="gzip")
    assert gzip.decompress(answer.body).decode() == LINES
    assert answer.headers.get_all("Server") == ["nginx"]
    assert {"X-Powered-By", "RateLimit-Remaining"}.isdisjoint(answer.headers.keys())
    assert "Strict-Transport-Security" not in answer.headers


def test_over_tls_each_answer_says_once_that_browsers_keep_to_it(site: Site, tmp_path: Path) -> None:
    if not (openssl := shutil.which("openssl")):
        pytest.skip("openssl, which makes the certificate, is not on PATH")
    made = (
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=127.0.0.1",
        "-keyout",
        "a.key",
        "-out",
        "a.pem",
    )
    subprocess.run([openssl, *made], cwd=tmp_path, check=True, capture_output=True)
    site.nginx.stop()
    conf, listening = tmp_path / "portal.conf", f"listen {site.address.partition('//')[2]}"
    with_tls = f"{listening} ssl; ssl_certificate {tmp_path}/a.pem; ssl_certificate_key {tmp_path}/a.key;"
    conf.write_text(conf.read_text().replace(f"{listening};", with_tls))
    port = int(site.address.rpartition(":")[2])
    site.nginx.start()
    site.nginx.wait(lambda: listens(port))
    trusting = ssl.create_default_context(cafile=str(tmp_path / "a.pem"))
    trusting.check_hostname = False
    for path, told in (
        ("/read", "max-age=31536000"),
        ("/read/says-so-itself", "max-age=9"),
        ("/metrics", "max-age=31536000"),
    ):
        with closing(HTTPSConnection("127.0.0.1", port, context=trusting)) as asking:
            asking.request("GET", path)
            assert asking.getresponse().headers.get_all("Strict-Transport-Security") == [told]


def test_one_reader_who_asks_for_costly_files_without_end_is_asked_to_come_back(site: Site) -> None:
    answers = [site.ask(f"/api/rows.csv?number={number}") for number in range(120)]
    refused = [answer for answer in answers if answer.status != 200]
    assert {answer.status for answer in refused} == {429}
    assert refused[0].headers["Retry-After"] == "5"
    assert refused[0].text == "There were too many requests from your address. Come back in a few seconds.\n"
    assert site.ask("/read").status == 200
