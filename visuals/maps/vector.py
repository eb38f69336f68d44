"""Ward maps, hexagons and two outlines as Vega-Lite: drawn as SVG, so that no WebGL is needed."""

import math
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import altair as alt

from visuals.charts import canvas
from visuals.charts.canvas import Datum, Spec
from visuals.maps import patterns
from visuals.maps.figures import NAME_SIZE, DrawnWard, drawn_wards, lettering, name_lines
from visuals.maps.inputs import Cell, Point, Polygons, Shading, Shapes, WardNumbers
from visuals.maps.plane import Plane, extent
from visuals.maps.words import describe_ward_map
from visuals.palette import DIVERGING, LIGHT

WIDE = 600
PHONE = 328
# Hexagons are of one size: as wide as this, in the plane's own unit.
_ROOT_3 = math.sqrt(3)
_RULE_GAP, _DOT_GAP, _DASH = 6.0, 7.0, 4.0
_OLD = DIVERGING[0]
_PLACE: dict[str, Any] = {
    "longitude": alt.Longitude(field="x", type="quantitative"),
    "latitude": alt.Latitude(field="y", type="quantitative"),
}


@dataclass(frozen=True)
class _Layer:
    """Marks of one kind and look, and what they are drawn from.

    Altair is asked for each kind and look once, without the data: it would walk every coordinate anew.
    """

    kind: Literal["area", "dot", "text"]
    look: tuple[tuple[str, Any], ...]
    data: Sequence[Datum]

    def spec(self) -> Spec:
        """The layer as Vega-Lite."""
        fields = tuple(name for name in ("say", "fill") if self.data and name in self.data[0])
        return {**deepcopy(_marks(self.kind, self.look, fields)), "data": {"values": [dict(row) for row in self.data]}}


@cache
def _marks(kind: str, look: tuple[tuple[str, Any], ...], fields: tuple[str, ...]) -> Spec:
    """A layer without its data; shared, so it is copied before it leaves this module."""
    paper = canvas.paper([])
    options = dict(look)
    match kind:
        case "area":
            marks = paper.mark_geoshape(strokeJoin="round", opacity=1, **options)
        case "dot":
            marks = paper.mark_circle(opacity=1, aria=False, **options).encode(**_PLACE)
        case _:
            marks = paper.mark_text(aria=False, dy=alt.ExprRef("datum.below"), **options).encode(
                text=canvas.words(), **_PLACE
            )
    if "say" in fields:
        marks = marks.encode(**canvas.say())
    if "fill" in fields:
        marks = marks.encode(fill=alt.Fill(field="fill", type="nominal", scale=None, legend=None))
    flat = marks.project(type="identity", reflectY=True)
    spec: Spec = canvas.draw([flat], height=1, width=1, description="")["layer"][0]
    return spec


@dataclass(frozen=True)
class _Cell:
    """A hexagon as a place."""

    code: str
    name: str
    polygons: Polygons
    label_point: Point


def ward_altair_map(
    shapes: Shapes,
    numbers: WardNumbers,
    shading: Shading,
    *,
    title: str = "",
    chosen: str = "",
    narrow: bool = False,
    width: int | None = None,
) -> Spec:
    """The wards in their own shapes, each with its name and number; ``narrow`` has numbers alone, for phones."""
    plane = Plane(*shapes.bounds[:2])
    flat = [
        _Cell(place.code, place.name, plane.polygons(place.polygons), plane.flat(place.label_point))
        for place in shapes.wards
    ]
    wards = drawn_wards(flat, numbers, shading)
    description = describe_ward_map(numbers, title=title)
    return _map(wards, plane.polygons(shapes.outline), chosen, description, narrow=narrow, width=width)


def hexagon_map(
    cells: Sequence[Cell],
    numbers: WardNumbers,
    shading: Shading,
    *,
    title: str = "",
    chosen: str = "",
    narrow: bool = False,
    width: int | None = None,
) -> Spec:
    """One hexagon of the same size for each ward, so that small dense wards are as visible as large ones."""
    wards = drawn_wards(_hexagons(cells), numbers, shading)
    description = describe_ward_map(numbers, title=title, kind="Hexagons of one size")
    return _map(wards, (), chosen, description, narrow=narrow, width=width)


