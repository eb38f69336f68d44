"""The ward map as pydeck layers: no base map, no request to anywhere, labels drawn from the page's own font."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import pydeck as pdk

from visuals.charts import canvas
from visuals.maps import patterns
from visuals.maps.figures import DrawnWard, Line, drawn_wards, lettering
from visuals.maps.inputs import Point, Polygons, Shading, Shapes, WardNumbers
from visuals.maps.plane import Plane
from visuals.palette import LIGHT

# The height that fits a width: Islington is taller than it is wide.
HEIGHT = {False: 800, True: 460}
_WIDTH = {False: 560, True: 320}
_MARGIN = 12
_TILE = 512
_RULE_GAP, _DOT_GAP, _DASH = 7.0, 7.0, 4.0
_KM_ROUND = 40_075.0

# Streamlit escapes what it sets into the template, so the fields are plain words and their lines plain line breaks.
_TOOLTIP = {
    "html": "<b>{name}</b><br>{details}",
    "style": {
        "backgroundColor": LIGHT.ink,
        "color": LIGHT.bg,
        "fontFamily": canvas.FONT,
        "fontSize": "15px",
        "maxWidth": "280px",
        "whiteSpace": "pre-line",
    },
}
_BRACKETS = str.maketrans("<>", "()")

Colour = list[int]


def ward_deck(
    shapes: Shapes,
    numbers: WardNumbers,
    shading: Shading,
    *,
    chosen: str = "",
    narrow: bool = False,
) -> pdk.Deck:
    """The wards as a deck; draw it ``HEIGHT[narrow]`` pixels high. Its wards have the layer id “wards”.

    The map stays where it is: a wheel or a finger on it scrolls the page.
    """
    wards = drawn_wards(shapes.wards, numbers, shading)
    view = _view(shapes.bounds, narrow=narrow)
    scale = _TILE * 2**view.zoom / (_KM_ROUND * math.cos(math.radians(view.latitude)))
    layers = [
        _fills(wards),
        _paths("outline", [_path(ring) for ring in _rings(shapes.outline)], LIGHT.ink, 1.5),
        *_patterns(wards, Plane(*shapes.bounds[:2]), scale),
        *_chosen([ward for ward in wards if ward.code == chosen]),
        *_letters(lettering(wards, narrow=narrow)),
    ]
    return pdk.Deck(
        layers=layers,
        initial_view_state=view,
        views=[pdk.View(type="MapView", controller=False)],
        map_provider=None,
        tooltip=_TOOLTIP,
    )


def _view(bounds: tuple[float, float, float, float], *, narrow: bool) -> pdk.ViewState:
    """The view that holds all wards with a margin."""
    west, south, east, north = bounds
    low, high = _mercator(south), _mercator(north)
    across = (_WIDTH[narrow] - 2 * _MARGIN) * 360 / (_TILE * (east - west))
    up = (HEIGHT[narrow] - 2 * _MARGIN) * 2 * math.pi / (_TILE * (high - low))
    middle = math.degrees(2 * math.atan(math.exp((low + high) / 2)) - math.pi / 2)
    return pdk.ViewState(
        longitude=round((west + east) / 2, 6),
        latitude=round(middle, 6),
        zoom=round(math.log2(min(across, up)), 3),
        bearing=0,
        pitch=0,
    )


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _rgb(colour: str) -> Colour:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _plain(text: str) -> str:
    """Words without angle brackets, so that no program that reads the deck can take them for markup."""
    return text.translate(_BRACKETS)


def _fills(wards: Sequence[DrawnWard]) -> pdk.Layer:
    """Every ward in its shade, with the words of its tooltip."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": ward.code,
                "fill": _rgb(ward.fill),
                "border": {"c": 2, "z": 0}.get(ward.marker, 1),
                "name": _plain(ward.name),
                "details": _plain("\n".join(ward.details)),
            },
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[list(point) for point in ring] for ring in polygon] for polygon in ward.polygons],
            },
        }
        for ward in wards
    ]
    return pdk.Layer(
        "GeoJsonLayer",
        id="wards",
        data={"type": "FeatureCollection", "features": features},
        pickable=True,
        stroked=True,
        filled=True,
        get_fill_color="properties.fill",
        get_line_color=_rgb(LIGHT.edge),
        get_line_width="properties.border",
        line_width_units=pdk.types.String("pixels"),
    )


