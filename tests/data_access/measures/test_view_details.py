"""Each part of what is said of a group in one view, worked out by hand, and each reason word for word."""

from dataclasses import replace
from typing import Any

import pytest

from data_access.measures.breakdown import breakdowns
from data_access.measures.comparison import Comparison, compare_shares_with_whole
from data_access.measures.intervals import rate_intervals, share_intervals
from data_access.measures.quality import BREAK, LOW_CONFIDENCE, UNKNOWN
from data_access.measures.representation import Representation, base_from_rows
from data_access.measures.results import Estimate, Interval, NotCalculated
from data_access.measures.table import measure_groups, unknown_of, values
from data_access.records import Break

NO_BREAKDOWN = NotCalculated("there is no breakdown by ethnic group")
RATE = {"measure_type": "rate", "unit": "per 1,000 pupils"}


@pytest.fixture
def view(row: Any) -> list[Any]:
    return [row("all", 60, 300), row("eth5-asian", 30, 100), row("eth5-white", 28, 190), row("eth5-unknown", 2, 10)]


def test_values_come_from_counts_with_their_intervals(row: Any) -> None:
    shares = [row("eth5-asian", 30, 100, value=29.0), row("eth5-white", 1, 4)]
    assert values(shares) == share_intervals([30, 1], [100, 4])
    parts = [entry._replace(measure_type="composition") for entry in shares]
    assert values(parts) == share_intervals([30, 1], [100, 4])
    rates = [entry._replace(**RATE) for entry in shares]
    assert values(rates) == rate_intervals([30, 1], [100, 4], 1_000)
    assert values([]) == []


def test_a_share_whose_unit_names_a_number_is_still_a_share(row: Any) -> None:
    assert values([row("eth5-asian", 30, 100, unit="per 100 pupils")]) == share_intervals([30], [100])


@pytest.mark.parametrize("kind", ["mean", "count"])
def test_scores_and_counts_are_taken_as_they_are(row: Any, kind: str) -> None:
    assert values([row("eth5-asian", 30, 100, value=7.5, measure_type=kind)]) == [Estimate(7.5)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"lower": 40.0, "upper": 60.0, "value": 49.0}, Estimate(49.0, Interval(40.0, 60.0))),
        ({"numerator": None, "value": 49.0}, Estimate(49.0)),
        ({"denominator": None, "value": 49.0}, Estimate(49.0)),
        ({"numerator": None, "value": None}, NotCalculated("no figure is published")),
        ({"numerator": None, "value": None, "lower": 1.0, "upper": 2.0}, NotCalculated("no figure is published")),
        ({"numerator": None, "value": 49.0, "upper": 60.0}, Estimate(49.0)),
        ({"numerator": None, "value": 49.0, "lower": 40.0}, Estimate(49.0)),
        ({"marker": "c"}, NotCalculated("hidden to protect people")),
        ({"marker": "x", "lower": 40.0, "upper": 60.0, "value": 49.0}, NotCalculated("not published")),
    ],
)
def test_a_value_is_the_published_one_with_its_interval_else_from_counts_else_alone(
    row: Any, change: Any, expected: Any
) -> None:
    assert values([row("eth5-asian", 30, 100)._replace(**change)]) == [expected]


def test_rows_of_another_view_are_left_aside(meals: Any, view: Any) -> None:
    others = [
        view[1]._replace(**change)
        for change in (
            {"indicator_id": "else"},
            {"area_code": "else"},
            {"period_code": "ay2020-21"},
            {"category_code": "else"},
        )
    ]
    strange = [entry._replace(ethnicity_code=f"strange-{place}") for place, entry in enumerate(others)]
    assert list(measure_groups(meals, [*view, *strange], [], "eth5-white")) == [row.ethnicity_code for row in view]


def test_every_part_of_a_group_is_its_own(meals: Any, view: Any) -> None:
    found = measure_groups(meals, view, [], "all")
    asian = found["eth5-asian"]
    assert asian.row is view[1]
    assert asian.reference is view[0]
    assert [asian.value] == share_intervals([30], [100])
    assert [asian.comparison] == compare_shares_with_whole([30], [100], (60, 300))
    assert isinstance(asian.people, Estimate)
    assert asian.people.value == pytest.approx(10)
    assert asian.representation == NotCalculated("representation is for shares of one total")
    assert asian.story is None
    assert asian.unknown == Estimate(pytest.approx(100 * 10 / 300))
    assert asian.flags == ()
    assert found["all"].unknown == asian.unknown
    assert not asian.order_could_reverse
    assert asian.may_say_likely


def test_rates_have_a_gap_in_people_by_their_base(meals: Any, view: Any) -> None:
    rates = [entry._replace(**RATE) for entry in view]
    people = measure_groups(meals, rates, [], "all")["eth5-asian"].people
    assert isinstance(people, Estimate)
    assert people.value == pytest.approx(10)
    odd = [entry._replace(unit="pupils per square kilometre") for entry in rates]
    assert measure_groups(meals, odd, [], "all")["eth5-asian"].people == NotCalculated("the unit is not of people")


def test_without_a_reference_nobody_can_tell_the_order(meals: Any, view: Any) -> None:
    found = measure_groups(meals, view, [], "eth5-black")["eth5-asian"]
    assert found.reference is None
    assert found.comparison == NotCalculated("there is no figure for the reference group")
    assert found.order_could_reverse


