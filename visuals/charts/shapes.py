"""Symbols as paths in pixels: the diamond of a comparison, and blocks that stand for missing figures."""

from collections.abc import Iterator

from data_access import formats

# Vega scales a path by half the root of the symbol's size: at 4, one unit is one pixel.
PIXELS = 4
DIAMOND = "M0,-9L7,0L0,9L-7,0Z"
DIAMOND_KEY = "M0,-8L6,0L0,8L-6,0Z"
_GAP = 6.0
_DASH = 3.0


def blocks(width: float, height: float) -> dict[str, str]:
    """The block of every marker: ruled at 45° if hidden, dotted if not published, dashed if it does not apply.

    A block begins at the symbol's own place, and is centred up and down.
    """
    top = -height / 2
    # The last side is drawn: Vega's SVG leaves out a Z that another path follows.
    border = f"M0,{top:g}h{width:g}v{height:g}h{-width:g}v{-height:g}Z"
    fills = {"c": _rules(width, height), "x": _dots(width, height)}
    return {
        marker: border + "".join(fills[marker]) if marker in fills else "".join(_dashes(width, height))
        for marker in formats.MARKER_WORDS
    }


def _rules(width: float, height: float) -> Iterator[str]:
    """Rules that rise to the right, each cut off at the border."""
    start = _GAP / 2
    while start < width + height:
        left, right = max(start - height, 0.0), min(start, width)
        yield f"M{left:g},{start - left - height / 2:g}L{right:g},{start - right - height / 2:g}"
        start += _GAP


def _dots(width: float, height: float) -> Iterator[str]:
    for across in range(int(_GAP / 2), int(width), int(_GAP)):
        for down in range(int(_GAP / 2), int(height), int(_GAP)):
            yield f"M{across - 0.6:g},{down - height / 2:g}a0.6,0.6 0 1,0 1.2,0a0.6,0.6 0 1,0 -1.2,0"


def _dashes(width: float, height: float) -> Iterator[str]:
    half = height / 2
    for across in range(0, int(width), int(2 * _DASH)):
        end = min(across + _DASH, width)
        yield f"M{across},{-half:g}H{end:g}M{across},{half:g}H{end:g}"
    for down in range(0, int(height), int(2 * _DASH)):
        start, end = down - half, min(down + _DASH, height) - half
        yield f"M0,{start:g}V{end:g}M{width:g},{start:g}V{end:g}"
