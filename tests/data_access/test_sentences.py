"""The sentences say what the rows say, no more, and never a number that is hidden."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.columns import PUBLISHED, PublicRow
from data_access.formats import figure, number
from data_access.portal import served
from data_access.records import ALL, Break, Selection
from data_access.sentences import crosses_break, headline, hidden_groups, matching_outcomes, outcome_value, when
from data_access.views import IndicatorView, Outcome, indicator_view, is_shown, outcomes

REAL = served().repository
INDICATORS = sorted(REAL.catalogue.indicators)
CARE = indicator_view(REAL, "children-looked-after", Selection())
GROUPS = ("Asian", "Black", "Mixed", "White", "Other")
SECRET = 7_654_321
MARKED = sorted(
    {
        (row.indicator_id, row.area_code, row.period_code, row.category_code)
        for row in REAL.rows(Selection())
        if row.marker == "c"
    }
)
CAUSES = ("because", "due to", "caused", "more likely", "less likely", "discriminat", "worst", "best", "only")


def view(indicator_id: str, **wished: tuple[str, ...]) -> IndicatorView:
    return indicator_view(REAL, indicator_id, Selection(**wished))


def care_with(markers: Iterable[str], total_marker: str = PUBLISHED, **change: str) -> IndicatorView:
    """The view of children looked after, its groups marked anew, with a number left in every marked row."""
    rows = [
        row._replace(marker=marker, numerator=SECRET + n, value=SECRET + n)
        if marker != PUBLISHED
        else row._replace(marker=marker, numerator=10 + n, value=(10 + n) / 2)
        for n, (row, marker) in enumerate(zip(CARE.by_group, markers, strict=False))
    ]
    total = CARE.total
    assert total is not None
    total = total if total_marker == PUBLISHED else total._replace(marker=total_marker, numerator=SECRET, value=SECRET)
    groups = (total, *rows)
    return replace(CARE, indicator=replace(CARE.indicator, **change), groups=groups, series=groups)


def numbers_in(text: str) -> list[str]:
    return re.findall(r"\u2212?\d(?:[\d,.]*\d)?", text)


def numbers_allowed(found: IndicatorView) -> set[str]:
    """Every number that the shown rows and the period’s own words hold."""
    rows = [row for row in (*found.groups, *found.series) if is_shown(row)]
    words = " ".join([*(row.period for row in (*found.groups, *found.series)), found.indicator.unit])
    words += " ".join(figure(row.value, found.indicator.unit, found.indicator.decimals) for row in rows)
    words += " ".join(figure(row.value, "%", found.indicator.decimals) for row in rows)
    words += " ".join(number(row.numerator) for row in rows if row.numerator is not None)
    return {*numbers_in(words), *(word for word in words.split() if word.isdigit())}


@pytest.mark.parametrize("place", MARKED, ids=" ".join)
def test_a_sentence_about_a_page_with_hidden_groups_holds_shown_numbers_alone(
    place: tuple[str, str, str, str],
) -> None:
    indicator_id, area, period, category = place
    for classification in view(indicator_id, area=(area,), category=(category,)).options["classification"]:
        found = view(
            indicator_id, area=(area,), period=(period,), category=(category,), classification=(classification,)
        )
        assert set(numbers_in(headline(found))) <= numbers_allowed(found)


@given(
    st.lists(st.sampled_from([PUBLISHED, "c", "x", "z"]), min_size=1, max_size=6),
    st.sampled_from([PUBLISHED, "c"]),
    st.sampled_from(["composition", "proportion", "rate", "count"]),
)
def test_a_number_behind_a_marker_is_never_told(markers: list[str], total_marker: str, measure_type: str) -> None:
    found = care_with(markers, total_marker, measure_type=measure_type)
    for text in (headline(found), hidden_groups(found)):
        assert "7,654" not in text
        assert "7654" not in text
        assert text == "" or text.endswith(".")


@pytest.mark.parametrize("marker", ["c", "x", "z"])
def test_a_list_entry_shows_the_marker_of_a_hidden_figure(marker: str) -> None:
    (entry,) = outcomes(REAL, Selection(indicator=("children-looked-after",)))
    assert entry.latest is not None
    hidden = entry.latest._replace(marker=marker, numerator=SECRET, value=SECRET)
    assert outcome_value(replace(entry, series=(*entry.series, hidden))) == f"[{marker}]"


@pytest.mark.parametrize("indicator_id", INDICATORS)
def test_a_headline_is_one_sentence_that_explains_nothing(indicator_id: str) -> None:
    text = headline(view(indicator_id))
    assert text.endswith(".")
    assert text[0].isupper()
    assert "[" not in text
    assert "nan" not in text.lower().split()
    assert [word for word in CAUSES if word in text.lower()] == []


def test_the_headline_of_a_composition_gives_its_counts_largest_first() -> None:
    assert headline(CARE) == (
        "On 31 March 2025, Islington had 282 children looked after. "
        "Of these, 98 were Black, 88 were White, 68 were Mixed and 14 were Asian."
    )


def test_stops_are_of_people_recorded_as_a_group() -> None:
    assert "1,340 were of people recorded as White, 1,117 as Black" in headline(view("stop-and-search"))


def test_the_headline_of_scores_gives_everyone_and_the_range_of_the_groups() -> None:
    assert headline(view("attainment-8")) == (
        "In 2024/25, the figure for everyone in Islington was 47.0; "
        "by ethnic group it ran from 44.6 (Black) to 57.0 (Chinese)."
    )


def test_the_headline_of_a_count_says_how_it_stands_to_the_one_before() -> None:
    assert headline(view("race-hate-public-fear")) == (
        "In 2025/26, the figure for Islington was 532. That was up from 435 in 2024/25."
    )
    assert headline(view("race-hate-public-fear", period=("fy2025-26",), ward=("E05013703",))).startswith(
        "In 2025/26, the figure for Finsbury Park ward was 51. "
    )


def test_the_headline_of_a_past_date_stands_beside_the_one_before_it() -> None:
    assert headline(view("race-hate-public-fear", period=("fy2024-25",))) == (
        "In 2024/25, the figure for Islington was 435. That was up from 327 in 2023/24."
    )
    assert headline(view("children-looked-after-rate", period=("d2024-03-31",))) == (
        "On 31 March 2024, the figure for Islington was 83 per 10,000 children. "
        "That was down from 89 per 10,000 children on 31 March 2023."
    )


def test_of_a_long_list_the_three_largest_groups_are_told() -> None:
    assert headline(view("temporary-accommodation", classification=("eth18",), period=("d2025-09-30",))) == (
        "On 30 September 2025, Islington had 1,877 households in temporary accommodation. Of these, the largest groups "
        "were Black African (18.9%) and White British (18.6%). Next came Any other White background (10.3%)."
    )


def everybody(*values: float, flags: str = "", marker: str = PUBLISHED) -> IndicatorView:
    """A view of race hate offences whose last years have these values, the last with these flags."""
    found = view("race-hate-public-fear")
    rows = [row._replace(value=value) for row, value in zip(found.series, values, strict=False)]
    rows[-1] = rows[-1]._replace(flags=flags, marker=marker)
    return replace(found, series=tuple(rows), groups=(rows[-1],))


@pytest.mark.parametrize(
    ("values", "ending"),
    [
        ((10, 12), "was 12. That was up from 10 in 2023/24."),
        ((12, 10), "was 10. That was down from 12 in 2023/24."),
        ((1, 12, 12), "was 12. That was the same as in 2024/25."),
        ((12.1, 12.2), "was 12. That was almost the same as in 2023/24."),
        ((12,), "was 12."),
    ],
)
def test_a_change_is_up_down_or_the_same(values: tuple[float, ...], ending: str) -> None:
    assert headline(everybody(*values)).endswith(ending)


def test_no_change_is_told_across_a_break() -> None:
    assert headline(everybody(10, 12, flags="b")).endswith("the figure for Islington was 12.")
    broken = everybody(10, 12)
    indicator = replace(broken.indicator, breaks=(Break("fy2024-25", "A new method."),))
    assert headline(replace(broken, indicator=indicator)).endswith("the figure for Islington was 12.")


def test_a_figure_that_is_not_shown_is_told_as_not_shown() -> None:
    assert headline(everybody(10, 12, marker="x")) == "In 2024/25, the figure for Islington is not shown."


def test_when_every_group_is_hidden_the_headline_says_that_alone() -> None:
    assert headline(care_with(["c"] * 5)) == (
        "On 31 March 2025, for Islington, every count by ethnic group is hidden to protect people."
    )
    assert headline(care_with(["c", "x"])) == (
        "On 31 March 2025, for Islington, no figure by ethnic group is published."
    )


def test_not_known_is_never_told_as_a_group_of_the_headline() -> None:
    found = view("homelessness-duty-owed")
    assert any(row.ethnicity == "Not known" for row in found.by_group)
    assert "Not known" not in headline(found)


def test_a_page_without_any_row_says_that_nothing_is_published() -> None:
    empty = replace(CARE, groups=(), series=(), wards=())
    assert headline(empty) == "No figure is published for this choice."
    assert hidden_groups(empty) == ""


def test_one_hidden_group_is_told_in_the_singular() -> None:
    text = hidden_groups(care_with([PUBLISHED, "c", PUBLISHED]))
    assert text == "The figure for Black is hidden to protect people. A hidden figure is not a zero."


@given(st.lists(st.sampled_from([PUBLISHED, "c", "x"]), min_size=5, max_size=5))
def test_hidden_groups_are_named_up_to_three_and_counted_beyond(markers: list[str]) -> None:
    text = hidden_groups(care_with(markers))
    names = [group for group, marker in zip(GROUPS, markers, strict=True) if marker == "c"]
    if not names:
        assert text == ""
    elif len(names) > 3:
        assert f"{len(names)} groups are hidden" in text
    else:
        assert [group for group in GROUPS if group in text] == names
        assert (" is hidden" in text) == (len(names) == 1)


@pytest.mark.parametrize(
    ("period_code", "start"),
    [
        ("d2025-03-31", "On 31 March 2025"),
        ("q2025-10", "From October to December 2025"),
        ("r2021-12_2022-11", "From December 2021 to November 2022"),
        ("fy2024-25", "In 2024/25"),
        ("ay2024-25", "In 2024/25"),
        ("cy2020", "In 2020"),
        ("m2018-11", "In November 2018"),
    ],
)
def test_a_sentence_begins_with_its_period(period_code: str, start: str) -> None:
    assert when(period_code, REAL.catalogue.codes.periods[period_code].label) == start


def test_every_period_that_begins_with_from_has_an_end() -> None:
    starts = [when(code, period.label) for code, period in REAL.catalogue.codes.periods.items()]
    assert len(starts) > 100
    assert [start for start in starts if start.startswith("From ") != (" to " in start)] == []


@pytest.mark.parametrize(
    ("before", "after", "broken"),
    [
        ("q2021-04", "q2021-07", True),
        ("q2018-04", "q2025-10", True),
        ("q2021-07", "q2021-10", False),
        ("q2018-04", "q2021-04", False),
    ],
)
@pytest.mark.parametrize("told_by", ["indicator", "flag"])
def test_a_break_told_by_the_indicator_or_by_a_flag_parts_what_comes_before(
    before: str, after: str, broken: bool, told_by: str
) -> None:
    rows = [row for row in view("homelessness-duty-owed").series if row.ethnicity_code == ALL]
    indicator = REAL.catalogue.indicators["homelessness-duty-owed"]
    if told_by == "indicator":
        rows = [row._replace(flags="") for row in rows]
    else:
        indicator = replace(indicator, breaks=())
    by_period = {row.period_code: row for row in rows}
    assert crosses_break(by_period[before], by_period[after], rows, indicator) == broken


def matched(count: int, **change: int) -> list[Outcome]:
    found = outcomes(REAL, Selection())[:count]
    return [replace(one, coverage=replace(one.coverage, **change)) for one in found]


@pytest.mark.parametrize(
    ("count", "change", "text"),
    [
        (0, {}, "None of 49 outcomes matches this choice."),
        (1, {"groups": 1, "wards": 0}, "1 of 49 outcomes matches; 1 has figures by ethnic group and 0 by ward."),
        (2, {"groups": 0, "wards": 0}, "2 of 49 outcomes match; 0 have figures by ethnic group and 0 by ward."),
        (3, {"groups": 6, "wards": 17}, "3 of 49 outcomes match; 3 have figures by ethnic group and 3 by ward."),
    ],
)
def test_matching_outcomes_are_counted_in_the_right_number(count: int, change: dict[str, int], text: str) -> None:
    assert matching_outcomes(matched(count, **change), 49) == text


def latest_row(indicator_id: str) -> PublicRow:
    (entry,) = outcomes(REAL, Selection(indicator=(indicator_id,)))
    assert entry.latest is not None
    return entry.latest


def test_a_list_entry_gives_the_number_where_the_share_of_everybody_says_nothing() -> None:
    assert latest_row("children-looked-after").value == 100
    told = {one.indicator.id: outcome_value(one) for one in outcomes(REAL, Selection())}
    assert told["children-looked-after"] == "282"
    assert told["attainment-8"] == "47.0"
    assert told["children-looked-after-rate"] == "79 per 10,000 children"


def test_a_list_entry_of_a_group_gives_its_share() -> None:
    told = {one.indicator.id: outcome_value(one) for one in outcomes(REAL, Selection(ethnicity=("eth5-black",)))}
    assert told["children-looked-after"] == "34.8%"


def test_a_list_entry_without_a_figure_for_the_choice_says_so() -> None:
    (entry,) = matched(1, wards=17)
    assert outcome_value(replace(entry, series=())) == "by ward only"
    (entry,) = matched(1, wards=0)
    assert outcome_value(replace(entry, series=())) == "not for this choice"
