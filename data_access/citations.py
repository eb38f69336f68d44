"""How to cite what the portal shows: in short, in full and as BibTeX, in the same words for page, figure and file."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, quote, urlsplit

from data_access.editions.folder import DRAFT
from data_access.formats import day as in_words
from data_access.formats import list_words
from data_access.interface_text import text_of
from data_access.records import Settings, Source

ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "#$%&_"},
}
_MOST_PUBLISHERS = 3
_KEY_LENGTH = 8


@dataclass(frozen=True)
class Citation:
    """One thing cited three ways; ``address`` is its lasting address, which every way carries."""

    short: str
    long: str
    bibtex: str
    address: str


def cite(title: str, address: str, settings: Settings, read_on: date, sources: Iterable[Source] = ()) -> Citation:
    """Cite what stands at an address of the portal: a figure, a view, a commitment, a stocktake or a file.

    Args:
        title: what it is called.
        address: its whole public address; one that names no edition is held to the one cited.
        settings: those of the edition that it is of.
        read_on: the day it was read.
        sources: where the figures come from.
    """
    lasting = pinned(address, settings.edition)
    edition, source = _edition(settings), source_words(sources)
    told = [f"{settings.name}: {title}.", f"{_capital(edition)}, read {in_words(read_on)}.", source, lasting]
    return Citation(
        short=f"{settings.name}, {edition.partition(' (')[0]}, read {in_words(read_on)}. {lasting}",
        long=" ".join(part for part in told if part),
        bibtex=_bibtex(title, lasting, settings, read_on, source),
        address=lasting,
    )


def pinned(address: str, edition: str) -> str:
    """An address that goes on showing one edition when later ones are sealed; the draft has no lasting address."""
    parts = urlsplit(address)
    names_one = "edition" in parse_qs(parts.query) or edition in re.split("[/.]", parts.path)
    if edition == DRAFT or names_one:
        return address
    return parts._replace(query="&".join(part for part in (parts.query, f"edition={edition}") if part)).geturl()


def source_words(sources: Iterable[Source]) -> str:
    """Where figures come from, in a sentence: the one source, or the publishers of several; empty without any."""
    known = list(sources)
    if not known:
        return ""
    if len(known) == 1:
        return f"Source: {known[0].title}, {known[0].publisher}."
    publishers = list(dict.fromkeys(source.publisher for source in known))
    more = len(publishers) - _MOST_PUBLISHERS
    named = publishers if more <= 0 else [*publishers[:_MOST_PUBLISHERS], f"{more} more"]
    return f"Sources: {list_words(named)}."


def licence_words(source: Source) -> str:
    """The licence of a source, and that it is not certain where nobody has seen it."""
    if source.licence_certain:
        return source.licence
    return text_of("source.licence-not-certain", licence=source.licence)


def escaped(text: str) -> str:
    """Text inside the braces of a BibTeX field, on one line."""
    return "".join(ESCAPED.get(char, char) for char in " ".join(text.split()))


def _edition(settings: Settings) -> str:
    approved = "" if settings.approved_by else " (not yet approved)"
    return f"working draft{approved}" if settings.edition == DRAFT else f"edition {settings.edition}{approved}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bibtex(title: str, address: str, settings: Settings, read_on: date, source: str) -> str:
    year = settings.edition.partition("-")[0] if settings.edition != DRAFT else str(read_on.year)
    fields = {
        "title": f"{{{escaped(title)}}}",
        "author": f"{{{escaped(settings.name)}}}",
        "publisher": f"{{{escaped(settings.name)}}}",
        "year": year,
        "version": escaped(_edition(settings)),
        # An address is taken as it stands, so what would end the field is written as a web address writes it.
        "url": quote(address, safe="/:?&=#%+,;@!$'()*~[]"),
        "urldate": read_on.isoformat(),
        "note": escaped(source),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(address, settings.edition)},", *lines, "}"])


def _key(address: str, edition: str) -> str:
    """The same for the same view of the same edition, whoever reads it and when, wherever the portal is."""
    parts = urlsplit(address)
    place = f"{parts.path}?{parts.query}"
    name = re.sub("[^a-z0-9]+", "-", parts.path.lower().replace(edition, "")).strip("-")[:40].strip("-") or "overview"
    return f"islington-{edition}-{name}-{hashlib.sha256(place.encode()).hexdigest()[:_KEY_LENGTH]}"
