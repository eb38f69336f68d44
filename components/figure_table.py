"""Tables of figures: the same rows as the chart beside them and the file below them."""

from collections.abc import Sequence
from html import escape

from components import drawing, layout, store, surface, url_state
from components.tables import Cell, Column, Link, html_table, show_table
from data_access.columns import PublicRow
from data_access.figure_account import FIGURE_PATH
from data_access.figure_ids import id_of
from data_access.formats import cell, number, short_period, symbol
from data_access.formats import interval as ends
from data_access.interface_text import text_of
from data_access.measured import MeasuredView
from data_access.measures.comparison import Comparison
from data_access.measures.results import Estimate, Result
from data_access.measures.table import GroupMeasure
from data_access.records import ALL, Selection
from data_access.views import IndicatorView, is_shown

PAGE_ROWS = 25
_MOST_DATES_ACROSS = 8
# A list of nearly three hundred links helps nobody, and would make the page on paper heavier than it may be.
_MOST_GROUPS_LINKED = 100
_ROW_COLUMNS = (
    Column(text_of("columns.outcome"), header=True),
    Column(text_of("columns.place")),
    Column(text_of("columns.date")),
    Column(text_of("columns.ethnic-group")),
    Column(text_of("columns.breakdown")),
    Column(text_of("columns.count"), numeric=True),
    Column(text_of("columns.out-of"), numeric=True),
    Column(text_of("columns.figure"), numeric=True),
    Column(text_of("columns.unit")),
)


