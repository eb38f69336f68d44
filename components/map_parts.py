"""The parts of the ward map: the map or the hexagons, the list beside it, the chosen ward and the two outlines."""

from functools import partial
from html import escape
from typing import Any

from components import drawing, layout, store, surface, take_away, url_state
from components.kept import once
from components.map_choice import ADDRESS, HEXAGONS, MapChoice, map_address, ward_address
from components.markup import picture
from components.tables import Cell, Column, Drawing, Link, html_table
from data_access import boundaries, ward_sentences
from data_access.boundaries import RATIO, SHARE
from data_access.columns import PublicRow
from data_access.formats import flag_symbols, is_percent, number, symbol
from data_access.interface_text import heading_of, text_of
from data_access.records import Selection, Source
from data_access.selection import query_string
from data_access.ward_views import WardMapView
from visuals import maps

_FORMS = {"desk": False, "phone": True}
_ALWAYS = text_of("wards.no-map")
_NO_WEBGL = text_of("wards.no-webgl")


def opening(found: MapChoice, heading: str) -> None:
    """The path, the sentence that answers the page, what it is not, and a word on wards that are no more."""
    indicator = found.view.indicator
    path = [(text_of("paths.explore-outcomes"), "explore"), (indicator.title, f"indicator?indicator={indicator.id}")]
    parts = [f"{found.title}."]
    if indicator.protect == "stops":
        parts.append(ward_sentences.NOT_A_RATE)
    layout.opening(path, heading, ward_sentences.headline(found.view), " ".join(parts))
    surface.current().rests_on(note=indicator.definition)
    if words := boundaries.banner(found.view.choice.vintage):
        layout.notice(words)


def map_and_list(found: MapChoice) -> None:
    """The wards as shapes or as hexagons, and beside them the same wards in the same order as a list."""
    note = f"{_unit(found)}. {text_of('wards.choose-a-ward')}"
    with layout.wide_section("map", text_of("wards.map.heading"), note), layout.map_columns() as (pictured, listed):
        with pictured:
            _hexagons(found) if found.drawn_as == HEXAGONS else _map(found)
            _legend(found)
        with listed:
            ward_list(found)


def _unit(found: MapChoice) -> str:
    unit = found.view.measured.unit
    return unit[:1].upper() + unit[1:] if not is_percent(unit) else unit


def _map(found: MapChoice) -> None:
    """The deck in both sizes, and the drawing that takes its place where there is no WebGL."""
    view, shapes = found.view, store.boundaries(found.view.choice.vintage)
    alt = maps.describe_ward_map(view.measured, title=found.title)
    made_from = (view, found.title, found.ward)

    def flat() -> dict[str, Any]:
        about: dict[str, Any] = {"title": found.title, "chosen": found.ward}
        return {
            form: once(
                "flat map",
                (*made_from, narrow),
                partial(maps.ward_altair_map, shapes, view.measured, view.classes, narrow=narrow, **about),
            )
            for form, narrow in _FORMS.items()
        }

    def pick(code: str) -> None:
        # A click on the ward that is outlined, or beside all of them, takes the outline away.
        url_state.put("ward", "" if code == found.ward else code)

    def decks() -> dict[str, Any]:
        return {
            form: {
                "deck": once(
                    "deck",
                    (*made_from, narrow),
                    partial(maps.ward_deck, shapes, view.measured, view.classes, chosen=found.ward, narrow=narrow),
                ),
                "height": maps.HEIGHT[narrow],
                "alt": alt,
            }
            for form, narrow in _FORMS.items()
        }

    # Another key for another ward, so that the deck begins anew without its own fading of the others.
    surface.current().map(found.ward, decks, flat, pick, layout.notice_html(_NO_WEBGL))
    layout.caption(_ALWAYS)


