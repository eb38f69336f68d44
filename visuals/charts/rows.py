"""Where the rows of a chart of dots stand, and how much room their words need."""

from collections.abc import Sequence
from dataclasses import dataclass

from visuals.charts.canvas import LABEL_SIZE, VALUE_SIZE
from visuals.charts.figures import Figure
from visuals.charts.lettering import text_width, wrap

_LINE = 19
_WIDEST_LABEL = 190
_PHONE = 312
_SIDE = 8
_GAP = 14
_GAP_RIGHT = 28


@dataclass(frozen=True)
class PlacedRow:
    """One row: its words, and where they and its dot stand, in pixels from the top of the plot."""

    code: str
    label: str
    label_y: float
    text: str
    text_y: float
    text_at_left: bool
    dot_y: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """All rows, and the room beside them."""

    rows: tuple[PlacedRow, ...]
    left: float
    right: float
    is_narrow: bool

    @property
    def height(self) -> float:
        """How tall the plot is."""
        return self.rows[-1].bottom if self.rows else 0.0


def layout_wide(figures: Sequence[Figure], *, step: float) -> Layout:
    """Names at left, in one or two lines, and figures at right."""
    wrapped = [wrap(item.label, LABEL_SIZE, _WIDEST_LABEL) for item in figures]
    rows: list[PlacedRow] = []
    top = 0.0
    for item, lines in zip(figures, wrapped, strict=True):
        height = max(step, len(lines) * _LINE + 10)
        middle = top + height / 2
        label_y = middle - (len(lines) - 1) * _LINE / 2
        label = "\n".join(lines)
        rows.append(PlacedRow(item.code, label, label_y, item.text, middle, False, middle, top + height))
        top += height
    left = max((text_width(line, LABEL_SIZE) for lines in wrapped for line in lines), default=0)
    right = max((text_width(item.text, VALUE_SIZE) for item in figures), default=0)
    return Layout(tuple(rows), left + _GAP, right + _GAP_RIGHT, is_narrow=False)


def layout_narrow(figures: Sequence[Figure]) -> Layout:
    """Names and figures above the dots; where both do not fit on one line, the figure takes the next."""
    rows: list[PlacedRow] = []
    top = 0.0
    for item in figures:
        room = _PHONE + 2 * _SIDE
        fits = text_width(item.label, LABEL_SIZE) + text_width(item.text, VALUE_SIZE) + _GAP <= room
        lines = [item.label] if fits else wrap(item.label, LABEL_SIZE, room)
        label_y = top + 18
        last_y = label_y + (len(lines) - 1) * _LINE
        text_y = label_y if fits else last_y + _LINE
        dot_y = text_y + 27
        rows.append(PlacedRow(item.code, "\n".join(lines), label_y, item.text, text_y, not fits, dot_y, dot_y + 21))
        top = dot_y + 21
    return Layout(tuple(rows), _SIDE, _SIDE, is_narrow=True)
