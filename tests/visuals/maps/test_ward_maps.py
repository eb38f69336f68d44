"""Ward maps on a deck and as SVG: every ward is labelled as published, and what is hidden stays hidden."""

import json
import math
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import altair as alt
import pytest
from jsonschema import ValidationError

from data_access.boundaries import (
    MEASURES,
    RATIO,
    Classes,
    Measured,
    classes,
    classes_around,
    read_hexagons,
    ward_values,
)
from data_access.boundaries.geometry import is_inside
from data_access.columns import PUBLISHED
from data_access.files import DEFAULT_FOLDERS
from data_access.formats import number
from data_access.records import ISLINGTON
from tests.data_access.boundaries.ward_rows import hidden, real_maps, row, rows, tells_secret, wards_of
from visuals import maps
from visuals.palette import DIVERGING, LIGHT

Spec = dict[str, Any]
Draw = Callable[[Measured, Classes], Spec]

WARDS = wards_of("2022")
SEVENTEEN = [10.5, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26]
FINSBURY_PARK = "E05013703"


@cache
def cells() -> tuple[Any, ...]:
    return read_hexagons(DEFAULT_FOLDERS)


def deck(measured: Measured, shading: Classes, **options: Any) -> Spec:
    spec: Spec = json.loads(maps.ward_deck(WARDS, measured, shading, **options).to_json())
    return spec


def vector(measured: Measured, shading: Classes, **options: Any) -> Spec:
    return maps.ward_altair_map(WARDS, measured, shading, title="Residents", **options)


def hexagons(measured: Measured, shading: Classes, **options: Any) -> Spec:
    return maps.hexagon_map(cells(), measured, shading, title="Residents", **options)


def phone(draw: Callable[..., Spec]) -> Draw:
    return lambda measured, shading: draw(measured, shading, narrow=True)


DRAWINGS: dict[str, Draw] = {
    "deck": deck,
    "deck on a phone": phone(deck),
    "map": vector,
    "map on a phone": phone(vector),
    "hexagons": hexagons,
    "hexagons on a phone": phone(hexagons),
}
EVERY_DRAWING = pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
VECTORS = [name for name in DRAWINGS if not name.startswith("deck")]


def plain(values: list[float] | None = None, **about: object) -> Measured:
    return ward_values(WARDS, rows(values or SEVENTEEN, **about), row(ISLINGTON, 20.0), decimals=1)


def with_markers(markers: dict[int, str]) -> Measured:
    found = rows(SEVENTEEN, denominator=200)
    for place, marker in markers.items():
        found[place] = hidden(found[place], marker)
    return ward_values(WARDS, found, row(ISLINGTON, 20.0), decimals=1)


def shading_of(measured: Measured) -> Classes:
    return classes(measured.values, unit=measured.unit, decimals=measured.decimals)


def data_of(spec: Spec) -> list[Any]:
    """Every datum of a drawing, the features of a collection one by one."""
    if "layers" in spec:
        found = [layer["data"] for layer in spec["layers"]]
        return [item for data in found for item in (data["features"] if isinstance(data, dict) else data)]
    return [item for layer in spec["layer"] for item in layer["data"]["values"]]


def labels_in(spec: Spec) -> Counter[str]:
    """What is written in the wards; the haloes of a vector map write it twice and are left out."""
    if "layers" in spec:
        return Counter(item["text"] for item in data_of(spec) if "text" in item)
    letters = [layer for layer in spec["layer"] if layer["mark"]["type"] == "text" and "stroke" not in layer["mark"]]
    return Counter(item["text"] for layer in letters for item in layer["data"]["values"])


def layer(spec: Spec, name: str) -> Spec:
    (found,) = (entry for entry in spec["layers"] if entry["id"] == name)
    return found


@EVERY_DRAWING
@pytest.mark.parametrize("marker", ["c", "x", "z"])
def test_a_number_under_a_marker_is_nowhere_in_a_drawing(draw: Draw, marker: str) -> None:
    measured = with_markers({3: marker})
    text = json.dumps(draw(measured, shading_of(measured)))
    assert not tells_secret(text)
    assert f"[{marker}]" in text


@EVERY_DRAWING
@pytest.mark.parametrize("marker", ["c", "x", "z"])
def test_a_number_that_a_hidden_ward_still_carries_is_not_drawn(draw: Draw, marker: str) -> None:
    """The drawing itself empties a ward with a marker, and does not trust that it was emptied before."""
    measured = plain()
    leak = dict.fromkeys(("value", "lower", "upper", "base"), 7654.3)
    first = type(measured.wards[0])(**{**vars(measured.wards[0]), **leak, "marker": marker, "text": "7654.3"})
    leaking = type(measured)(**{**vars(measured), "wards": (first, *measured.wards[1:])})
    clean = shading_of(measured)
    told = json.dumps(draw(leaking, clean)) + " ".join(maps.legend_words(leaking, clean))
    told += maps.describe_ward_map(leaking)
    assert not tells_secret(told)


