"""Public rows of wards: made up for one question, or every one that the portal has."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from data_access.boundaries import Boundaries, read_boundaries
from data_access.columns import PUBLISHED, PublicRow
from data_access.files import DEFAULT_FOLDERS
from data_access.portal import served
from data_access.records import ISLINGTON, Selection

# A number that no real row has, and every way to write it; a coordinate may end in the same digits.
SECRET = 7654.3
_WAYS_TO_TELL_IT = re.compile(r"(?<![\d.])7,?654(?!\d)")
_BLANK = PublicRow(*("" for _ in PublicRow._fields))


class WardMap(NamedTuple):
    """All rows of one indicator, group, period and category in the wards of one vintage."""

    vintage: str
    rows: tuple[PublicRow, ...]
    borough: PublicRow | None
    decimals: int


@cache
def wards_of(vintage: str) -> Boundaries:
    return read_boundaries(DEFAULT_FOLDERS, vintage)


def row(code: str, value: float | None, marker: str = PUBLISHED, **more: object) -> PublicRow:
    """A made-up row of a ward: a proportion of residents, unless told otherwise."""
    about = {"measure_type": "proportion", "unit": "% of residents", "ethnicity_code": "eth5-black"}
    found = {"area_code": code, "category_code": "all", "value": value, "marker": marker, **about, **more}
    numbers = dict.fromkeys(("numerator", "denominator", "lower", "upper"))
    return _BLANK._replace(**{**numbers, **found})


def rows(values: list[float], **more: object) -> list[PublicRow]:
    """A made-up row for each ward of 2022, in the order of their codes."""
    return [row(ward.code, value, **more) for ward, value in zip(wards_of("2022").wards, values, strict=True)]


def hidden(published: PublicRow, marker: str = "c") -> PublicRow:
    """A row with a marker that carries numbers all the same, as none should."""
    numbers = dict.fromkeys(("numerator", "denominator", "value", "lower", "upper"), SECRET)
    return published._replace(marker=marker, **numbers)


def tells_secret(text: str) -> bool:
    """Whether the number that ``hidden`` plants is in a text."""
    return bool(_WAYS_TO_TELL_IT.search(text))


@cache
def real_maps() -> tuple[WardMap, ...]:
    """Every ward map that the portal can draw."""
    return tuple(_real_maps())


def _real_maps() -> Iterator[WardMap]:
    repository = served().repository
    areas = repository.catalogue.codes.areas
    wards = tuple(code for code, area in areas.items() if area.area_type == "ward")
    for found in repository.coverage(Selection(area=wards)):
        groups: dict[tuple[str, ...], list[PublicRow]] = {}
        selection = Selection(indicator=(found.indicator_id,), area=(*wards, ISLINGTON))
        for entry in repository.rows(selection):
            key = (entry.period_code, entry.ethnicity_code, entry.category_code)
            groups.setdefault(key, []).append(entry)
        decimals = repository.catalogue.indicators[found.indicator_id].decimals
        for entries in groups.values():
            borough = next((entry for entry in entries if entry.area_code == ISLINGTON), None)
            for vintage in ("2014", "2022"):
                own = tuple(entry for entry in entries if entry.area_vintage == vintage)
                if own:
                    yield WardMap(vintage, own, borough, decimals)
