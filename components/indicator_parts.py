"""The parts of one indicator's page, in the order a reader needs them."""

from html import escape

from components import (
    blank_parts,
    drawing,
    figure_table,
    layout,
    map_choice,
    outcome_list,
    statuses,
    store,
    surface,
    take_away,
    url_state,
)
from components.commitment_list import accounts, commitment_address, fit_label
from data_access import measure_words, sentences
from data_access.formats import number
from data_access.interface_text import heading_of, text_of
from data_access.key_figures import key_figure
from data_access.measured import BY_NAME, HIGHEST_FIRST, NOTHING, MeasuredView, preferred_reference, references
from data_access.measures.results import Estimate, NotCalculated
from data_access.measures.sentences import unknown_sentence
from data_access.measures.unknown import needs_flag
from data_access.records import ALL, ISLINGTON, Indicator, Selection, Source
from data_access.selection import Dropped, options, parse_leniently
from data_access.views import IndicatorView

_ORDERS = {BY_NAME: text_of("indicator.by-name"), HIGHEST_FIRST: text_of("indicator.highest-first")}
_FILTERS = ("indicator", "period", "classification", "ward", "area", "category", "ethnicity")


def chosen_indicator() -> str | None:
    """The indicator that the address names, or None where it names none that exists."""
    known = store.catalogue().indicators
    return next((value for value in url_state.values("indicator") if value in known), None)


def choose_one(heading: str) -> None:
    """The page without an indicator: say so and list them all."""
    asked = url_state.values("indicator")
    layout.opening(
        [(text_of("paths.explore-outcomes"), "explore")],
        heading,
        text_of("indicator.choose"),
        text_of("indicator.all-listed"),
    )
    for value in asked:
        layout.notice(str(Dropped("indicator", value)))
    layout.link_list(
        [
            (entry.title, outcome_list.indicator_address(entry.id, Selection()))
            for entry in store.catalogue().indicators.values()
        ]
    )


def choice(page: str, indicator_id: str) -> MeasuredView:
    """Draw the choice panel; the view it leads to, measured against the reference that was picked."""
    wished, dropped = parse_leniently({name: url_state.values(name) for name in _FILTERS}, store.catalogue())
    view = store.indicator_view(indicator_id, wished)
    labels = options(store.catalogue())
    with layout.choice_panel("indicator") as panel:
        for name, label in (
            ("period", text_of("indicator.date")),
            ("area", text_of("indicator.place")),
            ("classification", text_of("paths.ethnic-groups")),
            ("category", text_of("indicator.breakdown")),
        ):
            offered = view.options[name]
            if len(offered) > 1:
                url_state.one(label, {code: labels[name][code] for code in offered}, name, _current(view, name))
        measured = store.measured_view(indicator_id, wished, _reference(view))
        if len(measured.groups) > 1:
            measured = measured.in_order(url_state.one(text_of("indicator.order"), _ORDERS, "sort", BY_NAME))
        panel.told(_told(measured), f"{page}?indicator={indicator_id}")
    for entry in dropped:
        layout.notice(str(entry))
    blank_parts.replaced(view, wished)
    return measured


def _current(view: IndicatorView, name: str) -> str:
    return str(getattr(view.choice, f"{name}_code"))


def _reference(view: IndicatorView) -> str:
    """A box for a group or place to compare with, where the source has the same figure for one."""
    offered = references(view)
    if not offered:
        return NOTHING
    codes = store.catalogue().codes
    labels = {
        code: codes.areas[code].label if code in view.places else codes.ethnic_groups[code].label for code in offered
    }
    wider = {NOTHING: text_of("indicator.nothing"), **labels}
    for value in url_state.values("reference"):
        if value not in wider:
            layout.notice(str(Dropped("reference", value)))
    return url_state.one(text_of("indicator.compare-with"), wider, "reference", preferred_reference(view))


def _told(measured: MeasuredView) -> str:
    codes, view = store.catalogue().codes, measured.view
    choice = view.choice
    period, area = codes.periods[choice.period_code].label, codes.areas[choice.area_code].label
    groups = len(view.by_group)
    what = f"{groups} ethnic groups" if groups else "everybody together"
    extra = "" if choice.category_code == ALL else f", {codes.categories[choice.category_code].label}"
    return f"Showing {what} in {area}, {period}{extra}{_beside(measured)}."