def _hexagons(found: MapChoice) -> None:
    view = found.view
    about: dict[str, Any] = {"title": found.title, "chosen": found.ward}
    cells = store.hexagons()

    def form(narrow: bool) -> dict[str, Any]:
        draw = partial(maps.hexagon_map, cells, view.measured, view.classes, narrow=narrow, **about)
        return once("hexagons", (view, found.title, found.ward, narrow), draw)

    drawing.draw_both("hexagons", form(narrow=False), form(narrow=True))
    layout.caption(f"{text_of('wards.hexagons-text')} {_ALWAYS}")


def _legend(found: MapChoice) -> None:
    """Each class in words with how many wards are in it, and the rule behind the classes."""
    entries = maps.legend(found.view.measured, found.view.classes)
    items = "".join(
        f"<li>{picture(entry.swatch, '', css_class='ci-swatch', width=24, height=16)}<span>{escape(entry.sentence)}"
        "</span></li>"
        for entry in entries
    )
    legend = f'<ul class="ci-legend" aria-label="{escape(text_of("wards.key-of-the-map"))}">{items}</ul>'
    layout.block(legend)
    surface.current().rests_on(legend=legend)
    if found.view.measured.values:
        layout.caption(found.view.classes.rule)
    if found.view.measured.note:
        layout.caption(found.view.measured.note)


def ward_list(found: MapChoice) -> None:
    """The list beside the map: every ward with its number, highest first, each a link to its page."""
    columns, rows = list_rows(found)
    has_total = len(rows) > len(found.view.measured.wards)
    with surface.current().place("ci-wardlist"):
        layout.block(html_table(text_of("wards.the-wards-highest-first"), columns, rows, total_last=has_total))
    markers = {ward.marker for ward in found.view.measured.wards if ward.value is None}
    if meanings := [(sign, words) for sign, words in layout.SYMBOL_MEANINGS if sign.strip("[]") in markers]:
        layout.key_line(meanings)
        layout.caption(text_of("wards.without-number"))
    if view_note := next((row.note for row in found.view.rows if row.note), ""):
        layout.caption(view_note)


def list_rows(found: MapChoice) -> tuple[list[Column], list[list[Cell]]]:
    """The list as columns and rows: the measure, the count behind it where that is another number, and a bar."""
    view = found.view
    counted = _counts_differ(view)
    columns = [Column(text_of("columns.ward"), header=True), Column(_head(view), numeric=True)]
    if counted:
        columns.append(Column(text_of("columns.count"), numeric=True))
    columns.append(Column(""))
    most = max((abs(value) for value in view.measured.values), default=0.0)
    rows: list[list[Cell]] = []
    for ward in view.listed:
        words = f"{ward.text} {flag_symbols(ward.flags)}".rstrip()
        row: list[Cell] = [Link(ward.area, ward_address(ward.area_code)), words]
        if counted:
            row.append(_count(view.row_of.get(ward.area_code)))
        rows.append([*row, Drawing(_bar(ward.value, ward.marker, most))])
    if (total := view.measured.reference) is not None and view.measured.measure != RATIO:
        last: list[Cell] = ["Islington", number(total, view.measured.decimals)]
        rows.append([*last, *([_count(view.borough)] if counted else []), ""])
    return columns, rows


def _counts_differ(view: WardMapView) -> bool:
    """Whether a count stands behind the number shown, and is another one."""
    is_the_count = view.measured.decimals == 0 and not is_percent(view.measured.unit)
    return not is_the_count and any(ward_sentences.count_of(row) is not None for row in view.rows)


def _count(row: PublicRow | None) -> str:
    count = ward_sentences.count_of(row)
    if count is not None:
        return number(count)
    return symbol("x") if row is None else symbol(row.marker) or symbol("x")


def _head(view: WardMapView) -> str:
    """What the numbers are, in a word or two; the note above the map has the unit in full."""
    if view.measured.measure == RATIO:
        return text_of("wards.times-islington")
    if view.measured.measure == SHARE:
        return text_of("wards.of-total")
    unit = view.measured.unit
    return "%" if is_percent(unit) else unit[:1].upper() + unit[1:].partition(" (")[0]


