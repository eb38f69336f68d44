"""The legend and the description: counts that add up, names at both ends, and no number of a hidden ward."""

from xml.etree import ElementTree as ET

from data_access.boundaries import RATIO, Classes, Measured, classes, classes_around, ward_values
from data_access.records import ISLINGTON
from tests.data_access.boundaries.ward_rows import hidden, real_maps, row, rows, wards_of
from visuals import maps

WARDS = wards_of("2022")
SEVENTEEN = [float(value) for value in range(10, 27)]


def measured_with(markers: dict[int, str], measure: str = "value") -> Measured:
    found = rows(SEVENTEEN)
    for place, marker in markers.items():
        found[place] = hidden(found[place], marker)
    return ward_values(WARDS, found, row(ISLINGTON, 20.0), measure, decimals=1)


def shading_of(measured: Measured) -> Classes:
    return classes(measured.values, unit=measured.unit, decimals=measured.decimals)


def test_the_legend_counts_the_wards_of_each_class_and_marker_and_ends_with_the_rule() -> None:
    measured = measured_with({0: "c", 1: "c", 2: "x"})
    words = maps.legend_words(measured, shading_of(measured))
    assert words == [
        "less than 15.0%: 2 wards.",
        "15.0 to 17.4%: 3 wards.",
        "17.5 to 19.9%: 2 wards.",
        "20.0 to 24.9%: 5 wards.",
        "25.0% or more: 2 wards.",
        "[c] hidden to protect people: 2 wards.",
        "[x] not published: 1 ward.",
        shading_of(measured).rule,
    ]


def test_a_legend_around_the_borough_says_below_and_above_and_judges_neither() -> None:
    measured = measured_with({}, RATIO)
    shading = classes_around(1, unit=measured.unit, decimals=2)
    words = maps.legend_words(measured, shading)
    assert words[0] == "below Islington (less than 0.75): 5 wards."
    assert words[2].startswith("about the same as Islington")
    assert words[-1].endswith("Neither end is good or bad.")


def test_a_legend_of_no_figures_has_markers_alone() -> None:
    measured = measured_with(dict.fromkeys(range(17), "c"))
    assert maps.legend_words(measured, shading_of(measured)) == ["[c] hidden to protect people: 17 wards."]


def test_a_class_that_holds_no_ward_of_this_period_stays_in_the_legend() -> None:
    measured = measured_with({})
    shading = classes([*SEVENTEEN, *(value * 10 for value in SEVENTEEN)], unit=measured.unit, decimals=1)
    entries = maps.legend(measured, shading)
    assert [entry.count for entry in entries][-1] == 0
    assert entries[-1].sentence.endswith(": 0 wards")


def test_every_swatch_is_a_picture_with_the_pattern_of_its_marker() -> None:
    measured = measured_with({0: "c", 1: "x", 2: "z"})
    entries = maps.legend(measured, shading_of(measured))
    roots = {entry.marker: ET.fromstring(entry.swatch) for entry in entries}  # noqa: S314  # the drawing is our own
    assert all(root.get("aria-hidden") == "true" for root in roots.values())
    assert roots["c"].find("path") is not None
    assert len(roots["x"].findall("circle")) > 3
    dashed = roots["z"].find("rect")
    assert dashed is not None
    assert dashed.get("stroke-dasharray")
    assert len(list(roots[""])) == 1


def test_the_description_names_the_lowest_the_highest_and_what_is_hidden() -> None:
    measured = measured_with({0: "c", 16: "c", 5: "z"})
    assert maps.describe_ward_map(measured, title="Residents") == (
        "Map of wards: Residents. 14 wards, from 11.0% of residents (Barnsbury) to 25.0% (Tollington); "
        "2 wards hidden to protect people (Arsenal and Tufnell Park); 1 ward where it does not apply (Clerkenwell)."
    )


def test_wards_at_the_same_end_are_all_named_or_counted() -> None:
    values = [1.0] * 5 + [2.0] * 10 + [3.0, 3.0]
    measured = ward_values(WARDS, rows(values), None, decimals=1)
    assert maps.describe_ward_map(measured) == (
        "Map of wards. 17 wards, from 1.0% of residents (Arsenal and 4 other wards) "
        "to 3.0% (Tollington and Tufnell Park)."
    )


def test_equal_wards_are_told_once() -> None:
    measured = ward_values(WARDS, rows([4.0] * 17), None, decimals=1)
    assert maps.describe_ward_map(measured) == "Map of wards. 17 wards, all at 4.0% of residents."


def test_a_map_without_a_figure_says_why() -> None:
    hidden_all = measured_with(dict.fromkeys(range(17), "c"))
    assert maps.describe_ward_map(hidden_all) == (
        "Map of wards. No ward has a figure to show; 17 wards hidden to protect people."
    )
    refused = ward_values(WARDS, rows(SEVENTEEN), None, RATIO, decimals=1)
    assert maps.describe_ward_map(refused) == (
        "Map of wards. There is no figure for Islington in the same period and group to compare with."
    )


def test_every_real_description_names_wards_that_have_its_ends() -> None:
    for entry in real_maps():
        shapes = wards_of(entry.vintage)
        measured = ward_values(shapes, entry.rows, entry.borough, decimals=entry.decimals)
        told = maps.describe_ward_map(measured)
        if not measured.values:
            continue
        low, high = min(measured.values), max(measured.values)
        first = next(ward for ward in measured.wards if ward.value == low)
        last = next(ward for ward in measured.wards if ward.value == high)
        assert low == high or (first.area in told and last.area in told)
        assert first.text in told
        assert last.text in told
