"""Indicators and rows to measure, small enough to work out by hand, and the real ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from data_access.columns import PublicRow
from data_access.portal import served
from data_access.records import Break, Indicator, Link, Selection
from data_access.repository import Repository

EMPTY = PublicRow(*[""] * len(PublicRow._fields))._replace(
    indicator_id="meals",
    indicator="Free school meals",
    period_code="ay2021-22",
    period="2021/22",
    area_code="E09000019",
    area="Islington",
    area_type="borough",
    category_code="all",
    measure_type="proportion",
    unit="% of pupils",
    numerator=None,
    denominator=None,
    value=None,
    lower=None,
    upper=None,
    marker="published",
    source="School census, Department for Education",
    source_id="census",
)
MakeRow = Callable[..., PublicRow]


@pytest.fixture
def row() -> MakeRow:
    """Makes a row of one group; counts give the value."""

    def make(code: str, numerator: Any = None, denominator: Any = None, **more: Any) -> PublicRow:
        label = "All people" if code == "all" else "Five groups"
        names = {"all": "All people", "eth5-unknown": "Not known"}
        made = EMPTY._replace(
            ethnicity_code=code,
            ethnicity=names.get(code, code.removeprefix("eth5-").capitalize()),
            ethnicity_classification=label,
            numerator=numerator,
            denominator=denominator,
            value=100 * numerator / denominator if denominator and numerator is not None else None,
        )
        return made._replace(**more)

    return make


@pytest.fixture
def meals() -> Indicator:
    """A share of pupils with nothing said of breaks, and one wish."""
    return Indicator(
        id="meals",
        title="Free school meals",
        strand_code="",
        service_area_code="",
        links=(Link("promise", "direct", "lower", ""), Link("other", "context", "none", "")),
        measure_type="proportion",
        unit="% of pupils",
        decimals=1,
        definition="",
        population="",
        classification_codes=("eth5",),
        protect="pupils",
        protect_reason="",
        source_ids=("census",),
        next_update="",
        caveats=(),
        breaks=(),
    )


@pytest.fixture
def broken_meals(meals: Indicator) -> Indicator:
    """The same with a break in 2020/21."""
    return replace(meals, breaks=(Break("ay2020-21", "the rules changed"),))


View = tuple[str, str, str, str]


@dataclass(frozen=True)
class Real:
    """The real rows by view (indicator, place, category, time) and by series (without the time)."""

    repository: Repository
    views: dict[View, list[PublicRow]] = field(default_factory=dict)
    series: dict[tuple[str, ...], list[PublicRow]] = field(default_factory=dict)

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self.repository.catalogue.indicators


@pytest.fixture(scope="package")
def real() -> Real:
    """Every row of the portal."""
    found = Real(served().repository)
    for row in found.repository.rows(Selection()):
        key = (row.indicator_id, row.area_code, row.category_code, row.period_code)
        found.views.setdefault(key, []).append(row)
        found.series.setdefault(key[:3], []).append(row)
    return found
