"""Where readers find the portal: the one setting that feeds absolute links and the host check."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

DEFAULT_URL = "http://127.0.0.1:8501"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class PublicAddress:
    """The address readers use, without a trailing slash, and every Host header that stands for it."""

    url: str
    hosts: frozenset[str]


def public_address(url: str | None = None) -> PublicAddress:
    """The address in ``PORTAL_PUBLIC_URL``, or the one given.

    Raises:
        ValueError: it is not an http or https address of a host alone.
    """
    told = (url or os.environ.get("PORTAL_PUBLIC_URL") or DEFAULT_URL).rstrip("/")
    parts = urlsplit(told)
    if parts.scheme not in _USUAL_PORTS or not parts.hostname or parts.path or parts.query:
        message = f"PORTAL_PUBLIC_URL must read like https://host or http://host:port, not “{told}”"
        raise ValueError(message)
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    names = _LOOPBACK if name in _LOOPBACK else (name,)
    port = parts.port or _USUAL_PORTS[parts.scheme]
    hosts = {f"{host}:{port}" for host in names}
    if port == _USUAL_PORTS[parts.scheme]:
        hosts |= set(names)
    return PublicAddress(told, frozenset(hosts))
