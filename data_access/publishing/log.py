"""The log of publications: who published what, when, and how much of it is hidden."""

import csv
from typing import NamedTuple

from data_access.files import DEFAULT_FOLDERS, Folders

NAME = "publications.csv"


class Publication(NamedTuple):
    """One line of the log; an empty ``approved_by`` means unapproved.

    ``people_hidden_percent`` is the most per cent of all counts that the hidden ones can come to.
    """

    published_on: str
    indicator_id: str
    prepared_by: str
    approved_by: str
    rows: str
    hidden_by_the_source: str
    hidden_here: str
    people_hidden_percent: str


def read_log(folders: Folders = DEFAULT_FOLDERS) -> list[Publication]:
    """Every line of the log, oldest first; none where nothing was published yet."""
    path = folders.root / "data" / NAME
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [Publication(**row) for row in csv.DictReader(file)]
