"""The portal's two faces as files: for measuring, for drawing, and small enough to travel inside a picture.

The TTF files hold the glyphs of the WOFF2 files beside them at one weight each. The serif goes by the name that
the stylesheet gives it, because its licence reserves the name Source for the unchanged face.
"""

import base64
import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from open_data.assets import FOLDER

FONTS = FOLDER / "fonts"
SANS = "Atkinson Hyperlegible Next"
SERIF = "Record Serif"
# Letters stand a little closer than their widths say, or now and then a little wider.
_SAFETY = 1.01


@dataclass(frozen=True)
class Face:
    """One weight of one family."""

    family: str
    weight: int
    file: str


REGULAR, MEDIUM, HEAVY = (Face(SANS, weight, f"atkinson-hyperlegible-next-{weight}.ttf") for weight in (400, 500, 600))
SERIF_HEAVY = Face(SERIF, 600, "record-serif-600.ttf")
SANS_FACES = (REGULAR, MEDIUM, HEAVY)


def nearest(weight: int) -> Face:
    """The sans face whose weight is nearest."""
    return min(SANS_FACES, key=lambda face: abs(face.weight - weight))


@cache
def _widths(face: Face) -> tuple[dict[int, int], int]:
    """The advance width of every character of a face, and its units in an em."""
    font = _font(face)
    widths: dict[str, tuple[int, int]] = font["hmtx"].metrics
    units: int = font["head"].unitsPerEm
    return {code: widths[name][0] for code, name in font.getBestCmap().items()}, units


def _font(face: Face) -> Any:
    from fontTools.ttLib import TTFont  # 0.1 s that start-up need not pay

    return TTFont(FONTS / face.file, recalcTimestamp=False)


def text_width(text: str, face: Face, size: float) -> float:
    """How many pixels one line takes; the text holds characters of the face alone (see ``in_face``)."""
    widths, units = _widths(face)
    return _SAFETY * size * sum(widths[ord(letter)] for letter in text) / units


def in_face(text: str, face: Face) -> str:
    """The text on one line in characters that the face has: others lose their accents or become a question mark."""
    known = _widths(face)[0]
    return "".join(_known(letter, known) for letter in " ".join(unicodedata.normalize("NFC", text).split()))


def _known(letter: str, known: dict[int, int]) -> str:
    if ord(letter) in known:
        return letter
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if ord(part) in known)
    return plain or ("" if unicodedata.category(letter).startswith(("M", "C")) else "?")


def wrap(text: str, face: Face, size: float, width: float) -> list[str]:
    """The text in lines that are no wider than ``width`` pixels; a longer word is broken."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if text_width(longer, face, size) <= width:
            lines[-1:] = [longer]
        else:
            lines.extend(_broken(word, face, size, width))
    return lines


def _broken(word: str, face: Face, size: float, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, face, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def font_face_rules(letters_by_weight: Mapping[int, Iterable[str]]) -> str:
    """CSS that carries the sans face inside a picture: for each weight, its letters alone."""
    return "".join(
        _rule(weight, "".join(sorted(set(letters)))) for weight, letters in sorted(letters_by_weight.items())
    )


@lru_cache(maxsize=512)
def _rule(weight: int, letters: str) -> str:
    content = base64.b64encode(_subset(nearest(weight), letters)).decode("ascii")
    return (
        f'@font-face{{font-family:"{SANS}";font-weight:{weight};'
        f'src:url(data:font/woff2;base64,{content}) format("woff2")}}'
    )


def _subset(face: Face, letters: str) -> bytes:
    from fontTools import subset

    font = _font(face)
    options = subset.Options(
        layout_features=["kern", "mark", "ccmp"], name_IDs=[], notdef_outline=True, hinting=False, flavor="woff2"
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()
