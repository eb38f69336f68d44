"""A reader's choice: from the parameters of an address, to codes, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from data_access.errors import UnknownCodeError, UnknownParameterError
from data_access.interface_text import text_of
from data_access.nearest import nearest
from data_access.records import Catalogue, EthnicGroup, Selection

DATA_PARAMETERS = tuple(field.name for field in fields(Selection))
WORDS = {
    "strand": "strand",
    "service_area": "service area",
    "indicator": "outcome",
    "ethnicity": "ethnic group",
    "ward": "ward",
    "area": "area",
    "classification": "list of ethnic groups",
    "category": "category",
    "period": "period",
    "type": "kind of commitment",
    "nature": "choice between one-off and lasting",
    "status_reported": "report of the council",
    "status_shown": "word of the numbers",
    "status_clock": "word of the clock",
    "data": "answer on data",
    "measured": "kind of measure",
    "reference": "group or place to compare with",
    "measure": "measure",
    "view": "way to draw the wards",
}


@dataclass(frozen=True)
class Dropped:
    """A code in an address that does not exist here, so the choice was made without it."""

    parameter: str
    value: str

    def __str__(self) -> str:
        return text_of("frame.left-out", asked=self.value, noun=WORDS[self.parameter])


def options(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """For each parameter, the codes it may take and their labels, in display order."""
    codes = catalogue.codes
    return {
        "strand": {code: entry.label for code, entry in codes.strands.items()},
        "service_area": {code: entry.label for code, entry in codes.service_areas.items()},
        "indicator": {code: entry.title for code, entry in catalogue.indicators.items()},
        "ethnicity": {code: group.label for code, group in codes.ethnic_groups.items()},
        "ward": {code: area.label for code, area in codes.areas.items() if area.area_type == "ward"},
        "area": {code: area.label for code, area in codes.areas.items()},
        "classification": {code: entry.label for code, entry in codes.classifications.items()},
        "category": {code: entry.label for code, entry in codes.categories.items()},
        "period": {code: period.label for code, period in codes.periods.items()},
    }


def _codes(catalogue: Catalogue) -> dict[str, Mapping[str, object]]:
    """The entries that a parameter takes its codes from, without the work of ``options``; places for wards."""
    codes = catalogue.codes
    return {
        "strand": codes.strands,
        "service_area": codes.service_areas,
        "indicator": catalogue.indicators,
        "ethnicity": codes.ethnic_groups,
        "ward": codes.areas,
        "area": codes.areas,
        "classification": codes.classifications,
        "category": codes.categories,
        "period": codes.periods,
    }


def parse_strictly(parameters: Mapping[str, Sequence[str]], catalogue: Catalogue) -> Selection:
    """The selection that an address asks for.

    Raises:
        UnknownParameterError: a parameter is not one of the data parameters.
        UnknownCodeError: a value is not a code that its parameter may take.
    """
    known = _codes(catalogue)
    for name, values in parameters.items():
        if name not in known:
            raise UnknownParameterError(name, nearest(name, known))
        for value in values:
            if value not in known[name] or (name == "ward" and catalogue.codes.areas[value].area_type != "ward"):
                raise UnknownCodeError(name, value, nearest_code(value, options(catalogue)[name]))
    return Selection(**{name: tuple(dict.fromkeys(values)) for name, values in parameters.items()})


def parse_leniently(parameters: Mapping[str, Sequence[str]], catalogue: Catalogue) -> tuple[Selection, list[Dropped]]:
    """The selection that an address asks for without the codes it gets wrong, and those codes."""
    known, dropped = options(catalogue), []
    chosen: dict[str, tuple[str, ...]] = {}
    for name in DATA_PARAMETERS:
        values = dict.fromkeys(parameters.get(name, ()))
        chosen[name] = tuple(value for value in values if value in known[name])
        dropped += [Dropped(name, value) for value in values if value not in known[name]]
    return Selection(**chosen), dropped


def nearest_code(value: str, known: Mapping[str, str]) -> str | None:
    """The code most like ``value``, whether it was written as a code or as a label."""
    label = nearest(value, known.values())
    by_label = next((code for code, name in known.items() if name == label), None)
    return nearest(value, known) or by_label


def query_string(selection: Selection, **more: str) -> str:
    """The selection as the query of an address, without the question mark."""
    pairs = [(name, value) for name in DATA_PARAMETERS for value in getattr(selection, name)]
    return urlencode([*pairs, *more.items()])


def expand_ethnicity(chosen: Iterable[str], groups: Mapping[str, EthnicGroup]) -> tuple[str, ...]:
    """The chosen groups, and with each broad group those that the crosswalk maps to it."""
    wanted = set(chosen)
    return tuple(
        code
        for code, group in groups.items()
        if code in wanted or (group.eth5_code in wanted and group.eth5_code != "")
    )


def told(selection: Selection, catalogue: Catalogue) -> str:
    """The selection in words, for a sentence that begins “Showing …”."""
    known = options(catalogue)
    parts = []
    for name in DATA_PARAMETERS:
        labels = [known[name][code] for code in getattr(selection, name)]
        if labels:
            parts.append(f"{WORDS[name]} {' or '.join(labels)}")
    return "; ".join(parts) if parts else "everything published"