def paged_table(selection: Selection) -> None:
    """The matching rows in the order of the file, a page at a time."""
    total = store.count(selection)
    if not total:
        layout.paragraph(escape(text_of("figures.no-table")))
        return
    pages = -(-total // PAGE_ROWS)
    first = surface.current().turn_pages(pages, url_state.fingerprint(selection))
    start = (first - 1) * PAGE_ROWS
    rows = store.rows(selection, PAGE_ROWS, start)
    caption = text_of(
        "figures.page-of-table", first=f"{start + 1:,}", last=f"{start + len(rows):,}", total=f"{total:,}"
    )
    show_table(caption, _ROW_COLUMNS, [_cells(row) for row in rows], stacked=True)
    _key(rows)


def _cells(row: PublicRow) -> tuple[Cell, ...]:
    decimals = store.catalogue().indicators[row.indicator_id].decimals
    return (
        row.indicator,
        row.area,
        row.period,
        row.ethnicity,
        "" if row.category_code == ALL else row.category,
        _count(row.numerator, row),
        _count(row.denominator, row),
        cell(row.value, row.marker, row.flags, decimals),
        row.unit,
    )


def _count(count: float | None, row: PublicRow) -> str:
    if count is None:
        return symbol(row.marker) if not is_shown(row) else ""
    return number(count, 0 if float(count).is_integer() else 1)


def indicator_table(view: IndicatorView) -> None:
    """Groups and dates crossed, the longer of the two down: counts where there are any, else the figure."""
    codes = store.catalogue().codes
    periods = sorted({row.period_code for row in view.series}, key=lambda code: codes.periods[code].end)
    groups = sorted(dict.fromkeys(row.ethnicity_code for row in view.series), key=lambda code: code == ALL)
    by_key = {(row.ethnicity_code, row.period_code): row for row in view.series}
    in_groups = [row for row in view.series if row.ethnicity_code != ALL] or view.series
    counted = any(row.numerator is not None for row in in_groups)
    what = f"number, and {view.indicator.unit}" if counted else view.indicator.unit
    caption = f"{view.indicator.title}, {codes.areas[view.choice.area_code].label}: {what}"

    def figure_of(group: str, period: str, *, count: bool) -> Cell:
        row = by_key.get((group, period))
        text = _series_cell(row, view, counted=count)
        # At the date that was picked, one cell of each group leads to where its number comes from.
        is_checked = period == view.choice.period_code and (is_long or not count)
        return Link(text, f"{FIGURE_PATH}{id_of(row)}") if row and is_checked and is_linked else text

    is_long, is_linked = len(periods) > _MOST_DATES_ACROSS, len(groups) <= _MOST_GROUPS_LINKED
    if is_long:
        heads = [Column(codes.ethnic_groups[group].label, numeric=True) for group in groups]
        body = [
            (codes.periods[period].label, *(figure_of(group, period, count=counted) for group in groups))
            for period in reversed(periods)
        ]
        show_table(caption, [Column(text_of("columns.date"), header=True), *heads], body)
    else:
        chosen = view.choice.period_code
        heads = [Column(short_period(codes.periods[period]), numeric=True) for period in periods]
        if counted:
            heads.append(Column(f"{_of_count(view)}, {short_period(codes.periods[chosen])}", numeric=True))
        rows = []
        for group in groups:
            figures = [figure_of(group, period, count=counted) for period in periods]
            if counted:
                figures.append(figure_of(group, chosen, count=False))
            rows.append((codes.ethnic_groups[group].label, *figures))
        show_table(
            caption,
            [Column(text_of("columns.ethnic-group"), header=True), *heads],
            rows,
            total_last=groups[-1:] == [ALL],
        )
    if is_linked:
        layout.caption(text_of("figures.linked-figure"))
    _key(view.series)


def over_time_table(view: IndicatorView) -> None:
    """The figures that the panels draw, behind one line to open, where the table of the page has counts instead."""
    rows = [row for row in view.series if row.ethnicity_code != ALL] or view.series
    if all(row.numerator is None for row in rows):
        return
    codes = store.catalogue().codes
    groups = list(dict.fromkeys(row.ethnicity_code for row in rows))[: drawing.MOST_PANELS]
    periods = sorted({row.period_code for row in rows}, key=lambda code: codes.periods[code].end, reverse=True)
    by_key = {(row.ethnicity_code, row.period_code): row for row in rows}
    heads = [Column(codes.ethnic_groups[group].label, numeric=True) for group in groups]
    body = [
        (
            codes.periods[period].label,
            *(_series_cell(by_key.get((group, period)), view, counted=False) for group in groups),
        )
        for period in periods
    ]
    caption = f"{view.indicator.title}, {codes.areas[view.choice.area_code].label}, over time: {view.indicator.unit}"
    table = html_table(caption, [Column(text_of("columns.date"), header=True), *heads], body)
    layout.folded(text_of("figures.over-time"), table)


def compared_table(measured: MeasuredView) -> None:
    """The figures of the other place that the picture sets beside this one, behind one line to open."""
    rows = [row for row in measured.compared if row.ethnicity_code != ALL]
    if not rows:
        return
    decimals = measured.view.indicator.decimals
    columns = [Column(text_of("columns.ethnic-group"), header=True), Column(text_of("columns.figure"), numeric=True)]
    body = [(row.ethnicity, cell(row.value, row.marker, row.flags, decimals)) for row in rows]
    table = html_table(f"{rows[0].indicator}, {rows[0].area}, {rows[0].period}: {rows[0].unit}", columns, body)
    layout.folded(text_of("figures.compared"), table)


def measured_table(measured: MeasuredView) -> None:
    """Each group’s figure with its interval, the ratio and the gap to the reference, and its warnings."""
    decimals = measured.view.indicator.decimals
    kinds = [entry.comparison for entry in measured.groups if isinstance(entry.comparison, Comparison)]
    has = {
        "interval": any(isinstance(entry.value, Estimate) and entry.value.interval for entry in measured.groups),
        "ratio": any(isinstance(entry.ratio, Estimate) for entry in kinds),
        "gap": any(isinstance(entry.gap, Estimate) for entry in kinds),
        "people": any(isinstance(entry.people, Estimate) for entry in measured.groups),
    }
    if not (has["interval"] or has["gap"]):
        return
    heads = {
        "interval": [text_of("figures.95-interval")],
        "ratio": [text_of("figures.ratio"), text_of("figures.95-interval-of-the-ratio")],
        "gap": [text_of("figures.gap"), text_of("figures.95-interval-of-the-gap")],
        "people": [text_of("figures.gap-in-people")],
    }
    columns = [Column(text_of("columns.ethnic-group"), header=True), Column(text_of("columns.figure"), numeric=True)]
    columns += [Column(label, numeric=True) for name, labels in heads.items() if has[name] for label in labels]
    is_flagged = any(entry.flags for entry in measured.measures.values())
    columns += [Column(text_of("columns.read-with-care"))] if is_flagged else []
    # The share of everybody is always 100%, and no interval makes it less.
    told = measured.groups if measured.view.indicator.measure_type == "composition" else measured.measures.values()
    body = [_measured_cells(entry, has, decimals)[: len(columns)] for entry in told]
    row = measured.view.by_group[0]
    show_table(f"{row.indicator}, {row.area}, {row.period}: {row.unit}", columns, body, stacked=True)
    _key([entry.row for entry in measured.measures.values()])


def _measured_cells(entry: GroupMeasure, has: dict[str, bool], decimals: int) -> tuple[Cell, ...]:
    row, compared = entry.row, entry.comparison
    ratio, gap = (compared.ratio, compared.gap) if isinstance(compared, Comparison) else (compared, compared)
    mark = symbol(row.marker) if not is_shown(row) else ""
    cells = {
        "interval": [_ends(entry.value, decimals, mark)],
        "ratio": [_told(ratio, 2, mark), _ends(ratio, 2, mark)],
        "gap": [_told(gap, decimals, mark), _ends(gap, decimals, mark)],
        "people": [_told(entry.people, 0, mark)],
    }
    shown = [cell for name, found in cells.items() if has[name] for cell in found]
    flags = ", ".join(flag.code for flag in entry.flags)
    return (row.ethnicity, cell(row.value, row.marker, row.flags, decimals), *shown, flags)


def _told(result: Result, decimals: int, mark: str) -> str:
    return number(result.value, decimals) if isinstance(result, Estimate) else mark


def _ends(result: Result, decimals: int, mark: str) -> str:
    interval = result.interval if isinstance(result, Estimate) else None
    return ends(interval.lower, interval.upper, decimals) if interval else mark


def _of_count(view: IndicatorView) -> str:
    """What the figure beside the counts is, in a word or two; the caption has the unit in full."""
    return "%" if view.indicator.unit.startswith("%") else view.indicator.unit.capitalize()


def _series_cell(row: PublicRow | None, view: IndicatorView, *, counted: bool) -> str:
    if row is None:
        return symbol("x")
    if counted and is_shown(row) and row.numerator is not None:
        return cell(row.numerator, "", row.flags, 0)
    return cell(row.value, row.marker, row.flags, view.indicator.decimals)


def ward_table(view: IndicatorView) -> None:
    """Every ward with its figure, highest first and hidden ones last by name."""
    rows = sorted(view.wards, key=lambda row: (not is_shown(row), -(row.value or 0), row.area))
    counted = any(row.numerator is not None for row in rows)
    caption = text_of("figures.by-ward", outcome=view.indicator.title, group=rows[0].ethnicity, period=rows[0].period)
    ward = Column(text_of("columns.ward"), header=True)
    if view.wards_are_counts:
        noun = view.indicator.unit.removeprefix("% of ").capitalize()
        by_count = sorted(rows, key=lambda row: (not is_shown(row), -(row.numerator or 0), row.area))
        show_table(
            caption, [ward, Column(noun, numeric=True)], [(row.area, _count(row.numerator, row)) for row in by_count]
        )
        _key(rows)
        return
    columns = [ward, Column(view.indicator.unit, numeric=True)]
    if counted:
        columns += [Column(text_of("columns.count"), numeric=True), Column(text_of("columns.out-of"), numeric=True)]
    body = []
    for row in rows:
        figures = [cell(row.value, row.marker, row.flags, view.indicator.decimals)]
        if counted:
            figures += [_count(row.numerator, row), _count(row.denominator, row)]
        body.append((row.area, *figures))
    show_table(caption, columns, body)
    _key(rows)


def _key(rows: Sequence[PublicRow]) -> None:
    """What the symbols in a table mean, where it has any."""
    codes = store.catalogue().codes
    markers = {row.marker for row in rows if not is_shown(row)}
    flags = {letter for row in rows for letter in row.flags}
    meanings = [(symbol(code), codes.markers[code].label) for code in sorted(markers)]
    meanings += [(f"[{code}]", codes.flags[code].label) for code in sorted(flags)]
    if meanings:
        layout.key_line(meanings)
    for note in dict.fromkeys(row.note for row in rows if row.note):
        layout.caption(note)
