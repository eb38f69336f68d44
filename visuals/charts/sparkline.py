"""A line of a few points, small enough for a table cell."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from data_access import formats
from visuals.palette import LIGHT

_MARGIN = 3.0


def sparkline_svg(
    values: Sequence[float | None],
    markers: Sequence[str],
    *,
    title: str = "",
    decorative: bool = False,
    width: int = 84,
    height: int = 24,
) -> str:
    """The values as an inline SVG, with a gap where one is missing; its scale is its own, not from zero.

    ``decorative`` hides it from screen readers, for a cell whose words say the same.

    Raises:
        ValueError: there are more values than markers, or fewer.
    """
    shown = [
        float(value) if formats.is_published(marker) and formats.is_number(value) else None
        for value, marker in zip(values, markers, strict=True)
    ]
    points = list(_places(shown, width, height))
    body = "".join((*_segments(points), *_dots(points)))
    named = 'aria-hidden="true"' if decorative else f'role="img" aria-label="{escape(title)}"'
    heading = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<svg class="ci-spark" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'focusable="false" {named}>{heading}{body}</svg>'
    )


Place = tuple[float, float]


def _places(shown: Sequence[float | None], width: int, height: int) -> Iterator[Place | None]:
    numbers = [value for value in shown if value is not None]
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    steps = max(len(shown) - 1, 1)
    for index, value in enumerate(shown):
        if value is None:
            yield None
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        across = _MARGIN + index / steps * (width - 2 * _MARGIN)
        yield round(across, 1), round(height - _MARGIN - share * (height - 2 * _MARGIN), 1)


def _segments(points: Sequence[Place | None]) -> Iterator[str]:
    for before, after in pairwise(points):
        if before and after:
            yield (
                f'<line x1="{before[0]:g}" y1="{before[1]:g}" x2="{after[0]:g}" y2="{after[1]:g}" '
                f'stroke="{LIGHT.accent}" stroke-width="2" stroke-linecap="round"/>'
            )


def _dots(points: Sequence[Place | None]) -> Iterator[str]:
    for point in points:
        if point:
            yield f'<circle cx="{point[0]:g}" cy="{point[1]:g}" r="2.2" fill="{LIGHT.accent}"/>'
