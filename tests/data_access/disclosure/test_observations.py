"""Rows protected from end to end: what is emptied, what stays, what is refused and what is said."""

from dataclasses import replace

import pytest

from data_access.disclosure.errors import DisclosureError
from data_access.disclosure.figures import place_of
from data_access.disclosure.observations import audit_published, protect_observations, protect_units
from data_access.records import Observation
from tests.data_access.disclosure.small_figures import (
    GROUPS,
    QUARTERS,
    catalogue,
    hidden_groups,
    indicator,
    row,
    shares,
)

STOPS = {"eth5-asian": 3, "eth5-black": 40, "eth5-mixed": 12, "eth5-white": 60, "eth5-other": 9, "eth5-unknown": 30}
SHARES = indicator()


def test_every_number_of_a_hidden_cell_is_emptied_and_the_order_is_kept() -> None:
    rows = shares(STOPS)
    protected = protect_observations(SHARES, rows, catalogue())
    assert [place_of(each) for each in protected.rows] == [place_of(each) for each in rows]
    assert hidden_groups(protected.rows) == ["eth5-asian", "eth5-other"]
    for each in protected.rows:
        numbers = (each.numerator, each.value, each.lower, each.upper)
        assert (numbers == (None,) * 4) is (each.marker == "c")
        assert each.denominator == 154
    assert (protected.primary, protected.complementary) == (1, 1)


def test_small_and_other_hidden_cells_look_the_same() -> None:
    hidden = [each for each in protect_observations(SHARES, shares(STOPS), catalogue()).rows if each.marker]
    assert len({replace(each, ethnicity_code="") for each in hidden}) == 1


def test_what_is_published_passes_the_second_check() -> None:
    protected = protect_observations(SHARES, shares(STOPS), catalogue())
    assert audit_published(SHARES, protected.rows, catalogue()) == []


def test_the_second_check_finds_a_single_hidden_cell() -> None:
    rows = [
        replace(each, numerator=None, value=None, lower=None, upper=None, marker="c")
        if each.ethnicity_code == "eth5-asian"
        else each
        for each in shares(STOPS)
    ]
    (found,) = audit_published(SHARES, rows, catalogue())
    assert (found.low, found.high) == (3, 3)
    assert audit_published(SHARES, rows, catalogue(), exempt_sources=frozenset({rows[0].source_id})) == []


def test_a_small_whole_takes_every_share_and_denominator_of_it() -> None:
    protected = protect_observations(SHARES, shares({"eth5-black": 2, "eth5-white": 1}), catalogue())
    assert all(each.marker == "c" and each.denominator is None for each in protected.rows)


def test_in_a_proportion_the_complement_is_protected_and_the_denominator_stays() -> None:
    rows = [row(98, 100, group="eth5-black"), row(50, 90, group="eth5-white")]
    protected = protect_observations(indicator("proportion"), rows, catalogue())
    assert hidden_groups(protected.rows) == ["eth5-black"]
    assert [each.denominator for each in protected.rows] == [100, 90]


def test_a_denominator_that_would_narrow_a_hidden_share_goes_too() -> None:
    proportion = indicator("proportion")
    rows = [row(98, 100, group="eth5-black"), row(50, 90, group="eth5-white"), row(148, 190)]
    protected = protect_observations(proportion, rows, catalogue())
    assert {"eth5-black", "eth5-white"} <= set(hidden_groups(protected.rows))
    assert audit_published(proportion, protected.rows, catalogue()) == []


def test_a_small_denominator_is_hidden_with_its_share() -> None:
    proportion = indicator("proportion")
    rows = [row(0, 3, group="eth5-black"), row(20, 40, group="eth5-white"), row(30, 80, group="eth5-asian")]
    protected = protect_observations(proportion, rows, catalogue())
    assert protected.rows[0].marker == "c"
    assert protected.rows[0].denominator is None


def test_counts_in_the_value_are_protected_over_accumulating_periods() -> None:
    counts = indicator("count")
    rows = [row(64), *(row(count, period=quarter) for quarter, count in zip(QUARTERS, (3, 20, 11, 30), strict=True))]
    protected = protect_observations(counts, rows, catalogue())
    assert [each.period_code for each in protected.rows if each.marker] == [QUARTERS[0], QUARTERS[2]]


def test_wards_and_groups_are_protected_together() -> None:
    wards = [area.code for area in catalogue().codes.areas.values() if area.vintage == "2022"]
    by_ward = {
        ward: {group: 5 + (7 * n + 3 * m) % 40 for m, group in enumerate(GROUPS)} for n, ward in enumerate(wards)
    }
    by_ward[wards[0]]["eth5-mixed"] = 2
    rows = [each for ward in wards for each in shares(by_ward[ward], area=ward)]
    rows += shares({group: sum(by_ward[ward][group] for ward in wards) for group in GROUPS})
    protected = protect_observations(SHARES, rows, catalogue())
    assert protected.primary == 1
    assert protected.complementary >= 3
    assert audit_published(SHARES, protected.rows, catalogue()) == []


def test_rows_of_an_exempt_source_stay_whatever_they_show() -> None:
    rows = shares(STOPS)
    protected = protect_observations(SHARES, rows, catalogue(), exempt_sources=frozenset({rows[0].source_id}))
    assert list(protected.rows) == rows


def test_an_indicator_that_protects_nothing_is_left_as_it_is() -> None:
    rows = shares(STOPS)
    assert list(protect_observations(indicator(protect="none"), rows, catalogue()).rows) == rows
    assert audit_published(indicator(protect="none"), rows, catalogue()) == []


