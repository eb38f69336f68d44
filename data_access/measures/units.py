"""What a unit says: what a rate is per, and whom the figures are of."""

import re

_PER = re.compile(r"per ([\d,]+)\b")


def rate_base(unit: str) -> float | None:
    """What a rate is per: 10,000 of “per 10,000 children”; None where the unit does not say a number."""
    found = _PER.match(unit)
    number = float(found[1].replace(",", "")) if found else 0.0
    return number or None


def noun_of(unit: str) -> str:
    """Whom the figures are of: “pupils” of “% of pupils”, “children” of “per 10,000 children”, else “people”."""
    if unit.startswith("% of "):
        return unit.removeprefix("% of ")
    found = _PER.match(unit)
    return unit[found.end() :].strip() or "people" if found else "people"