@EVERY_DRAWING
def test_every_ward_is_labelled_with_its_number(draw: Draw) -> None:
    measured = plain()
    labels = labels_in(draw(measured, shading_of(measured)))
    assert all(labels[number(value, 1)] == 1 for value in SEVENTEEN)


@pytest.mark.parametrize("name", ["deck", "map", "hexagons"])
def test_every_ward_is_labelled_with_its_name_and_a_phone_leaves_it_to_the_list(name: str) -> None:
    measured = plain()
    written = " ".join(labels_in(DRAWINGS[name](measured, shading_of(measured))))
    for word in {word for ward in WARDS.wards for word in ward.name.split()}:
        assert word in written
    small = labels_in(DRAWINGS[f"{name} on a phone"](measured, shading_of(measured)))
    assert sum(small.values()) == 17


def test_every_real_ward_is_labelled_as_published_on_every_map() -> None:
    """Indicator by indicator, group by group and period by period: GeoJSON’s rows, the deck and the SVG agree."""
    checked = 0
    for entry in real_maps():
        shapes = wards_of(entry.vintage)
        measured = ward_values(shapes, entry.rows, entry.borough, decimals=entry.decimals)
        shading = shading_of(measured)
        row_of = {one.area_code: one for one in entry.rows}
        counted = bool(measured.note)
        expected: Counter[str] = Counter()
        for ward in shapes.wards:
            one = row_of.get(ward.code)
            marker = "x" if one is None else one.marker
            published = one is not None and marker == PUBLISHED
            figure = (one.numerator if counted else one.value) if published else None
            expected[number(figure, measured.decimals) if published else f"[{marker}]"] += 1
        drawn = json.loads(maps.ward_deck(shapes, measured, shading, narrow=True).to_json())
        assert labels_in(drawn) == expected
        assert labels_in(maps.ward_altair_map(shapes, measured, shading, narrow=True)) == expected
        counts = [found.count for found in maps.legend(measured, shading)]
        assert sum(counts) == len(shapes.wards)
        checked += len(entry.rows)
    assert checked > 6000


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_drawn_for_every_indicator(measure: str) -> None:
    seen: set[tuple[str, str]] = set()
    for entry in real_maps():
        key = (entry.rows[0].indicator_id, entry.vintage)
        if key in seen:
            continue
        seen.add(key)
        shapes = wards_of(entry.vintage)
        measured = ward_values(shapes, entry.rows, entry.borough, measure, decimals=entry.decimals)
        around = measure == RATIO and not measured.reason
        shading = classes_around(1, unit=measured.unit, decimals=2) if around else shading_of(measured)
        spec = maps.ward_altair_map(shapes, measured, shading)
        texts = Counter(ward.text for ward in measured.wards)
        assert all(labels_in(spec)[text] >= times for text, times in texts.items())
        assert maps.describe_ward_map(measured).endswith(".")
        if measured.reason:
            assert set(texts) <= {"[z]", "[c]", "[x]"}
            assert measured.reason.removesuffix(".") in maps.describe_ward_map(measured)


@pytest.mark.parametrize("name", VECTORS)
def test_a_vector_map_is_valid_vega_lite(name: str) -> None:
    measured = with_markers({1: "c", 2: "x", 3: "z"})
    spec = DRAWINGS[name](measured, shading_of(measured))
    try:
        alt.LayerChart.from_dict(spec)
    except ValidationError as error:  # pragma: no cover
        pytest.fail(str(error))
    layers = [entry for entry in spec["layer"] if "projection" in entry]
    assert len(layers) == len(spec["layer"])
    assert all(entry["projection"] == {"type": "identity", "reflectY": True} for entry in layers)


@pytest.mark.parametrize("name", VECTORS)
def test_every_ward_of_a_vector_map_says_its_words_to_a_screen_reader(name: str) -> None:
    measured = with_markers({1: "c"})
    spec = DRAWINGS[name](measured, shading_of(measured))
    said = [item["say"] for item in data_of(spec) if "say" in item]
    assert len(said) == 17
    assert "Arsenal: 10.5% of residents; base 200" in said
    assert "Barnsbury: [c] hidden to protect people" in said


