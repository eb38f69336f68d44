"""How often one reader may ask for what is costly to answer.

The header fields are RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset of
draft-ietf-httpapi-ratelimit-headers-06, the last draft that has them as three. Addresses of readers stay in the
memory of this process, as many as ``MOST_CLIENTS``, and are neither written nor logged.
"""

import ipaddress
import math
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from open_data.requests import problem_response

SETTING = "PORTAL_RATE_PER_MINUTE"
# Enough for 50 readers behind one address who each ask for 24 things in a minute.
DEFAULT_PER_MINUTE = 1_200
MOST_CLIENTS = 10_000
_COSTLY = ("/api", "/read", "/embed")
_MINUTE = 60
# The part of an IPv6 address that one household or office has to itself.
_IPV6_PREFIX = 64


def rate_per_minute(told: str | None = None) -> int:
    """The requests a minute in ``PORTAL_RATE_PER_MINUTE``, or in ``told``.

    Raises:
        ValueError: it is not a whole number from 1.
    """
    text = told or os.environ.get(SETTING) or str(DEFAULT_PER_MINUTE)
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        message = f"{SETTING} must be a whole number from 1, not “{text}”"
        raise ValueError(message)
    return int(text)


@dataclass(frozen=True)
class Left:
    """What one reader has left: whole requests, seconds until all are back, and until the next one if none is left."""

    limit: int
    remaining: int
    reset: int
    wait: int


class Buckets:
    """A bucket of tokens for each reader: one is taken by a request, and ``per_minute`` come back in a minute.

    At most ``most_clients`` readers are kept; the one who has not asked for longest is forgotten first.
    """

    def __init__(
        self, per_minute: int, *, most_clients: int = MOST_CLIENTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.per_minute, self.most_clients, self._clock = per_minute, most_clients, clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        """How many readers are kept."""
        return len(self._kept)

    def take(self, client: str) -> Left:
        """Take a token from a reader's bucket if there is one, and tell what is left."""
        now = self._clock()
        tokens, since = self._kept.pop(client, (float(self.per_minute), now))
        tokens = min(self.per_minute, tokens + (now - since) * self.per_minute / _MINUTE)
        is_served = tokens >= 1
        tokens -= is_served
        self._kept[client] = (tokens, now)
        while len(self._kept) > self.most_clients:
            self._kept.popitem(last=False)
        return Left(
            limit=self.per_minute,
            remaining=math.floor(tokens),
            reset=self._seconds_until(self.per_minute - tokens),
            wait=0 if is_served else max(1, self._seconds_until(1 - tokens)),
        )

    def _seconds_until(self, missing: float) -> int:
        return math.ceil(missing * _MINUTE / self.per_minute)


class RateLimits:
    """Tells each reader of a costly address how many requests are left, and answers 429 when none is."""

    def __init__(self, app: ASGIApp, *, per_minute: int | None = None) -> None:
        self.app, self.buckets = app, Buckets(per_minute or rate_per_minute())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or ask to come back."""
        if scope["type"] != "http" or not _is_costly(scope["path"]):
            await self.app(scope, receive, send)
            return
        left = self.buckets.take(client_of(scope))

        async def send_with_rates(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Limit"] = str(left.limit)
                headers["RateLimit-Remaining"] = str(left.remaining)
                headers["RateLimit-Reset"] = str(left.reset)
            await send(message)

        if not left.wait:
            await self.app(scope, receive, send_with_rates)
            return
        why = f"Each reader may ask {left.limit:,} times in a minute. Come back in {left.wait} seconds."
        refusal = problem_response(429, "There were too many requests.", why)
        refusal.headers["Retry-After"] = str(left.wait)
        await refusal(scope, receive, send_with_rates)


def client_of(scope: Scope) -> str:
    """Who asks: the peer, or whom a proxy on this machine names last; of an IPv6 address the network.

    A forwarded address is believed from this machine alone, because anybody can write one.
    """
    peer = (scope.get("client") or ("",))[0]
    forwarded = Headers(scope=scope).getlist("x-forwarded-for")
    last = forwarded[-1].rpartition(",")[2].strip() if forwarded else ""
    named = _network(last) if is_this_machine(peer) else ""
    return named or _network(peer) or peer


def _network(text: str) -> str:
    """An address as text, an IPv6 one as its network; empty where it is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address.packed, _IPV6_PREFIX), strict=False))


def is_this_machine(peer: str) -> bool:
    """Whether a peer is on this machine; one without an address came through a local socket."""
    return not peer or (bool(_network(peer)) and ipaddress.ip_address(peer).is_loopback)


def _is_costly(path: str) -> bool:
    is_below = any(path == start or path.startswith(f"{start}/") for start in _COSTLY)
    return is_below or (path.startswith("/editions/") and path.endswith(".zip"))
