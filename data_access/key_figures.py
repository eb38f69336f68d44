"""The one figure of an indicator’s headline, for where there is room for no more: the card of a shared address."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.columns import PUBLISHED, PublicRow
from data_access.formats import figure, number
from data_access.records import ISLINGTON
from data_access.views import IndicatorView, is_shown


@dataclass(frozen=True)
class KeyFigure:
    """A figure in words and the period it is for; of one that is not shown, the marker that says why and no words.

    Words and marker are empty where a headline tells of groups alone, none of which stands for the rest.
    """

    text: str
    period: str
    marker: str = PUBLISHED


def key_figure(view: IndicatorView) -> KeyFigure:
    """The figure that ``sentences.headline`` tells first: everybody’s where it is shown, else the range of groups."""
    shown = [row for row in view.by_group if is_shown(row)]
    if _is_told_by_ward(view):
        return _range(view, [row for row in view.wards if is_shown(row)], counts=view.wards_are_counts)
    if view.by_group and not shown:
        is_hidden = all(row.marker == "c" for row in view.by_group)
        return KeyFigure("", view.by_group[0].period, "c" if is_hidden else "x")
    if view.total and (is_shown(view.total) or not shown):
        return _everybody(view, view.total, shown)
    return _range(view, [row for row in shown if not row.ethnicity_code.endswith("-unknown")] or shown)


def _is_told_by_ward(view: IndicatorView) -> bool:
    is_for_borough = view.total is not None and view.total.area_code == ISLINGTON
    return not view.by_group and len(view.wards) > 1 and not (view.place_is_chosen or is_for_borough)


def _everybody(view: IndicatorView, total: PublicRow, shown: Sequence[PublicRow]) -> KeyFigure:
    if not is_shown(total):
        return KeyFigure("", total.period, total.marker)
    if view.indicator.measure_type != "composition" or not shown:
        return KeyFigure(_words(view, total), total.period)
    # The share of everybody is always 100%: their number says more.
    return KeyFigure("" if total.numerator is None else number(total.numerator), total.period)


def _range(view: IndicatorView, rows: Sequence[PublicRow], *, counts: bool = False) -> KeyFigure:
    if not rows:
        return KeyFigure("", "", "x")

    def size(row: PublicRow) -> float:
        return float((row.numerator if counts else row.value) or 0)

    ends = [min(rows, key=size), max(rows, key=size)]
    words = [number(row.numerator) if counts else _words(view, row) for row in ends]
    return KeyFigure(" to ".join(dict.fromkeys(words)), rows[0].period)


def _words(view: IndicatorView, row: PublicRow) -> str:
    return figure(row.value, view.indicator.unit, view.indicator.decimals)