def test_a_deck_asks_nobody_for_anything() -> None:
    measured = plain()
    spec = deck(measured, shading_of(measured), chosen=FINSBURY_PARK)
    assert spec.get("mapProvider") is None
    assert "http" not in json.dumps(spec)
    assert all(isinstance(entry["data"], (list, dict)) for entry in spec["layers"])


@pytest.mark.parametrize("narrow", [False, True], ids=["desktop", "phone"])
def test_a_deck_holds_every_ward_within_its_view_and_stays_there(narrow: bool) -> None:
    measured = plain()
    spec = deck(measured, shading_of(measured), narrow=narrow)
    view = spec["initialViewState"]
    world = 512 * 2 ** view["zoom"]

    def pixel(longitude: float, latitude: float) -> tuple[float, float]:
        up = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
        return world * longitude / 360, world * up / (2 * math.pi)

    west, south, east, north = WARDS.bounds
    middle = pixel(view["longitude"], view["latitude"])
    low, high = pixel(west, south), pixel(east, north)
    width, height = (320, maps.HEIGHT[True]) if narrow else (560, maps.HEIGHT[False])
    for axis, room in enumerate((width, height)):
        assert high[axis] - middle[axis] == pytest.approx(middle[axis] - low[axis], abs=1)
        assert high[axis] - low[axis] < room
    assert max((high[0] - low[0]) / width, (high[1] - low[1]) / height) > 0.9
    (only,) = spec["views"]
    assert only["controller"] is False


def test_a_tooltip_has_the_figure_interval_base_and_flags_in_plain_words() -> None:
    found = [row("E05013710", 34.8, lower=29.4, upper=40.5, denominator=1200, flags="e"), hidden(row("E05013697", 1.0))]
    measured = ward_values(WARDS, found, None, decimals=1)
    spec = deck(measured, shading_of(measured))
    about = {item["properties"]["code"]: item["properties"] for item in layer(spec, "wards")["data"]["features"]}
    assert about["E05013710"]["name"] == "St Mary's & St James'"
    assert about["E05013710"]["details"] == ("34.8% of residents, 95% interval 29.4 to 40.5\nbase 1,200\nmarked [e]")
    assert about["E05013697"]["details"] == "[c] hidden to protect people"
    assert about["E05013698"]["details"] == "[x] not published"
    assert layer(spec, "wards")["pickable"] is True


def test_no_word_of_a_tooltip_can_be_taken_for_markup() -> None:
    measured = ward_values(WARDS, rows(SEVENTEEN, unit="<img src=x onerror=alert(1)>"), None, decimals=1)
    spec = deck(measured, shading_of(measured))
    about = [item["properties"] for item in layer(spec, "wards")["data"]["features"]]
    assert not any(bracket in entry["details"] for entry in about for bracket in "<>")


def test_each_marker_has_a_pattern_that_lies_inside_its_wards() -> None:
    measured = with_markers({0: "c", 1: "x", 2: "z"})
    spec = deck(measured, shading_of(measured))
    shapes = [ward.polygons for ward in WARDS.wards]
    rules, dots = layer(spec, "hidden")["data"], layer(spec, "not-published")["data"]
    middles = [[(a + b) / 2 for a, b in zip(rule["from"], rule["to"], strict=True)] for rule in rules]
    assert len(rules) > 10
    assert all(is_inside((x, y), shapes[0]) for x, y in middles)
    assert len(dots) > 50
    assert sum(is_inside((x, y), shapes[1]) for x, y in (dot["at"] for dot in dots)) >= len(dots) - 3
    assert len(layer(spec, "not-applicable")["data"]) > 20
    slopes = {
        round(
            (rule["to"][1] - rule["from"][1]) / ((rule["to"][0] - rule["from"][0]) * math.cos(math.radians(51.55))), 1
        )
        for rule in rules
        if abs(rule["to"][0] - rule["from"][0]) > 1e-4
    }
    assert slopes == {1.0}


def test_a_ward_without_a_figure_is_not_shaded() -> None:
    measured = with_markers({0: "c", 1: "x", 2: "z"})
    spec = vector(measured, shading_of(measured))
    fills = {item["say"].partition(":")[0]: item["fill"] for item in data_of(spec) if "fill" in item}
    assert {fills[ward.name] for ward in WARDS.wards[:3]} == {LIGHT.surface}
    assert {fills[ward.name] for ward in WARDS.wards[3:]} == set(LIGHT.map_ramp)


