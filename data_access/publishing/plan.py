"""What publishing a submission would do, worked out without changing anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data_access.catalogue import load_catalogue
from data_access.disclosure.observations import Statement, protect_observations
from data_access.editions.folder import editions, observation_paths
from data_access.errors import InvalidFilesError, Issue
from data_access.files import Folders, config_texts
from data_access.intake.validate import read_submission, validate
from data_access.observation_files import read_observations
from data_access.records import Catalogue, Indicator, Observation

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Plan:
    """The file as it would be, what is new in it, and how much is hidden."""

    indicator: Indicator
    rows: tuple[Observation, ...]
    new: tuple[Observation, ...]
    revised: tuple[tuple[Observation, Observation], ...]
    statement: Statement
    primary: int
    complementary: int
    notices: tuple[str, ...]

    @property
    def hidden(self) -> tuple[Observation, ...]:
        """The rows of the submission that would be published with a marker in place of a figure."""
        return tuple(row for row in self.new if row.marker == "c")


def plan(folders: Folders, submission: Path, indicator_id: str) -> Plan:
    """Validate a submission, protect it, and lay it over what is published already.

    Raises:
        InvalidFilesError: the submission, config/ or data/ is wrong; carries every problem.
        DisclosureError: a hidden count could be worked out from what would be public.
    """
    catalogue = load_catalogue(config_texts(folders))
    checked = validate(submission, catalogue, folders, indicator_id)
    if checked.issues:
        raise InvalidFilesError(list(checked.issues))
    indicator = catalogue.indicators[indicator_id]
    raw = tuple(read_submission(submission, indicator, catalogue))
    published = _published(folders, indicator, catalogue)
    earlier = [row for edition in editions(folders) for row in _sealed(folders, edition, indicator, catalogue)]
    protected = protect_observations(indicator, raw, catalogue, previous=(*published, *earlier))
    standing = {_key(row): row for row in published}
    new = {_key(row): row for row in protected.rows}
    merged = {**standing, **new}
    return Plan(
        indicator=indicator,
        rows=tuple(merged[key] for key in sorted(merged, key=_Order(catalogue))),
        new=protected.rows,
        revised=tuple((standing[key], row) for key, row in new.items() if key in standing and standing[key] != row),
        statement=protected.statement,
        primary=protected.primary,
        complementary=protected.complementary,
        notices=tuple(checked.notices),
    )


def _published(folders: Folders, indicator: Indicator, catalogue: Catalogue) -> list[Observation]:
    path = folders.observations / f"{indicator.id}.csv"
    return _read(path, indicator, catalogue) if path.is_file() else []


def _sealed(folders: Folders, edition: str, indicator: Indicator, catalogue: Catalogue) -> list[Observation]:
    path = observation_paths(folders, edition).get(indicator.id)
    return _read(path, indicator, catalogue) if path else []


def _read(path: Path, indicator: Indicator, catalogue: Catalogue) -> list[Observation]:
    issues: list[Issue] = []
    rows = list(read_observations(path, indicator, catalogue, issues))
    if issues:
        raise InvalidFilesError(issues)
    return rows


def _key(row: Observation) -> Key:
    return row.period_code, row.area_code, row.ethnicity_code, row.category_code


class _Order:
    """Rows by time, then place, group and category in the order of the code lists."""

    def __init__(self, catalogue: Catalogue) -> None:
        codes = catalogue.codes
        self._periods = {code: period.end for code, period in codes.periods.items()}
        lists: Sequence[dict[str, object]] = (dict(codes.areas), dict(codes.ethnic_groups), dict(codes.categories))
        self._places = [{code: place for place, code in enumerate(listed)} for listed in lists]

    def __call__(self, key: Key) -> tuple[object, ...]:
        """What a key is sorted by."""
        period, *others = key
        return (
            self._periods[period],
            period,
            *(places[code] for places, code in zip(self._places, others, strict=True)),
        )
