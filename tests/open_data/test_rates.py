"""How often one reader may ask: a bucket that fills by the clock, the headers that tell of it, and the refusal."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from open_data.rates import DEFAULT_PER_MINUTE, Buckets, RateLimits, client_of, rate_per_minute
from open_data.routes import api_routes

pytest_plugins = ["tests.open_data.whole_site"]


@dataclass
class Clock:
    """A clock that a test moves."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def scope(peer: str | None, *forwarded: str) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return {"type": "http", "path": "/api", "headers": headers, "client": (peer, 5000) if peer is not None else None}


def test_a_full_bucket_is_used_up_and_fills_again_at_an_even_rate() -> None:
    clock = Clock()
    buckets = Buckets(60, clock=clock)
    assert [buckets.take("a").remaining for _ in range(60)] == list(range(59, -1, -1))
    empty = buckets.take("a")
    assert (empty.remaining, empty.reset, empty.wait) == (0, 60, 1)
    clock.now = 1.5
    assert buckets.take("a").wait == 0
    assert buckets.take("a").wait == 1
    clock.now = 1_000
    full = buckets.take("a")
    assert (full.remaining, full.reset, full.wait) == (59, 1, 0)


@given(st.lists(st.floats(0, 30), min_size=1, max_size=200), st.integers(1, 100))
def test_no_reader_gets_more_than_the_bucket_and_what_came_back(pauses: list[float], per_minute: int) -> None:
    clock = Clock()
    buckets = Buckets(per_minute, clock=clock)
    answered = 0
    for pause in pauses:
        clock.now += pause
        left = buckets.take("a")
        answered += not left.wait
        assert 0 <= left.remaining < per_minute
        assert 0 <= left.reset <= 60
        assert answered <= per_minute + clock.now * per_minute / 60 + 1e-6


@given(st.integers(1, 5_000), st.integers(1, 50))
def test_after_the_wait_that_was_told_a_reader_is_answered(per_minute: int, extra: int) -> None:
    clock = Clock()
    buckets = Buckets(per_minute, clock=clock)
    refused = [buckets.take("a") for _ in range(per_minute + extra)][-1]
    assert refused.wait > 0
    clock.now += refused.wait
    assert buckets.take("a").wait == 0


def test_readers_do_not_share_and_only_so_many_are_kept() -> None:
    buckets = Buckets(1, most_clients=3, clock=Clock())
    assert [buckets.take(name).wait for name in "abc"] == [0, 0, 0]
    assert buckets.take("a").wait == 60
    buckets.take("d")
    assert len(buckets) == 3
    assert buckets.take("a").wait == 60
    assert buckets.take("b").wait == 0


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", (), "203.0.113.9"),
        ("203.0.113.9", ("198.51.100.1",), "203.0.113.9"),
        ("127.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("127.0.0.1", ("192.0.2.1, 198.51.100.1",), "198.51.100.1"),
        ("127.0.0.1", ("192.0.2.1", "192.0.2.2, 198.51.100.7"), "198.51.100.7"),
        ("::1", ("198.51.100.1",), "198.51.100.1"),
        ("127.0.0.1", (), "127.0.0.1"),
        ("127.0.0.1", ("unknown",), "127.0.0.1"),
        ("127.0.0.1", ("",), "127.0.0.1"),
        (None, ("198.51.100.1",), "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", (), "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", (), "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", (), "203.0.113.9"),
        ("testclient", ("198.51.100.1",), "testclient"),
    ],
)
def test_a_reader_is_the_peer_or_whom_a_proxy_on_this_machine_names(
    peer: str | None, forwarded: tuple[str, ...], client: str
) -> None:
    assert client_of(scope(peer, *forwarded)) == client


def limited(per_minute: int) -> TestClient:
    return TestClient(Starlette(routes=api_routes(), middleware=[Middleware(RateLimits, per_minute=per_minute)]))


def test_every_costly_answer_tells_what_is_left() -> None:
    client = limited(10)
    answers = [client.get(path) for path in ("/api/v1/areas", "/api/nothing", "/api", "/read/x", "/embed/x")]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["9", "8", "7", "6", "5"]
    assert {answer.headers["ratelimit-limit"] for answer in answers} == {"10"}
    assert all(0 < int(answer.headers["ratelimit-reset"]) <= 60 for answer in answers)
    assert client.head("/editions/2026-1.zip", follow_redirects=False).headers["ratelimit-remaining"] == "4"


@pytest.mark.parametrize("path", ["/healthz", "/editions/", "/apiary", "/reader", "/"])
def test_what_costs_little_is_not_counted(path: str) -> None:
    client = limited(1)
    for _ in range(3):
        answer = client.get(path)
        assert answer.status_code != 429
        assert "ratelimit-limit" not in answer.headers


def test_a_reader_who_has_used_all_up_is_told_when_to_come_back() -> None:
    client = limited(2)
    assert [client.get("/api/v1/areas").status_code for _ in range(2)] == [200, 200]
    refused = client.get("/api/v1/areas")
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 0 < int(refused.headers["retry-after"]) <= 30
    assert refused.headers["ratelimit-remaining"] == "0"
    assert refused.headers["access-control-allow-origin"] == "*"
    assert refused.json()["status"] == 429


def test_another_kind_of_connection_passes() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    async def nothing(*_: Any) -> None:
        raise AssertionError

    asyncio.run(RateLimits(app, per_minute=1)({"type": "websocket", "path": "/api"}, nothing, nothing))
    assert seen == ["websocket"]


def test_the_rate_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_RATE_PER_MINUTE", raising=False)
    assert rate_per_minute() == DEFAULT_PER_MINUTE
    monkeypatch.setenv("PORTAL_RATE_PER_MINUTE", "30")
    assert rate_per_minute() == 30
    with pytest.raises(ValueError, match="PORTAL_RATE_PER_MINUTE"):
        rate_per_minute("many")
    with pytest.raises(ValueError, match="PORTAL_RATE_PER_MINUTE"):
        rate_per_minute("0")


def test_the_portal_as_it_is_served_has_the_limit(site: TestClient) -> None:
    answer = site.get("/api/v1/areas")
    assert answer.headers["ratelimit-limit"] == str(rate_per_minute())
    assert "RateLimit-Remaining" in answer.headers["access-control-expose-headers"]
