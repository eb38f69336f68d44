"""Patterns that fill a shape where there is no figure: rules at 45°, dots, or a dashed border."""

import math
from collections.abc import Iterator
from itertools import pairwise

from visuals.maps.inputs import Point, Polygons

Segment = tuple[Point, Point]

_TURN = math.sqrt(0.5)


def rules(polygons: Polygons, step: float) -> Iterator[Segment]:
    """Lines that rise to the right at 45°, so far apart, each cut off at the border."""
    turned = _turned(polygons, _TURN, -_TURN)
    for start, end in _cuts(turned, step):
        yield _turn(start, _TURN, _TURN), _turn(end, _TURN, _TURN)


def dots(polygons: Polygons, step: float) -> Iterator[Point]:
    """Points on a square grid that lie inside."""
    for (left, up), (right, _) in _cuts(polygons, step):
        first = math.ceil(left / step)
        yield from ((count * step, up) for count in range(first, math.floor(right / step) + 1))


def dashes(polygons: Polygons, length: float) -> Iterator[Segment]:
    """Every second piece of the border, each piece as long as the gap after it; a piece may bend at a corner."""
    for polygon in polygons:
        for ring in polygon:
            yield from _ring_dashes(ring, length)


def _ring_dashes(ring: tuple[Point, ...], length: float) -> Iterator[Segment]:
    gone = 0.0
    for start, end in pairwise(ring):
        side = math.dist(start, end)
        place = 0.0
        while place < side:
            reach = min(side, place + length - gone % length)
            # A reach that rounding leaves in place would never end.
            reach = min(side, max(reach, place + length / 1000))
            if int(gone / length + 1e-9) % 2 == 0:
                yield _along(start, end, place / side), _along(start, end, reach / side)
            gone += reach - place
            place = reach


def _along(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _turn(point: Point, cosine: float, sine: float) -> Point:
    return point[0] * cosine - point[1] * sine, point[0] * sine + point[1] * cosine


def _turned(polygons: Polygons, cosine: float, sine: float) -> Polygons:
    return tuple(tuple(tuple(_turn(point, cosine, sine) for point in ring) for ring in polygon) for polygon in polygons)


def _cuts(polygons: Polygons, step: float) -> Iterator[Segment]:
    """The pieces of level lines, so far apart, that lie inside."""
    sides = [side for polygon in polygons for ring in polygon for side in pairwise(ring)]
    lowest = min(point[1] for side in sides for point in side)
    highest = max(point[1] for side in sides for point in side)
    for count in range(math.ceil(lowest / step), math.floor(highest / step) + 1):
        up = count * step
        meets = sorted(x1 + (up - y1) / (y2 - y1) * (x2 - x1) for (x1, y1), (x2, y2) in sides if (y1 > up) != (y2 > up))
        for left, right in zip(meets[::2], meets[1::2], strict=True):
            yield (left, up), (right, up)
