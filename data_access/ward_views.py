"""What the ward map, its list, the ward page and the GeoJSON address show: one reading for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from data_access.boundaries import (
    RATIO,
    SHARE,
    VALUE,
    VINTAGES,
    Boundaries,
    Classes,
    Hexagon,
    Measured,
    Overlap,
    WardValue,
    all_values,
    classes,
    classes_around,
    lookup,
    read_boundaries,
    read_hexagons,
    ward_values,
)
from data_access.columns import PublicRow
from data_access.editions.folder import folders_of
from data_access.files import DEFAULT_FOLDERS, Folders
from data_access.records import ALL, ISLINGTON, Indicator, Selection
from data_access.repository import Repository

# What a reader sees who has not chosen yet; any other ward figure takes its place where it is not published.
_FIRST_SHOWN = "stop-and-search"
_PLACE_OF_CLASSIFICATION = {ALL: 0, "eth5": 1, "officer": 2, "eth19": 3}


@dataclass(frozen=True)
class WardChoice:
    """One figure of the wards of one vintage, every part a code that has rows."""

    indicator_id: str
    category_code: str
    ethnicity_code: str
    period_code: str
    vintage: str


@dataclass(frozen=True)
class WardMapView:
    """The wards of one vintage in one measure, with the rows behind them and the classes that shade them."""

    indicator: Indicator
    choice: WardChoice
    classification_code: str
    rows: tuple[PublicRow, ...]
    borough: PublicRow | None
    measured: Measured
    classes: Classes

    @property
    def listed(self) -> tuple[WardValue, ...]:
        """The wards in the order of the list: highest first, then those without a number by name."""
        return tuple(sorted(self.measured.wards, key=_place_in_list))

    @property
    def row_of(self) -> dict[str, PublicRow]:
        """The row of each ward by its code."""
        return {row.area_code: row for row in self.rows}

    @property
    def selection(self) -> Selection:
        """The very rows that are shown, as every file and address takes them."""
        return Selection(
            indicator=(self.choice.indicator_id,),
            ethnicity=(self.choice.ethnicity_code,),
            ward=tuple(row.area_code for row in self.rows),
            classification=(self.classification_code,),
            category=(self.choice.category_code,),
            period=(self.choice.period_code,),
        )


def _place_in_list(ward: WardValue) -> tuple[bool, float, str]:
    return ward.value is None, -(ward.value or 0.0), ward.area


def boundaries_of(repository: Repository, vintage: str) -> Boundaries:
    """The shapes of one vintage for the edition that a repository serves.

    Raises:
        ValueError: there is no such vintage.
        InvalidFilesError: the files of the shapes are missing or wrong.
    """
    return _boundaries(_folders(repository), vintage, repository.fingerprint)


@lru_cache(maxsize=8)
def _boundaries(folders: Folders, vintage: str, _fingerprint: str) -> Boundaries:
    return read_boundaries(folders, vintage)


def overlaps_of(repository: Repository) -> tuple[Overlap, ...]:
    """How the wards of the two vintages lie over each other."""
    return lookup(_folders(repository))


def _folders(repository: Repository) -> Folders:
    return folders_of(DEFAULT_FOLDERS, repository.edition)


def ward_codes(repository: Repository, vintage: str = "") -> tuple[str, ...]:
    """The codes of all wards, or of those of one vintage."""
    areas = repository.catalogue.codes.areas.values()
    return tuple(area.code for area in areas if area.area_type == "ward" and (not vintage or area.vintage == vintage))


def ward_indicators(repository: Repository) -> list[str]:
    """The indicators that have a figure for any ward, in display order."""
    return [entry.indicator_id for entry in repository.coverage(Selection(ward=ward_codes(repository)))]


# A repository never changes, so what it offers is asked of it once.
@lru_cache(maxsize=1024)
def choices(
    repository: Repository, indicator_id: str, category_code: str = "", ethnicity_code: str = ""
) -> dict[str, list[str]]:
    """What has rows by ward: categories, then groups in one of them, then periods for one of those, newest first."""
    about = Selection(indicator=(indicator_id,), ward=ward_codes(repository))
    categories = repository.codes_with_figures(about, ("category",))["category"]
    about = replace(about, category=(category_code or _first(categories, ALL),))
    groups = _in_order(repository, repository.codes_with_figures(about, ("ethnicity",))["ethnicity"])
    chosen = ethnicity_code or _first(groups, ALL)
    about = replace(about, ethnicity=(chosen,), classification=_list_of(repository, chosen))
    periods = repository.codes_with_figures(about, ("period",))["period"]
    return {"category": categories, "ethnicity": groups, "period": list(reversed(periods))}


def _first(offered: Sequence[str], *preferred: str) -> str:
    return next((code for code in preferred if code in offered), offered[0] if offered else ALL)


def _in_order(repository: Repository, groups: Iterable[str]) -> list[str]:
    """Everybody first, then the broad groups, the officer's groups, the 19 groups and the detailed ones."""
    known = repository.catalogue.codes.ethnic_groups

    def place(code: str) -> int:
        return _PLACE_OF_CLASSIFICATION.get(known[code].classification_code, len(_PLACE_OF_CLASSIFICATION))

    return sorted(groups, key=place)


