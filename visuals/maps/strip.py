"""A strip of dots, one a ward: where the chosen ward stands among the others, and where the borough does."""

from collections.abc import Sequence

from visuals.palette import LIGHT

WIDTH, HEIGHT = 180, 22
_SIDE = 7


def strip_svg(values: Sequence[float], chosen: float | None, reference: float | None = None) -> str:
    """The dots from least to greatest on one line; the chosen one is full and larger, the borough an upright line."""
    ends = [*values, *([] if reference is None else [reference])]
    low, high = (min(ends), max(ends)) if ends else (0.0, 0.0)

    def place(value: float) -> str:
        part = (value - low) / (high - low) if high > low else 0.5
        return f"{_SIDE + part * (WIDTH - 2 * _SIDE):.0f}"

    middle = HEIGHT // 2
    parts = [f'<path d="M{_SIDE},{middle}H{WIDTH - _SIDE}" stroke="{LIGHT.rule}"/>']
    if reference is not None:
        parts.append(f'<path d="M{place(reference)},2V{HEIGHT - 2}" stroke="{LIGHT.ink}" stroke-width="1.5"/>')
    # A dot is a stroke of no length with round ends, and whole pixels are enough, so that all are one short path.
    dots = "".join(dict.fromkeys(f"M{place(value)},{middle}h0" for value in values))
    parts.append(f'<path d="{dots}" stroke="{LIGHT.edge}" stroke-width="6" stroke-linecap="round"/>')
    if chosen is not None:
        parts.append(f'<circle cx="{place(chosen)}" cy="{middle}" r="6" fill="{LIGHT.accent}" stroke="{LIGHT.bg}"/>')
    return f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'
