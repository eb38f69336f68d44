"""The public rows of an edition, made from its own files: what a download from it holds."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data_access.catalogue import load_catalogue
from data_access.columns import COLUMNS, PUBLISHED, Number, PublicRow
from data_access.editions.cells import CellKey
from data_access.editions.folder import observation_paths
from data_access.errors import InvalidFilesError, Issue
from data_access.export import csv_chunks
from data_access.files import Folders, config_texts
from data_access.observation_files import read_observations
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
    indicator = catalogue.indicators[observation.indicator_id]
    area, group = codes.areas[observation.area_code], codes.ethnic_groups[observation.ethnicity_code]
    source = codes.sources[observation.source_id]
    return PublicRow(
        edition=edition,
        indicator_id=indicator.id,
        indicator=indicator.title,
        strand=codes.strands[indicator.strand_code].label,
        service_area=codes.service_areas[indicator.service_area_code].label,
        period_code=observation.period_code,
        period=codes.periods[observation.period_code].label,
        area_code=area.code,
        area=area.label,
        area_type=area.area_type,
        area_vintage=area.vintage,
        ethnicity_code=group.code,
        ethnicity=group.label,
        ethnicity_classification=codes.classifications[group.classification_code].label,
        ethnicity_as_published=observation.ethnicity_as_published,
        category_code=observation.category_code,
        category=codes.categories[observation.category_code].label,
        measure_type=indicator.measure_type,
        unit=indicator.unit,
        numerator=_plain(observation.numerator),
        denominator=_plain(observation.denominator),
        value=_plain(observation.value),
        lower=_plain(observation.lower),
        upper=_plain(observation.upper),
        marker=observation.marker or PUBLISHED,
        flags=observation.flags,
        note=codes.notes[observation.note_id] if observation.note_id else "",
        source_id=source.id,
        source=f"{source.title}, {source.publisher}",
        source_url=source.url,
        licence=source.licence if source.licence_certain else f"{source.licence} (uncertain)",
    )


def _plain(number: float | None) -> Number:
    return int(number) if number is not None and number.is_integer() else number