def _list_of(repository: Repository, ethnicity_code: str) -> tuple[str]:
    """The list that a group is of: with it named, a broad group does not bring the finer ones that map to it."""
    return (repository.catalogue.codes.ethnic_groups[ethnicity_code].classification_code,)


def choose(repository: Repository, wished: Selection) -> tuple[WardChoice, dict[str, list[str]]]:
    """The figure that a reader wished for, each part replaced where it has no rows by ward; and what is offered.

    Raises:
        LookupError: no indicator has a figure for any ward.
    """
    indicators = ward_indicators(repository)
    if not indicators:
        message = "no figure is published by ward"
        raise LookupError(message)
    indicator_id = _first(indicators, *wished.indicator, _FIRST_SHOWN)
    category = _first(choices(repository, indicator_id)["category"], *wished.category, ALL)
    group = _first(choices(repository, indicator_id, category)["ethnicity"], *wished.ethnicity, ALL)
    offered = {"indicator": indicators, **choices(repository, indicator_id, category, group)}
    period = _first(offered["period"], *wished.period)
    found = WardChoice(indicator_id, category, group, period, "")
    return replace(found, vintage=_vintage(ward_rows(repository, found))), offered


def _vintage(rows: Sequence[PublicRow]) -> str:
    return max((row.area_vintage for row in rows), default=VINTAGES[-1])


def ward_rows(repository: Repository, choice: WardChoice) -> tuple[PublicRow, ...]:
    """The row of every ward for one choice; without a vintage, those of whichever wards it was published for."""
    return _rows(repository, choice, ward_codes(repository, choice.vintage))


def _rows(repository: Repository, choice: WardChoice, areas: tuple[str, ...]) -> tuple[PublicRow, ...]:
    selection = Selection(
        indicator=(choice.indicator_id,),
        area=areas,
        ethnicity=(choice.ethnicity_code,),
        classification=_list_of(repository, choice.ethnicity_code),
        category=(choice.category_code,),
        period=(choice.period_code,),
    )
    return tuple(repository.rows(selection))


def _borough(repository: Repository, choice: WardChoice) -> PublicRow | None:
    return next(iter(_rows(repository, choice, (ISLINGTON,))), None)


def default_measure(indicator: Indicator, ethnicity_code: str) -> str:
    """Stops of one group are told as parts of all stops of the group: a stop says nothing of a ward's residents."""
    return SHARE if indicator.protect == "stops" and ethnicity_code != ALL else VALUE


def ward_map_view(
    repository: Repository, boundaries: Boundaries, choice: WardChoice, measure: str = VALUE
) -> WardMapView:
    """All that a map of the wards shows for one choice.

    Raises:
        ValueError: there is no such measure, or the choice is of another vintage than the boundaries.
    """
    indicator = repository.catalogue.indicators[choice.indicator_id]
    rows, borough = ward_rows(repository, choice), _borough(repository, choice)
    measured = ward_values(boundaries, rows, borough, measure, decimals=indicator.decimals)
    shading = _shading(repository, boundaries, choice, measured, indicator)
    (classification,) = _list_of(repository, choice.ethnicity_code)
    return WardMapView(indicator, choice, classification, rows, borough, measured, shading)


def _shading(
    repository: Repository, boundaries: Boundaries, choice: WardChoice, measured: Measured, indicator: Indicator
) -> Classes:
    """Classes over every period of the figure, so that a shade means the same in each; a ratio's lie around one."""
    if measured.measure == RATIO and not measured.reason:
        return classes_around(1.0, unit=measured.unit, decimals=measured.decimals)
    periods = choices(repository, choice.indicator_id, choice.category_code, choice.ethnicity_code)["period"]
    same = [replace(choice, period_code=period) for period in periods]
    pairs = [(ward_rows(repository, entry), _borough(repository, entry)) for entry in same]
    values = all_values(boundaries, pairs, measured.measure, decimals=indicator.decimals)
    return classes(values, unit=measured.unit, decimals=measured.decimals)


def unknown_in_borough(repository: Repository, view: WardMapView) -> tuple[PublicRow | None, PublicRow | None]:
    """How many in the borough have no ethnic group recorded, and how many there are in all."""
    groups = repository.catalogue.codes.ethnic_groups
    unknown = f"{view.classification_code}-unknown"
    if view.classification_code == ALL:
        offered = choices(repository, view.choice.indicator_id, view.choice.category_code)["ethnicity"]
        unknown = next((code for code in offered if groups[code].is_unknown), "")
    if unknown not in groups:
        return None, None
    found = [_borough(repository, replace(view.choice, ethnicity_code=code)) for code in (unknown, ALL)]
    return found[0], found[1]


def indicators_of_vintage(repository: Repository, vintage: str) -> list[str]:
    """The indicators that have figures for the wards of one vintage."""
    selection = Selection(ward=ward_codes(repository, vintage))
    return [entry.indicator_id for entry in repository.coverage(selection)]


def hexagons_of(repository: Repository) -> tuple[Hexagon, ...]:
    """Where each ward of today stands among the hexagons."""
    return read_hexagons(_folders(repository))
