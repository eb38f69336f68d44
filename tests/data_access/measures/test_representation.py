"""A base is taken as its rows say, fits by five rules, and gives a ratio that can be worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from data_access.measures.arrays import NOT_PUBLISHED
from data_access.measures.representation import (
    KINDS,
    NO_BASE,
    Base,
    Representation,
    base_from_rows,
    representation,
    share_of,
    suitable_base,
)
from data_access.measures.results import TOO_LARGE, Estimate, Interval, NotCalculated

PUPILS = {"indicator_id": "pupils-by-ethnic-group", "indicator": "Pupils", "measure_type": "composition"}
RESIDENTS = {"indicator_id": "residents-by-ethnic-group", "indicator": "Residents", "measure_type": "composition"}
NOT_KNOWN_WHOM = "no suitable population base: it is not known whom the figure or the base counts"


def test_a_base_is_made_of_its_shown_groups(row: Any) -> None:
    rows = [
        row("all", 40, 40, **PUPILS),
        row("eth5-asian", 10, 40, **PUPILS, category_code="phase-primary", category="Primary schools"),
        row("eth5-black", value=30.5, **PUPILS),
        row("eth5-mixed", 5, 40, **PUPILS, marker="c"),
        row("eth5-other", **PUPILS),
        row("eth5-white", value=101.0, **PUPILS),
    ]
    assert base_from_rows(rows) == Base(
        indicator_id="pupils-by-ethnic-group",
        category_code="phase-primary",
        label="Pupils (Primary schools)",
        kind=KINDS["pupils-by-ethnic-group"],
        area_code="E09000019",
        period_code="ay2021-22",
        period="2021/22",
        source="School census, Department for Education",
        classification="Five groups",
        shares={"eth5-asian": 25.0, "eth5-black": 30.5},
    )


def test_a_base_of_one_group_and_every_category_is_named_plainly(row: Any) -> None:
    found = base_from_rows([row("eth5-asian", 10, 40, **PUPILS)])
    assert isinstance(found, Base)
    assert (found.label, found.shares) == ("Pupils", {"eth5-asian": 25.0})


def test_a_base_whose_groups_are_all_hidden_says_that_it_shows_none(row: Any) -> None:
    no_group = NotCalculated("no suitable population base: the base shows no group")
    assert base_from_rows([row("all", 40, 40), row("eth5-asian", 10, 40, marker="c"), row("eth5-white")]) == no_group
    assert base_from_rows([]) == no_group


@pytest.mark.parametrize(
    ("top", "bottom", "value", "share"),
    [
        (1, 4, 24.0, 25.0),
        (0, 5, 7.0, 0.0),
        (1, 2, 7.0, 50.0),
        (5, 5, 7.0, 100.0),
        (1, 1, 7.0, 100.0),
        (6, 5, 7.0, 7.0),
        (-1, 5, 7.0, 7.0),
        (0, 0, 7.0, 7.0),
        (None, 5, 7.0, 7.0),
        (None, None, 0.0, 0.0),
        (None, None, 0.5, 0.5),
        (None, None, 100.0, 100.0),
        (None, None, 100.5, None),
        (None, None, -0.5, None),
        (None, None, None, None),
    ],
)
def test_a_share_comes_from_its_counts_else_from_a_value_between_0_and_100(
    row: Any, top: Any, bottom: Any, value: Any, share: Any
) -> None:
    assert share_of(row("eth5-asian", top, bottom, value=value)) == share


def test_a_base_fits_where_age_unit_place_year_and_list_agree(meals: Any, row: Any) -> None:
    base = base_from_rows([row("eth5-asian", 10, 40, **RESIDENTS, period_code="cy2021")])
    assert isinstance(base, Base)
    searches = replace(meals, id="residents-by-detailed-ethnic-group")
    assert suitable_base(searches, row("eth5-asian", 1, 2, period_code="d2021-03-21"), base) is base


def test_the_same_indicator_is_its_own_base_in_the_same_category_alone(meals: Any, row: Any) -> None:
    one = replace(meals, id="residents-by-ethnic-group")
    base = base_from_rows([row("eth5-asian", 10, 40, **RESIDENTS)])
    assert isinstance(base, Base)
    itself = NotCalculated("no suitable population base: this is the base itself")
    assert suitable_base(one, row("eth5-asian", 1, 2), base) == itself
    assert suitable_base(one, row("eth5-asian", 1, 2, category_code="age-young"), base) is base


def test_a_figure_or_a_base_of_nobody_knows_whom_fits_nothing(meals: Any, row: Any) -> None:
    known = base_from_rows([row("eth5-asian", 10, 40, **PUPILS)])
    strange = base_from_rows([row("eth5-asian", 10, 40, indicator_id="strange")])
    assert isinstance(known, Base)
    assert isinstance(strange, Base)
    assert strange.kind is None
    one = row("eth5-asian", 1, 2)
    assert suitable_base(replace(meals, id="unheard"), one, known) == NotCalculated(NOT_KNOWN_WHOM)
    assert suitable_base(replace(meals, id="stop-and-search"), one, strange) == NotCalculated(NOT_KNOWN_WHOM)


@pytest.mark.parametrize(
    ("indicator_id", "change", "differing"),
    [
        ("residents-by-ethnic-group", {"area_code": "E12000007"}, "places"),
        ("residents-by-ethnic-group", {"period_code": "ay2020-21"}, "years"),
        ("residents-by-ethnic-group", {"ethnicity_classification": "Officer"}, "lists of groups"),
        ("stop-and-search", {}, "units"),
        ("council-workforce-by-ethnic-group", {}, "ages and units"),
        ("stop-and-search", {"area_code": "E12000007", "period_code": "ay2020-21"}, "units and places and years"),
    ],
)
def test_a_base_that_does_not_fit_says_in_what_it_differs(
    meals: Any, row: Any, indicator_id: str, change: Any, differing: str
) -> None:
    base = base_from_rows([row("eth5-asian", 10, 40, **RESIDENTS)])
    assert isinstance(base, Base)
    one = row("eth5-asian", 1, 2, category_code="else", **change)
    found = suitable_base(replace(meals, id=indicator_id), one, base)
    assert found == NotCalculated(f"no suitable population base: figure and base are of different {differing}")


@pytest.fixture
def base(row: Any) -> Base:
    """Asian 25%, Black half of one per cent, Mixed nobody."""
    found = base_from_rows(
        [
            row("eth5-asian", 50, 200, **PUPILS),
            row("eth5-black", 1, 200, **PUPILS),
            row("eth5-mixed", 0, 200, **PUPILS),
        ]
    )
    assert isinstance(found, Base)
    return found


def test_representation_is_one_share_over_the_other_with_its_interval(base: Base) -> None:
    share = Estimate(50.0, Interval(40.0, 60.0))
    assert representation(share, "eth5-asian", base, Interval(45.0, 55.0)) == Representation(
        Estimate(2.0, Interval(1.6, 2.4)), 25.0, base, is_settled=True
    )


@pytest.mark.parametrize(
    ("share", "bounds", "is_settled"),
    [
        (Estimate(50.0, Interval(40.0, 60.0)), Interval(25.1, 55.0), True),
        (Estimate(50.0, Interval(40.0, 60.0)), Interval(25.0, 55.0), False),
        (Estimate(50.0, Interval(40.0, 60.0)), NotCalculated(NOT_PUBLISHED), False),
        (Estimate(50.0, Interval(25.0, 60.0)), Interval(45.0, 55.0), False),
        (Estimate(10.0, Interval(5.0, 24.0)), Interval(8.0, 24.9), True),
        (Estimate(50.0), Interval(45.0, 55.0), False),
    ],
)
def test_representation_is_settled_where_neither_chance_nor_people_not_known_could_make_it_even(
    base: Base, share: Any, bounds: Any, is_settled: bool
) -> None:
    found = representation(share, "eth5-asian", base, bounds)
    assert isinstance(found, Representation)
    assert found.is_settled is is_settled


def test_a_share_without_interval_gives_a_ratio_without_one(base: Base) -> None:
    found = representation(Estimate(50.0), "eth5-asian", base, Interval(45.0, 55.0))
    assert isinstance(found, Representation)
    assert found.ratio == Estimate(2.0)


def test_a_very_small_part_of_a_base_still_counts(base: Base) -> None:
    found = representation(Estimate(1.0), "eth5-black", base, NotCalculated(NOT_PUBLISHED))
    assert isinstance(found, Representation)
    assert (found.ratio, found.share_of_base) == (Estimate(2.0), 0.5)


@pytest.mark.parametrize("code", ["eth5-mixed", "eth5-white"])
def test_a_group_that_the_base_has_not_is_told(base: Base, code: str) -> None:
    assert representation(Estimate(50.0), code, base, Interval(45.0, 55.0)) == NotCalculated(
        "no suitable population base: the base has no figure for this group"
    )


def test_the_reason_of_a_base_or_a_share_is_passed_on(base: Base) -> None:
    none = NotCalculated(NO_BASE)
    hidden = NotCalculated("hidden to protect people")
    assert representation(Estimate(50.0), "eth5-asian", none, Interval(45.0, 55.0)) == none
    assert representation(hidden, "eth5-asian", base, Interval(45.0, 55.0)) == hidden
    tiny = replace(base, shares={"eth5-asian": 1e-320})
    assert representation(Estimate(50.0), "eth5-asian", tiny, Interval(1, 2)) == NotCalculated(TOO_LARGE)


def test_ages_alone_can_differ(meals: Any, row: Any) -> None:
    base = base_from_rows([row("eth5-asian", 10, 40, **RESIDENTS)])
    assert isinstance(base, Base)
    assert base.kind is not None
    adults = replace(base, kind=replace(base.kind, age="adults"))
    found = suitable_base(
        replace(meals, id="residents-by-ethnic-group"), row("eth5-asian", category_code="else"), adults
    )
    assert found == NotCalculated("no suitable population base: figure and base are of different ages")
