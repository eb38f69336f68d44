"""One ethnic group across every indicator, and the widest differences of all groups: read once for every page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from data_access.measured import NOTHING, MeasuredView, measured_view, references
from data_access.measures.comparison import Comparison
from data_access.measures.ranking import RULES, Disparity, widest_disparities
from data_access.measures.representation import Representation
from data_access.measures.results import Estimate, NotCalculated
from data_access.measures.table import GroupMeasure
from data_access.records import ALL, ISLINGTON, Indicator, Selection
from data_access.repository import Repository
from data_access.selection import expand_ethnicity
from data_access.views import indicator_view, is_shown


@dataclass(frozen=True)
class GroupEntry:
    """One indicator’s latest figure for a group, measured against the reference that the indicator allows."""

    indicator: Indicator
    measure: GroupMeasure


@dataclass(frozen=True)
class GroupView:
    """A group’s figures in Islington: those with a supported difference widest first, the others, and the hidden."""

    ranked: tuple[GroupEntry, ...]
    compared: tuple[GroupEntry, ...]
    not_compared: tuple[GroupEntry, ...]
    hidden: tuple[GroupEntry, ...]
    rules: tuple[str, ...]

    @property
    def entries(self) -> int:
        """How many figures there are, hidden ones among them."""
        return len(self.ranked) + len(self.compared) + len(self.not_compared) + len(self.hidden)


def measured_views(repository: Repository) -> list[MeasuredView]:
    """Every indicator by ethnic group in Islington at its latest date, against White where that can be compared."""
    found = []
    for indicator in repository.catalogue.indicators.values():
        if not indicator.classification_codes:
            continue
        view = indicator_view(repository, indicator.id, Selection(area=(ISLINGTON,)))
        if view.by_group and view.choice.area_code == ISLINGTON:
            groups = [code for code in references(view) if code not in view.places and code != ALL]
            found.append(measured_view(repository, view, next(iter(groups), NOTHING)))
    return found


def group_view(repository: Repository, views: Iterable[MeasuredView], ethnicity_code: str) -> GroupView:
    """What the figures say of one group, which may be a broad one with the finer groups that map to it."""
    wanted = set(expand_ethnicity((ethnicity_code,), repository.catalogue.codes.ethnic_groups))
    entries = [
        GroupEntry(one.view.indicator, measure)
        for one in views
        for code, measure in one.measures.items()
        if code in wanted and code != one.reference_code
    ]
    order, rules = _ranked([entry.measure for entry in entries])
    by_measure = {id(entry.measure): entry for entry in entries}
    ranked = [by_measure[id(disparity.measure)] for disparity in order]
    rest = [entry for entry in entries if entry not in ranked]
    hidden = [entry for entry in rest if not is_shown(entry.measure.row)]
    shown = [entry for entry in rest if is_shown(entry.measure.row)]
    compared = [entry for entry in shown if has_comparison(entry.measure)]
    return GroupView(
        tuple(ranked),
        tuple(compared),
        tuple(entry for entry in shown if entry not in compared),
        tuple(hidden),
        rules,
    )


def has_comparison(measure: GroupMeasure) -> bool:
    """Whether a figure stands beside a reference in any way."""
    return isinstance(measure.comparison, Comparison) or isinstance(measure.representation, Representation)


def widest(views: Iterable[MeasuredView]) -> tuple[list[Disparity], tuple[str, ...]]:
    """The differences of all groups that the evidence supports, widest first in each kind of measure, and the rules."""
    return _ranked([measure for one in views for measure in one.groups])


def _ranked(measures: list[GroupMeasure]) -> tuple[list[Disparity], tuple[str, ...]]:
    found: list[Disparity] = []
    rules: list[str] = []
    for measure_type in RULES:
        ranking = widest_disparities(measures, measure_type)
        found += ranking.disparities
        rules += [ranking.rule] if ranking.disparities else []
    return found, tuple(rules)


def not_supported(views: Iterable[MeasuredView]) -> Iterator[tuple[Indicator, str]]:
    """The indicators without a supported difference, each with one reason why."""
    for one in views:
        if not _ranked(one.groups)[0]:
            yield one.view.indicator, _reason(one)


def _reason(one: MeasuredView) -> str:
    shown = [measure for measure in one.groups if is_shown(measure.row)]
    if not shown:
        return "every group is hidden or not published"
    if one.view.indicator.measure_type == "composition":
        reasons = [entry.representation.reason for entry in shown if isinstance(entry.representation, NotCalculated)]
        return next(iter(reasons), "the differences may be chance")
    gaps = [entry.comparison.gap for entry in shown if isinstance(entry.comparison, Comparison)]
    if any(isinstance(gap, Estimate) and gap.interval for gap in gaps):
        return "the differences may be chance"
    return "no counts are published, so we cannot tell whether a difference is chance"
