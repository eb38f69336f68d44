"""Two replicas behind nginx, reading from a standby: pages, files and sessions, and what happens when a part fails."""

import gzip
import json
import signal
import socket
from contextlib import closing
from functools import partial

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from data_access.database import open_current
from data_access.editions.folder import folders_of
from data_access.files import DEFAULT_FOLDERS, Folders
from data_access.portal import default_edition
from data_access.repository import Repository
from deploy.faults.asking import CUT_SHORT, ask
from deploy.faults.deployment import Deployment
from deploy.faults.postgresql import READER, SETTINGS
from deploy.faults.session import Session

ROWS = "/api/v1/observations.json?indicator=children-looked-after"
CHOICES = "ethnicity=eth5-black&strand=service-provider"
CLOSED = (
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "//_stcore//metrics",
    "/%5fstcore/%6detrics",
    "/api/..%2f_stcore/metrics",
    "/explore/_stcore/metrics",
    "/explore/../_stcore/metrics",
    "/_stcore/agent/interact",
    "/_stcore/upload_file/session/file",
    "/_stcore/script-health-check",
    "/metrics",
    "/metrics/",
)


def shown_edition() -> Folders:
    return folders_of(DEFAULT_FOLDERS, default_edition())


def test_pages_files_and_the_api_are_answered_through_nginx(deployment: Deployment) -> None:
    edition = shown_edition().edition
    for path in ("/", "/explore", "/read", "/read/about", ROWS, "/api/v1/areas", f"/editions/{edition}/manifest.json"):
        answer = deployment.ask(path)
        assert answer.status == 200, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f'"edition":"{edition}"' in deployment.ask(ROWS).text
    assert f"http://{deployment.host}/" in deployment.ask("/read/about").text
    assert deployment.ask("/nothing").status == 404
    assert deployment.ask(ROWS, Host="other.example").status == 400


def test_the_replicas_read_from_the_standby_as_a_role_that_may_only_read(deployment: Deployment) -> None:
    connected = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'portal_reader' AND datname = 'portal'"
    assert int(deployment.standby.ask(connected)) >= 2
    assert deployment.primary.ask(connected) == "0"
    assert deployment.standby.ask("SELECT pg_is_in_recovery()") == "t"
    assert deployment.ask("/readyz").text == deployment.ask_replica(1, "/readyz").text


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO {schema}.portal VALUES ('a', 'b')",
        "UPDATE {schema}.observation SET value = 1",
        "DELETE FROM {schema}.observation",
        "DROP SCHEMA {schema} CASCADE",
        "CREATE SCHEMA mischief",
        "CREATE TABLE public.mischief (a int)",
        "CREATE TEMPORARY TABLE mischief (a int)",
    ],
)
def test_the_reader_role_is_refused_even_on_the_primary_and_when_it_asks_to_write(
    deployment: Deployment, statement: str
) -> None:
    opened = open_current(shown_edition(), deployment.primary.url(READER))
    assert opened.problem == ""
    schema = opened.engine.get_execution_options()["schema_translate_map"][None]
    opened.engine.dispose()
    engine = create_engine(deployment.primary.url(READER))
    with engine.connect() as connection, pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        connection.execute(text("SET TRANSACTION READ WRITE"))
        connection.execute(text(statement.format(schema=schema)))
    engine.dispose()


def test_the_file_of_the_reader_role_may_be_run_again(deployment: Deployment) -> None:
    deployment.primary.run_file(SETTINGS / "reader.sql", f"--variable=reader={READER}")
    assert deployment.primary.ask("SELECT count(*) FROM pg_roles WHERE rolname = 'portal_reader'") == "1"


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_for_operators_is_closed_to_the_public(deployment: Deployment, path: str) -> None:
    answer = deployment.ask(path)
    assert answer.status == 404
    assert answer.headers["Server"] == "nginx"
    assert "cache" not in answer.text


def test_a_replica_tells_its_counts_to_this_machine_alone(deployment: Deployment) -> None:
    counts = deployment.ask_replica(0, "/metrics")
    assert counts.status == 200
    assert f'edition="{shown_edition().edition}"' in counts.text
    assert "\nportal_ready 1.0\n" in counts.text
    as_nginx_asks = ask(
        f"http://127.0.0.1:{deployment.ports[0]}", "/metrics", Host=deployment.host, X_Forwarded_For="192.0.2.7"
    )
    assert as_nginx_asks.status == 404
    assert "portal_ready" not in as_nginx_asks.text


def test_an_upload_is_refused_whatever_its_method_and_size(deployment: Deployment) -> None:
    assert ask(deployment.address, "/_stcore/upload_file/a/b", "PUT").status == 404
    with closing(socket.create_connection(("127.0.0.1", int(deployment.host.partition(":")[2])))) as sent:
        sent.sendall(f"POST / HTTP/1.1\r\nHost: {deployment.host}\r\nContent-Length: 20000\r\n\r\n".encode())
        assert sent.recv(12) == b"HTTP/1.1 413"