def _beside(measured: MeasuredView) -> str:
    if measured.reference_code == NOTHING:
        return ""
    if measured.compared:
        return f", beside {measured.compared[0].area}"
    return f", compared with {_group(measured.reference_code)}"


def _group(code: str) -> str:
    return "all people" if code == ALL else f"the {store.catalogue().codes.ethnic_groups[code].label} group"


def opening(view: IndicatorView) -> None:
    """Where the indicator belongs, its name, its sentence and what that sentence is not."""
    codes = store.catalogue().codes
    indicator = view.indicator
    path = [
        (text_of("paths.explore-outcomes"), "explore"),
        (codes.strands[indicator.strand_code].label, f"explore?strand={indicator.strand_code}"),
        (codes.service_areas[indicator.service_area_code].label, f"explore?service_area={indicator.service_area_code}"),
    ]
    under = " ".join(part for part in (indicator.definition, sentences.hidden_groups(view)) if part)
    layout.opening(path, indicator.title, sentences.headline(view), under)
    surface.current().key_figure(key_figure(view))
    blank_parts.none_since(view)
    for told in store.corrections(indicator.id):
        layout.notice(told)
    if any(not source.checked_with_publisher for source in sources(view)):
        layout.caption(text_of("indicator.read-in-a-copy"))


def each_group(measured: MeasuredView) -> None:
    """The groups beside one another at one date, each with its interval."""
    view = measured.view
    if not view.by_group:
        blank_parts.without_groups(view)
        return
    with layout.section("each-group", text_of("indicator.each-group.heading"), view.indicator.unit):
        blank_parts.no_group_shown(view)
        drawing.group_dots(measured)
        figure_table.compared_table(measured)
        if any(isinstance(entry.value, Estimate) and entry.value.interval for entry in measured.groups):
            layout.caption(text_of("indicator.bars"))
        figure_table.measured_table(measured)


def differences(measured: MeasuredView) -> None:
    """Each group beside the reference in sentences, or why nothing can be compared."""
    if not measured.view.by_group:
        return
    note = f"Beside {measured.compared[0].area if measured.compared else _reference_name(measured)}."
    with layout.section(
        "differences", text_of("indicator.differences.heading"), note if measured.reference_code != NOTHING else ""
    ):
        said = list(measure_words.differences(measured))
        for sentence in said[:1]:
            layout.say(sentence)
        layout.folded_list("more sentence", [escape(sentence) for sentence in said[1:]])


def _reference_name(measured: MeasuredView) -> str:
    return "" if measured.reference_code == NOTHING else _group(measured.reference_code)


def over_time(measured: MeasuredView) -> None:
    """The same figures over time, each group in its own panel, and which way each went."""
    view = measured.view
    periods = {row.period_code for row in view.series}
    if len(periods) < 2:
        return
    first = min((row for row in view.series), key=lambda row: store.catalogue().codes.periods[row.period_code].end)
    with layout.section("since", f"Since {first.period}", text_of("indicator.the-same-scale-in-each-panel")):
        drawing.over_time(view)
        figure_table.over_time_table(view)
        layout.folded_list("trend", [escape(sentence) for sentence in measure_words.trends(measured)])
        for entry in view.indicator.breaks:
            start = store.catalogue().codes.periods[entry.period_code].label
            layout.caption(f"A dashed line marks a new series from {start}: {entry.reason}")


def figures(view: IndicatorView) -> None:
    """The rows behind the pictures."""
    with layout.section("figures", *heading_of("indicator.figures")):
        figure_table.indicator_table(view)


def by_ward(view: IndicatorView) -> None:
    """The same figure in every ward, or a word on why there is none."""
    if len(view.wards) < 2:
        blank_parts.without_wards(view)
        return
    with layout.section("wards", *heading_of("indicator.wards")):
        offered = view.options["ward_ethnicity"]
        if len(offered) > 1:
            labels = options(store.catalogue())["ethnicity"]
            url_state.one(
                text_of("indicator.ethnic-group"),
                {code: labels[code] for code in offered},
                "ethnicity",
                view.wards[0].ethnicity_code,
            )
        layout.say(sentences.ward_range(view))
        drawing.ward_bars(view)
        surface.current().rests_on(
            title=view.indicator.title,
            csv=take_away.rows_address(_wards_shown(view)),
            sources=sources(view),
            note=view.indicator.definition,
            chart="wards",
        )
        figure_table.ward_table(view)
        row = view.wards[0]
        chosen = {"ethnicity": row.ethnicity_code, "period": row.period_code, "category": row.category_code}
        layout.link_list(
            [(text_of("indicator.see-the-wards-on-a-map"), map_choice.map_address(view.indicator.id, **chosen))]
        )


