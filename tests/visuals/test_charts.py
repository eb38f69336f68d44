"""Charts and their sentences, drawn from real rows: what is hidden stays hidden, and is said to be."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import altair as alt
import pandas as pd
import pytest
from jsonschema import ValidationError

from data_access.columns import PublicRow
from data_access.formats import MARKER_WORDS, percent
from data_access.portal import served
from data_access.records import ALL, Selection
from data_access.views import IndicatorView, indicator_view, is_shown
from visuals import charts
from visuals.palette import LIGHT

Spec = dict[str, Any]
Rows = Sequence[PublicRow]

# A number that no real row has, in any of the ways it could be written.
SECRET = 7654.3
WAYS_TO_TELL_IT = ("7654", "7,654")
PLACE = 1


class Case(NamedTuple):
    """One form of a chart, the sentence beside it and the real rows it is tried on."""

    draw: Callable[[pd.DataFrame], Spec]
    describe: Callable[[pd.DataFrame], str]
    rows: Callable[[], Rows]


@cache
def view(indicator_id: str) -> IndicatorView:
    return indicator_view(served().repository, indicator_id, Selection())


def groups_of(indicator_id: str) -> Rows:
    return view(indicator_id).by_group


def series_of(indicator_id: str) -> Rows:
    return [row for row in view(indicator_id).series if row.ethnicity_code != ALL]


def wards() -> Rows:
    return view("children-low-income-share").wards


def everybody() -> Rows:
    return view("neet").series


def frame(rows: Iterable[PublicRow]) -> pd.DataFrame:
    return pd.DataFrame.from_records(list(rows), columns=list(PublicRow._fields))


def with_row(rows: Rows, place: int, **changes: object) -> pd.DataFrame:
    changed = list(rows)
    changed[place] = changed[place]._replace(**changes)  # type: ignore[arg-type]
    return frame(changed)


def with_secret(rows: Rows, marker: str, secret: float | None = SECRET) -> pd.DataFrame:
    numbers = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"), secret)
    return with_row(rows, PLACE, marker=marker, **numbers)


def data_of(spec: Spec) -> list[dict[str, Any]]:
    return [row for layer in spec["layer"] for row in layer["data"]["values"]]


def words_in(spec: Spec) -> list[str]:
    return [row[name] for row in data_of(spec) for name in ("text", "say") if name in row]


def blocks_in(spec: Spec) -> list[dict[str, Any]]:
    return [row for row in data_of(spec) if "marker" in row]


def dots_in(spec: Spec) -> list[dict[str, Any]]:
    return [row for row in data_of(spec) if "say" in row and "marker" not in row]


def group_case(**options: Any) -> Case:
    return Case(
        lambda table: charts.group_dots(table, unit="%", decimals=1, **options),
        lambda table: charts.describe_group_dots(table, unit="%", decimals=1),
        lambda: groups_of("children-looked-after"),
    )


def ward_case(**options: Any) -> Case:
    return Case(
        lambda table: charts.ward_bars(table, unit="%", decimals=1, **options),
        lambda table: charts.describe_ward_bars(table, unit="%", decimals=1),
        wards,
    )


def panels_case(**options: Any) -> Case:
    return Case(
        lambda table: charts.small_multiples(table, unit="%", decimals=0, breaks=["ay2021-22"], **options),
        lambda table: charts.describe_small_multiples(table, unit="%", decimals=0, breaks=["ay2021-22"]),
        lambda: series_of("good-level-of-development"),
    )


CASES = {
    "groups, wide": group_case(),
    "groups, narrow": group_case(narrow=True),
    "wards, wide": ward_case(),
    "wards, narrow": ward_case(narrow=True),
    "panels, wide": panels_case(columns=5),
    "panels, narrow": panels_case(columns=2),
    "one line": Case(
        lambda table: charts.single_series(table, unit="%", decimals=1),
        lambda table: charts.describe_single_series(table, unit="%", decimals=1),
        everybody,
    ),
}
EVERY_CHART = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
EVERY_MARKER = pytest.mark.parametrize("marker", MARKER_WORDS)


def shown_rows(case: Case) -> Rows:
    return [row for row in case.rows() if is_shown(row)]


@cache
def with_one_hidden(case: Case, marker: str) -> Spec:
    """The chart of the published rows of a case, one of them hidden with its numbers left in."""
    return case.draw(with_secret(shown_rows(case), marker))


@EVERY_CHART
def test_a_chart_is_sound_vega_lite(case: Case) -> None:
    spec = case.draw(frame(case.rows()))
    assert dots_in(spec)
    assert alt.Chart.from_dict(spec).to_dict()["$schema"] == spec["$schema"]


def test_a_broken_chart_would_be_refused() -> None:
    spec = CASES["one line"].draw(frame(everybody()))
    spec["layer"][0]["mark"] = {"type": "no such mark"}
    with pytest.raises(ValidationError):
        alt.Chart.from_dict(spec)


@EVERY_MARKER
@EVERY_CHART
def test_a_hidden_row_leaves_no_number_in_its_chart(case: Case, marker: str) -> None:
    written = json.dumps(with_one_hidden(case, marker))
    assert not [way for way in WAYS_TO_TELL_IT if way in written]


@EVERY_CHART
def test_a_hidden_row_is_drawn_the_same_whatever_its_numbers_are(case: Case) -> None:
    assert with_one_hidden(case, "c") == case.draw(with_secret(shown_rows(case), "c", None))


@EVERY_CHART
def test_the_secret_would_be_found_if_its_row_were_published(case: Case) -> None:
    written = json.dumps(case.draw(with_secret(case.rows(), "published")))
    assert [way for way in WAYS_TO_TELL_IT if way in written]


@EVERY_MARKER
@EVERY_CHART
def test_a_hidden_row_is_drawn_as_a_block_and_named(case: Case, marker: str) -> None:
    rows = shown_rows(case)
    spec = with_one_hidden(case, marker)
    (block,) = blocks_in(spec)
    assert block["marker"] == marker
    assert block["say"].endswith(f"[{marker}] {MARKER_WORDS[marker]}")
    assert block["say"].startswith((rows[PLACE].ethnicity, rows[PLACE].area))
    assert len(dots_in(spec)) == len(rows) - 1


@EVERY_MARKER
@EVERY_CHART
def test_the_sentence_says_why_a_figure_is_missing_and_tells_no_number(case: Case, marker: str) -> None:
    sentence = case.describe(with_secret(shown_rows(case), marker))
    assert MARKER_WORDS[marker] in sentence
    assert not [way for way in WAYS_TO_TELL_IT if way in sentence]


@EVERY_CHART
def test_a_chart_holds_no_empty_number_and_no_empty_word(case: Case) -> None:
    values = [value for row in data_of(case.draw(with_secret(case.rows(), "c", None))) for value in row.values()]
    assert values
    assert [value for value in values if value is None or value != value] == []
    assert [value for value in map(str, values) if "nan" in value.lower().split() or "None" in value] == []


@EVERY_CHART
def test_a_published_row_without_a_number_counts_as_not_published(case: Case) -> None:
    spec = case.draw(with_secret(shown_rows(case), "published", None))
    assert [block["marker"] for block in blocks_in(spec)] == ["x"]


@EVERY_CHART
def test_a_chart_carries_its_sentence(case: Case) -> None:
    table = frame(case.rows())
    assert case.draw(table)["description"] == case.describe(table)


@EVERY_CHART
def test_one_row_makes_a_chart(case: Case) -> None:
    row = shown_rows(case)[0]
    spec = case.draw(frame([row]))
    assert len(dots_in(spec)) == 1
    assert spec["height"] > 0


@EVERY_CHART
def test_a_chart_of_hidden_rows_alone_has_blocks_and_no_dot(case: Case) -> None:
    rows = [row._replace(marker="c", value=SECRET) for row in case.rows()]
    spec = case.draw(frame(rows))
    assert len(blocks_in(spec)) == len(rows)
    assert dots_in(spec) == []
    assert spec["height"] > 0


@pytest.mark.parametrize("name", ["groups, wide", "groups, narrow", "wards, wide", "wards, narrow"])
def test_a_chart_of_no_rows_says_that_there_is_nothing(name: str) -> None:
    spec = CASES[name].draw(frame([]))
    assert spec["description"] in {"There is no group to show.", "There is no ward to show."}
    assert words_in(spec) == []


def test_the_real_hidden_groups_of_children_looked_after_are_named() -> None:
    rows = groups_of("children-looked-after")
    hidden = [row.ethnicity for row in rows if row.marker == "c"]
    assert 0 < len(hidden) < 3
    sentence = charts.describe_group_dots(frame(rows), unit="%", decimals=1, title="Children")
    assert sentence.startswith("Children: ")
    assert sentence.endswith(f"{' and '.join(hidden)} hidden to protect people.")


def test_many_hidden_groups_are_counted() -> None:
    rows = [row._replace(marker="c") for row in groups_of("homelessness-duty-owed")]
    sentence = charts.describe_group_dots(frame(rows), unit="%", decimals=1)
    assert sentence == f"{len(rows)} groups hidden to protect people."


def test_a_long_list_of_wards_is_told_by_its_ends() -> None:
    shown = sorted(wards(), key=lambda row: row.value or 0)
    sentence = charts.describe_ward_bars(frame(wards()), unit="%", decimals=1)
    assert sentence.startswith(f"{len(shown)} wards, from ")
    assert f"({shown[0].area}) to" in sentence
    assert sentence.endswith(f"({shown[-1].area}).")


def test_a_hidden_row_does_not_use_words_of_its_own() -> None:
    table = with_secret(groups_of("homelessness-duty-owed"), "c")
    table["label_text"] = "7,654 households"
    written = words_in(charts.group_dots(table, unit="%", decimals=1))
    assert written.count("7,654 households") == len(table) - 1


def test_a_hidden_group_of_the_other_place_has_no_diamond() -> None:
    rows = groups_of("homelessness-duty-owed")
    about: dict[str, Any] = {"unit": "%", "decimals": 1, "comparison_name": "London"}
    spec = charts.group_dots(frame(rows), comparison=with_secret(rows, "c"), **about)
    diamonds = [row["say"] for row in dots_in(spec) if row["say"].startswith("London, ")]
    assert len(diamonds) == len(rows) - 1
    assert not [words for words in diamonds if rows[PLACE].ethnicity in words]
    assert "7654" not in json.dumps(spec)


def test_a_comparison_is_explained_in_a_key() -> None:
    rows = groups_of("homelessness-duty-owed")
    spec = charts.group_dots(
        frame(rows), unit="%", decimals=1, area="Islington", comparison=frame(rows), comparison_name="London"
    )
    assert {"Islington", "London"} <= set(words_in(spec))


def test_wards_stand_from_the_greatest_to_the_least_and_hidden_ones_last() -> None:
    spec = charts.ward_bars(with_secret(wards(), "c"), unit="%", decimals=1)
    drawn = sorted(dots_in(spec), key=lambda row: row["y"])
    assert [row["value"] for row in drawn] == sorted((row["value"] for row in drawn), reverse=True)
    assert blocks_in(spec)[0]["y"] > drawn[-1]["y"]


def test_a_chosen_ward_alone_is_in_bold() -> None:
    chosen = wards()[3]
    spec = charts.ward_bars(frame(wards()), unit="%", decimals=1, chosen=chosen.area_code)
    bold = [layer["data"]["values"] for layer in spec["layer"] if layer["mark"].get("fontWeight") == 600]
    assert [[row["text"].replace("\n", " ") for row in rows] for rows in bold] == [[chosen.area]]


def reference_lines(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        row
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rule" and layer["mark"].get("color") == LIGHT.ink
        for row in layer["data"]["values"]
    ]


def test_a_reference_is_written_once_with_its_figure() -> None:
    table = frame(wards())
    spec = charts.ward_bars(table, unit="%", decimals=1, reference=charts.Reference("Islington", 12.34))
    texts = [layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    assert [row["text"] for rows in texts for row in rows].count("Islington 12.3%") == 1
    (line,) = reference_lines(spec)
    assert (line["value"], line["y"], line["y2"]) == (12.34, 0, spec["height"])


def test_on_a_phone_the_reference_stands_beside_each_dot_and_crosses_no_words() -> None:
    about: dict[str, Any] = {"unit": "%", "decimals": 1, "reference": charts.Reference("Islington", 12.34)}
    spec = charts.ward_bars(frame(wards()), **about, narrow=True)
    lines = reference_lines(spec)
    heights = [
        row["y"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text"
        for row in layer["data"]["values"]
        if "y" in row
    ]
    assert len(lines) == len(wards())
    assert heights
    for line in lines:
        assert not any(line["y"] - 8 < height < line["y2"] + 8 for height in heights)


@pytest.mark.parametrize("narrow", [False, True])
def test_every_ward_has_its_name_and_its_figure_written(narrow: bool) -> None:
    spec = charts.ward_bars(frame(wards()), unit="%", decimals=1, narrow=narrow)
    written = {words.replace("\n", " ") for words in words_in(spec)}
    figures = {words.partition(" ")[0] for words in written}
    for row in wards():
        assert row.area in written
        assert percent(row.value, 1) in figures


def lines_in(spec: Spec) -> list[dict[str, Any]]:
    return [
        row
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rule" and "y2" in layer["encoding"] and "x2" in layer["encoding"]
        for row in layer["data"]["values"]
    ]


def line_of(rows: pd.DataFrame, breaks: Sequence[str] = ()) -> Spec:
    return charts.single_series(rows, unit="%", decimals=1, breaks=breaks)


def test_a_line_joins_every_two_neighbouring_figures() -> None:
    assert len(lines_in(line_of(frame(everybody())))) == len(everybody()) - 1


def test_a_line_stops_on_both_sides_of_a_hidden_figure() -> None:
    assert len(lines_in(line_of(with_secret(everybody(), "c")))) == len(everybody()) - 3


@pytest.mark.parametrize("told_by", ["the indicator", "the row"])
def test_a_line_stops_where_a_series_starts_anew(told_by: str) -> None:
    row = everybody()[2]
    if told_by == "the indicator":
        table, breaks = frame(everybody()), [row.period_code]
    else:
        table, breaks = with_row(everybody(), 2, flags="b"), []
    spec = line_of(table, breaks)
    assert len(lines_in(spec)) == len(everybody()) - 2
    assert "new series" in words_in(spec)
    assert f"new series from {row.period}" in spec["description"]


def test_a_sentence_compares_no_figures_across_a_break() -> None:
    row, last = everybody()[2], everybody()[-1]
    sentence = charts.describe_single_series(frame(everybody()), unit="%", decimals=1, breaks=[row.period_code])
    assert f"{row.value:.1f}% ({row.period}) to {last.value:.1f}%;" in sentence


def test_each_group_has_a_panel_with_its_name() -> None:
    rows = series_of("good-level-of-development")
    written = {words.replace("\n", " ") for words in words_in(CASES["panels, wide"].draw(frame(rows)))}
    assert {row.ethnicity for row in rows} <= written


def test_the_first_and_the_last_figure_of_one_line_are_written_at_their_points() -> None:
    written = words_in(line_of(frame(everybody())))
    assert f"{everybody()[0].value:.1f}%" in written
    assert f"{everybody()[-1].value:.1f}%" in written


def drawing(values: Sequence[float | None], markers: Sequence[str], **options: Any) -> ET.Element:
    return ET.fromstring(charts.sparkline_svg(values, markers, **options))  # noqa: S314  # the drawing is our own


def shapes(svg: ET.Element) -> Iterator[str]:
    return (shape.tag for shape in svg.iter())


def test_a_small_line_of_real_figures_has_a_dot_for_each() -> None:
    rows = everybody()
    svg = drawing([row.value for row in rows], [row.marker for row in rows])
    assert list(shapes(svg)).count("circle") == len(rows)
    assert list(shapes(svg)).count("line") == len(rows) - 1


@EVERY_MARKER
def test_a_small_line_has_a_gap_where_a_figure_is_hidden(marker: str) -> None:
    svg = drawing([1, 2, SECRET, 4, 5], ["", "published", marker, "", ""])
    assert list(shapes(svg)).count("circle") == 4
    assert list(shapes(svg)).count("line") == 2


@EVERY_MARKER
def test_a_hidden_figure_does_not_move_a_small_line(marker: str) -> None:
    markers = ["", marker, ""]
    assert charts.sparkline_svg([1, SECRET, 4], markers) == charts.sparkline_svg([1, None, 4], markers)


@pytest.mark.parametrize("values", [[], [None], [3], [0, 0, 0], [float("nan"), 1.0]])
def test_a_small_line_of_little_is_still_sound(values: list[float | None]) -> None:
    svg = drawing(values, [""] * len(values))
    assert svg.tag == "svg"
    assert b"nan" not in ET.tostring(svg)


def test_a_small_line_escapes_its_title() -> None:
    svg = drawing([1, 2], ["", ""], title='<script>"&')
    assert svg.attrib["aria-label"] == '<script>"&'
    assert svg.findtext("title") == '<script>"&'


def test_a_decorative_small_line_is_hidden_from_screen_readers() -> None:
    assert drawing([1, 2], ["", ""], decorative=True).attrib["aria-hidden"] == "true"
    assert drawing([1, 2], ["", ""], title="Two").attrib["role"] == "img"


def test_a_small_line_refuses_markers_that_do_not_match_its_values() -> None:
    with pytest.raises(ValueError, match="shorter"):
        charts.sparkline_svg([1, 2], [""])


def test_the_sentence_of_a_small_line_gives_its_ends_and_counts_what_is_missing() -> None:
    sentence = charts.describe_sparkline([1, SECRET, 4], ["", "c", ""], unit="%", decimals=1)
    assert sentence == "1.0% to 4.0%; 1 of 3 figures missing."
    nothing = charts.describe_sparkline([SECRET], ["c"], unit="%", decimals=1)
    assert nothing == "No figure to show; 1 of 1 figure missing."
