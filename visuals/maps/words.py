"""The legend in words, with how many wards are in each class, and the sentence that describes a ward map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_access import formats
from visuals.maps import patterns
from visuals.maps.figures import colours, marker_of
from visuals.maps.inputs import Shading, WardNumber, WardNumbers
from visuals.palette import LIGHT

_SWATCH = (24, 16)
_BOX = ((((0.0, 0.0), (24.0, 0.0), (24.0, 16.0), (0.0, 16.0), (0.0, 0.0)),),)
_NAMED = 3


@dataclass(frozen=True)
class LegendEntry:
    """One class or one reason why there is no figure: its words, its wards, and its swatch as SVG."""

    words: str
    count: int
    marker: str
    swatch: str

    @property
    def sentence(self) -> str:
        """The entry in words: “less than 10%: 3 wards”."""
        return f"{self.words}: {formats.plural(self.count, 'ward')}"


def legend(numbers: WardNumbers, shading: Shading) -> list[LegendEntry]:
    """Every class, whether or not a ward is in it, then every marker that a ward has."""
    shown = [ward for ward in numbers.wards if not marker_of(ward)]
    places = [shading.class_of(ward.value, ward.lower, ward.upper) for ward in shown if ward.value is not None]
    entries = [
        LegendEntry(label, places.count(place), "", _class_swatch(shade, diverging=shading.is_diverging))
        for place, (label, shade) in enumerate(zip(shading.labels, shading.shades, strict=True))
    ]
    markers = [marker_of(ward) for ward in numbers.wards]
    return (entries if shown else []) + [
        LegendEntry(f"{formats.symbol(marker)} {words}", markers.count(marker), marker, _marker_swatch(marker))
        for marker, words in formats.MARKER_WORDS.items()
        if marker in markers
    ]


def legend_words(numbers: WardNumbers, shading: Shading) -> list[str]:
    """The legend as sentences: how many wards are in each class and without a figure, then the rule."""
    entries = legend(numbers, shading)
    found = [f"{entry.sentence}." for entry in entries]
    return [*found, shading.rule] if any(not entry.marker for entry in entries) else found


def describe_ward_map(numbers: WardNumbers, *, title: str = "", kind: str = "Map of wards") -> str:
    """What the map shows: its lowest and highest wards by name, and how many have no figure and why."""
    shown = [ward for ward in numbers.wards if not marker_of(ward)]
    parts = [numbers.reason.removesuffix(".")] if numbers.reason else []
    if shown:
        parts += _ends(shown, numbers)
    elif not numbers.reason:
        parts.append("no ward has a figure to show")
    parts += [] if numbers.reason else _missing(numbers.wards)
    lead = f"{kind}: {title}" if title else kind
    return f"{lead}. {'; '.join(parts)[:1].upper()}{'; '.join(parts)[1:]}."


def _ends(shown: Sequence[WardNumber], numbers: WardNumbers) -> Iterator[str]:
    values = [ward.value for ward in shown if ward.value is not None]
    low, high = min(values), max(values)
    count = formats.plural(len(shown), "ward")
    if low == high:
        yield f"{count}, all at {_told(low, numbers)}"
        return
    highest = formats.figure(high, "%" if formats.is_percent(numbers.unit) else "", numbers.decimals)
    yield f"{count}, from {_told(low, numbers)} ({_at(low, shown)}) to {highest} ({_at(high, shown)})"


def _told(value: float, numbers: WardNumbers) -> str:
    text = formats.number(value, numbers.decimals)
    return f"{text}{numbers.unit}" if formats.is_percent(numbers.unit) else f"{text} {numbers.unit}"


def _at(value: float, shown: Sequence[WardNumber]) -> str:
    """The wards that have a value; beyond three, the first and how many others."""
    names = [ward.area for ward in shown if ward.value == value]
    if len(names) > _NAMED:
        names = [names[0], formats.plural(len(names) - 1, "other ward")]
    return formats.list_words(names)


def _missing(wards: Sequence[WardNumber]) -> Iterator[str]:
    """How many wards have no figure, one phrase for each reason; hidden wards are named."""
    for marker, words in formats.MARKER_WORDS.items():
        names = [ward.area for ward in wards if marker_of(ward) == marker]
        if names:
            told = f" ({formats.list_words(names)})" if len(names) <= _NAMED else ""
            where = "where it " if marker == "z" else ""
            yield f"{formats.plural(len(names), 'ward')} {where}{words}{told}"


def _class_swatch(shade: int, *, diverging: bool) -> str:
    fill, _ = colours(shade, diverging=diverging)
    return _svg(f'<rect x=".5" y=".5" width="23" height="15" fill="{fill}" stroke="{LIGHT.edge}"/>')


def _marker_swatch(marker: str) -> str:
    """The pattern that the wards of a marker have on the map."""
    dash = ' stroke-dasharray="4 4"' if marker == "z" else ""
    box = f'<rect x=".5" y=".5" width="23" height="15" fill="{LIGHT.surface}" stroke="{LIGHT.edge}"{dash}/>'
    height = _SWATCH[1]
    if marker == "c":
        path = "".join(
            f"M{x1:.1f},{height - y1:.1f}L{x2:.1f},{height - y2:.1f}" for (x1, y1), (x2, y2) in patterns.rules(_BOX, 6)
        )
        return _svg(f'{box}<path d="{path}" stroke="{LIGHT.edge}" stroke-width="1.5"/>')
    if marker == "x":
        spots = (
            f'<circle cx="{x:g}" cy="{height - y:g}" r="1.2" fill="{LIGHT.edge}"/>' for x, y in patterns.dots(_BOX, 7)
        )
        return _svg(box + "".join(spots))
    return _svg(box)


def _svg(body: str) -> str:
    wide, high = _SWATCH
    return (
        f'<svg class="ci-swatch" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'aria-hidden="true" focusable="false">{body}</svg>'
    )
