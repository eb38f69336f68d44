"""The parts of one indicator's page, in the order a reader needs them."""

from collections.abc import Sequence
from html import escape

from components import drawing, figure_table, layout, outcome_list, statuses, store, url_state
from components.commitment_list import accounts, commitment_address, fit_label
from data_access import sentences
from data_access.columns import PublicRow
from data_access.formats import number
from data_access.records import ALL, ISLINGTON, Indicator, Selection, Source
from data_access.selection import Dropped, options, parse_leniently
from data_access.views import IndicatorView, is_shown

_FILTERS = ("indicator", "period", "classification", "ward", "area", "category", "ethnicity")
_NO_COMPARISON = "none"
_HIGH_UNKNOWN = 30


def chosen_indicator() -> str | None:
    """The indicator that the address names, or None where it names none that exists."""
    known = store.catalogue().indicators
    return next((value for value in url_state.values("indicator") if value in known), None)


def choose_one(heading: str) -> None:
    """The page without an indicator: say so and list them all."""
    asked = url_state.values("indicator")
    layout.opening(
        [("Explore outcomes", "explore")],
        heading,
        "Choose an outcome to see its figures.",
        "Every outcome is listed below.",
    )
    for value in asked:
        layout.notice(str(Dropped("indicator", value)))
    layout.link_list(
        [
            (entry.title, outcome_list.indicator_address(entry.id, Selection()))
            for entry in store.catalogue().indicators.values()
        ]
    )


def choice(page: str, indicator_id: str) -> tuple[IndicatorView, tuple[PublicRow, ...]]:
    """Draw the choice panel; the view it leads to and the same rows of the place compared with."""
    wished, dropped = parse_leniently({name: url_state.values(name) for name in _FILTERS}, store.catalogue())
    view = store.indicator_view(indicator_id, wished)
    labels = options(store.catalogue())
    with layout.choice_panel("indicator") as panel:
        for name, label in (
            ("period", "Date"),
            ("area", "Place"),
            ("classification", "Ethnic groups"),
            ("category", "Breakdown"),
        ):
            offered = view.options[name]
            if len(offered) > 1:
                url_state.one(label, {code: labels[name][code] for code in offered}, name, _current(view, name))
        compared = _comparison(view)
        panel.told(_told(view, compared), f"{page}?indicator={indicator_id}")
    for entry in dropped:
        layout.notice(str(entry))
    return view, compared


def _current(view: IndicatorView, name: str) -> str:
    return str(getattr(view.choice, f"{name}_code"))


def _comparison(view: IndicatorView) -> tuple[PublicRow, ...]:
    """A box for a place to compare with, where the source has the same figure for one."""
    areas = store.catalogue().codes.areas
    candidates = {
        code: areas[code].label
        for code in view.options["area"]
        if areas[code].area_type != "ward" and code != view.choice.area_code
    }
    if not candidates:
        return ()
    wider = {_NO_COMPARISON: "Nothing", **candidates}
    for value in url_state.values("compare_area"):
        if value not in wider:
            layout.notice(str(Dropped("compare_area", value)))
    preferred = "E12000007" if "E12000007" in candidates else next(iter(candidates))
    chosen = url_state.one("Compare with", wider, "compare_area", preferred)
    return () if chosen == _NO_COMPARISON else store.comparison_rows(view, chosen)


def _told(view: IndicatorView, compared: Sequence[PublicRow]) -> str:
    codes = store.catalogue().codes
    choice = view.choice
    period, area = codes.periods[choice.period_code].label, codes.areas[choice.area_code].label
    beside = f", beside {compared[0].area}" if compared else ""
    groups = len(view.by_group)
    what = f"{groups} ethnic groups" if groups else "everybody together"
    extra = "" if choice.category_code == ALL else f", {codes.categories[choice.category_code].label}"
    return f"Showing {what} in {area}, {period}{extra}{beside}."


def opening(view: IndicatorView) -> None:
    """Where the indicator belongs, its name, its sentence and what that sentence is not."""
    codes = store.catalogue().codes
    indicator = view.indicator
    path = [
        ("Explore outcomes", "explore"),
        (codes.strands[indicator.strand_code].label, f"explore?strand={indicator.strand_code}"),
        (codes.service_areas[indicator.service_area_code].label, f"explore?service_area={indicator.service_area_code}"),
    ]
    under = " ".join(part for part in (indicator.definition, sentences.hidden_groups(view)) if part)
    layout.opening(path, indicator.title, sentences.headline(view), under)
    if any(not source.checked_with_publisher for source in sources(view)):
        layout.caption("These figures were read in a copy. Nobody has yet checked them against the publisher’s page.")


