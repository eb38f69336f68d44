"""How the wards of 2014 lie in those of 2022, which of them are close, and what a series may cross."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.boundaries.shapes import read_text, told
from data_access.csv_text import read_rows
from data_access.errors import InvalidFilesError, Issue
from data_access.files import Folders
from data_access.formats import is_number, list_words, percent

LOOKUP_FILE = "lookup-2014-2022.csv"
LOOKUP_COLUMNS = (
    "area_code_2014",
    "area_2014",
    "area_code_2022",
    "area_2022",
    "overlap_km2",
    "residents_2021",
    "share_of_2014_area",
    "share_of_2022_area",
    "share_of_2014_residents",
    "share_of_2022_residents",
)
_NUMBERS = LOOKUP_COLUMNS[4:]
_CLOSE = 0.9
# A part smaller than this is a line drawn a little differently, and not worth a word.
_WORTH_NAMING = 0.02
CLOSE_RULE = (
    "A ward of 2014 and a ward of 2022 are close where each holds at least 90% of the other, "
    "both by area and by residents in 2021."
)
_OLD_WARDS = (
    "These figures are for the 16 wards as they were until May 2022. "
    "Most of them are other places than the 17 wards of today, even where the name is the same."
)


@dataclass(frozen=True)
class Overlap:
    """Where one ward of 2014 and one of 2022 lie over each other; shares run from 0 to 1."""

    code_2014: str
    name_2014: str
    code_2022: str
    name_2022: str
    square_kilometres: float
    residents_2021: float
    share_of_2014_area: float
    share_of_2022_area: float
    share_of_2014_residents: float
    share_of_2022_residents: float

    @property
    def is_close(self) -> bool:
        """Whether the two wards are near enough the same place, by ``CLOSE_RULE``."""
        return self.least_share >= _CLOSE

    @property
    def least_share(self) -> float:
        """The smallest of the four shares."""
        return min(
            self.share_of_2014_area,
            self.share_of_2022_area,
            self.share_of_2014_residents,
            self.share_of_2022_residents,
        )


@dataclass(frozen=True)
class Crossing:
    """Whether a ward's series may be drawn across May 2022, the codes it then joins, and why or why not."""

    allowed: bool
    codes: tuple[str, ...]
    words: str


def banner(vintage: str) -> str:
    """What stands above a map of wards that are no more; empty for today's wards."""
    return _OLD_WARDS if vintage == "2014" else ""


def lookup(folders: Folders) -> tuple[Overlap, ...]:
    """Every overlap that is more than a difference in drawing, by the codes of 2014 and then 2022.

    Raises:
        InvalidFilesError: the file is missing or a row of it is wrong.
    """
    problems: list[Issue] = []
    file = told(LOOKUP_FILE)
    found = []
    for line, row in read_rows(file, read_text(folders, LOOKUP_FILE), LOOKUP_COLUMNS, problems):
        numbers = [_read(row[column]) for column in _NUMBERS]
        wrong = [column for column, value in zip(_NUMBERS, numbers, strict=True) if not _fits(column, value)]
        if wrong:
            what = f"{wrong[0]} is “{row[wrong[0]]}”"
            problems.append(Issue(file, line, wrong[0], what, "write a number, and a share between 0 and 1"))
            continue
        codes = (row["area_code_2014"], row["area_2014"], row["area_code_2022"], row["area_2022"])
        found.append(Overlap(*codes, *numbers))
    if problems:
        raise InvalidFilesError(problems)
    return tuple(found)


def _read(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _fits(column: str, value: float) -> bool:
    return is_number(value) and 0 <= value <= (1 if column.startswith("share") else float("inf"))


def close_wards(overlaps: Sequence[Overlap]) -> dict[str, str]:
    """The code of 2022 for each code of 2014 that is close to one."""
    return {overlap.code_2014: overlap.code_2022 for overlap in overlaps if overlap.is_close}


def crossing(overlaps: Sequence[Overlap], area_code: str) -> Crossing:
    """Whether figures before and after May 2022 may stand in one series for a ward of either vintage.

    Raises:
        ValueError: no ward has the code.
    """
    own = [overlap for overlap in overlaps if area_code in (overlap.code_2014, overlap.code_2022)]
    if not own:
        message = f"no ward of 2014 or 2022 has the code {area_code!r}"
        raise ValueError(message)
    close = next((overlap for overlap in own if overlap.is_close), None)
    if close is None:
        nearest = max(own, key=lambda overlap: overlap.least_share)
        name = nearest.name_2014 if nearest.code_2014 == area_code else nearest.name_2022
        words = (
            f"Figures for {name} before and after May 2022 are for different places and are not drawn together. "
            f"{CLOSE_RULE}"
        )
        return Crossing(False, (area_code,), words)
    same = close.name_2014 == close.name_2022
    pair = close.name_2022 if same else f"{close.name_2014} (until May 2022) and {close.name_2022} (since)"
    least = percent(int(100 * close.least_share))
    words = (
        f"{pair}: the boundary changed a little in May 2022. The old and the new ward share at least {least} of "
        "their area and residents, so figures from before are drawn beside those since."
    )
    return Crossing(True, (close.code_2014, close.code_2022), words)


def what_changed(overlaps: Sequence[Overlap]) -> dict[str, str]:
    """One sentence for each ward of 2022, by its code: which wards of 2014 it was made from."""
    return {
        code: _made_from([overlap for overlap in overlaps if overlap.code_2022 == code])
        for code in sorted({overlap.code_2022 for overlap in overlaps})
    }


def _made_from(parts: Sequence[Overlap]) -> str:
    ordered = sorted(parts, key=lambda overlap: -overlap.share_of_2022_area)
    named = [overlap for overlap in ordered if overlap.share_of_2022_area >= _WORTH_NAMING]
    first = ordered[0]
    if first.is_close:
        renamed = "" if first.name_2014 == first.name_2022 else f", then called {first.name_2014}"
        return f"{first.name_2022} is close to the ward of 2014{renamed}."
    shares = [f"{overlap.name_2014} ({percent(100 * overlap.share_of_2022_area)})" for overlap in named]
    kept = f"; {percent(100 * first.share_of_2014_area)} of the old {first.name_2014} is in it"
    more = kept if first.share_of_2014_area < _CLOSE else ""
    return f"The land of {first.name_2022} was, before May 2022, in {list_words(shares)}{more}."