def _patterns(wards: Sequence[DrawnWard], plane: Plane, scale: float) -> list[pdk.Layer]:
    """Rules over hidden wards, dots over unpublished ones, and dashes around those where nothing applies."""
    shapes = {marker: [plane.polygons(ward.polygons) for ward in wards if ward.marker == marker] for marker in "cxz"}
    ruled = [segment for shape in shapes["c"] for segment in patterns.rules(shape, _RULE_GAP / scale)]
    dashed = [segment for shape in shapes["z"] for segment in patterns.dashes(shape, _DASH / scale)]
    dotted = [point for shape in shapes["x"] for point in patterns.dots(shape, _DOT_GAP / scale)]
    found = []
    if ruled:
        found.append(_lines("hidden", ruled, plane))
    if dashed:
        # The full borders of its neighbours would fill the gaps between the dashes.
        bare = [_path(ring) for ward in wards if ward.marker == "z" for ring in _rings(ward.polygons)]
        found.append(_paths("not-applicable-border", bare, LIGHT.surface, 3))
        found.append(_lines("not-applicable", dashed, plane))
    if dotted:
        found.append(
            pdk.Layer(
                "ScatterplotLayer",
                id="not-published",
                data=[{"at": list(plane.globe(point))} for point in dotted],
                get_position="at",
                get_fill_color=_rgb(LIGHT.edge),
                get_radius=1.2,
                radius_units=pdk.types.String("pixels"),
            )
        )
    return found


def _lines(name: str, segments: Iterable[patterns.Segment], plane: Plane) -> pdk.Layer:
    return pdk.Layer(
        "LineLayer",
        id=name,
        data=[{"from": list(plane.globe(start)), "to": list(plane.globe(end))} for start, end in segments],
        get_source_position="from",
        get_target_position="to",
        get_color=_rgb(LIGHT.edge),
        get_width=1.5,
    )


def _rings(polygons: Polygons) -> list[tuple[Point, ...]]:
    return [ring for polygon in polygons for ring in polygon]


def _path(ring: Sequence[Point]) -> dict[str, Any]:
    return {"path": [list(point) for point in ring]}


def _paths(name: str, data: Sequence[dict[str, Any]], colour: str, width: float) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer",
        id=name,
        data=list(data),
        get_path="path",
        get_color=_rgb(colour),
        get_width=width,
        width_units=pdk.types.String("pixels"),
        joint_rounded=True,
    )


def _chosen(wards: Sequence[DrawnWard]) -> list[pdk.Layer]:
    """The chosen ward in ink, on a halo of paper."""
    paths = [_path(ring) for ward in wards for ring in _rings(ward.polygons)]
    if not paths:
        return []
    return [_paths("chosen-halo", paths, LIGHT.bg, 6), _paths("chosen", paths, LIGHT.ink, 3)]


def _letters(lines: Sequence[Line]) -> list[pdk.Layer]:
    """Names, then numbers; on a pattern each stands on a strip of paper."""
    named = [line for line in lines if not line.is_value]
    counted = [line for line in lines if line.is_value]
    return [
        _text(name, found, weight)
        for name, found, weight in (("names", named, canvas.MEDIUM), ("numbers", counted, canvas.HEAVY))
        if found
    ]


def _text(name: str, lines: Sequence[Line], weight: int) -> pdk.Layer:
    paper = _rgb(LIGHT.surface)
    data = [
        {
            "at": list(line.ward.label_point),
            "text": line.text,
            "ink": _rgb(line.ward.ink),
            "below": [0, line.below],
            "paper": [*paper, 230 if line.ward.marker else 0],
        }
        for line in lines
    ]
    return pdk.Layer(
        "TextLayer",
        id=name,
        data=data,
        get_position="at",
        get_text="text",
        get_size=lines[0].size,
        get_color="ink",
        get_pixel_offset="below",
        background=True,
        get_background_color="paper",
        background_padding=[2, 0, 2, 0],
        font_family=pdk.types.String(canvas.FONT),
        font_weight=weight,
        character_set=pdk.types.String("auto"),
    )
