"""Where readers find the portal: the one setting that feeds absolute links and the host check."""

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

DEFAULT_URL = "http://127.0.0.1:8501"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class PublicAddress:
    """The address readers use, without a trailing slash, and every Host header that stands for it."""

    url: str
    hosts: frozenset[str]


def _is_a_host(parts: SplitResult) -> bool:
    """Whether an address is a host with perhaps a port, and nothing more."""
    alone = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    return alone and not re.search(r"\s", parts.netloc) and parts.port != 0


def public_address(url: str | None = None) -> PublicAddress:
    """The address in ``PORTAL_PUBLIC_URL``, or the one given.

    Raises:
        ValueError: it is not an http or https address of a host alone.
    """
    return _parsed((url or os.environ.get("PORTAL_PUBLIC_URL") or DEFAULT_URL).rstrip("/"))


@lru_cache(maxsize=8)
def _parsed(told: str) -> PublicAddress:
    parts = urlsplit(told)
    if parts.scheme not in _USUAL_PORTS or not parts.hostname or not _is_a_host(parts):
        message = f"PORTAL_PUBLIC_URL must read like https://host or http://host:port, not “{told}”"
        raise ValueError(message)
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    names = _LOOPBACK if name in _LOOPBACK else (name,)
    port = parts.port or _USUAL_PORTS[parts.scheme]
    hosts = {f"{host}:{port}" for host in names}
    if port == _USUAL_PORTS[parts.scheme]:
        hosts |= set(names)
    return PublicAddress(told, frozenset(hosts))
