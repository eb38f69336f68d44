"""The parts of one ethnic group’s page, and the widest differences on the overview."""

from collections.abc import Sequence
from html import escape

from components import layout, store, take_away, url_state
from components.tables import Cell, Column, Link, show_table
from data_access.formats import cell, plural
from data_access.group_views import GroupEntry, GroupView
from data_access.interface_text import text_of
from data_access.measure_words import compared_in_words
from data_access.measures.table import GroupMeasure
from data_access.records import ISLINGTON, Selection
from data_access.selection import Dropped

_OFFERED = "eth5"
_SHOWN_ON_OVERVIEW = 5


def offered() -> dict[str, str]:
    """The broad groups that a reader may choose, by code."""
    groups = store.catalogue().codes.ethnic_groups.values()
    return {entry.code: entry.label for entry in groups if entry.classification_code == _OFFERED}


def chosen() -> str | None:
    """The group that the address names, or None."""
    return next((value for value in url_state.values("ethnicity") if value in offered()), None)


def choose_one(heading: str, page: str) -> None:
    """The page without a group: list them all."""
    layout.opening([(text_of("paths.overview"), "/")], heading, text_of("group.choose"))
    for value in url_state.values("ethnicity"):
        layout.notice(str(Dropped("ethnicity", value)))
    layout.link_list([(label, f"{page}?ethnicity={code}") for code, label in offered().items()])


def choice(page: str, code: str) -> GroupView:
    """Draw the choice panel; the group’s figures."""
    with layout.choice_panel("group") as panel:
        url_state.one(text_of("group.ethnic-group"), offered(), "ethnicity", code)
        view = store.group_view(code)
        panel.told(f"Showing {plural(view.entries, 'figure')} for the {offered()[code]} group in Islington.", page)
    return view


def opening(view: GroupView, heading: str, code: str) -> None:
    """How many figures there are for the group, and how many differences the evidence supports."""
    label = offered()[code]
    supported = plural(len(view.ranked), "difference")
    sentence = (
        f"For people from the {label} group in Islington there are {plural(view.entries, 'figure')}. "
        f"The evidence supports {supported} from the White group."
    )
    if code.endswith("white"):
        sentence = f"For people from the White group in Islington there are {plural(view.entries, 'figure')}."
    layout.opening(
        [(text_of("paths.overview"), "/"), (text_of("paths.ethnic-groups"), "group")],
        f"{heading}: {label}",
        sentence,
        _UNDER,
    )


_UNDER = text_of("group.under")


def supported(view: GroupView) -> None:
    """The differences that the evidence supports, widest first, with the rule that ordered them."""
    if not view.ranked:
        layout.paragraph(escape(text_of("group.none-supported")))
        return
    _table(text_of("group.differences-that-the-evidence-supports-widest"), view.ranked)
    for rule in view.rules:
        layout.caption(rule)


def compared(view: GroupView) -> None:
    """Figures beside a reference whose difference cannot be told from chance."""
    if not view.compared:
        layout.paragraph(escape(text_of("group.there-is-none")))
        return
    _table(text_of("group.compared-in-the-order-of-the"), view.compared)


def not_compared(view: GroupView) -> None:
    """Figures that stand alone, and those that are hidden or not published."""
    if view.not_compared:
        _table(text_of("group.shown-but-not-compared"), view.not_compared)
    if view.hidden:
        _table(text_of("group.hidden-or-not-published"), view.hidden)
    if not (view.not_compared or view.hidden):
        layout.paragraph(escape(text_of("group.there-is-none")))


def _table(caption: str, entries: Sequence[GroupEntry]) -> None:
    columns = (
        Column(text_of("columns.outcome"), header=True),
        Column(text_of("columns.group")),
        Column(text_of("columns.figure"), numeric=True),
        Column(text_of("columns.in-words")),
    )
    rows = [_cells(entry.measure, entry.indicator.decimals) for entry in entries]
    show_table(caption, columns, rows, stacked=True)
    if any("[" in str(row[2]) for row in rows):
        layout.key_line(layout.SYMBOL_MEANINGS)


def _cells(measure: GroupMeasure, decimals: int) -> tuple[Cell, ...]:
    row = measure.row
    title = f"{row.indicator}, {row.period} ({row.unit})"
    indicator = store.catalogue().indicators[row.indicator_id]
    return (
        Link(title, f"indicator?indicator={row.indicator_id}"),
        row.ethnicity,
        cell(row.value, row.marker, row.flags, decimals),
        compared_in_words(measure, indicator),
    )


def take_away_files(code: str) -> None:
    """The group’s rows as files, and the citation."""
    selection = Selection(ethnicity=(code,), area=(ISLINGTON,))
    take_away.observation_files(selection, store.count(selection))
    take_away.citation(f"figures for the {offered()[code]} group", store.address("group", f"ethnicity={code}"))


def widest_differences() -> None:
    """The few differences on the overview that the evidence supports, and how many outcomes have none."""
    found, rules, without = store.widest()
    rows = [
        _cells(entry.measure, store.catalogue().indicators[entry.measure.row.indicator_id].decimals)
        for entry in found[:_SHOWN_ON_OVERVIEW]
    ]
    if rows:
        columns = (
            Column(text_of("columns.outcome"), header=True),
            Column(text_of("columns.group")),
            Column(text_of("columns.figure"), numeric=True),
            Column(text_of("columns.in-words")),
        )
        show_table(text_of("group.the-widest-differences-that-the-evidence"), columns, rows, stacked=True)
    for rule in rules:
        layout.caption(rule)
    layout.folded_list("other outcome", [f"{escape(entry.title)}: {escape(reason)}." for entry, reason in without])
