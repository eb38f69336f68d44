"""The fixed words of the interface, read once from config/text/interface.toml.

A text may have named places, as in ``corrected on {day}``, that a call fills. Sentences whose grammar hangs on a
figure are made by code: see docs/decisions/0009-words.md.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from data_access.files import text_path

_HEADING, _NOTE = "heading", "note"


class InterfaceTextError(ValueError):
    """A text of the interface is missing, empty, or not a text."""


def text_of(key: str, **values: str) -> str:
    """One text by its key, such as ``overview.under``, with its named places filled.

    Raises:
        InterfaceTextError: interface.toml has no such text, or it has a place that is given no value.
    """
    found = texts().get(key)
    if found is None:
        message = f"config/text/interface.toml has no text “{key}”"
        raise InterfaceTextError(message)
    try:
        return found.format_map(values)
    except (KeyError, ValueError, IndexError) as error:
        message = f"config/text/interface.toml: “{key}” has a place that cannot be filled: {error}"
        raise InterfaceTextError(message) from error


def heading_of(key: str) -> tuple[str, str]:
    """The heading of a section and its margin note, which is empty where the section has none.

    Raises:
        InterfaceTextError: config/text/interface.toml has no such heading.
    """
    return text_of(f"{key}.{_HEADING}"), texts().get(f"{key}.{_NOTE}", "")


@cache
def texts() -> Mapping[str, str]:
    """Every text by its key.

    Raises:
        InterfaceTextError: a value is not a text, or is empty.
    """
    return parse(text_path("interface.toml").read_text(encoding="utf-8"))


def parse(toml: str) -> dict[str, str]:
    """The texts of a TOML document by their dotted keys.

    Raises:
        InterfaceTextError: a value is not a text, or is empty.
    """
    return dict(_leaves(tomllib.loads(toml), ""))


def _leaves(table: Mapping[str, Any], start: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{start}{name}"
        if isinstance(value, dict):
            yield from _leaves(value, f"{key}.")
        elif isinstance(value, str) and value.strip():
            yield key, value
        else:
            message = f"config/text/interface.toml: “{key}” must be a text and not be empty"
            raise InterfaceTextError(message)
