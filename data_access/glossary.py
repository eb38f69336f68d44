"""The words that the portal explains, read once from config/text/glossary.csv."""

import csv
import io
import re
from dataclasses import dataclass
from functools import cache

from data_access.files import text_path
from data_access.page_list import PAGES

COLUMNS = ("term", "meaning", "also", "where")
_FIRST_PAGE = "overview"


class GlossaryError(ValueError):
    """config/text/glossary.csv is not written as it should be."""


@dataclass(frozen=True)
class Term:
    """A word and its meaning; ``also`` are other forms of it, ``pages`` the addresses of the pages where it stands."""

    term: str
    meaning: str
    also: tuple[str, ...]
    pages: tuple[str, ...]

    @property
    def key(self) -> str:
        """The address of the term within the page of methods."""
        return f"word-{'-'.join(re.findall(r'[a-z0-9]+', self.term.lower()))}"

    def stands_in(self, text: str) -> bool:
        """Whether a plain text has the word, or another form of it, as a whole word."""
        forms = "|".join(re.escape(form) for form in (self.term, *self.also))
        return re.search(rf"(?<![\w-])(?:{forms})(?![\w-])", text, re.IGNORECASE) is not None


@cache
def glossary() -> tuple[Term, ...]:
    """Every term, by name.

    Raises:
        GlossaryError: a row is not whole, a term stands twice, or a page does not exist.
    """
    return parse(text_path("glossary.csv").read_text(encoding="utf-8"))


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a CSV with the columns ``COLUMNS``; forms and pages have semicolons between them.

    Raises:
        GlossaryError: a row is not whole, a term stands twice, or a page does not exist.
    """
    header, *rows = csv.reader(io.StringIO(text))
    if tuple(header) != COLUMNS:
        message = f"config/text/glossary.csv: the first line must be {','.join(COLUMNS)}"
        raise GlossaryError(message)
    found = [_term(row) for row in rows]
    names = [one.term.lower() for one in found]
    if names != sorted(set(names)):
        message = "config/text/glossary.csv: each term stands once, and by name"
        raise GlossaryError(message)
    return tuple(found)


def _term(row: list[str]) -> Term:
    if len(row) != len(COLUMNS) or not (row[0] and row[1] and row[3]):
        message = f"config/text/glossary.csv: “{row[0]}” needs a meaning and a page"
        raise GlossaryError(message)
    term, meaning, also, where = row
    known = {spec.url or _FIRST_PAGE: spec.url for spec in PAGES}
    pages = where.split(";")
    if unknown := set(pages) - set(known):
        message = f"config/text/glossary.csv: “{term}” names the unknown page “{min(unknown)}”"
        raise GlossaryError(message)
    return Term(term, meaning, tuple(filter(None, also.split(";"))), tuple(known[page] for page in pages))


def terms_on(page: str) -> list[Term]:
    """The terms that stand on a page, given by its address without the slash."""
    return [one for one in glossary() if page in one.pages]
