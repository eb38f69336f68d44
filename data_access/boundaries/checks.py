"""Everything that is wrong in data/boundaries/: codes, names, rings, shared sides and labels."""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any, TypeVar

from data_access.boundaries.geometry import Edge, crosses_itself, doubled_area, edges, is_inside, unpaired
from data_access.boundaries.lookup import LOOKUP_FILE, lookup
from data_access.boundaries.shapes import (
    HEXAGON_FILE,
    OUTLINE_FILE,
    VINTAGES,
    Polygon,
    polygons_of,
    read_features,
    read_hexagons,
    told,
    ward_file,
)
from data_access.errors import InvalidFilesError, Issue
from data_access.files import Folders
from data_access.records import ISLINGTON, Catalogue

Features = list[tuple[int, dict[str, Any]]]
Found = TypeVar("Found")


def issues(folders: Folders, catalogue: Catalogue) -> list[Issue]:
    """Every issue in the boundary files, in the form that ``check`` tells."""
    found: list[Issue] = []
    outlines = _read(partial(read_features, folders, OUTLINE_FILE), found)
    for vintage in VINTAGES:
        features = _read(partial(read_features, folders, ward_file(vintage)), found)
        if features is not None:
            found += _ward_issues(vintage, features, outlines, catalogue)
    hexagons = _read(partial(read_hexagons, folders), found)
    if hexagons is not None:
        places = [(hexagon.column, hexagon.row) for hexagon in hexagons]
        found += _code_issues(HEXAGON_FILE, "2022", [hexagon.code for hexagon in hexagons], catalogue)
        if len(set(places)) < len(places):
            found.append(_issue(HEXAGON_FILE, 0, "column", "two wards stand in one place", "move one of them"))
    overlaps = _read(partial(lookup, folders), found)
    if overlaps is not None:
        found += _code_issues(LOOKUP_FILE, "2014", {overlap.code_2014 for overlap in overlaps}, catalogue)
        found += _code_issues(LOOKUP_FILE, "2022", {overlap.code_2022 for overlap in overlaps}, catalogue)
    return sorted(found)


def _read(read: Callable[[], Found], found: list[Issue]) -> Found | None:
    try:
        return read()
    except InvalidFilesError as error:
        found += error.issues
        return None


def _issue(file: str, line: int, column: str, what: str, mend: str) -> Issue:
    return Issue(told(file), line, column, what, mend)


def _code_issues(file: str, vintage: str, codes: Collection[str], catalogue: Catalogue) -> Iterator[Issue]:
    """Codes that are no ward of the vintage, wards that are missing, and codes that come twice."""
    known = {
        code for code, area in catalogue.codes.areas.items() if (area.area_type, area.vintage) == ("ward", vintage)
    }
    for code in sorted(set(codes) - known):
        yield _issue(file, 0, "code", f"{code} is no ward of {vintage}", "take the code from areas.csv")
    for code in sorted(known - set(codes)):
        yield _issue(file, 0, "code", f"the ward {code} is missing", "add it")
    if len(set(codes)) < len(codes):
        yield _issue(file, 0, "code", "a ward comes twice", "keep one of them")


def _ward_issues(vintage: str, features: Features, outlines: Features | None, catalogue: Catalogue) -> Iterator[Issue]:
    file = ward_file(vintage)
    yield from _code_issues(file, vintage, [feature["properties"]["code"] for _, feature in features], catalogue)
    for line, feature in features:
        for column, what, mend in _feature_problems(feature, vintage, catalogue):
            yield _issue(file, line, column, what, mend)
    shapes = [polygon for _, feature in features for polygon in polygons_of(feature["geometry"])]
    outer, doubled = unpaired(edges(shapes))
    if doubled:
        yield _issue(file, 0, "geometry", "wards lie over one another", "let neighbours share their sides")
    if outlines is not None:
        yield from _outline_issues(vintage, features, outer, outlines)


def _outline_issues(vintage: str, features: Features, outer: set[Edge], outlines: Features) -> Iterator[Issue]:
    """The sides that no two wards share must be exactly the borough's outline."""
    own = [(line, feature) for line, feature in outlines if feature["properties"]["vintage"] == vintage]
    if [feature["properties"]["code"] for _, feature in own] != [ISLINGTON]:
        what = f"it does not have one outline of {ISLINGTON} for {vintage}"
        yield _issue(OUTLINE_FILE, 0, "code", what, "keep one feature for each vintage")
        return
    outline = set(edges(polygons_of(own[0][1]["geometry"])))
    for line, feature in features:
        if set(edges(polygons_of(feature["geometry"]))) & outer - outline:
            what = f"{feature['properties']['name']} has a side that neither a neighbour nor the outline has"
            yield _issue(ward_file(vintage), line, "geometry", what, "give both the same points")
    if outline - outer:
        what = f"the outline is not the outer border of the wards of {vintage}"
        yield _issue(OUTLINE_FILE, own[0][0], "geometry", what, "mend the wards, or draw the outline anew")


def _feature_problems(feature: dict[str, Any], vintage: str, catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    properties, polygons = feature["properties"], polygons_of(feature["geometry"])
    area = catalogue.codes.areas.get(properties["code"])
    if area is not None and area.label != properties["name"]:
        yield "name", f"it is called {properties['name']} where areas.csv says {area.label}", "use the same name"
    if properties["vintage"] != vintage:
        yield "vintage", f"it says {properties['vintage']}", f"write {vintage}"
    for polygon in polygons:
        yield from _ring_problems(polygon)
    label = (properties.get("label_longitude"), properties.get("label_latitude"))
    if not all(isinstance(place, float) for place in label) or not is_inside(label, polygons):
        yield "label_longitude", "the label does not stand inside the ward", "move it"


def _ring_problems(polygon: Polygon) -> Iterator[tuple[str, str, str]]:
    """What RFC 7946 asks of rings: closed, the outer one counter-clockwise and holes clockwise, no side crossed."""
    for place, ring in enumerate(polygon):
        if ring[0] != ring[-1]:
            yield "geometry", "a ring is not closed", "end it with its first point"
            continue
        if (doubled_area(ring) > 0) != (place == 0):
            yield "geometry", "a ring runs the wrong way round", "turn it: outer rings run counter-clockwise"
        if crosses_itself(ring):
            yield "geometry", "a ring crosses itself", "draw it anew"