def test_an_answer_is_kept_and_the_reader_who_has_it_is_told_so(deployment: Deployment) -> None:
    path = "/api/v1/observations.json?indicator=children-looked-after&limit=3"
    first, second = deployment.ask(path), deployment.ask(path)
    assert [first.headers["X-Cache"], second.headers["X-Cache"]] == ["MISS", "HIT"]
    assert first.body == second.body
    unchanged = deployment.ask(path, If_None_Match=first.headers["ETag"])
    assert (unchanged.status, unchanged.headers["X-Cache"], unchanged.body) == (304, "HIT", b"")
    pressed = deployment.ask(path, Accept_Encoding="gzip, br")
    assert gzip.decompress(pressed.body) == first.body
    assert deployment.ask(path, Accept_Encoding="deflate, gzip").headers["X-Cache"] == "HIT"
    page = deployment.ask("/explore")
    assert "X-Cache" not in page.headers
    assert deployment.ask("/explore", If_None_Match=page.headers["ETag"]).status == 304


def test_neither_versions_nor_another_readers_count_are_sent(deployment: Deployment) -> None:
    for path in (ROWS, "/", "/_stcore/metrics", "/nothing"):
        headers = deployment.ask(path).headers
        assert headers.get_all("Server") == ["nginx"]
        assert not any(name.lower().startswith(("ratelimit", "x-powered")) for name in headers)


def test_a_reader_who_is_moved_to_the_other_replica_keeps_every_choice(deployment: Deployment) -> None:
    with closing(Session(deployment.address)) as session:
        before = session.view("explore", CHOICES)
        everything = session.view("explore", "")
    assert before.whole
    assert before != everything
    for number in (0, 1):
        deployment.replicas[1 - number].stop()
        with closing(Session(deployment.address)) as session:
            assert session.view("explore", CHOICES) == before
        assert deployment.ask(f"/explore?{CHOICES}").status == 200
        deployment.start_replica(1 - number)


def test_a_session_that_another_site_opens_is_refused(deployment: Deployment) -> None:
    with closing(socket.create_connection(("127.0.0.1", int(deployment.host.partition(":")[2])))) as sent:
        sent.sendall(
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {deployment.host}\r\nOrigin: https://other.example\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: streamlit\r\n\r\n".encode()
        )
        assert sent.recv(12) == b"HTTP/1.1 403"


def test_a_replica_that_is_asked_to_stop_first_sends_the_answer_under_way(deployment: Deployment) -> None:
    replica = deployment.replicas[0]
    path = "/api/v1/observations.csv"
    whole = deployment.ask_replica(1, path)
    assert replica.process
    stop = partial(replica.process.send_signal, signal.SIGTERM)
    answer = ask(f"http://127.0.0.1:{deployment.ports[0]}", path, under_way=stop, Host=deployment.host)
    assert (answer.status, answer.body) == (200, whole.body)
    assert len(whole.body) > 1_000_000
    # uvicorn ends by the signal that it was sent, once all is answered.
    assert replica.process.wait(30) == -signal.SIGTERM
    assert deployment.ask("/read").status == 200


def test_an_answer_that_a_killed_replica_had_begun_is_never_taken_for_a_whole_one(deployment: Deployment) -> None:
    path = "/api/v1/observations.csv"
    whole = deployment.ask_replica(1, path)
    broken = ask(
        f"http://127.0.0.1:{deployment.ports[0]}", path, under_way=deployment.replicas[0].kill, Host=deployment.host
    )
    assert broken.status == CUT_SHORT
    assert deployment.ask(path).body == whole.body


def test_a_killed_standby_is_told_kept_answers_are_read_and_its_return_is_enough(deployment: Deployment) -> None:
    kept = deployment.ask(ROWS)
    before = deployment.ask("/readyz").text
    deployment.standby.program.kill()
    for path in ("/readyz", f"{ROWS}&limit=9"):
        answer = deployment.ask(path)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30"), path
        assert answer.text.strip()
        assert "Traceback" not in answer.text
    # Pages are answered from what a replica holds, or as above.
    for path in ("/explore", "/read/ward", "/wards"):
        answer = deployment.ask(path)
        assert answer.status == 200 or (answer.status, answer.headers["Retry-After"]) == (503, "30"), path
    again = deployment.ask(ROWS)
    assert (again.status, again.headers["X-Cache"], again.body) == (200, "HIT", kept.body)
    # A second host in READ_DATABASE_URL is read meanwhile.
    opened = open_current(shown_edition(), deployment.standby.url(READER, deployment.primary))
    assert Repository(opened.engine).size > 10_000
    opened.engine.dispose()
    deployment.standby.start()
    deployment.wait_for_replicas()
    assert deployment.ask("/readyz").text == before
    assert deployment.ask("/explore").status == 200


def test_without_any_replica_there_is_a_sentence_and_a_time_to_come_back(deployment: Deployment) -> None:
    kept = deployment.ask(ROWS)
    for replica in deployment.replicas:
        replica.kill()
    answer = deployment.ask("/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
    assert answer.text == "The portal is away for a moment; no figure is lost. Come back in ten seconds.\n"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert deployment.ask(ROWS).body == kept.body
    deployment.start_replicas()
    deployment.replicas[0].wait(lambda: deployment.ask("/").status == 200)


def test_nothing_of_a_reader_is_written_down(deployment: Deployment) -> None:
    deployment.ask("/read/about?secret=choice")
    lines = (deployment.nginx.log.parent / "access.log").read_text(encoding="utf-8").splitlines()
    written = [json.loads(line) for line in lines]
    [one] = [entry for entry in written if entry["path"] == "/read/about" and entry["cache"] == "MISS"][-1:]
    assert set(one) == {"time", "method", "path", "status", "bytes", "seconds", "cache", "replica"}
    assert "secret" not in "".join(lines)
