"""Everything a reader needs to check or quote one figure: the same for its page, its JSON and its citation."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from data_access import clock
from data_access.citations import Citation, cite, pinned
from data_access.columns import PUBLISHED, PublicRow
from data_access.editions.folder import DRAFT, edition_order
from data_access.editions.manifest import Correction, read_manifest
from data_access.figure_ids import FigureId, find, id_of, row_of
from data_access.figure_sentences import figure_sentence, figure_text
from data_access.files import DEFAULT_FOLDERS, Folders
from data_access.formats import marker_words
from data_access.measures.intervals import CONFIDENCE
from data_access.measures.results import Estimate, Interval
from data_access.measures.table import values
from data_access.portal import editions, served
from data_access.public_address import public_address
from data_access.records import ALL, Catalogue, Indicator, Selection, Source
from data_access.selection import query_string

FIGURE_PATH = "/figure/"


@dataclass(frozen=True)
class Replacement:
    """A correction as one of its two figures tells it: the other figure (None where it was taken out), why and when.

    ``reason`` is empty for a hidden figure.
    """

    edition: str
    figure_id: FigureId | None
    reason: str
    on: date


@dataclass(frozen=True)
class Latest:
    """What the latest edition has in the same cell; ``figure_id`` is None where it has no such row."""

    edition: str
    figure_id: FigureId | None
    is_same: bool


@dataclass(frozen=True)
class Figure:
    """One published figure, or the marker that stands for it, with where it is from and what became of it.

    ``text`` is the number with its unit and ``interval`` a 95% interval in that unit; a hidden figure has neither and
    tells why in ``why_hidden``. ``sealed_on`` is None for the draft, ``latest`` None where no edition is later.
    ``permalink`` is the address of the page that shows it.
    """

    id: FigureId
    row: PublicRow
    indicator: Indicator
    source: Source
    sentence: str
    text: str
    why_hidden: str
    interval: Interval | None
    flags: tuple[str, ...]
    sealed_on: date | None
    approved_by: str
    address: str
    permalink: str
    citation: Citation
    superseded_by: Replacement | None
    corrects: Replacement | None
    latest: Latest | None


def figure(text: str, folders: Folders = DEFAULT_FOLDERS) -> Figure:
    """The figure that an id names.

    Raises:
        UnknownFigureError: there is none.
        NotReadyError: the database of its edition cannot be had.
        EditionError: a later edition cannot be read.
    """
    row = find(FigureId.parse(text), folders)
    figure_id = id_of(row)
    edition = served(figure_id.edition, folders)
    catalogue = edition.repository.catalogue
    indicator, source = catalogue.indicators[row.indicator_id], catalogue.codes.sources[row.source_id]
    sentence, address = figure_sentence(row, indicator), figure_address(figure_id)
    return Figure(
        id=figure_id,
        row=row,
        indicator=indicator,
        source=source,
        sentence=sentence,
        text=figure_text(row, indicator),
        why_hidden=marker_words(row.marker),
        interval=_interval(row),
        flags=tuple(catalogue.codes.flags[letter].label for letter in row.flags),
        sealed_on=edition.sealed_on,
        approved_by=catalogue.settings.approved_by,
        address=address,
        permalink=view_address(row, catalogue),
        citation=cite(sentence.removesuffix("."), address, catalogue.settings, clock.today(), [source]),
        superseded_by=_superseded_by(row, folders),
        corrects=_corrects(row, folders),
        latest=_latest(row, folders),
    )


def figure_address(figure_id: FigureId) -> str:
    """The whole public address of a figure."""
    return f"{public_address().url}{FIGURE_PATH}{figure_id}"


def view_address(row: PublicRow, catalogue: Catalogue) -> str:
    """The whole public address of the page that shows a row, held to the row's edition."""
    group = catalogue.codes.ethnic_groups[row.ethnicity_code]
    shown = Selection(
        indicator=(row.indicator_id,),
        area=(row.area_code,),
        classification=() if group.code == ALL else (group.classification_code,),
        category=(row.category_code,),
        period=(row.period_code,),
    )
    return pinned(f"{public_address().url}/indicator?{query_string(shown)}", row.edition)


def _interval(row: PublicRow) -> Interval | None:
    """The interval that the page of the indicator shows; the share of everybody is always 100% and has none."""
    if row.measure_type == "composition" and row.ethnicity_code == ALL:
        return None
    (value,) = values([row])
    return value.interval if isinstance(value, Estimate) else None


def _later(edition: str, folders: Folders) -> list[str]:
    """The sealed editions after one, oldest first; none after the draft."""
    if edition == DRAFT:
        return []
    known = sorted((name for name in editions(folders) if name != DRAFT), key=edition_order)
    return known[known.index(edition) + 1 :]