def test_a_group_is_compared_with_itself_elsewhere_by_the_bounds_there(meals: Any, view: Any, row: Any) -> None:
    def there(unknown: int) -> list[Any]:
        rows = [row("all", 900, 9_000), row("eth5-asian", 300, 3_000), row("eth5-unknown", unknown, unknown)]
        return [entry._replace(area_code="E12000007", area_type="region", area="London") for entry in rows]

    for unknown, could in ((10, False), (3_000, True)):
        elsewhere = there(unknown)
        found = measure_groups(meals, view, [], "E12000007", elsewhere=elsewhere)["eth5-asian"]
        assert found.reference is elsewhere[1]
        assert [found.comparison] == compare_shares_with_whole([30], [100], (300, 3_000))
        assert found.order_could_reverse is could
    here = measure_groups(meals, view, [], "eth5-white", elsewhere=there(3_000))["eth5-asian"]
    assert here.reference is view[2]
    assert not here.order_could_reverse


def test_breaks_uncertain_sources_and_people_not_known_are_flagged(meals: Any, view: Any, row: Any) -> None:
    broken = replace(meals, breaks=(Break("ay2021-22", "why"),))
    assert measure_groups(broken, view, [], "all")["eth5-asian"].flags == (BREAK,)
    uncertain = measure_groups(meals, view, [], "all", uncertain_sources={"census"})
    assert uncertain["eth5-asian"].flags == (LOW_CONFIDENCE,)
    many = [*view[:3], row("eth5-unknown", 2, 100)]
    assert measure_groups(meals, many, [], "all")["eth5-asian"].flags == (UNKNOWN,)


def test_two_lists_of_groups_have_each_their_own_people_not_known(meals: Any, view: Any, row: Any) -> None:
    officer = [
        row("officer-asian", 20, 90, ethnicity_classification="Officer"),
        row("officer-unknown", 40, 200, ethnicity_classification="Officer"),
    ]
    found = measure_groups(meals, [*view, *officer], [], "all")
    assert found["eth5-asian"].unknown == Estimate(pytest.approx(100 * 10 / 300))
    assert found["officer-asian"].unknown == Estimate(pytest.approx(100 * 200 / 300))
    assert found["all"].unknown == found["eth5-asian"].unknown
    assert unknown_of([*view, *officer]) == found["eth5-asian"].unknown
    assert unknown_of([*officer, *view]) == found["officer-asian"].unknown


def test_everybody_alone_has_no_breakdown(meals: Any, row: Any) -> None:
    alone = [row("all", 60, 300)]
    assert unknown_of(alone) == unknown_of([]) == NO_BREAKDOWN
    assert measure_groups(meals, alone, [], "all")["all"].unknown == breakdowns(alone)["All people"].unknown_share


@pytest.fixture
def parts(row: Any) -> Any:
    """Makes the parts of one total of social workers."""

    def make(category: str, asian: int, white: int, unknown: int) -> list[Any]:
        counts = {"all": asian + white + unknown, "eth5-asian": asian, "eth5-white": white, "eth5-unknown": unknown}
        more = {"measure_type": "composition", "indicator_id": "social-workers-by-role", "category_code": category}
        return [row(code, count, counts["all"], **more) for code, count in counts.items()]

    return make


def test_representation_takes_the_first_base_that_fits(meals: Any, parts: Any) -> None:
    staff = replace(meals, id="social-workers-by-role", measure_type="composition")
    itself, first, second = (
        base_from_rows(parts(*given)) for given in (("senior", 1, 1, 0), ("every", 25, 75, 0), ("junior", 50, 50, 0))
    )
    found = measure_groups(staff, parts("senior", 100, 95, 5), [], "all", bases=[itself, first, second])
    asian = found["eth5-asian"].representation
    assert isinstance(asian, Representation)
    assert asian.base is first
    assert asian.ratio.value == pytest.approx(2)
    assert asian.is_settled
    one_group = NotCalculated("representation is for one known ethnic group")
    assert found["all"].representation == found["eth5-unknown"].representation == one_group


def test_representation_without_a_base_that_fits_tells_the_first_reason(meals: Any, parts: Any) -> None:
    staff = replace(meals, id="social-workers-by-role", measure_type="composition")
    rows = parts("senior", 100, 95, 5)
    itself = base_from_rows(parts("senior", 1, 1, 0))
    elsewhere = base_from_rows([row._replace(area_code="else") for row in parts("every", 1, 1, 0)])
    found = measure_groups(staff, rows, [], "all", bases=[itself, elsewhere])["eth5-asian"]
    assert found.representation == NotCalculated("no suitable population base: this is the base itself")
    found = measure_groups(staff, rows, [], "all", bases=[elsewhere, itself])["eth5-asian"]
    assert found.representation == NotCalculated("no suitable population base: figure and base are of different places")
    found = measure_groups(staff, rows, [], "all")["eth5-asian"]
    assert found.representation == NotCalculated("no suitable population base")


@pytest.mark.parametrize(("kind", "may"), [("proportion", True), ("rate", True), ("mean", False), ("count", False)])
def test_only_shares_and_rates_may_be_called_likely(meals: Any, view: Any, kind: str, may: bool) -> None:
    found = measure_groups(meals, view, [], "all")["eth5-asian"]
    assert isinstance(found.comparison, Comparison)
    assert replace(found, row=found.row._replace(measure_type=kind)).may_say_likely is may
    assert not replace(found, order_could_reverse=True).may_say_likely
    assert not replace(found, comparison=NO_BREAKDOWN).may_say_likely
