"""Choices live in the address as codes: read from it, written to it, carried from page to page."""

import hashlib
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from components import surface


def restore(page: str, names: Sequence[str]) -> None:
    """On arriving at a page whose address carries no choice, bring those made on the page before."""
    surface.current().arrive(page, names)


def query() -> str:
    """The query of the address as it stands, without the question mark."""
    return urlencode(surface.current().query())


def values(name: str) -> list[str]:
    """The values that the address gives a parameter, without repeats."""
    return list(dict.fromkeys(surface.current().values(name)))


def several(label: str, options: Mapping[str, str], name: str, nothing: str) -> tuple[str, ...]:
    """A box for any number of codes; none means no restriction, told by ``nothing``."""
    wanted = tuple(code for code in values(name) if code in options)
    surface.current().choose_several(label, options, name, wanted, nothing)
    return wanted


def one(label: str, options: Mapping[str, str], name: str, default: str) -> str:
    """A box for one code; the default stays out of the address."""
    wanted = next((code for code in values(name) if code in options), default)
    surface.current().choose_one(label, options, name, wanted, default)
    return wanted


def put(name: str, code: str) -> None:
    """Put a code into the address that was chosen by other means than a box; an empty one takes it out."""
    surface.current().put(name, code)


def fingerprint(choice: object) -> str:
    """A short key that changes with a choice, for what must begin anew when the choice does."""
    return hashlib.sha256(repr(choice).encode()).hexdigest()[:12]
