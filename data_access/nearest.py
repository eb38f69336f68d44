"""The nearest thing that exists to something that does not."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_CLOSE_ENOUGH = 75


def nearest(value: str, options: Iterable[str]) -> str | None:
    """The option most like ``value``, or None when nothing is at all like it."""
    match = process.extractOne(value.lower(), list(options), scorer=fuzz.WRatio, score_cutoff=_CLOSE_ENOUGH)
    return str(match[0]) if match else None
