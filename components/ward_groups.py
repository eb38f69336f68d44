"""The tables of one ward by ethnic group: who lives there, and who was stopped there."""

from collections.abc import Sequence

from components import layout, store
from components.tables import Cell, Column, html_table, show_table
from data_access import ward_sentences
from data_access.columns import PublicRow
from data_access.formats import cell, figure, number, symbol
from data_access.interface_text import text_of
from data_access.ward_profile import DETAILED_RESIDENTS, RESIDENTS, STOPS, STOPS_AS_OFFICERS_SAW, GroupLine

_GROUP_COLUMNS = (
    Column(text_of("columns.ethnic-group"), header=True),
    Column(text_of("columns.residents"), numeric=True),
    Column(text_of("columns.of-the-ward"), numeric=True),
    Column(text_of("columns.of-islington"), numeric=True),
)


def residents(code: str) -> None:
    """Residents by ethnic group: the five broad groups, the nineteen, and the detailed ones."""
    broad, finer = (store.ward_groups(code, RESIDENTS, classification) for classification in ("eth5", "eth19"))
    if not broad:
        return
    period = broad[0].ward.period
    with layout.section("residents", text_of("ward.residents.heading"), f"{period}."):
        show_table(text_of("ward.by-broad-group", period=period), _GROUP_COLUMNS, _group_rows(broad), total_last=True)
        show_table(text_of("ward.by-19-groups", period=period), _GROUP_COLUMNS, _group_rows(finer), total_last=True)
        _detailed(code, period)
        layout.caption(store.catalogue().indicators[RESIDENTS].protect_reason)


def _detailed(code: str, period: str) -> None:
    lines = store.ward_groups(code, DETAILED_RESIDENTS)
    lived = [line for line in lines if ward_sentences.count_of(line.ward) != 0]
    if not lived:
        return
    columns = _GROUP_COLUMNS[:3]
    table = html_table(
        text_of("ward.by-detailed-group", period=period),
        columns,
        [row[:3] for row in _group_rows(lived)],
        total_last=True,
    )
    groups = f"{len(lived) - 1} detailed groups that anybody here gave"
    layout.block(f'<details class="ci-fold"><summary>{groups}</summary>{table}</details>')
    layout.caption(f"{len(lines) - len(lived)} other detailed groups have no resident here.")


def _group_rows(lines: Sequence[GroupLine]) -> list[tuple[Cell, ...]]:
    return [
        (
            line.ward.ethnicity,
            _count_cell(line.ward),
            cell(line.ward.value, line.ward.marker, line.ward.flags, 1),
            _share_cell(line.borough),
        )
        for line in lines
    ]


def _count_cell(row: PublicRow | None) -> str:
    if row is None:
        return symbol("x")
    return cell(ward_sentences.count_of(row), row.marker, row.flags)


def _share_cell(row: PublicRow | None) -> str:
    return symbol("x") if row is None else cell(row.value, row.marker, row.flags, 1)


def stops(code: str) -> None:
    """Stops and searches placed in the ward: by what people said, beside the ward's residents; no rate."""
    said = store.ward_groups(code, STOPS)
    if not said:
        return
    whole = said[-1]
    indicator = store.catalogue().indicators[STOPS]
    residents_of = {line.ward.ethnicity_code: line.ward for line in store.ward_groups(code, RESIDENTS, "eth5")}
    with layout.section("stops", text_of("ward.stops.heading"), f"{whole.ward.period}."):
        layout.say(_stops_sentence(said, whole, residents_of))
        unknown = next((line.ward for line in said if line.ward.ethnicity_code.endswith("-unknown")), None)
        if share := ward_sentences.unknown_share(unknown, whole.ward):
            layout.notice(text_of("ward.no-answer", share=share))
        columns = (
            Column(text_of("columns.ethnic-group"), header=True),
            Column(text_of("columns.stops"), numeric=True),
            Column(text_of("columns.of-stops"), numeric=True),
            Column(text_of("columns.of-residents"), numeric=True),
        )
        rows = [
            (
                line.ward.ethnicity,
                _count_cell(line.ward),
                _share_cell(line.ward),
                _beside(residents_of, line.ward.ethnicity_code),
            )
            for line in said
        ]
        show_table(text_of("ward.stops-by-what-the-person-stopped"), columns, rows, total_last=True)
        _as_officers_saw(code)
        layout.key_line(layout.SYMBOL_MEANINGS)
        layout.bullets(indicator.caveats)


def _beside(residents_of: dict[str, PublicRow], ethnicity_code: str) -> str:
    """The share of residents; nobody is a resident of no known group."""
    return symbol("z") if ethnicity_code.endswith("-unknown") else _share_cell(residents_of.get(ethnicity_code))


def _stops_sentence(said: Sequence[GroupLine], whole: GroupLine, residents_of: dict[str, PublicRow]) -> str:
    total, borough = ward_sentences.count_of(whole.ward), ward_sentences.count_of(whole.borough)
    place = whole.ward.area
    start = f"{number(total)} of {number(borough)} recorded stops in Islington were in {place}."
    black = next((line.ward for line in said if line.ward.ethnicity_code == "eth5-black"), None)
    count, here = ward_sentences.count_of(black), residents_of.get("eth5-black")
    if black is None or count is None:
        return f"{start} How many were of people recorded as Black is hidden to protect people."
    told = f"{start} {number(count)} of them, {figure(black.value, '%', 1)}, were of people recorded as Black"
    if here is None or here.value is None:
        return f"{told}."
    return f"{told}; {figure(here.value, '%', 1)} of the ward’s residents are Black."


def _as_officers_saw(code: str) -> None:
    lines = store.ward_groups(code, STOPS_AS_OFFICERS_SAW)
    if not lines:
        return
    columns = (
        Column(text_of("columns.ethnic-group"), header=True),
        Column(text_of("columns.stops"), numeric=True),
        Column(text_of("columns.of-stops"), numeric=True),
    )
    rows = [(line.ward.ethnicity, _count_cell(line.ward), _share_cell(line.ward)) for line in lines]
    show_table(text_of("ward.the-same-stops-by-what-the"), columns, rows, total_last=True)
