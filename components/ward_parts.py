"""The parts of one ward's page, in the order a reader needs them."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from components import layout, map_choice, store, take_away, url_state
from components.commitment_list import commitment_address, fit_label
from components.markup import picture
from components.tables import Cell, Column, Drawing, Link, html_table, show_table
from data_access import boundaries, ward_sentences
from data_access.formats import figure, flag_symbols, is_percent, number, plural, symbol
from data_access.interface_text import heading_of, text_of
from data_access.nearest import nearest
from data_access.records import ALL, Area, Selection
from data_access.ward_profile import (
    RESIDENTS,
    ProfileLine,
    commitments_touched,
)
from visuals.maps.strip import HEIGHT, WIDTH, strip_svg

_UNDER = text_of("ward.under")
_PROFILE_COLUMNS = (
    Column(text_of("columns.outcome"), header=True),
    Column(text_of("columns.counted-in")),
    Column(text_of("columns.this-ward"), numeric=True),
    Column(text_of("columns.islington"), numeric=True),
    Column(text_of("columns.among-the-wards")),
)


def _wards() -> dict[str, Area]:
    return {code: area for code, area in store.catalogue().codes.areas.items() if area.area_type == "ward"}


def _names_of_today() -> dict[str, str]:
    newest = boundaries.VINTAGES[-1]
    names = {code: area.label for code, area in _wards().items() if area.vintage == newest}
    return dict(sorted(names.items(), key=lambda entry: entry[1]))


def chosen_ward() -> str | None:
    """The ward that the address names, or None where it names none that exists."""
    known = _wards()
    return next((code for code in url_state.values("ward") if code in known), None)


def choose_one(heading: str) -> None:
    """The page without a ward: all of them by name."""
    names = _names_of_today()
    layout.opening(
        [(text_of("paths.ward-map"), "wards")],
        heading,
        text_of("ward.choose", number=str(len(names))),
        text_of("ward.not-sure"),
    )
    for asked in url_state.values("ward"):
        layout.notice(_not_a_ward(asked, names))
    with layout.section("all-wards", *heading_of("ward.all-wards")):
        layout.link_list([(name, map_choice.ward_address(code)) for code, name in names.items()])


def _not_a_ward(asked: str, names: dict[str, str]) -> str:
    close = nearest(asked, names.values())
    hint = f" {text_of('ward.nearest', name=close)}" if close else ""
    return f"{text_of('ward.unknown', asked=asked)}{hint}"


def find_another(page: str, code: str) -> None:
    """A box to find a ward by its name."""
    names = _names_of_today()
    area = _wards()[code]
    offered = names if code in names else {code: text_of("ward.until-2022", ward=area.label), **names}
    with layout.choice_panel("ward") as panel:
        url_state.one(text_of("ward.find-my-ward"), offered, "ward", "")
        lines = store.ward_profile_of(code)
        panel.told(f"Showing {area.label} ({area.vintage} boundaries): {plural(len(lines), 'figure')}.", page)


def opening(code: str) -> None:
    """The ward's name and the sentence that says how many people it has, or how many figures there are."""
    area = _wards()[code]
    layout.opening(
        [(text_of("paths.ward-map"), "wards"), (text_of("paths.wards"), "ward")],
        area.label,
        _sentence(code, area),
        _UNDER,
    )
    if words := boundaries.banner(area.vintage):
        layout.notice(words)


def _sentence(code: str, area: Area) -> str:
    groups = [line.ward for line in store.ward_groups(code, RESIDENTS, "eth5")]
    whole = next((row for row in groups if row.ethnicity_code == ALL), None)
    total = ward_sentences.count_of(whole)
    shown = [row for row in groups if row is not whole and ward_sentences.count_of(row) is not None]
    if whole is None or total is None or not shown:
        return f"{plural(len(store.ward_profile_of(code)), 'figure')} are published for {area.label} as it was."
    largest = sorted(shown, key=lambda row: -(row.value or 0))[:3]
    told = ", ".join(f"{figure(row.value, '%', 1)} {row.ethnicity}" for row in largest)
    return f"{area.label} had {number(total)} residents on {whole.period}; the largest groups: {told}."


