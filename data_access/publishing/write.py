"""Writing a plan: the figures first, then a line in the log of who published what."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from data_access.check import exposed
from data_access.editions.durable import write_file
from data_access.editions.folder import only_writer
from data_access.errors import InvalidFilesError, Issue, PortalError
from data_access.files import Folders
from data_access.observation_files import COLUMNS, read_observations
from data_access.publishing.log import NAME, Publication
from data_access.publishing.plan import Plan
from data_access.records import Catalogue, Observation


class RolesError(PortalError):
    """The role that prepared the figures is missing, or is also the one that approves them."""


def check_roles(prepared_by: str, approved_by: str) -> None:
    """Two different roles stand behind a publication; without the second it is unapproved.

    Raises:
        RolesError: nobody prepared it, or the two are the same.
    """
    if not prepared_by.strip():
        raise RolesError("Say which role prepared the figures: --prepared-by.")
    if prepared_by.strip().casefold() == approved_by.strip().casefold():
        raise RolesError(f"“{prepared_by}” cannot approve its own figures: give another role to --approved-by.")


def write(
    folders: Folders, planned: Plan, catalogue: Catalogue, *, prepared_by: str, approved_by: str, on: date
) -> Path:
    """Put the planned rows into data/observations/ in one step; a run that was killed is completed by the same call.

    Raises:
        RolesError: nobody prepared it, or one role would do both.
        InvalidFilesError: the rows would not pass ``check``; nothing was changed.
    """
    check_roles(prepared_by, approved_by)
    content = observation_csv(planned.rows).encode()
    _refuse_unless_sound(content, planned, catalogue)
    path = folders.observations / f"{planned.indicator.id}.csv"
    with only_writer(folders):
        write_file(path, content)
        _log(folders, planned, prepared_by, approved_by, on)
    return path


def observation_csv(rows: Iterable[Observation]) -> str:
    """Rows as a file of data/observations/: one header, LF endings, numbers without needless digits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in astuple(row)[1:]] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _refuse_unless_sound(content: bytes, planned: Plan, catalogue: Catalogue) -> None:
    issues: list[Issue] = []
    with TemporaryDirectory() as folder:
        candidate = Path(folder) / f"{planned.indicator.id}.csv"
        candidate.write_bytes(content)
        rows = list(read_observations(candidate, planned.indicator, catalogue, issues))
    issues += exposed(planned.indicator, rows, catalogue)
    if issues:
        raise InvalidFilesError(issues)


def _log(folders: Folders, planned: Plan, prepared_by: str, approved_by: str, on: date) -> None:
    path = folders.root / "data" / NAME
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else [",".join(Publication._fields)]
    statement = planned.statement
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(
        [
            on.isoformat(),
            planned.indicator.id,
            prepared_by.strip(),
            approved_by.strip(),
            len(planned.new),
            statement.hidden_by_publisher,
            statement.hidden_here,
            f"{statement.people_hidden_percent:.2f}",
        ]
    )
    if text.getvalue() not in lines:
        write_file(path, "\n".join([*lines, text.getvalue(), ""]).encode(), temporary_in=folders.observations)
