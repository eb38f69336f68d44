"""What can go wrong, and how it is told.

PortalError
├── InvalidFilesError     files under config/ or data/ are wrong; carries every issue found
├── UnknownCodeError      a code that no code list has; names the nearest one that exists
├── UnknownParameterError an address names a parameter that does not exist
└── NotReadyError         there is no database to read from yet
"""

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

# Whatever a database may answer in place of rows: it is away, refuses, or its file is damaged.
DatabaseFailure = SQLAlchemyError


@dataclass(frozen=True, order=True)
class Issue:
    """One thing wrong in one place: where it is, what is wrong and how to mend it."""

    file: str
    row: int
    column: str
    what: str
    mend: str

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.row) if self.row else "", self.column) if part)
        return f"{place}: {self.what}; {self.mend}"


class PortalError(Exception):
    """Base of every error the portal raises on purpose."""


class InvalidFilesError(PortalError):
    """Files under config/ or data/ broke their contract; nothing was changed."""

    def __init__(self, issues: list[Issue]) -> None:
        self.issues = sorted(issues)
        super().__init__(f"{len(issues)} problem{'s' if len(issues) != 1 else ''} in config/ and data/")


class UnknownCodeError(PortalError):
    """A code that no code list has."""

    def __init__(self, parameter: str, value: str, nearest: str | None) -> None:
        self.parameter, self.value, self.nearest = parameter, value, nearest
        hint = f" The nearest is “{nearest}”." if nearest else ""
        super().__init__(f"“{value}” is not a known {parameter.replace('_', ' ')}.{hint}")


class UnknownParameterError(PortalError):
    """An address names a parameter that does not exist."""

    def __init__(self, parameter: str, nearest: str | None) -> None:
        self.parameter, self.nearest = parameter, nearest
        hint = f" The nearest is “{nearest}”." if nearest else ""
        super().__init__(f"“{parameter}” is not a parameter here.{hint}")


class NotReadyError(PortalError):
    """There is no database to read from yet."""
