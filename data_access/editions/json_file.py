"""JSON with one way to write each document, so that a file's hash is its content's hash."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data_access.editions.errors import EditionError


def canonical(document: Any) -> bytes:
    """Sorted keys, two spaces, line feeds, UTF-8, a line feed at the end; NaN and infinity are refused."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def read_canonical(path: Path, name: str) -> Mapping[str, Any]:
    """The object in a file that ``canonical`` wrote; ``name`` is what an error calls the file.

    Raises:
        EditionError: the file cannot be read, is no JSON object or is written in another way.
    """
    return parse_canonical(read_bytes(path, name), name)


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file.

    Raises:
        EditionError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise EditionError(f"{name} cannot be read ({error.strerror}).") from error


def parse_canonical(content: bytes, name: str) -> Mapping[str, Any]:
    """As ``read_canonical``, from bytes."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise EditionError(f"{name} is not JSON ({error}): restore it from a copy.") from error
    if not isinstance(document, dict) or canonical(document) != content:
        raise EditionError(f"{name} is not as the portal wrote it: restore it from a copy.")
    return document
