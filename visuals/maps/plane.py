"""Longitude and latitude as kilometres on a flat plane, so that a square on the ground is one on the screen."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from visuals.maps.inputs import Point, Polygons

# One degree of latitude, and Islington's middle; both only set the scale of the drawing.
_KM = 111.25
_ACROSS = _KM * math.cos(math.radians(51.55))
_DIGITS = 4


@dataclass(frozen=True)
class Plane:
    """A plane whose corner is the south-west end of what is drawn."""

    west: float
    south: float

    def flat(self, point: Point) -> Point:
        """A place in kilometres from the corner."""
        return round((point[0] - self.west) * _ACROSS, _DIGITS), round((point[1] - self.south) * _KM, _DIGITS)

    def globe(self, point: Point) -> Point:
        """The same place in longitude and latitude again."""
        return round(point[0] / _ACROSS + self.west, 6), round(point[1] / _KM + self.south, 6)

    def polygons(self, polygons: Polygons) -> Polygons:
        """Whole shapes in kilometres."""
        return tuple(tuple(tuple(self.flat(point) for point in ring) for ring in polygon) for polygon in polygons)


def extent(shapes: Iterable[Polygons]) -> tuple[float, float]:
    """How far shapes that begin at the corner reach east and north."""
    points = [point for polygons in shapes for polygon in polygons for ring in polygon for point in ring]
    return max(point[0] for point in points), max(point[1] for point in points)