def vintage_overlay(old: Shapes, new: Shapes, *, narrow: bool = False, width: int | None = None) -> Spec:
    """The outlines of two vintages over each other: the new as full lines, the old as broken ones."""
    corner = [min(ends) for ends in zip(old.bounds[:2], new.bounds[:2], strict=True)]
    plane = Plane(corner[0], corner[1])
    before, after = ([plane.polygons(place.polygons) for place in shapes.wards] for shapes in (old, new))
    pixels = width or (PHONE if narrow else WIDE)
    scale = _fit([*before, *after], pixels)
    full = [_feature(shape, say=f"{place.name}, {new.vintage}") for shape, place in zip(after, new.wards, strict=True)]
    broken = [
        _feature(shape, say=f"{place.name}, {old.vintage}") for shape, place in zip(before, old.wards, strict=True)
    ]
    named = [] if narrow else [(place.name, plane.flat(place.label_point)) for place in new.wards]
    labels = [
        {"x": x, "y": y, "below": below, "text": line} for name, (x, y) in named for line, below in name_lines(name)
    ]
    layers = [
        _areas(full, fill=LIGHT.surface, stroke=LIGHT.accent, strokeWidth=2.2),
        _areas(broken, fill=None, stroke=_OLD, strokeWidth=2, strokeDash=(5, 4)),
        _letters(labels, NAME_SIZE, stroke=LIGHT.surface, strokeWidth=4),
        _letters(labels, NAME_SIZE, color=LIGHT.ink),
    ]
    description = (
        f"Two outlines over each other: {len(new.wards)} wards of {new.vintage} as full lines, "
        f"{len(old.wards)} wards of {old.vintage} as broken lines."
    )
    return _draw(layers, [*before, *after], scale, width, description)


def _map(
    wards: Sequence[DrawnWard],
    outline: Polygons,
    chosen: str,
    description: str,
    *,
    narrow: bool,
    width: int | None,
) -> Spec:
    shapes = [ward.polygons for ward in wards]
    scale = _fit(shapes, width or (PHONE if narrow else WIDE))
    layers = [
        *_fills(wards),
        *([_areas([_feature(outline)], fill=None, stroke=LIGHT.ink, strokeWidth=1.4, aria=False)] if outline else []),
        *_patterns(wards, scale),
        *_outlined([ward for ward in wards if ward.code == chosen]),
        *_written(wards, narrow=narrow),
    ]
    return _draw(layers, shapes, scale, width, description)


def _fit(shapes: Sequence[Polygons], width: int) -> float:
    """Pixels in a kilometre, or in another unit of the plane, so that the shapes fill the width."""
    return (width - 8) / extent(shapes)[0]


def _draw(
    layers: Sequence[_Layer], shapes: Sequence[Polygons], scale: float, width: int | None, description: str
) -> Spec:
    height = math.ceil(extent(shapes)[1] * scale) + 8
    spec = canvas.draw([], height=height, width=width, description=description)
    return {**spec, "layer": [layer.spec() for layer in layers if layer.data]}


def _feature(polygons: Polygons, **words: str) -> Datum:
    shapes = [[[list(point) for point in ring] for ring in polygon] for polygon in polygons]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": shapes}, **words}


