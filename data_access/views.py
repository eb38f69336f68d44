"""What the pages show, read once for page, sentence and file alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data_access.columns import PUBLISHED, PublicRow
from data_access.records import ALL, ISLINGTON, Catalogue, Indicator, Selection
from data_access.repository import Coverage, Repository
from data_access.selection import expand_ethnicity

_FULLEST_FIRST = ("eth5", "dfe", "officer", "stated", "aps", "eth18", "eth19", "dfe-minor", "detail")


@dataclass(frozen=True)
class Outcome:
    """One indicator in a list: its newest figure for the reader's group and place, and the figures before it."""

    indicator: Indicator
    coverage: Coverage
    series: tuple[PublicRow, ...]

    @property
    def latest(self) -> PublicRow | None:
        """The newest row, or None where the reader's group has no single figure in the reader's place."""
        return self.series[-1] if self.series else None


@dataclass(frozen=True)
class Choice:
    """What one indicator's page shows, every part a code that has figures."""

    indicator_id: str
    area_code: str
    period_code: str
    classification_code: str
    category_code: str


@dataclass(frozen=True)
class IndicatorView:
    """One indicator as its page shows it; rows are in display order and cover the choice."""

    indicator: Indicator
    choice: Choice
    options: dict[str, list[str]]
    groups: tuple[PublicRow, ...]
    series: tuple[PublicRow, ...]
    wards: tuple[PublicRow, ...]
    place_is_chosen: bool
    places: tuple[str, ...]

    @property
    def total(self) -> PublicRow | None:
        """The row for everybody, where there is one."""
        return next((row for row in self.groups if row.ethnicity_code == ALL), None)

    @property
    def by_group(self) -> tuple[PublicRow, ...]:
        """The rows of single ethnic groups."""
        return tuple(row for row in self.groups if row.ethnicity_code != ALL)

    @property
    def wards_are_counts(self) -> bool:
        """Whether the wards are told by their counts: the share that everybody is of everybody says nothing."""
        return self.indicator.measure_type == "composition" and all(
            row.ethnicity_code == ALL and row.category_code == ALL and row.numerator is not None for row in self.wards
        )


def outcomes(repository: Repository, selection: Selection) -> list[Outcome]:
    """The indicators with figures for a selection, each with the series its list entry shows."""
    found = []
    for coverage in repository.coverage(selection):
        indicator = repository.catalogue.indicators[coverage.indicator_id]
        found.append(Outcome(indicator, coverage, _list_series(repository, indicator, selection)))
    return found


def _list_series(repository: Repository, indicator: Indicator, selection: Selection) -> tuple[PublicRow, ...]:
    """The figures over time of one group in one place: the reader's, else Islington's for everybody or the first."""
    groups = repository.catalogue.codes.ethnic_groups
    wanted = expand_ethnicity(selection.ethnicity[:1], groups) if selection.ethnicity else (ALL,)
    area_code = next(iter(selection.ward + selection.area), ISLINGTON)
    here = Selection(
        indicator=(indicator.id,),
        area=(area_code,),
        classification=selection.classification,
        category=selection.category,
        period=selection.period,
    )
    rows = repository.rows(replace(here, ethnicity=wanted))
    if not rows and not selection.ethnicity:
        rows = repository.rows(here)
    if not rows:
        return ()
    first = next((row for row in rows if row.category_code == ALL), rows[0])
    same = (first.ethnicity_code, first.category_code)
    return tuple(row for row in rows if (row.ethnicity_code, row.category_code) == same)


def indicator_view(repository: Repository, indicator_id: str, wished: Selection) -> IndicatorView:
    """One indicator for the codes a reader wished for, each replaced by the nearest that has figures."""
    indicator = repository.catalogue.indicators[indicator_id]
    about = Selection(indicator=(indicator_id,))
    choice, options = _choose(repository, about, indicator_id, wished)
    classes = tuple({ALL, choice.classification_code})
    here = Selection(
        indicator=(indicator_id,),
        area=(choice.area_code,),
        classification=classes,
        category=(choice.category_code,),
    )
    series = repository.rows(here)
    return IndicatorView(
        indicator=indicator,
        choice=choice,
        options=options,
        groups=tuple(row for row in series if row.period_code == choice.period_code),
        series=tuple(series),
        wards=_ward_rows(repository, choice, options["ward_ethnicity"], wished),
        place_is_chosen=choice.area_code in wished.ward + wished.area,
        places=tuple(code for code in options["area"] if repository.catalogue.codes.areas[code].area_type != "ward"),
    )


