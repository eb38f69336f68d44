"""Plain geometry of rings: area, direction, crossing, what lies inside, and which edges are shared."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from data_access.boundaries.shapes import Point, Polygon, Ring

Edge = tuple[Point, Point]

# The Earth as WGS 84 has it.
_RADIUS = 6_378_137.0
_FLATTENING = 1 / 298.257223563


def doubled_area(ring: Ring) -> float:
    """Twice the area in square degrees: above zero where the ring runs counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def square_kilometres(polygons: Iterable[Polygon]) -> float:
    """The area on the ground; good to one part in ten thousand for a place the size of a borough."""
    total = 0.0
    for polygon in polygons:
        east, north = _metres_in_a_degree(sum(point[1] for point in polygon[0]) / len(polygon[0]))
        sizes = [abs(doubled_area(ring)) / 2 * east * north / 1e6 for ring in polygon]
        total += sizes[0] - sum(sizes[1:])
    return total


def _metres_in_a_degree(latitude: float) -> tuple[float, float]:
    """How long a degree of longitude and one of latitude are, at a latitude."""
    angle = math.radians(latitude)
    squared = _FLATTENING * (2 - _FLATTENING)
    bend = 1 - squared * math.sin(angle) ** 2
    return (
        math.radians(1) * _RADIUS * math.cos(angle) / math.sqrt(bend),
        math.radians(1) * _RADIUS * (1 - squared) / bend**1.5,
    )


def edges(polygons: Iterable[Polygon]) -> Iterator[Edge]:
    """Every side of every ring, in the ring's direction."""
    for polygon in polygons:
        for ring in polygon:
            yield from pairwise(ring)


def unpaired(found: Iterable[Edge]) -> tuple[set[Edge], set[Edge]]:
    """Sides that no neighbour runs the other way, and sides that two shapes run the same way.

    Shapes that run counter-clockwise and fill a place without gap or overlap meet along sides that one runs
    forwards and the other backwards, so that the first set is the outline and the second is empty.
    """
    counted = Counter(found)
    return (
        {edge for edge in counted if (edge[1], edge[0]) not in counted},
        {edge for edge, times in counted.items() if times > 1},
    )


def crosses_itself(ring: Ring) -> bool:
    """Whether two sides of a ring meet anywhere but at the corner they share."""
    sides = list(pairwise(ring))
    if len(set(ring[:-1])) < len(ring) - 1:
        return True
    return any(_cross(one, other) for one, other in combinations(sides, 2) if not set(one) & set(other))


def _cross(one: Edge, other: Edge) -> bool:
    a, b, c, d = *one, *other
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def is_inside(point: Point, polygons: Iterable[Polygon]) -> bool:
    """Whether a point lies within, counting how often a line to the east meets a side."""
    across, up = point
    meets = 0
    for (x1, y1), (x2, y2) in edges(polygons):
        if (y1 > up) != (y2 > up) and across < x1 + (up - y1) / (y2 - y1) * (x2 - x1):
            meets += 1
    return meets % 2 == 1
