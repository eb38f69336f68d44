"""vl-convert behind two functions: it is loaded at first use, knows the portal's faces, and may fetch nothing."""

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from open_data.pictures.errors import PictureError
from open_data.pictures.faces import FONTS

_PNG = b"\x89PNG\r\n\x1a\n"


@cache
def _engine() -> Any:
    import vl_convert  # 0.1 s and 70 MB that start-up need not pay

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def chart_to_svg(spec: str) -> str:
    """A Vega-Lite specification, as JSON, drawn as SVG.

    Raises:
        PictureError: vl-convert cannot draw it.
    """
    try:
        drawn: str = _engine().vegalite_to_svg(spec, allowed_base_urls=[])
    except ValueError as error:
        message = f"This chart cannot be drawn: {_first_lines(error)}"
        raise PictureError(message) from error
    return drawn


def svg_to_png(drawing: str, scale: float) -> bytes:
    """An SVG of our own as PNG. vl-convert would fetch pictures that it names: pass none.

    Raises:
        PictureError: vl-convert cannot draw it.
    """
    try:
        picture: bytes = _engine().svg_to_png(drawing, scale=scale)
    except ValueError as error:
        message = f"This picture cannot be drawn: {_first_lines(error)}"
        raise PictureError(message) from error
    return _packed(picture)


def _packed(picture: bytes) -> bytes:
    """The same PNG with its pixels packed tightly; as vl-convert packs them they take four times as much."""
    chunks = list(_chunks(picture))
    pixels = zlib.compress(zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT")), 6)
    before = [chunk for chunk in chunks if chunk[0] not in {b"IDAT", b"IEND"}]
    return _PNG + b"".join(_chunk(*chunk) for chunk in [*before, (b"IDAT", pixels), (b"IEND", b"")])


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each part of a PNG: its kind and what it holds."""
    place = len(_PNG)
    while place < len(picture):
        (length,) = struct.unpack_from(">I", picture, place)
        yield picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        place += length + 12


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _first_lines(error: ValueError) -> str:
    """What went wrong, without the trace through vl-convert's own script."""
    return " ".join(line.strip() for line in str(error).splitlines() if not line.lstrip().startswith("at "))