def comparison_rows(repository: Repository, view: IndicatorView, area_code: str) -> tuple[PublicRow, ...]:
    """The same groups, period and category in another place."""
    choice = view.choice
    return tuple(
        repository.rows(
            Selection(
                indicator=(choice.indicator_id,),
                area=(area_code,),
                classification=tuple({ALL, choice.classification_code}),
                category=(choice.category_code,),
                period=(choice.period_code,),
            )
        )
    )


def _choose(
    repository: Repository, about: Selection, indicator_id: str, wished: Selection
) -> tuple[Choice, dict[str, list[str]]]:
    """Narrow step by step, so that each choice offers only what has figures under the ones before it."""
    everywhere = repository.codes_with_figures(about, ("area",))
    area_code = _pick(wished.ward + wished.area, everywhere["area"], (ISLINGTON,))
    in_area = Selection(indicator=(indicator_id,), area=(area_code,))
    here = repository.codes_with_figures(in_area, ("ethnicity", "category"))
    classes = _classifications(repository.catalogue, here["ethnicity"])
    classification_code = _pick(wished.classification, classes, _FULLEST_FIRST)
    category_code = _pick(wished.category, here["category"], (ALL,))
    narrowed = repository.codes_with_figures(
        Selection(
            indicator=(indicator_id,),
            area=(area_code,),
            classification=(classification_code,),
            category=(category_code,),
        ),
        ("period",),
    )
    periods = narrowed["period"] or repository.codes_with_figures(in_area, ("period",))["period"]
    period_code = _pick(wished.period, periods, tuple(reversed(periods)))
    choice = Choice(indicator_id, area_code, period_code, classification_code, category_code)
    options = {
        "area": everywhere["area"],
        "classification": classes,
        "category": here["category"],
        "period": list(reversed(periods)),
        "ward_ethnicity": _ward_groups(repository, choice),
    }
    return choice, options


def _pick(wished: Sequence[str], available: Sequence[str], preferred: Sequence[str]) -> str:
    """The first wish that is available, else the first preference that is, else the first available."""
    for code in (*wished, *preferred):
        if code in available:
            return code
    return available[0] if available else ALL


def _classifications(catalogue: Catalogue, ethnicity_codes: Sequence[str]) -> list[str]:
    """The classifications of some groups, without “all people” unless nothing else is there."""
    groups = catalogue.codes.ethnic_groups
    found = list(dict.fromkeys(groups[code].classification_code for code in ethnicity_codes))
    return [code for code in found if code != ALL] or found


def _in_wards(repository: Repository, choice: Choice) -> Selection:
    return Selection(
        indicator=(choice.indicator_id,),
        area=repository.ward_codes,
        classification=tuple({ALL, choice.classification_code}),
        category=(choice.category_code,),
        period=(choice.period_code,),
    )


def _ward_groups(repository: Repository, choice: Choice) -> list[str]:
    """The groups that have figures by ward, everybody first."""
    found = repository.codes_with_figures(_in_wards(repository, choice), ("ethnicity",))["ethnicity"]
    return sorted(found, key=lambda code: code != ALL)


def _ward_rows(
    repository: Repository, choice: Choice, offered: Sequence[str], wished: Selection
) -> tuple[PublicRow, ...]:
    """The same figure in every ward, for the first chosen group or everybody."""
    if not offered:
        return ()
    group = _pick(wished.ethnicity, offered, (ALL,))
    return tuple(repository.rows(replace(_in_wards(repository, choice), ethnicity=(group,))))


def is_shown(row: PublicRow) -> bool:
    """Whether a row holds a figure and no marker."""
    return row.marker == PUBLISHED
