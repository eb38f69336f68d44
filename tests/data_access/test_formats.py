"""Numbers and dates become words the same way everywhere."""

import math
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access import formats
from data_access.formats import MINUS

finite = st.floats(allow_nan=False, allow_infinity=False)
reasonable = st.floats(-1e9, 1e9)
places = st.integers(0, 4)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
not_numbers = st.sampled_from([None, math.nan, math.inf, -math.inf, True, False, "12"])


def read_back(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1910, 0, "1,910"),
        (216590, 0, "216,590"),
        (8799725, 0, "8,799,725"),
        (999, 0, "999"),
        (0, 0, "0"),
        (-0.3, 1, f"{MINUS}0.3"),
        (-1910.25, 1, f"{MINUS}1,910.3"),
        (47, 1, "47.0"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, f"{MINUS}3"),
        (2.675, 2, "2.68"),
        (0.05, 1, "0.1"),
        (-0.04, 1, "0.0"),
        (12.3, -1, "12"),
    ],
)
def test_a_number_has_commas_a_true_minus_and_its_decimals(value: float, decimals: int, written: str) -> None:
    assert formats.number(value, decimals) == written


@given(finite, places)
def test_a_written_number_reads_back_within_half_a_unit(value: float, decimals: int) -> None:
    written = formats.number(value, decimals)
    assert abs(read_back(written) - Decimal(str(value))) <= Decimal("0.5").scaleb(-decimals)
    assert "-" not in written


@given(reasonable, places)
def test_every_comma_stands_before_three_digits(value: float, decimals: int) -> None:
    pattern = rf"{MINUS}?\d{{1,3}}(,\d{{3}})*" + (rf"\.\d{{{decimals}}}" if decimals else "")
    assert re.fullmatch(pattern, formats.number(value, decimals))


@given(finite, places)
def test_the_rounded_number_is_the_number_that_is_written(value: float, decimals: int) -> None:
    assert formats.number(formats.rounded(value, decimals), decimals) == formats.number(value, decimals)


@given(reasonable, reasonable, places)
def test_rounding_never_turns_an_order_round(one: float, other: float, decimals: int) -> None:
    low, high = sorted((one, other))
    assert formats.rounded(low, decimals) <= formats.rounded(high, decimals)


@given(reasonable, places)
def test_a_number_below_nought_is_the_one_above_with_a_minus(value: float, decimals: int) -> None:
    above = formats.number(abs(value), decimals)
    minus = "" if read_back(above) == 0 else MINUS
    assert formats.number(-abs(value), decimals) == f"{minus}{above}"


@given(not_numbers)
def test_what_is_not_a_number_is_never_written_as_one(value: float | None) -> None:
    assert not formats.is_number(value)
    assert formats.number(value) == "[x]"
    assert formats.percent(value) == "[x]"
    assert formats.figure(value, "% of pupils") == "[x]"
    assert formats.figure(value, "per 1,000 residents") == "[x]"
    assert formats.interval(value, 3.0) == formats.interval(3.0, value) == ""


def test_an_endless_number_is_not_rounded() -> None:
    assert formats.rounded(math.inf, 1) == math.inf
    assert math.isnan(formats.rounded(math.nan, 1))


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (34.751773, "% of children looked after", 1, "34.8%"),
        (100, "%", 0, "100%"),
        (5.24, "per 1,000 residents", 1, "5.2 per 1,000 residents"),
        (1910, "offences", 0, "1,910"),
        (47, "points", 1, "47.0"),
    ],
)
def test_a_figure_has_as_much_of_its_unit_as_it_needs(value: float, unit: str, decimals: int, written: str) -> None:
    assert formats.figure(value, unit, decimals) == written
    assert formats.is_percent(unit) == written.endswith("%")


def test_an_interval_gives_both_ends() -> None:
    assert formats.interval(29.42, 40.46, 1) == "29.4 to 40.5"
    assert formats.interval(-1, 0) == f"{MINUS}1 to 0"


@pytest.mark.parametrize(
    ("marker", "symbol", "words"),
    [
        ("", "", ""),
        ("published", "", ""),
        ("c", "[c]", "hidden to protect people"),
        ("x", "[x]", "not published"),
        ("z", "[z]", "does not apply"),
        ("q", "[q]", "not shown"),
    ],
)
def test_a_marker_has_one_symbol_and_one_wording(marker: str, symbol: str, words: str) -> None:
    assert formats.symbol(marker) == symbol
    assert formats.marker_words(marker) == words
    assert formats.is_published(marker) == (symbol == "")


@given(st.one_of(reasonable, st.none()), st.sampled_from(["c", "x", "z"]), st.sampled_from(["", "p", "bu"]), places)
def test_a_marked_cell_never_shows_a_number(value: float | None, marker: str, flags: str, decimals: int) -> None:
    assert formats.cell(value, marker, flags, decimals) == f"[{marker}]"


@pytest.mark.parametrize(
    ("flags", "written"), [("", "34.8"), ("e", "34.8 [e]"), ("bp", "34.8 [b] [p]"), ("bu", "34.8 [b] [u]")]
)
def test_a_published_cell_has_its_flags_beside_it(flags: str, written: str) -> None:
    assert formats.cell(34.751773, "published", flags, 1) == written
    assert formats.cell(34.751773, "", flags, 1) == written


def test_a_day_is_written_in_full_in_a_sentence_and_short_in_a_table() -> None:
    assert formats.day(date(2025, 3, 31)) == "31 March 2025"
    assert formats.day(date(2021, 9, 1)) == "1 September 2021"
    assert formats.short_day(date(2025, 3, 31)) == "31 Mar 2025"


@given(days)
def test_a_written_day_tells_which_day_it_was(when: date) -> None:
    number, month, year = formats.day(when).split()
    assert (int(number), int(year)) == (when.day, when.year)
    assert formats.short_day(when).split() == [number, month[:3], year]
    assert formats.short_month(when.month) == month[:3]


@given(days, st.integers(1, 400))
def test_no_two_days_are_written_alike(when: date, later: int) -> None:
    assert formats.day(when) != formats.day(when + timedelta(days=later))


def test_the_twelve_months_are_told_apart_and_begin_again() -> None:
    months = [formats.short_month(month) for month in range(1, 13)]
    assert months[0::11] == ["Jan", "Dec"]
    assert len(set(months)) == 12
    assert [formats.short_month(month) for month in range(13, 25)] == months


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0 children"), (1, "1 child"), (2, "2 children"), (1910, "1,910 children")]
)
def test_only_one_is_in_the_singular(count: int, written: str) -> None:
    assert formats.plural(count, "child", "children") == written


def test_a_plain_noun_takes_an_s() -> None:
    assert [formats.plural(count, "row") for count in (1, 2)] == ["1 row", "2 rows"]


@pytest.mark.parametrize(
    ("words", "written"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_has_one_and_before_its_last_word(words: list[str], written: str) -> None:
    assert formats.list_words(words) == written


@given(st.lists(st.sampled_from(["Asian", "Black", "Mixed", "White", "Other"]), max_size=6))
def test_a_list_in_words_keeps_every_word_in_order(words: list[str]) -> None:
    assert [word for word in re.split(r", | and ", formats.list_words(words)) if word] == words
