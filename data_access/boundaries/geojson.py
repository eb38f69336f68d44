"""Public rows as GeoJSON by RFC 7946: the same columns and the same protected values as every other file."""

import json
from collections.abc import Sequence
from typing import Any

from data_access.boundaries.shapes import ATTRIBUTION, Boundaries, Polygon, Ward
from data_access.columns import PUBLISHED, PublicRow

_FIGURES = ("numerator", "value", "lower", "upper")


def feature_collection(boundaries: Boundaries, rows: Sequence[PublicRow]) -> dict[str, Any]:
    """One feature for each row, in the order given, with the row's columns as its properties.

    Raises:
        ValueError: a row is for a place that is no ward of this vintage.
    """
    geometries = {ward.code: geometry(ward) for ward in boundaries.wards}
    _refuse_strangers(boundaries, rows)
    return {
        "type": "FeatureCollection",
        "bbox": list(boundaries.bounds),
        "attribution": ATTRIBUTION,
        "features": [
            {"type": "Feature", "properties": _properties(row), "geometry": geometries[row.area_code]} for row in rows
        ],
    }


def feature_collection_text(boundaries: Boundaries, rows: Sequence[PublicRow]) -> str:
    """The same as text, a feature a line; each ward's shape is written out once and used again.

    Raises:
        ValueError: a row is for a place that is no ward of this vintage.
    """
    _refuse_strangers(boundaries, rows)
    geometries = {ward.code: _compact(geometry(ward)) for ward in boundaries.wards}
    features = ",\n".join(
        f'{{"type":"Feature","properties":{_compact(_properties(row))},"geometry":{geometries[row.area_code]}}}'
        for row in rows
    )
    head = f'"bbox":{_compact(list(boundaries.bounds))},"attribution":{_compact(ATTRIBUTION)}'
    return f'{{"type":"FeatureCollection",{head},"features":[\n{features}\n]}}\n'


def geometry(ward: Ward) -> dict[str, Any]:
    """A ward's shape as GeoJSON writes it."""
    if len(ward.polygons) == 1:
        return {"type": "Polygon", "coordinates": _rings(ward.polygons[0])}
    return {"type": "MultiPolygon", "coordinates": [_rings(polygon) for polygon in ward.polygons]}


def _rings(polygon: Polygon) -> list[list[list[float]]]:
    return [[list(point) for point in ring] for ring in polygon]


def _refuse_strangers(boundaries: Boundaries, rows: Sequence[PublicRow]) -> None:
    strangers = {row.area_code for row in rows} - {ward.code for ward in boundaries.wards}
    if strangers:
        message = f"{min(strangers)} is no ward of {boundaries.vintage}"
        raise ValueError(message)


def _properties(row: PublicRow) -> dict[str, Any]:
    """The public columns; a row with a marker has no figure, whatever its columns hold."""
    found = row._asdict()
    return found if row.marker == PUBLISHED else {**found, **dict.fromkeys(_FIGURES)}


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
