"""Representation: a group's share of an outcome over its share of a population that fits, with that base named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_access.columns import PUBLISHED, PublicRow
from data_access.measures.arrays import floats
from data_access.measures.periods import year_of
from data_access.measures.results import Estimate, Interval, NotCalculated, Result, estimate
from data_access.records import Indicator

NO_BASE = "no suitable population base"


@dataclass(frozen=True)
class Kind:
    """Whom figures are of: their age, and what one unit of them is."""

    age: str
    unit: str


# Whom each composition by ethnic group counts. An indicator that is not here fits no base.
KINDS: Mapping[str, Kind] = {
    "chief-officer-pay-band-by-ethnic-group": Kind("working age", "council staff"),
    "children-cautioned-or-sentenced": Kind("end of key stage 4", "resident pupils"),
    "children-looked-after": Kind("0 to 17", "children"),
    "council-workforce-by-ethnic-group": Kind("working age", "council staff"),
    "homelessness-acceptances-black-applicants": Kind("adults", "households"),
    "homelessness-duty-owed": Kind("adults", "households"),
    "pupils-by-ethnic-group": Kind("school age", "pupils at schools in the area"),
    "residents-by-detailed-ethnic-group": Kind("all ages", "residents"),
    "residents-by-ethnic-group": Kind("all ages", "residents"),
    "residents-by-ethnic-group-2011-old-wards": Kind("all ages", "residents"),
    "social-workers-by-role": Kind("working age", "social workers"),
    "stop-and-search": Kind("all ages", "stops"),
    "stop-and-search-officer-defined": Kind("all ages", "stops"),
    "temporary-accommodation": Kind("adults", "households"),
    "top-earners-by-ethnic-group": Kind("working age", "council staff"),
}


@dataclass(frozen=True)
class Base:
    """A population by ethnic group: whom it is of, where, when, by whom, and each group's share in per cent."""

    indicator_id: str
    category_code: str
    label: str
    kind: Kind | None
    area_code: str
    period_code: str
    period: str
    source: str
    classification: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Representation:
    """Share of outcome over share of population (1 where they are the same), with the base it stands on.

    ``is_settled`` tells whether the ratio's interval leaves out 1 and people not known could not bring it there.
    """

    ratio: Estimate
    share_of_base: float
    base: Base
    is_settled: bool


def base_from_rows(rows: Sequence[PublicRow]) -> Base | NotCalculated:
    """A base made of one composition's rows of one place, time and category; ``rows`` may hold everybody as well."""
    shown = [row for row in rows if row.marker == PUBLISHED and row.value is not None]
    groups = [row for row in shown if row.ethnicity_code != "all"]
    if not groups:
        return NotCalculated(f"{NO_BASE}: the base shows no group")
    first = groups[0]
    part = "" if first.category_code == "all" else f" ({first.category})"
    return Base(
        indicator_id=first.indicator_id,
        category_code=first.category_code,
        label=f"{first.indicator}{part}",
        kind=KINDS.get(first.indicator_id),
        area_code=first.area_code,
        period_code=first.period_code,
        period=first.period,
        source=first.source,
        classification=first.ethnicity_classification,
        shares={row.ethnicity_code: share for row in groups if (share := share_of(row)) is not None},
    )


def share_of(row: PublicRow) -> float | None:
    """A row's share in per cent: from its counts where it has them, since a published share is rounded."""
    top, bottom, value = floats([row.numerator, row.denominator, row.value])
    if bottom > 0 and 0 <= top <= bottom:
        return float(100 * (top / bottom))
    return float(value) if 0 <= value <= 100 else None


def suitable_base(indicator: Indicator, row: PublicRow, base: Base) -> Base | NotCalculated:
    """The base where age, unit, place, year and list of groups are those of a figure; else why it does not fit.

    Args:
        indicator: the composition that the figure is of.
        row: the figure.
        base: the population to set it against.
    """
    if (base.indicator_id, base.category_code) == (indicator.id, row.category_code):
        return NotCalculated(f"{NO_BASE}: this is the base itself")
    kind = KINDS.get(indicator.id)
    if kind is None or base.kind is None:
        return NotCalculated(f"{NO_BASE}: it is not known whom the figure or the base counts")
    wanted = {
        "ages": (kind.age, base.kind.age),
        "units": (kind.unit, base.kind.unit),
        "places": (row.area_code, base.area_code),
        "years": (year_of(row.period_code), year_of(base.period_code)),
        "lists of groups": (row.ethnicity_classification, base.classification),
    }
    differing = [name for name, (one, other) in wanted.items() if one != other]
    if differing:
        return NotCalculated(f"{NO_BASE}: figure and base are of different {' and '.join(differing)}")
    return base


def representation(
    share: Result, group_code: str, base: Base | NotCalculated, bounds: Interval | NotCalculated
) -> Representation | NotCalculated:
    """A group's share of an outcome over its share of a base that fits.

    Source: the composition index of R. J. Skiba and others, “Achieving equity in special education”, Exceptional
    Children 74 (2008), 264–288. The interval is that of the share of the outcome over the share of the base, which is
    a full count and so taken as known; a share without counts gives a ratio without interval.

    Args:
        share: the group's share of the outcome in per cent.
        group_code: the code of the group.
        base: what ``suitable_base`` gives.
        bounds: the least and the most that the share can be, by where people not known belong, in per cent.

    Returns:
        A ratio without unit, from 0; a reason where there is no base, no share, or none of the group in the base.
    """
    if isinstance(base, NotCalculated):
        return base
    if isinstance(share, NotCalculated):
        return share
    of_base = base.shares.get(group_code, 0.0)
    if not of_base > 0:
        return NotCalculated(f"{NO_BASE}: the base has no figure for this group")
    ends = (share.interval.lower / of_base, share.interval.upper / of_base) if share.interval else (None, None)
    ratio = estimate(share.value / of_base, *ends)
    if isinstance(ratio, NotCalculated):
        return ratio
    stays = isinstance(bounds, Interval) and not bounds.contains(of_base)
    return Representation(ratio, of_base, base, is_settled=ratio.excludes(1.0) and stays)