def test_a_small_count_that_exempt_rows_give_away_is_refused_with_its_place() -> None:
    rows = [replace(each, source_id="exempt") if each.numerator != 3 else each for each in shares(STOPS)]
    with pytest.raises(DisclosureError) as refused:
        protect_observations(SHARES, rows, catalogue(), exempt_sources=frozenset({"exempt"}))
    (sentence,) = refused.value.sentences
    assert sentence.startswith("stop-and-search, 2018/19, Islington (E09000019), Asian, All: the count is small")
    assert "withdraw" in sentence


def test_what_its_publisher_hid_is_never_shown() -> None:
    rows = [
        replace(each, numerator=None, value=None, lower=None, upper=None, marker="c") if each.numerator == 9 else each
        for each in shares(STOPS)
    ]
    protected = protect_observations(SHARES, rows, catalogue())
    assert hidden_groups(protected.rows) == ["eth5-asian", "eth5-other"]
    assert protected.statement.hidden_by_publisher == 1
    assert protected.complementary == 0


def test_the_statement_tells_what_is_lost_from_what_is_published_alone() -> None:
    statement = protect_observations(SHARES, shares(STOPS), catalogue()).statement
    assert (statement.cells, statement.shown, statement.hidden_here) == (7, 5, 2)
    assert statement.people_shown == 154 + 40 + 12 + 60 + 30
    assert statement.most_people_hidden == 12
    assert (statement.narrowest, statement.widest) == (12, 12)
    assert statement.people_hidden_percent == pytest.approx(100 * 12 / 308)
    assert statement.share_of_cells_hidden == pytest.approx(100 * 2 / 7)


def test_without_a_total_the_statement_claims_no_bound() -> None:
    statement = protect_observations(indicator("count"), [row(3)], catalogue()).statement
    assert statement.most_people_hidden == float("inf")
    assert statement.people_hidden_percent == 100


def test_a_statement_of_rates_without_counts_counts_the_cells() -> None:
    statement = protect_observations(indicator("rate"), [row(7.5)], catalogue()).statement
    assert (statement.cells, statement.hidden_here, statement.people_hidden_percent) == (1, 0, 0)


def test_a_count_shown_before_must_be_withdrawn_before_it_can_be_hidden() -> None:
    with pytest.raises(
        DisclosureError, match="Asian, All: the count has to be hidden, yet an earlier edition shows it"
    ):
        protect_observations(SHARES, shares(STOPS), catalogue(), previous=shares(STOPS))


def test_cells_shown_before_are_not_relied_on_to_protect() -> None:
    before = [each for each in shares(STOPS) if each.ethnicity_code == "eth5-other"]
    protected = protect_observations(SHARES, shares(STOPS), catalogue(), previous=before)
    assert hidden_groups(protected.rows) == ["eth5-asian", "eth5-mixed"]


def test_the_difference_between_two_editions_gives_nothing_back() -> None:
    first = list(protect_observations(SHARES, shares(STOPS), catalogue()).rows)
    assert hidden_groups(tuple(first)) == ["eth5-asian", "eth5-other"]
    # Now 9 of Other are 7, and 3 of Asian still 3: hiding Asian with Mixed would leave the earlier sum to tell of it.
    again = protect_observations(SHARES, shares(STOPS), catalogue(), previous=first)
    assert hidden_groups(again.rows) == ["eth5-asian", "eth5-other"]
    shown_since = [row(9, 154, group="eth5-other")]
    with pytest.raises(DisclosureError, match="Asian"):
        protect_observations(SHARES, shares(STOPS), catalogue(), previous=[*first, *shown_since])


def test_a_revised_count_is_not_given_away_by_what_it_was() -> None:
    before = shares(STOPS | {"eth5-asian": 8, "eth5-mixed": 15})
    protected = protect_observations(SHARES, shares(STOPS), catalogue(), previous=before)
    assert hidden_groups(protected.rows) == ["eth5-asian", "eth5-mixed"]


def test_rows_that_stay_published_are_added_up_with_the_new_ones() -> None:
    standing = [row(count, period=quarter) for quarter, count in zip(QUARTERS[1:], (20, 11, 30), strict=True)]
    quarter = row(3, period=QUARTERS[0])
    protected = protect_observations(indicator("count"), [quarter], catalogue(), previous=standing)
    assert [each.marker for each in protected.rows] == ["c"]
    with pytest.raises(DisclosureError, match="April to June 2018"):
        protect_observations(indicator("count"), [row(64), quarter], catalogue(), previous=standing)


def test_a_cell_hidden_in_one_unit_is_hidden_in_all() -> None:
    people = shares(STOPS)
    full_time = [_in_full_time(each) for each in people]
    rates = [replace(row(5.5), ethnicity_code=group) for group in GROUPS]
    units = [(SHARES, people), (SHARES, full_time), (indicator("rate"), rates)]
    done = protect_units(units, catalogue())
    hidden = [hidden_groups(each.rows) for each in done]
    assert hidden[0] == hidden[1] == hidden[2]
    assert {"eth5-asian", "eth5-other"} <= set(hidden[0])
    assert all(
        audit_published(figures, each.rows, catalogue()) == [] for (figures, _), each in zip(units, done, strict=True)
    )


def _in_full_time(each: Observation) -> Observation:
    assert each.numerator is not None
    assert each.denominator is not None
    return replace(each, numerator=round(each.numerator * 0.5, 1), denominator=each.denominator * 0.5)