def profile(code: str) -> None:
    """Every figure of the ward against the borough, and on a strip among the other wards."""
    lines = store.ward_profile_of(code)
    with layout.section("figures", *heading_of("ward.figures")):
        layout.say(f"{plural(len(lines), 'figure')} are published for this ward, each at its newest date.")
        whole = [line for line in lines if line.row.category_code == ALL]
        parts = [line for line in lines if line.row.category_code != ALL]
        rows = [_line(line, code) for line in whole]
        if rows:
            show_table(text_of("ward.figures-for-everybody-together"), _PROFILE_COLUMNS, rows, stacked=True)
        for indicator_id in dict.fromkeys(line.indicator.id for line in parts):
            _breakdown([line for line in parts if line.indicator.id == indicator_id], code)
        layout.caption(text_of("ward.strip-key"))


def _breakdown(lines: Sequence[ProfileLine], code: str) -> None:
    """The parts of one outcome, behind a line to open."""
    title = lines[0].indicator.title
    rows = [_line(line, code) for line in lines]
    table = html_table(text_of("ward.in-parts", outcome=title), _PROFILE_COLUMNS, rows, stacked=True, hide_caption=True)
    summary = f"{title}, in {plural(len(lines), 'part')}"
    layout.block(f'<details class="ci-fold"><summary>{escape(summary)}</summary>{table}</details>')


def _line(line: ProfileLine, code: str) -> tuple[Cell, ...]:
    unit = line.measured.unit
    told = line.indicator.title if line.row.category_code == ALL else line.row.category
    address = map_choice.map_address(line.indicator.id, category=line.row.category_code, ward=code)
    value = f"{line.ward.text}{'%' if is_percent(unit) and line.ward.value is not None else ''}"
    borough = line.measured.reference
    beside = symbol("x")
    if borough is not None:
        beside = f"{number(borough, line.measured.decimals)}{'%' if is_percent(unit) else ''}"
    ward = f"{value} {flag_symbols(line.ward.flags)}".rstrip()
    return (Link(told, address), f"{unit}, {line.row.period}", ward, beside, _strip(line))


def _strip(line: ProfileLine) -> Drawing:
    values = line.measured.values
    if not values:
        return Drawing("")
    low, high = (number(end, line.measured.decimals) for end in (min(values), max(values)))
    is_sum = line.measured.note or line.indicator.measure_type == "count"
    reference = None if is_sum else line.measured.reference
    svg = strip_svg(values, line.ward.value, reference)
    words = text_of("ward.run-from", low=low, high=high)
    return Drawing(picture(svg, words, css_class="ci-strip", width=WIDTH, height=HEIGHT))


def promised(code: str) -> None:
    """The commitments that figures published by ward speak to."""
    touched = commitments_touched(store.repository(), store.ward_profile_of(code))
    with layout.section("promised", *heading_of("ward.promised")):
        layout.say(text_of("ward.no-ward-named"))
        if not touched:
            return
        layout.paragraph(escape(text_of("ward.commitments-of-figures")))
        columns = (
            Column(text_of("columns.commitment"), header=True),
            Column(text_of("columns.figure-by-ward")),
            Column(text_of("columns.fit")),
        )
        known = store.catalogue().commitments
        rows = [
            (
                Link(known[commitment_id].title, commitment_address(commitment_id)),
                indicator.title,
                fit_label(link.fit),
            )
            for commitment_id, links in touched.items()
            for indicator, link in links
        ]
        show_table(text_of("ward.commitments-that-figures-of-this-ward"), columns, rows, stacked=True)


def boundary(code: str) -> None:
    """What became of the ward in May 2022, and whether its figures may be followed across it."""
    with layout.section("boundary", *heading_of("ward.boundary")):
        changed = boundaries.what_changed(store.overlaps())
        if code in changed:
            layout.paragraph(escape(changed[code]))
        layout.paragraph(escape(boundaries.crossing(store.overlaps(), code).words))
        layout.link_list([(text_of("ward.see-both-outlines-on-the-ward"), "wards#changed")])


def taken_away(code: str) -> None:
    """Every row of this ward as files, and how to cite the page."""
    area = _wards()[code]
    selection = Selection(ward=(code,))
    with layout.section("take-away", text_of("ward.take-away.heading"), text_of("ward.all-rows", ward=area.label)):
        take_away.observation_files(selection, store.count(selection))
        query = urlencode({"ward": code, **store.edition_filter()})
        take_away.citation(area.label, store.address("ward", query))
        codes = dict.fromkeys(line.row.source_id for line in store.ward_profile_of(code))
        take_away.sources(store.catalogue().codes.sources[source_id] for source_id in codes)
