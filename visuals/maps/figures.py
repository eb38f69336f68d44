"""Each ward as it is drawn: its shade, its lettering and its words, with no number where a marker stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_access import formats
from visuals.charts.lettering import wrap
from visuals.maps.inputs import Place, Point, Polygons, Shading, WardNumber, WardNumbers
from visuals.palette import DIVERGING, LIGHT, diverging_label_colour, ramp_label_colour

NAME_SIZE = 13
VALUE_SIZE = 15.5
PHONE_VALUE_SIZE = 13.5
_NAME_WIDTH = 78
_LINE = 15.5


@dataclass(frozen=True)
class DrawnWard:
    """One ward: where it is, how it is filled, what is written in it, and its words for a pointer or a reader."""

    code: str
    name: str
    polygons: Polygons
    label_point: Point
    fill: str
    ink: str
    marker: str
    text: str
    say: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One line of lettering in a ward, so many pixels below the label point."""

    ward: DrawnWard
    text: str
    below: float
    size: float
    is_value: bool


def drawn_wards(places: Sequence[Place], numbers: WardNumbers, shading: Shading) -> list[DrawnWard]:
    """Every place with its number; one that has no number among these counts as not published."""
    number_of = {ward.area_code: ward for ward in numbers.wards}
    return [_drawn(place, number_of.get(place.code), numbers, shading) for place in places]


def _drawn(place: Place, number: WardNumber | None, numbers: WardNumbers, shading: Shading) -> DrawnWard:
    marker = marker_of(number)
    details: tuple[str, ...]
    if number is None or number.value is None or marker:
        fill, ink, text = LIGHT.surface, LIGHT.ink, formats.symbol(marker)
        details = (missing_words(number, marker),)
    else:
        shade = shading.shades[shading.class_of(number.value, number.lower, number.upper)]
        fill, ink = colours(shade, diverging=shading.is_diverging)
        text, details = formats.number(number.value, numbers.decimals), tuple(_details(number))
    say = f"{place.name}: {'; '.join(details)}"
    return DrawnWard(place.code, place.name, place.polygons, place.label_point, fill, ink, marker, text, say, details)


def marker_of(number: WardNumber | None) -> str:
    """Why a ward has no number, empty where it has one; an absent number counts as not published."""
    if number is None:
        return "x"
    if not formats.is_published(number.marker):
        return number.marker
    return "" if formats.is_number(number.value) else "x"


def missing_words(number: WardNumber | None, marker: str) -> str:
    """The words of a marker, and for a measure that cannot be given its reason."""
    reason = number.words if number is not None and marker == number.marker and marker in {"x", "z"} else ""
    return f"{formats.symbol(marker)} {reason or formats.marker_words(marker)}"


def colours(shade: int, *, diverging: bool) -> tuple[str, str]:
    """The fill of a shade, and the colour that its lettering is read in."""
    if diverging:
        return DIVERGING[shade], diverging_label_colour(shade)
    return LIGHT.map_ramp[shade], ramp_label_colour(LIGHT, shade)


def _details(number: WardNumber) -> Iterator[str]:
    yield number.words
    if formats.is_number(number.base):
        yield f"base {formats.number(number.base)}"
    if number.flags:
        yield f"marked {formats.flag_symbols(number.flags)}"


def name_lines(name: str) -> list[tuple[str, float]]:
    """A name in short lines, each with how far below the middle of the name it stands."""
    names = wrap(name, NAME_SIZE, _NAME_WIDTH)
    return [(line, (place - (len(names) - 1) / 2) * _LINE) for place, line in enumerate(names)]


def lettering(wards: Sequence[DrawnWard], *, narrow: bool) -> list[Line]:
    """Name and number of each ward, centred on its label point; on a phone the number alone."""
    return [line for ward in wards for line in (_narrow(ward) if narrow else _wide(ward))]


def _narrow(ward: DrawnWard) -> Iterator[Line]:
    yield Line(ward, ward.text, 0.0, PHONE_VALUE_SIZE, is_value=True)


def _wide(ward: DrawnWard) -> Iterator[Line]:
    names = name_lines(ward.name)
    for name, below in names:
        yield Line(ward, name, below - _LINE / 2, NAME_SIZE, is_value=False)
    yield Line(ward, ward.text, names[-1][1] + _LINE / 2 + 1, VALUE_SIZE, is_value=True)