def test_the_chosen_ward_has_a_line_of_ink_on_a_halo_and_no_ward_has_one_unasked() -> None:
    measured = plain()
    spec = deck(measured, shading_of(measured), chosen=FINSBURY_PARK)
    ward = WARDS.ward(FINSBURY_PARK)
    assert ward is not None
    ring = [list(point) for point in ward.polygons[0][0]]
    for name, width in (("chosen-halo", 6), ("chosen", 3)):
        assert [item["path"] for item in layer(spec, name)["data"]] == [ring]
        assert layer(spec, name)["getWidth"] == width
    assert not any("chosen" in entry["id"] for entry in deck(measured, shading_of(measured))["layers"])
    lines = [
        entry["mark"].get("strokeWidth")
        for entry in vector(measured, shading_of(measured), chosen=FINSBURY_PARK)["layer"]
    ]
    assert lines.count(6) == lines.count(3) == 1


def luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour_of(rgb: list[int]) -> str:
    return "#" + "".join(f"{part:02X}" for part in rgb)


@pytest.mark.parametrize("diverging", [False, True])
def test_every_label_can_be_read_on_its_ward(diverging: bool) -> None:
    measured = plain([5, 12, 15, 17, 19, 20, 21, 22, 24, 26, 29, 40, 41, 42, 43, 44, 45])
    shading = classes_around(20, unit="%", decimals=1) if diverging else shading_of(measured)
    spec = deck(measured, shading)
    wards = [item["properties"] for item in layer(spec, "wards")["data"]["features"]]
    numbers = layer(spec, "numbers")["data"]
    assert {colour_of(ward["fill"]) for ward in wards} == set(DIVERGING if diverging else LIGHT.map_ramp)
    for ward, label in zip(wards, numbers, strict=True):
        darker, lighter = sorted((luminance(colour_of(ward["fill"])), luminance(colour_of(label["ink"]))))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_letters_are_never_smaller_than_can_be_read() -> None:
    measured = with_markers({1: "c"})
    for draw in DRAWINGS.values():
        spec = draw(measured, shading_of(measured))
        sizes = (
            [entry["getSize"] for entry in spec["layers"] if "getSize" in entry]
            if "layers" in spec
            else [entry["mark"]["size"] for entry in spec["layer"] if entry["mark"]["type"] == "text"]
        )
        assert min(sizes) >= 12.5


def test_hexagons_are_of_one_size_and_wards_are_not() -> None:
    measured = plain()

    def sizes(spec: Spec) -> list[float]:
        rings = [item["geometry"]["coordinates"][0][0] for item in data_of(spec) if "say" in item]
        return [sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2 for ring in rings]

    same = sizes(hexagons(measured, shading_of(measured)))
    assert max(same) == pytest.approx(min(same), rel=1e-3)
    own = sizes(vector(measured, shading_of(measured)))
    assert max(own) > 1.5 * min(own) > 0


def test_a_square_on_the_ground_is_one_on_the_map() -> None:
    measured = plain()
    spec = vector(measured, shading_of(measured), width=600)
    points = [p for item in data_of(spec) if "say" in item for p in item["geometry"]["coordinates"][0][0]]
    across, up = max(x for x, _ in points), max(y for _, y in points)
    assert (across, up) == pytest.approx((4.58, 6.33), abs=0.06)
    assert spec["height"] == pytest.approx(up / across * 592 + 8, abs=2)


def test_both_outlines_lie_over_each_other_in_two_kinds_of_line() -> None:
    spec = maps.vintage_overlay(wards_of("2014"), WARDS)
    full, broken = spec["layer"][:2]
    assert len(full["data"]["values"]) == 17
    assert len(broken["data"]["values"]) == 16
    assert "strokeDash" in broken["mark"]
    assert "strokeDash" not in full["mark"]
    assert spec["description"] == (
        "Two outlines over each other: 17 wards of 2022 as full lines, 16 wards of 2014 as broken lines."
    )
    assert sum(labels_in(maps.vintage_overlay(wards_of("2014"), WARDS, narrow=True)).values()) == 0
    alt.LayerChart.from_dict(spec)


def test_old_wards_are_drawn_in_their_own_shapes() -> None:
    (entry,) = (entry for entry in real_maps() if entry.rows[0].indicator_id == "deprivation-score-2019-old-wards")
    measured = ward_values(wards_of("2014"), entry.rows, None, decimals=entry.decimals)
    spec = json.loads(maps.ward_deck(wards_of("2014"), measured, shading_of(measured)).to_json())
    codes = [item["properties"]["code"] for item in layer(spec, "wards")["data"]["features"]]
    assert codes == [ward.code for ward in wards_of("2014").wards]