def _correction(figure_id: FigureId, edition: str, folders: Folders) -> Correction | None:
    """The correction of a cell that an edition made."""
    made = read_manifest(folders, edition).corrections
    return next((entry for entry in made if entry.cell == figure_id.cell), None)


def _superseded_by(row: PublicRow, folders: Folders) -> Replacement | None:
    """The newest correction of a figure in a later edition."""
    for edition in reversed(_later(row.edition, folders)):
        if entry := _correction(id_of(row), edition, folders):
            return Replacement(edition, _same_cell(id_of(row), edition, folders), _reason(entry, row), entry.on)
    return None


def _corrects(row: PublicRow, folders: Folders) -> Replacement | None:
    """The figure that this one was a correction of."""
    entry = None if row.edition == DRAFT else _correction(id_of(row), row.edition, folders)
    if entry is None:
        return None
    return Replacement(entry.replaces, _same_cell(id_of(row), entry.replaces, folders), _reason(entry, row), entry.on)


def _reason(entry: Correction, row: PublicRow) -> str:
    """Why a figure was corrected; empty for one that is hidden now, since the reason may repeat its number."""
    return entry.reason if row.marker == PUBLISHED else ""


def _same_cell(figure_id: FigureId, edition: str, folders: Folders) -> FigureId | None:
    row = row_of(served(edition, folders).repository, figure_id.cell)
    return id_of(row) if row else None


def _latest(row: PublicRow, folders: Folders) -> Latest | None:
    later = _later(row.edition, folders)
    if not later:
        return None
    found = row_of(served(later[-1], folders).repository, id_of(row).cell)
    return Latest(later[-1], id_of(found) if found else None, found is not None and _told(found) == _told(row))


def _told(row: PublicRow) -> tuple[object, ...]:
    return row.numerator, row.denominator, row.value, row.lower, row.upper, row.marker


def document(found: Figure) -> dict[str, Any]:
    """A figure as its JSON has it: what does not apply is null, and a hidden figure has no number anywhere."""
    row, source = found.row, found.source
    return {
        "id": str(found.id),
        "sentence": found.sentence,
        "value": row.value,
        "text": found.text or None,
        "unit": row.unit,
        "marker": row.marker,
        "hidden": None if row.marker == PUBLISHED else found.why_hidden,
        "interval": {**asdict(found.interval), "level": round(100 * CONFIDENCE)} if found.interval else None,
        "base": {
            "numerator": row.numerator,
            "denominator": row.denominator,
            "population": found.indicator.population,
        },
        "indicator": {
            "id": row.indicator_id,
            "title": row.indicator,
            "definition": found.indicator.definition,
            "measure_type": row.measure_type,
        },
        "period": {"code": row.period_code, "label": row.period},
        "area": {
            "code": row.area_code,
            "label": row.area,
            "type": row.area_type,
            "vintage": row.area_vintage or None,
        },
        "ethnicity": {
            "code": row.ethnicity_code,
            "label": row.ethnicity,
            "classification": row.ethnicity_classification,
            "as_published": row.ethnicity_as_published or None,
        },
        "category": {"code": row.category_code, "label": row.category},
        "flags": list(found.flags),
        "note": row.note or None,
        "source": {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url or None,
            "published": source.published,
            "licence": source.licence,
            "licence_certain": source.licence_certain,
            "read_in": source.read_in,
            "read_by": found.sealed_on.isoformat() if found.sealed_on else None,
            "checked_with_publisher": source.checked_with_publisher,
        },
        "edition": {
            "id": found.id.edition,
            "sealed_on": found.sealed_on.isoformat() if found.sealed_on else None,
            "approved_by": found.approved_by or None,
        },
        "address": found.address,
        "permalink": found.permalink,
        "citation": {"short": found.citation.short, "long": found.citation.long, "bibtex": found.citation.bibtex},
        "superseded_by": _replacement(found.superseded_by),
        "corrects": _replacement(found.corrects),
        "latest": _latest_document(found.latest),
    }


def _replacement(entry: Replacement | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "edition": entry.edition,
        **_named(entry.figure_id),
        "reason": entry.reason,
        "on": entry.on.isoformat(),
    }


def _latest_document(entry: Latest | None) -> dict[str, Any] | None:
    return {"edition": entry.edition, **_named(entry.figure_id), "is_same": entry.is_same} if entry else None


def _named(figure_id: FigureId | None) -> dict[str, str | None]:
    return {
        "id": str(figure_id) if figure_id else None,
        "address": figure_address(figure_id) if figure_id else None,
    }
