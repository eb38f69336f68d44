"""Rows of a few stops, residents and workers, over the portal's real code lists."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from data_access.catalogue import load_catalogue
from data_access.files import DEFAULT_FOLDERS, config_texts
from data_access.records import Catalogue, Indicator, Observation

YEAR, QUARTERS = "fy2018-19", ("q2018-04", "q2018-07", "q2018-10", "q2019-01")
ISLINGTON = "E09000019"
GROUPS = ("eth5-asian", "eth5-black", "eth5-mixed", "eth5-white", "eth5-other", "eth5-unknown")


@cache
def catalogue() -> Catalogue:
    """The portal's real catalogue."""
    return load_catalogue(config_texts(DEFAULT_FOLDERS))


def indicator(measure_type: str = "composition", protect: str = "stops") -> Indicator:
    """An indicator of any measure over the five broad groups."""
    return replace(catalogue().indicators["stop-and-search"], measure_type=measure_type, protect=protect)


def row(
    count: float | None,
    base: float | None = None,
    *,
    group: str = "all",
    period: str = YEAR,
    area: str = ISLINGTON,
    category: str = "all",
    source: str = "police-stop-search-2022",
    marker: str = "",
) -> Observation:
    """One row: a share of ``base``, or without it a bare count."""
    value = count if base is None or count is None else 100 * count / base if base else 0.0
    return Observation(
        indicator_id="stop-and-search",
        period_code=period,
        area_code=area,
        ethnicity_code=group,
        ethnicity_as_published="",
        category_code=category,
        numerator=None if base is None else count,
        denominator=base,
        value=value,
        lower=None if base is None else value,
        upper=None if base is None else value,
        marker=marker,
        flags="",
        note_id="",
        source_id=source,
    )


def shares(counts: Mapping[str, float], **place: str) -> list[Observation]:
    """A whole with the share of each group."""
    whole = sum(counts.values())
    everybody = row(whole, whole, **place)
    return [everybody, *(row(count, whole, group=group, **place) for group, count in counts.items())]


def hidden_groups(rows: tuple[Observation, ...]) -> list[str]:
    """The groups whose rows are marked hidden."""
    return [each.ethnicity_code for each in rows if each.marker == "c"]
