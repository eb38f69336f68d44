"""Reads the outlines of the wards and of the borough, and where each ward stands among the hexagons."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_access.csv_text import read_rows
from data_access.errors import InvalidFilesError, Issue
from data_access.files import Folders, read_utf8

VINTAGES = ("2014", "2022")
ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
    "Contains OS data © Crown copyright and database right."
)
OUTLINE_FILE = "borough.geojson"
HEXAGON_FILE = "hexagons-2022.csv"
HEXAGON_COLUMNS = ("area_code", "area", "column", "row")

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]


@dataclass(frozen=True)
class Ward:
    """One ward: longitude before latitude, the outer ring counter-clockwise, each ring closed."""

    code: str
    name: str
    polygons: tuple[Polygon, ...]
    label_point: Point


@dataclass(frozen=True)
class Boundaries:
    """All wards of one vintage, in the order of their codes, with the borough's outline around them."""

    vintage: str
    wards: tuple[Ward, ...]
    outline: tuple[Polygon, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north ends."""
        points = [point for polygon in self.outline for ring in polygon for point in ring]
        across, up = zip(*points, strict=True)
        return min(across), min(up), max(across), max(up)

    def ward(self, code: str) -> Ward | None:
        """The ward with a code, or None."""
        return next((ward for ward in self.wards if ward.code == code), None)


@dataclass(frozen=True)
class Hexagon:
    """Where a ward stands among hexagons of one size: odd rows are moved half a hexagon to the east."""

    code: str
    name: str
    column: int
    row: int


def folder(folders: Folders) -> Path:
    """Where the boundary files are; an edition sealed without them is drawn with those of the draft."""
    own = folders.data / "boundaries"
    return own if own.is_dir() else folders.root / "data" / "boundaries"


def ward_file(vintage: str) -> str:
    """The name of the file of one vintage.

    Raises:
        ValueError: there is no such vintage.
    """
    if vintage not in VINTAGES:
        message = f"there are no ward boundaries of {vintage!r}; there are those of {' and '.join(VINTAGES)}"
        raise ValueError(message)
    return f"wards-{vintage}.geojson"


def read_boundaries(folders: Folders, vintage: str) -> Boundaries:
    """The wards of one vintage and the outline around them.

    Raises:
        ValueError: there is no such vintage.
        InvalidFilesError: a file is missing or cannot be read as shapes.
    """
    wards = [_ward(feature) for _, feature in read_features(folders, ward_file(vintage))]
    outlines = [feature for _, feature in read_features(folders, OUTLINE_FILE)]
    (outline,) = (entry for entry in outlines if entry["properties"]["vintage"] == vintage)
    return Boundaries(vintage, tuple(sorted(wards, key=lambda ward: ward.code)), polygons_of(outline["geometry"]))


def read_features(folders: Folders, name: str) -> list[tuple[int, dict[str, Any]]]:
    """The features of a file, each with the line it stands on.

    Raises:
        InvalidFilesError: the file is missing, is not UTF-8, or is not a list of polygons with codes and names.
    """
    text = read_text(folders, name)
    try:
        features = json.loads(text)["features"]
        for feature in features:
            _expect(feature)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        what = f"it is not a collection of named polygons ({type(error).__name__}: {error})"
        raise InvalidFilesError([Issue(told(name), 0, "", what, "take the file from the last edition")]) from error
    lines = text.splitlines()
    return [(_line(lines, feature), feature) for feature in features]


def read_text(folders: Folders, name: str) -> str:
    """The text of one boundary file.

    Raises:
        InvalidFilesError: the file is missing or is not UTF-8.
    """
    path = folder(folders) / name
    if not path.is_file():
        raise InvalidFilesError([Issue(told(name), 0, "", "the file is missing", "take it from the last edition")])
    problems: list[Issue] = []
    text = read_utf8(path, told(name), problems)
    if problems:
        raise InvalidFilesError(problems)
    return text


def told(name: str) -> str:
    """A boundary file as an issue names it."""
    return f"data/boundaries/{name}"


def _expect(feature: Mapping[str, Any]) -> None:
    properties = feature["properties"]
    for key in ("code", "name", "vintage"):
        if not isinstance(properties[key], str):
            message = f"{key} is not a text"
            raise TypeError(message)
    if not all(len(ring) > 3 for polygon in polygons_of(feature["geometry"]) for ring in polygon):
        message = f"a ring of {properties['code']} has fewer than four points"
        raise ValueError(message)


def _line(lines: Sequence[str], feature: Mapping[str, Any]) -> int:
    """The line that names the feature's code and vintage, or 0 where features do not have a line each."""
    marks = [f'"{key}":"{feature["properties"][key]}"' for key in ("code", "vintage")]
    found = (number for number, line in enumerate(lines, start=1) if all(mark in line for mark in marks))
    return next(found, 0)


def _ward(feature: Mapping[str, Any]) -> Ward:
    properties = feature["properties"]
    label = (float(properties["label_longitude"]), float(properties["label_latitude"]))
    return Ward(properties["code"], properties["name"], polygons_of(feature["geometry"]), label)


def polygons_of(geometry: Mapping[str, Any]) -> tuple[Polygon, ...]:
    """The polygons of a GeoJSON geometry.

    Raises:
        ValueError: it is neither a Polygon nor a MultiPolygon.
    """
    match geometry["type"]:
        case "Polygon":
            parts = [geometry["coordinates"]]
        case "MultiPolygon":
            parts = geometry["coordinates"]
        case other:
            message = f"a geometry is a {other}"
            raise ValueError(message)
    return tuple(
        tuple(tuple((float(across), float(up)) for across, up in ring) for ring in polygon) for polygon in parts
    )


def read_hexagons(folders: Folders) -> tuple[Hexagon, ...]:
    """Where each ward of 2022 stands among the hexagons.

    Raises:
        InvalidFilesError: the file is missing or a row of it is wrong.
    """
    problems: list[Issue] = []
    rows = list(read_rows(told(HEXAGON_FILE), read_text(folders, HEXAGON_FILE), HEXAGON_COLUMNS, problems))
    found = []
    for line, row in rows:
        try:
            found.append(Hexagon(row["area_code"], row["area"], int(row["column"]), int(row["row"])))
        except ValueError:
            what = "a column or row is not a whole number"
            problems.append(Issue(told(HEXAGON_FILE), line, "column", what, "write it without decimals"))
    if problems:
        raise InvalidFilesError(problems)
    return tuple(found)
