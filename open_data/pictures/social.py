"""The card that is shown where an address of the portal is shared: one figure in words, 1200 by 630 pixels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data_access.formats import MARKER_WORDS, is_published, marker_words, symbol
from open_data.pictures import engine
from open_data.pictures.cache import PictureCache
from open_data.pictures.faces import HEAVY, MEDIUM, REGULAR, SERIF_HEAVY, Face, in_face, text_width, wrap
from open_data.templating import template
from visuals.palette import LIGHT

WIDTH, HEIGHT = 1200, 630
_MARGIN = 64
_ROOM = WIDTH - 2 * _MARGIN
_HEAD, _RULES, _FOOT = 70, (96, 556), 598
_NAME_ROOM = 520
_TITLE_TOP, _TITLE_SIZE, _TITLE_LINE = 148, 30, 38
_FIGURE_SIZES = (104, 88, 72, 60)
_SENTENCE_SIZES = (46, 42, 38, 34, 30)
_LEADING = 1.24
# The lowest that a letter of the sentence may reach, and how far below its line a letter hangs.
_SENTENCE_END, _DESCENT = 544, 0.3
# Below this part of the room, a whole sentence says too little, and words are kept instead.
_WORTH_A_SENTENCE = 0.4
_SENTENCE_END_MARK = re.compile(r"[.?!](?= )")
_SYMBOLS = {symbol(marker): marker for marker in MARKER_WORDS}

_kept: PictureCache[bytes] = PictureCache(entries=200, size=16_000_000)


@dataclass(frozen=True)
class Line:
    """One line of words: its foot at ``y``, its left end at ``x``, or its right end where it is ``at_right``."""

    text: str
    x: float
    y: float
    face: Face
    size: float
    colour: str
    at_right: bool = False


def social_picture(
    *,
    title: str,
    sentence: str,
    figure: str,
    period: str,
    source: str,
    edition: str,
    marker: str = "",
    name: str = "Challenging Inequality",
) -> bytes:
    """A PNG of 1200 by 630 pixels. All that it says comes from the caller, from the same rows as the page.

    ``figure`` is the number in words (34.8%), its symbol ([c]), or empty for a card of words alone. With the
    ``marker`` of a figure that is not published, its words are drawn, whatever ``figure`` holds.

    Raises:
        PictureError: it cannot be drawn.
    """
    drawing = social_svg(
        title=title,
        sentence=sentence,
        figure=figure,
        period=period,
        source=source,
        edition=edition,
        marker=marker,
        name=name,
    )
    return _kept.get(drawing, lambda: engine.svg_to_png(drawing, 1.0))


def social_svg(
    *, title: str, sentence: str, figure: str, period: str, source: str, edition: str, marker: str, name: str
) -> str:
    """The SVG that the card is drawn from."""
    top = _top_and_foot(name, edition, source)
    heading, below = _heading(title)
    shown, below = _figure(_figure_words(figure, marker), period, below)
    lines = [*top, *heading, *shown, *_sentence(sentence, below)]
    return template("social.svg").render(
        width=WIDTH,
        height=HEIGHT,
        margin=_MARGIN,
        sans=REGULAR.family,
        colours=LIGHT,
        rules=_RULES,
        lines=lines,
    )


def _figure_words(figure: str, marker: str) -> str:
    """The figure, or why there is none."""
    marker = marker if not is_published(marker) else _SYMBOLS.get(figure.strip(), "")
    words = marker_words(marker)
    return words[:1].upper() + words[1:] if words else figure


def _top_and_foot(name: str, edition: str, source: str) -> list[Line]:
    left = _one_line(name, HEAVY, 28, _NAME_ROOM)
    right = _one_line(edition, REGULAR, 22, _ROOM - _NAME_ROOM)
    foot = _one_line(source, REGULAR, 22, _ROOM)
    return [
        Line(left, _MARGIN, _HEAD, HEAVY, 28, LIGHT.ink),
        Line(right, WIDTH - _MARGIN, _HEAD, REGULAR, 22, LIGHT.muted, at_right=True),
        Line(foot, _MARGIN, _FOOT, REGULAR, 22, LIGHT.muted),
    ]


def _heading(title: str) -> tuple[list[Line], float]:
    """What the figure is of, in two lines at most, and the place of the last."""
    lines = cut(in_face(title, HEAVY), HEAVY, _TITLE_SIZE, _ROOM, 2)
    drawn = _column(lines, _TITLE_TOP, HEAVY, _TITLE_SIZE, _TITLE_LINE, LIGHT.accent)
    return drawn, drawn[-1].y if drawn else _TITLE_TOP - _TITLE_LINE


def _figure(figure: str, period: str, above: float) -> tuple[list[Line], float]:
    """The figure as large as it fits, its period below, and the place of the last line."""
    text = in_face(figure, HEAVY)
    if not text:
        return [], above
    fitting = (size for size in _FIGURE_SIZES if text_width(text, HEAVY, size) <= _ROOM)
    size = next(fitting, _FIGURE_SIZES[-1])
    place = above + 22 + 0.8 * size
    when = _one_line(period, MEDIUM, 26, _ROOM)
    drawn = [
        Line(_one_line(text, HEAVY, size, _ROOM), _MARGIN, place, HEAVY, size, LIGHT.ink),
        Line(when, _MARGIN, place + 42, MEDIUM, 26, LIGHT.muted),
    ]
    return drawn, place + 42


def _sentence(sentence: str, above: float) -> list[Line]:
    """The sentence as large as it fits whole; at the smallest size, as much of it as fits."""
    text = in_face(sentence, SERIF_HEAVY)
    for size in _SENTENCE_SIZES:
        first = above + 22 + size
        most = int((_SENTENCE_END - _DESCENT * size - first) // (_LEADING * size)) + 1
        lines = wrap(text, SERIF_HEAVY, size, _ROOM)
        if len(lines) <= most:
            break
    return _column(cut(text, SERIF_HEAVY, size, _ROOM, most), first, SERIF_HEAVY, size, _LEADING * size, LIGHT.ink)


def _column(lines: Sequence[str], first: float, face: Face, size: float, leading: float, colour: str) -> list[Line]:
    return [
        Line(line, _MARGIN, round(first + count * leading, 1), face, size, colour) for count, line in enumerate(lines)
    ]


def _one_line(text: str, face: Face, size: float, width: float) -> str:
    return "".join(cut(in_face(text, face), face, size, width, 1))


def cut(text: str, face: Face, size: float, width: float, most: int) -> list[str]:
    """The text in ``most`` lines of ``width`` pixels: whole, or cut after a sentence, or after a word and “…”."""
    lines = wrap(text, face, size, width)
    if len(lines) <= most:
        return lines
    kept = " ".join(lines[:most])
    ends = [found.end() for found in _SENTENCE_END_MARK.finditer(f"{kept} ")]
    if ends and ends[-1] >= _WORTH_A_SENTENCE * len(kept):
        return wrap(text[: ends[-1]], face, size, width)
    return [*lines[: most - 1], _with_dots(lines[most - 1], face, size, width)]


def _with_dots(line: str, face: Face, size: float, width: float) -> str:
    words = line.split()
    while len(words) > 1 and text_width(f"{' '.join(words)}…", face, size) > width:
        words.pop()
    shown = " ".join(words).rstrip(",;:–— ")
    while text_width(f"{shown}…", face, size) > width:
        shown = shown[:-1]
    return f"{shown}…"
