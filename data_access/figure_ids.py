"""Figure ids: the lasting name of one published cell, and the row that it names."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data_access.columns import PublicRow
from data_access.editions.cells import CellKey
from data_access.errors import UnknownCodeError
from data_access.files import DEFAULT_FOLDERS, Folders
from data_access.nearest import nearest
from data_access.portal import editions, served
from data_access.records import ALL, Selection
from data_access.repository import Repository
from data_access.selection import nearest_code, options

_WORDS = {
    "edition": "edition",
    "indicator": "outcome",
    "period": "period",
    "area": "place",
    "ethnicity": "ethnic group",
    "category": "category",
}


class FigureId(NamedTuple):
    """An edition and the five codes of a cell in it; written with points between."""

    edition: str
    indicator: str
    period: str
    area: str
    ethnicity: str
    category: str

    def __str__(self) -> str:
        return ".".join(self)

    @property
    def cell(self) -> CellKey:
        """The same without the edition: the cell as every edition calls it."""
        return CellKey(*self[1:])

    @classmethod
    def parse(cls, text: str) -> "FigureId":
        """Read an id. A part that is missing is empty, and what is too much stays with the last part."""
        parts = text.split(".", len(cls._fields) - 1)
        return cls(*parts, *([""] * (len(cls._fields) - len(parts))))


class UnknownFigureError(UnknownCodeError):
    """No figure has the id: its first wrong part, the nearest right one, and the figure that is most like it."""

    def __init__(self, part: str, value: str, nearest_part: str, nearest_id: FigureId) -> None:
        super().__init__(part, value, nearest_part)
        self.nearest_id = nearest_id
        missing = f"The id has no {_WORDS[part]}."
        wrong = f"No figure has the {_WORDS[part]} “{value}” there." if value else missing
        self.args = (f"{wrong} The nearest that has one is “{nearest_part}”.",)


def id_of(row: PublicRow) -> FigureId:
    """The id of a public row."""
    return FigureId(
        row.edition, row.indicator_id, row.period_code, row.area_code, row.ethnicity_code, row.category_code
    )


def find(figure_id: FigureId, folders: Folders = DEFAULT_FOLDERS) -> PublicRow:
    """The row that an id names, in the edition that it names.

    Raises:
        UnknownFigureError: there is none.
        NotReadyError: the edition's database cannot be had.
    """
    known = editions(folders)
    is_known = figure_id.edition in known
    edition = figure_id.edition if is_known else nearest(figure_id.edition, known) or known[0]
    repository = served(edition, folders).repository
    if is_known and (row := row_of(repository, figure_id.cell)):
        return row
    raise _unknown(repository, figure_id, edition)


def row_of(repository: Repository, cell: CellKey) -> PublicRow | None:
    """The row of a cell in one edition, or None where it has none."""
    # A broad group also finds the groups within it, so the one meant is picked out.
    found = repository.rows(
        Selection(
            indicator=(cell.indicator,),
            period=(cell.period,),
            area=(cell.area,),
            ethnicity=(cell.ethnicity,),
            category=(cell.category,),
        )
    )
    return next((row for row in found if row.ethnicity_code == cell.ethnicity), None)


def _unknown(repository: Repository, asked: FigureId, edition: str) -> UnknownFigureError:
    """Go through the parts in order, each wrong one replaced by the nearest that has figures after those before."""
    labels = options(repository.catalogue)
    found = {"edition": edition}
    for part in FigureId._fields[1:]:
        value, offered = getattr(asked, part), _offered(repository, part, found)
        found[part] = value if value in offered else _nearest_part(part, value, offered, labels[part])
    closest = FigureId(**found)
    wrong = next(part for part in FigureId._fields if getattr(asked, part) != getattr(closest, part))
    return UnknownFigureError(wrong, getattr(asked, wrong), getattr(closest, wrong), closest)


def _offered(repository: Repository, part: str, found: Mapping[str, str]) -> Sequence[str]:
    """The codes that have figures for one part, given the parts before it."""
    if part == "indicator":
        return [entry.indicator_id for entry in repository.coverage(Selection())]
    before = {name: (found[name],) for name in ("indicator", "period", "area") if name in found}
    if part in ("period", "area"):
        return repository.codes_with_figures(Selection(**before), (part,))[part]
    rows = repository.rows(Selection(**before))
    if part == "ethnicity":
        return list(dict.fromkeys(row.ethnicity_code for row in rows))
    return [row.category_code for row in rows if row.ethnicity_code == found["ethnicity"]]


def _nearest_part(part: str, value: str, offered: Sequence[str], labels: Mapping[str, str]) -> str:
    """The code most like one that has no figure; else that of everybody, of the newest period or the first."""
    alike = nearest_code(value, {code: labels[code] for code in offered}) if value else None
    if alike:
        return alike
    return ALL if ALL in offered else offered[-1 if part == "period" else 0]