def each_group(view: IndicatorView, compared: Sequence[PublicRow]) -> None:
    """The groups beside one another at one date."""
    if not view.by_group:
        return
    with layout.section("each-group", "Each group", view.indicator.unit):
        drawing.group_dots(view, compared)
        layout.caption(_no_base(view.indicator))


def _no_base(indicator: Indicator) -> str:
    if indicator.measure_type == "composition":
        return (
            "There is no line for an expected share: that needs a count of the same people, at the same age, place "
            "and date. So no group is called over- or under-represented here."
        )
    return "Whether a difference between two groups could be chance is not tested here."


def over_time(view: IndicatorView) -> None:
    """The same figures over time, each group in its own panel."""
    periods = {row.period_code for row in view.series}
    if len(periods) < 2:
        return
    first = min((row for row in view.series), key=lambda row: store.catalogue().codes.periods[row.period_code].end)
    with layout.section("since", f"Since {first.period}", "The same scale in each panel."):
        drawing.over_time(view)
        for entry in view.indicator.breaks:
            start = store.catalogue().codes.periods[entry.period_code].label
            layout.caption(f"A dashed line marks a new series from {start}: {entry.reason}")


def figures(view: IndicatorView) -> None:
    """The rows behind the pictures."""
    with layout.section("figures", "The figures", "The same rows as the charts."):
        figure_table.indicator_table(view)


def by_ward(view: IndicatorView) -> None:
    """The same figure in every ward, or a word on why there is none."""
    if len(view.wards) < 2:
        return
    with layout.section("wards", "By ward", "Highest first; hidden wards last."):
        offered = view.options["ward_ethnicity"]
        if len(offered) > 1:
            labels = options(store.catalogue())["ethnicity"]
            url_state.one(
                "Ethnic group", {code: labels[code] for code in offered}, "ethnicity", view.wards[0].ethnicity_code
            )
        layout.say(sentences.ward_range(view))
        drawing.ward_bars(view)
        figure_table.ward_table(view)


def not_known(view: IndicatorView) -> None:
    """How many people have no ethnic group recorded."""
    unknown = next((row for row in view.by_group if row.ethnicity_code.endswith("-unknown")), None)
    if unknown is None or view.indicator.measure_type != "composition":
        return
    with layout.section("not-known", "Not known", "How much is missing."):
        if not is_shown(unknown) or unknown.value is None:
            layout.paragraph("The number with no ethnic group recorded is hidden to protect people.")
            return
        share = number(unknown.value, 1)
        count = f"{number(unknown.numerator, 0)} of {number(unknown.denominator, 0)}, or " if unknown.numerator else ""
        layout.paragraph(f"No ethnic group is known for {count}{share}%.")
        if unknown.value > _HIGH_UNKNOWN:
            layout.notice(f"No ethnic group is recorded for {share}%: read differences with care.")


def promised(view: IndicatorView) -> None:
    """The commitments this indicator speaks to, and how well."""
    catalogue = store.catalogue()
    with layout.section("promised", "What was promised", "In the 2021 strategy."):
        if not view.indicator.links:
            layout.paragraph("This figure is background: no commitment is tied to it.")
        for link in view.indicator.links:
            commitment = catalogue.commitments[link.commitment_id]
            layout.say(commitment.summary)
            layout.paragraph(f"<b>{fit_label(link.fit)}.</b> {escape(link.reason)}")
            statuses.rows(accounts(commitment))
            layout.link_list([("Read this commitment", commitment_address(commitment.id))])


def read_with_care(view: IndicatorView) -> None:
    """Definition, population, caveats and the next figure to expect."""
    indicator = view.indicator
    with layout.section("care", "Read with care", "What the figure is and is not."):
        layout.definitions(
            [
                ("What is counted", indicator.definition),
                ("Who it covers", indicator.population),
                ("Counted in", indicator.unit),
                ("Protection", _protection(indicator)),
                ("Next figure", indicator.next_update),
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


def selection_chosen(view: IndicatorView) -> Selection:
    """The codes that reopen this very view."""
    choice = view.choice
    return Selection(
        indicator=(choice.indicator_id,),
        area=() if choice.area_code == ISLINGTON else (choice.area_code,),
        classification=(choice.classification_code,),
        category=(choice.category_code,),
        period=(choice.period_code,),
    )