def _wards_shown(view: IndicatorView) -> Selection:
    row = view.wards[0]
    group = store.catalogue().codes.ethnic_groups[row.ethnicity_code]
    return Selection(
        indicator=(row.indicator_id,),
        ethnicity=(row.ethnicity_code,),
        ward=tuple(ward.area_code for ward in view.wards),
        classification=(group.classification_code,),
        category=(row.category_code,),
        period=(row.period_code,),
    )


def not_known(measured: MeasuredView) -> None:
    """How much has no ethnic group recorded, and what that could change."""
    if not measured.view.by_group:
        return
    with layout.section("not-known", *heading_of("indicator.not-known")):
        layout.paragraph(escape(unknown_sentence(measured.unknown)))
        if not isinstance(measured.unknown, NotCalculated) and needs_flag(measured.unknown):
            told = f"No ethnic group is recorded for {number(measured.unknown.value, 1)}%: read with care."
            layout.notice(told)
            surface.current().rests_on(note=told)
        turned = measure_words.could_reverse(measured)
        if turned:
            layout.paragraph(escape(turned))


def promised(view: IndicatorView) -> None:
    """The commitments this indicator speaks to, and how well."""
    catalogue = store.catalogue()
    with layout.section("promised", *heading_of("indicator.promised")):
        if not view.indicator.links:
            layout.paragraph(escape(text_of("indicator.background")))
        for link in view.indicator.links:
            commitment = catalogue.commitments[link.commitment_id]
            layout.say(commitment.summary)
            layout.paragraph(f"<b>{fit_label(link.fit)}.</b> {escape(link.reason)}")
            statuses.rows(accounts(commitment))
            layout.link_list([(text_of("indicator.read-this-commitment"), commitment_address(commitment.id))])


def read_with_care(view: IndicatorView) -> None:
    """Definition, population, caveats and the next figure to expect."""
    indicator = view.indicator
    with layout.section("care", *heading_of("indicator.care")):
        layout.definitions(
            [
                (text_of("indicator.what-is-counted"), indicator.definition),
                (text_of("indicator.who-it-covers"), indicator.population),
                (text_of("indicator.counted-in"), indicator.unit),
                (text_of("indicator.protection"), _protection(indicator)),
                (text_of("indicator.next-figure"), indicator.next_update),
            ]
        )
        layout.bullets(indicator.caveats)


def _protection(indicator: Indicator) -> str:
    if indicator.protect == "none":
        return indicator.protect_reason
    smallest = store.catalogue().settings.smallest_count
    return f"Counts of {indicator.protect} from 1 to {smallest - 1} are hidden, as are any the source hides."


def sources(view: IndicatorView) -> list[Source]:
    """The sources of an indicator."""
    return [store.catalogue().codes.sources[source_id] for source_id in view.indicator.source_ids]


def selection_shown(view: IndicatorView) -> Selection:
    """The rows that the charts and the table show: every period of the place, groups and breakdown chosen."""
    choice = view.choice
    return Selection(
        indicator=(choice.indicator_id,),
        area=(choice.area_code,),
        classification=tuple(dict.fromkeys((ALL, choice.classification_code))),
        category=(choice.category_code,),
    )


def permalink(page: str, measured: MeasuredView) -> str:
    """The address that reopens this very view: its codes, its reference, its order and its group by ward."""
    choice = measured.view.choice
    ward_group = measured.view.wards[0].ethnicity_code if measured.view.wards else ALL
    chosen = Selection(
        indicator=(choice.indicator_id,),
        ethnicity=() if ward_group == ALL else (ward_group,),
        area=() if choice.area_code == ISLINGTON else (choice.area_code,),
        classification=(choice.classification_code,),
        category=(choice.category_code,),
        period=(choice.period_code,),
    )
    looked_at = {} if measured.order == BY_NAME else {"sort": measured.order}
    return store.permalink(page, chosen, reference=measured.reference_code, **looked_at)
