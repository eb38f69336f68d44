"""What a file says of itself: its edition, whether it is whole or filtered and how, and so its name."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from data_access import register
from data_access.editions.folder import DRAFT
from data_access.formats import day, list_words
from data_access.portal import Served
from data_access.records import Catalogue, Settings
from data_access.selection import WORDS, parse_strictly, told

Parameters = Mapping[str, Sequence[str]]
OBSERVATIONS, COMMITMENTS = "observations", "commitments"
TITLES = {OBSERVATIONS: "Figures", COMMITMENTS: "Commitments"}
_LONGEST = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class About:
    """One file: its table, its edition (sealed on a day, or None for the draft), and how it was filtered.

    ``parameters`` are the filters of the address; ``words`` say them to a reader, empty for a whole table. ``fields``
    are the columns asked for, empty for all. ``as_at`` is the day that the rows are as at.
    """

    table: str
    settings: Settings
    sealed_on: date | None
    parameters: Parameters
    words: str
    as_at: date
    fields: tuple[str, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether rows or columns were left out."""
        return any(self.parameters.values()) or bool(self.fields)

    @property
    def query(self) -> str:
        """What was left in, as the query of an address without the edition."""
        return urlencode(self._asked, doseq=True)

    @property
    def edition_words(self) -> str:
        """The edition in a sentence, as in “edition 2026-1”."""
        return edition_words(self.settings)

    @property
    def extent(self) -> str:
        """Whether the file is whole or filtered, how, and from which edition: one or two sentences."""
        if not self.is_filtered:
            return f"This is the whole table of {self.edition_words}. Nothing was filtered out."
        rows = f"It holds {self.words}. " if self.words else "It holds every row. "
        columns = f"Of the columns it has {list_words(self.fields)}. " if self.fields else ""
        start = f"This is a filtered part of {self.edition_words}."
        return f"{start} {rows}{columns}The filter in the address was: {self.query}"

    @property
    def approval(self) -> str:
        """Who approved the edition, and when it was sealed."""
        return approval(self.settings.approved_by, self.sealed_on)

    @property
    def title(self) -> str:
        """What the file is, in a line."""
        part = "filtered" if self.is_filtered else "whole table"
        return f"{self.settings.name}: {TITLES[self.table].lower()}, {self.edition_words}, {part}"

    def file_name(self, ending: str) -> str:
        """The name to save the file under."""
        return file_name(self.table, self.settings.edition, self._asked, ending)

    @property
    def _asked(self) -> Parameters:
        return {**self.parameters, "fields": self.fields} if self.fields else self.parameters


def edition_words(settings: Settings) -> str:
    """“the working draft”, or “edition 2026-1”."""
    return "the working draft" if settings.edition == DRAFT else f"edition {settings.edition}"


def approval(approved_by: str, sealed_on: date | None) -> str:
    """Who approved an edition, and when it was sealed, in a sentence or two."""
    sealed = f"It was sealed on {day(sealed_on)}." if sealed_on else "It is not sealed."
    approved = f"It was approved by: {approved_by}." if approved_by else "The council has not yet approved it."
    return f"{approved} {sealed}"


def about_observations(edition: Served, parameters: Parameters, fields: tuple[str, ...] = ()) -> About:
    """What a file of figures says of itself.

    Raises:
        UnknownParameterError, UnknownCodeError: the parameters ask for what does not exist.
    """
    catalogue = edition.repository.catalogue
    words = told(parse_strictly(parameters, catalogue), catalogue) if any(parameters.values()) else ""
    return About(OBSERVATIONS, catalogue.settings, edition.sealed_on, parameters, words, edition.today, fields)


def about_commitments(edition: Served, parameters: Parameters, fields: tuple[str, ...] = ()) -> About:
    """What a file of commitments says of itself.

    Raises:
        UnknownParameterError, UnknownCodeError: the parameters ask for what does not exist.
    """
    catalogue = edition.repository.catalogue
    register.check_parameters(parameters, catalogue)
    words = _told_register(parameters, catalogue)
    return About(COMMITMENTS, catalogue.settings, edition.sealed_on, parameters, words, edition.today, fields)


def _told_register(parameters: Parameters, catalogue: Catalogue) -> str:
    known = register.parameter_options(catalogue)
    return "; ".join(
        f"{WORDS.get(name, name)} {' or '.join(known[name][value] for value in values)}"
        for name, values in parameters.items()
        if values
    )


def file_name(what: str, edition: str, parameters: Parameters, ending: str) -> str:
    """A name that says what a file holds, its edition and its filter, safe anywhere and never long.

    A filter too long for a name is cut and ends with eight digits of its hash, so that two filters get two names.
    ``ending`` is the part after the point, such as “csv”.
    """
    pairs = [part for name, values in parameters.items() if values for part in (name, *values)]
    start = f"challenging-inequality-{what}-{edition}"
    if not pairs:
        return f"{start}.{ending}"
    told_filter = _UNSAFE.sub("-", "-".join(pairs)).strip("-").lower()
    if len(told_filter) > _LONGEST:
        mark = hashlib.sha256(urlencode(parameters, doseq=True).encode()).hexdigest()[:8]
        told_filter = f"{told_filter[: _LONGEST - 9].rstrip('-')}-{mark}"
    return f"{start}-filtered-{told_filter}.{ending}"


def description_link(table: str, query: str) -> str:
    """The Link header by which a CSV of the API names its description; ``query`` is that of the CSV’s address."""
    address = f"/api/v1/{table}.csv-metadata.json{f'?{query}' if query else ''}"
    return f'<{address}>; rel="describedby"; type="application/csvm+json"'
