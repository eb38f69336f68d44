"""Each ward's number in three measures, its words, and the reason where there is none."""

import pytest

from data_access.boundaries import MEASURES, RATIO, SHARE, VALUE, Measured, all_values, ward_values
from data_access.columns import PUBLISHED, PublicRow
from data_access.formats import rounded
from data_access.records import ISLINGTON
from tests.data_access.boundaries.ward_rows import hidden, real_maps, row, rows, tells_secret, wards_of

WARDS = wards_of("2022")
SEVENTEEN = [float(value) for value in range(10, 27)]
ALL_COUNTS = {"measure_type": "composition", "ethnicity_code": "all"}


def measured(found: list[PublicRow], borough: PublicRow | None, measure: str = VALUE, decimals: int = 1) -> Measured:
    return ward_values(WARDS, found, borough, measure, decimals=decimals)


def test_the_figure_is_the_published_one_with_its_interval_base_and_flags() -> None:
    one = row("E05013697", 34.8, lower=29.4, upper=40.5, denominator=120, flags="e")
    found = measured([one], row(ISLINGTON, 30.0))
    first = found.wards[0]
    assert (first.value, first.lower, first.upper, first.base, first.flags) == (34.8, 29.4, 40.5, 120, "e")
    assert (first.text, first.words) == ("34.8", "34.8% of residents, 95% interval 29.4 to 40.5")
    assert (found.unit, found.reference, found.reason) == ("% of residents", 30.0, "")


def test_a_ward_without_a_row_is_not_published() -> None:
    found = measured([row("E05013697", 34.8)], None)
    assert [ward.marker for ward in found.wards] == ["", *["x"] * 16]
    assert (found.wards[1].text, found.wards[1].words) == ("[x]", "not published")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("marker", ["c", "x", "z"])
def test_a_ward_with_a_marker_gives_no_number_away_whatever_its_row_holds(measure: str, marker: str) -> None:
    counts = {"numerator": 50, "denominator": 100}
    found = rows(SEVENTEEN, **counts)
    found[3] = hidden(found[3], marker)
    borough = row(ISLINGTON, 20, numerator=2000, denominator=9000)
    result = measured(found, borough, measure)
    assert not tells_secret(str(result))
    gone = result.wards[3]
    assert (gone.value, gone.lower, gone.upper, gone.base, gone.marker) == (None, None, None, None, marker)
    without = [*found[:3], found[3]._replace(value=None, numerator=None, denominator=None), *found[4:]]
    others = measured(without, borough, measure).wards
    assert [ward for ward in result.wards if ward is not gone] == [ward for ward in others if ward.area != gone.area]


@pytest.mark.parametrize("measure", [RATIO, SHARE])
def test_a_hidden_borough_figure_is_not_used(measure: str) -> None:
    found = measured(rows(SEVENTEEN, numerator=10), hidden(row(ISLINGTON, 1)), measure)
    assert found.values == ()
    assert found.reason == "Islington’s own figure is hidden to protect people, so there is nothing to compare with."
    assert not tells_secret(str(found))


def test_a_ratio_is_the_figure_over_the_boroughs_with_its_interval() -> None:
    one = row("E05013697", 30.0, lower=24.0, upper=36.0)
    found = measured([one], row(ISLINGTON, 24.0), RATIO)
    first = found.wards[0]
    assert (first.value, first.lower, first.upper) == (1.25, 1.0, 1.5)
    assert first.words == "1.25 times Islington’s figure, 95% interval 1.00 to 1.50"
    assert found.reference == 1.0


def test_a_share_is_the_wards_count_of_the_boroughs_total() -> None:
    found = measured([row("E05013697", 30.0, numerator=30)], row(ISLINGTON, 20.0, numerator=240), SHARE)
    assert (found.wards[0].value, found.wards[0].words) == (12.5, "12.5% of Islington’s total residents")


def test_a_share_of_a_count_needs_no_numerator() -> None:
    about = {"measure_type": "count", "unit": "offences"}
    found = measured([row("E05013697", 5.0, **about)], row(ISLINGTON, 50.0, **about), SHARE)
    assert found.wards[0].words == "10.0% of Islington’s total offences"


def test_wards_shown_tell_nothing_of_what_is_left_over() -> None:
    found = rows([100.0] * 17, measure_type="count", unit="stops")
    found[0] = hidden(found[0])
    result = measured(found, row(ISLINGTON, 1603.0, measure_type="count", unit="stops"), SHARE)
    assert {ward.text for ward in result.wards} == {"[c]", "6.2"}
    assert result.note == ""