def _bar(value: float | None, marker: str, most: float) -> str:
    """A bar as long as the number, or the pattern of why there is none."""
    if value is None:
        return f'<span class="ci-bar ci-bar-{escape(marker)}" aria-hidden="true"></span>'
    part = 100 * max(value, 0.0) / most if most else 0.0
    return f'<span class="ci-bar" style="width:{part:.1f}%" aria-hidden="true"></span>'


def chosen_ward(found: MapChoice) -> None:
    """The ward that is outlined: its figure in a sentence and the way to its page."""
    if not found.ward:
        return
    ward = store.boundaries(found.view.choice.vintage).ward(found.ward)
    name = ward.name if ward else found.ward
    with layout.section("chosen", name, text_of("wards.the-ward-outlined-on-the-map")):
        layout.say(ward_sentences.one_ward(found.view, found.ward))
        changed = boundaries.what_changed(store.overlaps())
        if found.ward in changed:
            layout.paragraph(escape(changed[found.ward]))
        layout.link_list([(text_of("wards.open-the-page", ward=name), ward_address(found.ward))])


def read_with_care(found: MapChoice) -> None:
    """The definition, the caveats, and for stops how many have no ethnic group recorded."""
    indicator = found.view.indicator
    with layout.section("care", *heading_of("wards.care")):
        if unknown := store.unknown_in_borough(found.view):
            layout.notice(text_of("wards.not-recorded", number=unknown))
        layout.paragraph(escape(indicator.definition))
        layout.bullets(indicator.caveats)


def vintages() -> None:
    """What changed in May 2022: both outlines, a sentence for each ward, and the figures for the wards before."""
    old, new = (store.boundaries(vintage) for vintage in boundaries.VINTAGES)
    with layout.section("changed", *heading_of("wards.changed")):
        layout.say(
            f"In May 2022 the {len(old.wards)} wards of before became {len(new.wards)}. Most are other places, even "
            "where the name is the same."
        )
        surface.current().rests_on(title=text_of("wards.when-the-wards-changed-may-2022"), chart="vintages")
        edition = store.repository().fingerprint
        wide, narrow = (
            once("vintages", (edition, is_narrow), partial(maps.vintage_overlay, old, new, narrow=is_narrow))
            for is_narrow in (False, True)
        )
        drawing.draw_both("vintages", wide, narrow)
        layout.caption(text_of("wards.outlines"))
        layout.paragraph(escape(text_of("wards.made-from")))
        layout.folded_list("ward", [escape(text) for text in boundaries.what_changed(store.overlaps()).values()])
        layout.paragraph(escape(boundaries.CLOSE_RULE))
        of_old = store.indicators_of_vintage(boundaries.VINTAGES[0])
        if of_old:
            layout.paragraph(escape(text_of("wards.figures-until-2022")))
            layout.link_list([(store.catalogue().indicators[code].title, map_address(code)) for code in of_old])


def taken_away(found: MapChoice) -> None:
    """The rows shown as files, the same with their shapes, the citation and the sources."""
    with layout.section("take-away", *heading_of("wards.take-away")):
        selection = found.view.selection
        take_away.observation_files(selection, store.count(selection))
        layout.files(
            [
                layout.FileLink(
                    text_of("wards.wards-as-geojson"), geojson_address(found.view), text_of("wards.with-their-shapes")
                )
            ]
        )
        permalink = store.address(ADDRESS, found.query)
        take_away.citation(found.title, permalink)
        take_away.embed_code(found.title, permalink)
        take_away.sources(_sources(found))
        layout.caption(boundaries.ATTRIBUTION)


def geojson_address(view: WardMapView) -> str:
    """The address of the same rows with their shapes."""
    codes = view.choice
    chosen = Selection(
        indicator=(codes.indicator_id,),
        ethnicity=(codes.ethnicity_code,),
        category=(codes.category_code,),
        period=(codes.period_code,),
    )
    return f"/api/v1/wards.geojson?{query_string(chosen, vintage=codes.vintage, **store.edition_filter())}"


def _sources(found: MapChoice) -> list[Source]:
    known = store.catalogue().codes.sources
    return [known[source_id] for source_id in dict.fromkeys(row.source_id for row in found.view.rows)]
