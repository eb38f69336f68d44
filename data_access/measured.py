"""One indicator's groups beside a reference: the same results for page, sentence and file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data_access.columns import PUBLISHED, PublicRow
from data_access.measures.comparison import Comparison
from data_access.measures.reference import reference_codes
from data_access.measures.representation import Base, Representation, base_from_rows
from data_access.measures.results import Estimate, NotCalculated, Result
from data_access.measures.table import GroupMeasure, measure_groups, unknown_of
from data_access.measures.trend import Trend, Untested
from data_access.records import ALL, Selection
from data_access.repository import Repository
from data_access.views import IndicatorView, Outcome, comparison_rows

LONDON = "E12000007"
NOTHING = "none"
BY_NAME, HIGHEST_FIRST = "name", "value"
# The compositions of people that others may be set against, where age, unit, place and year are the same.
_BASES = ("residents-by-ethnic-group", "pupils-by-ethnic-group")
_COMPARED_AS_CHANCES = ("proportion", "rate", "mean")

COLUMNS = {
    "edition": "The edition that the row comes from",
    "indicator_id": "The indicator’s code",
    "period_code": "The period’s code",
    "area_code": "The area’s code",
    "ethnicity_code": "The ethnic group’s code",
    "category_code": "The code of a further breakdown; “all” where there is none",
    "ethnicity": "The ethnic group",
    "unit": "What the value is counted in",
    "value": "The figure; empty where it is hidden or not published",
    "marker": "“published”, or c hidden, x not published, z does not apply",
    "interval_lower": "The lower end of the figure’s 95% interval",
    "interval_upper": "The upper end",
    "reference_code": "The group or place that the figure is compared with",
    "reference": "Its name",
    "ratio": "The figure over that of the reference",
    "ratio_lower": "The lower end of the ratio’s 95% interval",
    "ratio_upper": "The upper end",
    "gap": "The figure less that of the reference, in points or in the unit",
    "gap_lower": "The lower end of the gap’s 95% interval",
    "gap_upper": "The upper end",
    "gap_in_people": "How many more or fewer people than at the reference’s share",
    "gap_in_people_lower": "The lower end of its 95% interval",
    "gap_in_people_upper": "The upper end",
    "not_compared": "Why there is no comparison; empty where there is one",
    "representation": "The group’s share over its share of the base; empty without a suitable base",
    "representation_base": "The base and its date, or why there is none",
    "trend": "up, down or no clear change where it was tested; else untested, or why it cannot be calculated",
    "unknown_percent": "How much of the breakdown has no known ethnic group",
    "order_could_reverse": "yes where people not known could turn the order with the reference round",
    "quality": "Warnings beside the figure, separated by semicolons; empty where there are none",
}


@dataclass(frozen=True)
class MeasuredView:
    """A view with what can be said of each group beside the reference, which is a group’s code, a place’s or “none”."""

    view: IndicatorView
    reference_code: str
    compared: tuple[PublicRow, ...]
    measures: dict[str, GroupMeasure]
    unknown: Result
    order: str = BY_NAME

    @property
    def groups(self) -> list[GroupMeasure]:
        """The measures of single ethnic groups, in display order."""
        return [measure for code, measure in self.measures.items() if code != ALL]

    def in_order(self, order: str) -> "MeasuredView":
        """The same with the groups by name, or from the highest figure to the lowest and those without one last."""
        if order == BY_NAME:
            return self

        def place(code: str) -> tuple[bool, bool, float]:
            value = self.measures[code].row.value
            return code != ALL, value is None, -(value or 0)

        ordered = {code: self.measures[code] for code in sorted(self.measures, key=place)}
        return replace(self, measures=ordered, order=order)


def references(view: IndicatorView) -> list[str]:
    """What a view may be compared with: groups where chances can be compared, then other places; codes."""
    groups: list[str] = []
    if view.indicator.measure_type in _COMPARED_AS_CHANCES and view.by_group:
        groups = reference_codes(view.groups)
    places = [code for code in view.places if code != view.choice.area_code]
    return [*groups, *places]


def preferred_reference(view: IndicatorView) -> str:
    """London where it has the same figure, else the first that there is."""
    offered = references(view)
    return LONDON if LONDON in offered else next(iter(offered), NOTHING)


def measured_view(repository: Repository, view: IndicatorView, reference_code: str) -> MeasuredView:
    """Every group of a view measured against a reference; one that is not offered counts as none."""
    known = reference_code if reference_code in references(view) else NOTHING
    compared = comparison_rows(repository, view, known) if known in view.places else ()
    measures = measure_groups(
        view.indicator,
        view.groups,
        view.series,
        known,
        elsewhere=compared,
        bases=_bases(repository, view),
        uncertain_sources=_uncertain(repository),
    )
    return MeasuredView(view, known, compared, measures, unknown_of(view.groups))


def latest_measure(repository: Repository, outcome: Outcome, views: Mapping[str, MeasuredView]) -> GroupMeasure | None:
    """What can be said of the newest figure in a list; without a reference where no view of it has one."""
    latest = outcome.latest
    if latest is None:
        return None
    view = views.get(outcome.indicator.id)
    known = view.measures.get(latest.ethnicity_code) if view else None
    if known and known.row == latest:
        return known
    alone = measure_groups(
        outcome.indicator, [latest], outcome.series, NOTHING, uncertain_sources=_uncertain(repository)
    )
    return alone[latest.ethnicity_code]


def _bases(repository: Repository, view: IndicatorView) -> list[Base]:
    """Populations of the same place; whether each fits is decided figure by figure."""
    if view.indicator.measure_type != "composition":
        return []
    found = []
    for indicator_id in _BASES:
        rows = repository.rows(
            Selection(
                indicator=(indicator_id,),
                area=(view.choice.area_code,),
                classification=(view.choice.classification_code,),
                category=(ALL,),
            )
        )
        for period in dict.fromkeys(row.period_code for row in rows):
            base = base_from_rows([row for row in rows if row.period_code == period])
            found += [base] if isinstance(base, Base) else []
    return found


def _uncertain(repository: Repository) -> frozenset[str]:
    sources = repository.catalogue.codes.sources.values()
    return frozenset(source.id for source in sources if source.confidence == "low")


def rows(measured: MeasuredView) -> list[tuple[object, ...]]:
    """One row a group in the order of ``COLUMNS``; what cannot be calculated is empty, with its reason beside it."""
    return [_row(measured, measure) for measure in measured.measures.values()]


def _row(measured: MeasuredView, measure: GroupMeasure) -> tuple[object, ...]:
    row, compared = measure.row, measure.comparison
    pair = (compared.ratio, compared.gap) if isinstance(compared, Comparison) else (compared, compared)
    reference = measure.reference
    name = "" if reference is None else _reference_name(measured, reference)
    return (
        *(row.edition, row.indicator_id, row.period_code, row.area_code, row.ethnicity_code, row.category_code),
        *(row.ethnicity, row.unit, row.value, row.marker, *_numbers(measure.value)[1:]),
        *(measured.reference_code if reference else "", name, *_numbers(pair[0]), *_numbers(pair[1])),
        *_numbers(measure.people),
        compared.reason if isinstance(compared, NotCalculated) else "",
        *_represented(measure.representation),
        trend_word(measure.trend),
        measure.unknown.value if isinstance(measure.unknown, Estimate) and row.marker == PUBLISHED else None,
        "yes" if isinstance(compared, Comparison) and measure.order_could_reverse else "",
        "; ".join(flag.code for flag in measure.flags),
    )


def _reference_name(measured: MeasuredView, reference: PublicRow) -> str:
    return reference.area if measured.reference_code in measured.view.places else reference.ethnicity


def _numbers(result: Result) -> tuple[float | None, float | None, float | None]:
    if isinstance(result, NotCalculated):
        return None, None, None
    interval = result.interval
    return result.value, interval.lower if interval else None, interval.upper if interval else None


def _represented(found: Representation | NotCalculated) -> tuple[float | None, str]:
    if isinstance(found, NotCalculated):
        return None, found.reason
    return found.ratio.value, f"{found.base.label}, {found.base.period}"


def trend_word(trend: Trend | Untested | NotCalculated) -> str:
    """A trend for a cell: its direction, “untested”, or why it cannot be calculated."""
    if isinstance(trend, Trend):
        return trend.direction
    return "untested" if isinstance(trend, Untested) else str(trend)


def shown_with_intervals(measured: MeasuredView, of: Sequence[PublicRow]) -> list[PublicRow]:
    """Rows with the interval of each figure in place of an empty one, for drawing."""
    found = []
    for row in of:
        measure = measured.measures.get(row.ethnicity_code)
        value = measure.value if measure else None
        if isinstance(value, Estimate) and value.interval and measure and measure.row == row:
            row = row._replace(lower=value.interval.lower, upper=value.interval.upper)
        found.append(row)
    return found
