"""Why a view is blank or old, in a sentence, and the choice nearest to it that is not."""

from collections.abc import Mapping
from datetime import date

from data_access.columns import PublicRow
from data_access.formats import day
from data_access.interface_text import text_of
from data_access.records import ALL, Period
from data_access.views import IndicatorView, is_shown

_OLD = 2 * 365
_HIDDEN = "c"


def no_group_shown(view: IndicatorView) -> str:
    """Why none of the groups of a choice has a figure; empty where one has, or where there are no groups."""
    if not view.by_group or any(is_shown(row) for row in view.by_group):
        return ""
    markers = {row.marker for row in view.by_group}
    if markers == {_HIDDEN}:
        return text_of("blank.all-hidden")
    return text_of("blank.some-hidden") if _HIDDEN in markers else text_of("blank.not-published")


def nearest_period(view: IndicatorView) -> PublicRow | None:
    """A figure of a group of the same choice at another date, the newest there is; None where there is none."""
    shown = {row.period_code: row for row in view.series if is_shown(row) and row.ethnicity_code != ALL}
    newest_first = (code for code in view.options["period"] if code in shown and code != view.choice.period_code)
    return next((shown[code] for code in newest_first), None)


def none_since(view: IndicatorView, periods: Mapping[str, Period], today: date) -> str:
    """That nothing newer is held where the newest figure of a choice is two years old or more; else empty."""
    ends = [periods[row.period_code].end for row in view.series if is_shown(row)]
    if not ends or (today - max(ends)).days < _OLD:
        return ""
    return f"The newest figure held here is for the time up to {day(max(ends))}. None newer has been found."
