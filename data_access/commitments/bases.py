"""Promised shares beside the population they were measured against, and beside that population as it is now."""

from collections.abc import Iterable
from dataclasses import dataclass

from data_access.commitments.cells import cells_of
from data_access.commitments.records import PopulationBase
from data_access.errors import Issue
from data_access.files import Folders
from data_access.records import ALL, ISLINGTON, Catalogue, Observation

BASES = "updates/bases.csv"
BASE_INDICATOR = "residents-by-ethnic-group"
COLUMNS = ("commitment_id", "share", "group_as_named", "base_as_named", "base_share", "note")
_WHITE = "eth5-white"


@dataclass(frozen=True)
class BaseNow:
    """The residents of the newest census who are in the Asian, Black, Mixed and Other groups, as counts."""

    period_code: str
    source_id: str
    numerator: float
    denominator: float

    @property
    def share(self) -> float:
        """The same as a per cent, worked out from the counts."""
        return 100 * self.numerator / self.denominator


def read_bases(folders: Folders, catalogue: Catalogue, issues: list[Issue]) -> list[PopulationBase]:
    """Every promised share that names, or should name, a population base."""
    found = []
    for cells in cells_of(folders, BASES, COLUMNS, issues):
        entry = PopulationBase(
            commitment_id=cells.known(
                "commitment_id", cells.values["commitment_id"], catalogue.commitments, "commitment"
            ),
            share=cells.optional_number("share") or 0,
            group_as_named=cells.filled("group_as_named", "the group is not named", "give the strategy’s own label"),
            base_as_named=cells.filled("base_as_named", "the base is not named", "say which, or that none is named"),
            base_share=cells.optional_number("base_share"),
            note=cells.values["note"],
        )
        if not cells.values["share"]:
            cells.report("share", "the promised share is missing", "write it as a number from 0 to 100")
        if cells.is_sound:
            found.append(entry)
    return found


def base_now(observations: Iterable[Observation], catalogue: Catalogue) -> BaseNow | None:
    """The newest count of all residents less those in the White group, or None where either is not published."""
    rows = [row for row in observations if row.indicator_id == BASE_INDICATOR and row.area_code == ISLINGTON]
    newest = max((row.period_code for row in rows), key=lambda code: catalogue.codes.periods[code].end, default="")
    counts = {row.ethnicity_code: row for row in rows if row.period_code == newest and row.category_code == ALL}
    if ALL not in counts or _WHITE not in counts:
        return None
    everyone, white = counts[ALL].numerator, counts[_WHITE].numerator
    if not everyone or white is None:
        return None
    return BaseNow(newest, counts[ALL].source_id, everyone - white, everyone)
