"""The public rows of an edition, made from its own files: what a download from it holds."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data_access.catalogue import load_catalogue
from data_access.columns import COLUMNS, PUBLISHED, PublicRow
from data_access.editions.cells import CellKey
from data_access.editions.folder import observation_paths
from data_access.errors import InvalidFilesError, Issue
from data_access.export import csv_chunks
from data_access.files import Folders, config_texts
from data_access.labels import area_labels, group_labels, indicator_labels, plain_numbers, source_labels
from data_access.observation_files import NUMBER_COLUMNS, read_observations
from data_access.records import Catalogue, Observation

KEY_COLUMNS = ("indicator_id", "period_code", "area_code", "ethnicity_code", "category_code")
_KEY_PLACES = tuple(list(COLUMNS).index(name) for name in KEY_COLUMNS)


@dataclass(frozen=True)
class EditionRows:
    """One edition's figures, read indicator by indicator."""

    edition: str
    catalogue: Catalogue
    paths: dict[str, Path]

    @classmethod
    def read(cls, folders: Folders, edition: str) -> "EditionRows":
        """Read an edition's definitions.

        Raises:
            EditionError: there is no such edition.
            InvalidFilesError: its definitions break today's rules.
        """
        paths = observation_paths(folders, edition)
        texts = config_texts(Folders(folders.root, edition))
        return cls(edition, load_catalogue(texts), paths)

    def rows(self, indicator: str) -> Iterator[PublicRow]:
        """Every row of one indicator, in the order of its file; none where the edition has no such indicator.

        Raises:
            InvalidFilesError: its figures break today's rules.
        """
        if indicator not in self.paths or indicator not in self.catalogue.indicators:
            return
        issues: list[Issue] = []
        entry = self.catalogue.indicators[indicator]
        for observation in read_observations(self.paths[indicator], entry, self.catalogue, issues):
            yield public_row(observation, self.catalogue, self.edition)
        if issues:
            raise InvalidFilesError(issues)

    def texts(self, indicator: str) -> dict[CellKey, list[str]]:
        """The cells of each row as a CSV download writes them, in the order of ``COLUMNS``."""
        written = csv.reader("".join(csv_chunks(self.rows(indicator))).splitlines(keepends=True))
        next(written)
        return {CellKey(*(cells[place] for place in _KEY_PLACES)): cells for cells in written}


def public_row(observation: Observation, catalogue: Catalogue, edition: str) -> PublicRow:
    """One observation with its codes in words."""
    codes = catalogue.codes
    about, unit = indicator_labels(catalogue, observation.indicator_id)
    numbers = [getattr(observation, name) for name in NUMBER_COLUMNS]
    return PublicRow._make(
        (
            edition,
            *about,
            observation.period_code,
            codes.periods[observation.period_code].label,
            *area_labels(catalogue, observation.area_code),
            *group_labels(catalogue, observation.ethnicity_code),
            observation.ethnicity_as_published,
            observation.category_code,
            codes.categories[observation.category_code].label,
            *unit,
            *plain_numbers(numbers),
            observation.marker or PUBLISHED,
            observation.flags,
            codes.notes[observation.note_id] if observation.note_id else "",
            *source_labels(catalogue, observation.source_id),
        )
    )