def test_everybody_is_told_by_count_since_their_share_says_nothing() -> None:
    one = row("E05013697", 100.0, numerator=13127, denominator=13127, **ALL_COUNTS)
    found = measured([one], row(ISLINGTON, 100.0, numerator=216590, **ALL_COUNTS))
    assert (found.wards[0].text, found.wards[0].words, found.unit) == ("13,127", "13,127 residents", "residents")
    assert found.reference == 216590
    assert found.note.startswith("Told as a count")


def test_a_part_of_everybody_keeps_its_share() -> None:
    one = row("E05013697", 45.0, numerator=45, **{**ALL_COUNTS, "category_code": "tenure-social"})
    assert measured([one], None).wards[0].text == "45.0"


@pytest.mark.parametrize(
    ("measure", "about", "borough", "reason"),
    [
        (RATIO, {}, None, "There is no figure for Islington"),
        (RATIO, ALL_COUNTS, 100.0, "Everybody is 100% of everybody"),
        (RATIO, {"measure_type": "count", "unit": "offences"}, 100.0, "A ward’s count is part of"),
        (RATIO, {"measure_type": "mean", "unit": "points (higher is worse)"}, 9.0, "A score has no natural zero"),
        (RATIO, {}, 0.0, "Islington’s figure is zero"),
        (SHARE, {"measure_type": "mean", "unit": "years"}, 33.0, "An average or a score does not add up"),
        (SHARE, {}, 20.0, "No count is published for any ward"),
        (SHARE, {"numerator": 4}, None, "There is no figure for Islington"),
        (SHARE, {"numerator": 400}, 20.0, "The wards add up to more than Islington’s total"),
    ],
)
def test_a_measure_that_cannot_be_given_says_why_on_every_ward(
    measure: str, about: dict[str, str], borough: float | None, reason: str
) -> None:
    whole = None if borough is None else row(ISLINGTON, borough, **{**about, "numerator": 1000})
    found = measured(rows(SEVENTEEN, **about), whole, measure)
    assert found.reason.startswith(reason)
    assert found.values == ()
    assert {(ward.marker, ward.words) for ward in found.wards} == {("z", found.reason)}


def test_a_ward_without_a_count_says_so_while_others_have_a_share() -> None:
    found = rows(SEVENTEEN, numerator=10)
    found[0] = found[0]._replace(numerator=None)
    result = measured(found, row(ISLINGTON, 20.0, numerator=1000), SHARE)
    assert (result.wards[0].marker, result.wards[0].words) == ("x", "no count is published for this ward")
    assert len(result.values) == 16


def test_two_vintages_have_no_map_in_common() -> None:
    with pytest.raises(ValueError, match="wards of two vintages have no map in common"):
        measured([*rows(SEVENTEEN), row("E05000366", 1.0)], None)


def test_two_rows_of_one_ward_are_refused() -> None:
    with pytest.raises(ValueError, match="a ward has two rows"):
        measured([row("E05013697", 1.0), row("E05013697", 2.0)], None)


def test_a_measure_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="value, ratio, share"):
        measured([], None, "rank")


def test_no_rows_are_wards_without_figures() -> None:
    assert {ward.marker for ward in measured([], None).wards} == {"x"}


def test_classes_take_the_figures_of_all_periods_without_hidden_ones() -> None:
    before, after = rows(SEVENTEEN), rows([value + 1 for value in SEVENTEEN])
    after[0] = hidden(after[0])
    found = all_values(WARDS, [(before, None), (after, None)], decimals=1)
    assert sorted(found) == sorted(SEVENTEEN + [value + 1 for value in SEVENTEEN[1:]])


def test_every_real_ward_has_its_published_number_in_every_measure() -> None:
    for entry in real_maps():
        whole = entry.borough
        for measure in MEASURES:
            found = ward_values(wards_of(entry.vintage), entry.rows, whole, measure, decimals=entry.decimals)
            row_of = {one.area_code: one for one in entry.rows}
            for ward in found.wards:
                one = row_of.get(ward.area_code)
                if one is None or one.marker != PUBLISHED:
                    assert ward.value is None
                elif measure == VALUE:
                    expected = one.numerator if "Told as a count" in found.note else one.value
                    assert ward.value == rounded(expected, found.decimals)
                elif measure == RATIO and not found.reason:
                    assert whole is not None
                    assert ward.value == rounded(one.value / whole.value, 2)
                elif not found.reason:
                    assert whole is not None
                    count = one.value if one.measure_type == "count" else one.numerator
                    total = whole.value if whole.measure_type == "count" else whole.numerator
                    assert ward.value == rounded(100 * count / total, 1)