def _lines(segments: Iterable[patterns.Segment]) -> Datum:
    drawn = [[[round(end, 4) for end in point] for point in segment] for segment in segments]
    return {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": drawn}}


def _areas(features: Sequence[Datum], **look: Any) -> _Layer:
    return _Layer("area", tuple(look.items()), features)


def _fills(wards: Sequence[DrawnWard]) -> list[_Layer]:
    """Every ward in its shade; one without a figure has a wider border, and none where it does not apply."""
    groups: dict[float, list[Datum]] = {}
    for ward in wards:
        border = {"c": 2.0, "z": 0.0}.get(ward.marker, 1.0)
        groups.setdefault(border, []).append(_feature(ward.polygons, fill=ward.fill, say=ward.say))
    return [_areas(groups[border], stroke=LIGHT.edge, strokeWidth=border) for border in sorted(groups)]


def _patterns(wards: Sequence[DrawnWard], scale: float) -> list[_Layer]:
    by_marker = {marker: [ward.polygons for ward in wards if ward.marker == marker] for marker in "cxz"}
    ruled = [_lines(patterns.rules(shape, _RULE_GAP / scale)) for shape in by_marker["c"]]
    dashed = [_lines(patterns.dashes(shape, _DASH / scale)) for shape in by_marker["z"]]
    dotted = [
        {"x": round(x, 4), "y": round(y, 4)}
        for shape in by_marker["x"]
        for x, y in patterns.dots(shape, _DOT_GAP / scale)
    ]
    found = []
    if ruled:
        found.append(_areas(ruled, filled=False, stroke=LIGHT.edge, strokeWidth=1.5, aria=False))
    if dashed:
        # The full borders of its neighbours would fill the gaps between the dashes.
        bare = [_feature(shape) for shape in by_marker["z"]]
        found.append(_areas(bare, fill=None, stroke=LIGHT.surface, strokeWidth=3, aria=False))
        found.append(_areas(dashed, filled=False, stroke=LIGHT.edge, strokeWidth=1.5, aria=False))
    if dotted:
        found.append(_Layer("dot", (("size", canvas.dot_size(1.2)), ("color", LIGHT.edge)), dotted))
    return found


def _outlined(wards: Sequence[DrawnWard]) -> list[_Layer]:
    """The chosen ward in ink, on a halo of paper."""
    features = [_feature(ward.polygons) for ward in wards]
    if not features:
        return []
    return [
        _areas(features, fill=None, stroke=colour, strokeWidth=width, aria=False)
        for colour, width in ((LIGHT.bg, 6), (LIGHT.ink, 3))
    ]


def _written(wards: Sequence[DrawnWard], *, narrow: bool) -> list[_Layer]:
    """Lettering in the colour that its ward is read in; on a pattern it stands on a halo."""
    groups: dict[tuple[float, bool, str], list[Datum]] = {}
    haloes: dict[tuple[float, bool], list[Datum]] = {}
    for line in lettering(wards, narrow=narrow):
        x, y = line.ward.label_point
        datum = {"x": x, "y": y, "below": line.below, "text": line.text}
        groups.setdefault((line.size, line.is_value, line.ward.ink), []).append(datum)
        if line.ward.marker:
            haloes.setdefault((line.size, line.is_value), []).append(datum)
    return [
        *(
            _letters(found, size, fontWeight=_weight(value), stroke=LIGHT.surface, strokeWidth=5)
            for (size, value), found in haloes.items()
        ),
        *(_letters(found, size, fontWeight=_weight(value), color=ink) for (size, value, ink), found in groups.items()),
    ]


def _weight(is_value: bool) -> int:
    return canvas.HEAVY if is_value else canvas.MEDIUM


def _letters(data: Sequence[Datum], size: float, **look: Any) -> _Layer:
    return _Layer("text", (("size", size), *look.items()), data)


def _hexagons(cells: Sequence[Cell]) -> list[_Cell]:
    """Hexagons that stand on a corner, north upwards, from the corner of the plane."""
    centres = {cell.code: (_ROOT_3 * (cell.column + (cell.row & 1) / 2), 1.5 * cell.row) for cell in cells}
    west = min(x for x, _ in centres.values()) - _ROOT_3 / 2
    south = min(y for _, y in centres.values()) - 1
    found = []
    for cell in cells:
        x, y = centres[cell.code][0] - west, centres[cell.code][1] - south
        ring = tuple(
            (round(x + math.sin(math.pi / 3 * turn), 4), round(y + math.cos(math.pi / 3 * turn), 4))
            for turn in range(6, -1, -1)
        )
        found.append(_Cell(cell.code, cell.name, ((ring,),), (round(x, 4), round(y, 4))))
    return found
