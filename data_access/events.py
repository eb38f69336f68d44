"""What happened, newest first: editions sealed, figures corrected, statuses changed, dates that passed.

An event is told once and the same for ever: its id and its words hold nothing that changes from day to day.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from data_access import edition_list, portal
from data_access.catalogue import read_catalogue
from data_access.commitments.statuses import REPORTED, Statuses, date_reading
from data_access.commitments.stocktake import Snapshot
from data_access.edition_list import Sealed
from data_access.editions.correct import CorrectionNotice
from data_access.editions.folder import folders_of
from data_access.files import DEFAULT_FOLDERS, Folders, config_texts
from data_access.formats import day
from data_access.portal import Served
from data_access.records import Catalogue, Commitment

KINDS = {
    "edition": "New edition",
    "correction": "Correction",
    "reported": "Report of the council",
    "due": "New date",
    "passed": "Date passed",
}
_LONDON = ZoneInfo("Europe/London")
# Fixed for ever: every id is made from it, so that an entry keeps its id if the portal moves to another address.
_NAMESPACE = uuid.UUID("6f2b8c1e-5d0a-4f0e-9c57-3e1d7a64b2f8")
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    ``key`` tells it from every other event; ``kind`` is one of ``KINDS``. ``page`` is an address from the root
    without its slash. ``strand_code`` is empty for what concerns every strand, ``ward_codes`` for what concerns
    no single ward.
    """

    key: str
    kind: str
    on: date
    title: str
    sentence: str
    page: str
    strand_code: str = ""
    ward_codes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A ``urn:uuid:`` that stays with the event."""
        return stable_id(self.key)

    @property
    def at(self) -> datetime:
        """The start of its day in London."""
        return start_of(self.on)


def stable_id(key: str) -> str:
    """The ``urn:uuid:`` that stands for a key, the same on every machine."""
    return uuid.uuid5(_NAMESPACE, key).urn


def start_of(on: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(on, time(), _LONDON)


def events(strand_code: str = "", folders: Folders = DEFAULT_FOLDERS) -> list[Event]:
    """What happened up to today, newest first; with a strand, what concerns it or every strand.

    Editions are those that this process serves. Of two events on one day, editions come first.

    Raises:
        EditionError: an edition cannot be read.
        NotReadyError: there is no database yet.
    """
    edition = portal.served(folders=folders)
    today = edition.today
    known = set(portal.editions(folders))
    sealed = [entry for entry in edition_list.sealed(folders) if entry.manifest.edition in known]
    found = [
        *(_sealing(entry) for entry in sealed),
        *_corrections(sealed, edition, folders),
        *_of_commitments(folders, edition.repository.fingerprint, today),
    ]
    order = list(KINDS)
    return sorted(
        (one for one in found if one.on <= today and strand_code in ("", one.strand_code or strand_code)),
        key=lambda one: (-one.on.toordinal(), order.index(one.kind), one.key),
    )


def _sealing(entry: Sealed) -> Event:
    manifest = entry.manifest
    approved = f"approved by {manifest.approved_by}" if manifest.approved_by else "not yet approved by the council"
    return Event(
        key=f"edition/{manifest.edition}",
        kind="edition",
        on=manifest.sealed_on,
        title=f"Edition {manifest.edition} was sealed",
        sentence=f"Prepared by {manifest.prepared_by}, {approved}. {manifest.note}",
        page=f"data?edition={manifest.edition}",
    )


def _corrections(sealed: list[Sealed], edition: Served, folders: Folders) -> Iterator[Event]:
    """An event for every figure that an edition corrected; read anew each time, as a figure may be withdrawn."""
    names = {entry.manifest.edition for entry in sealed}
    days = sorted({correction.on for entry in sealed for correction in entry.manifest.corrections})
    for on in days:
        for notice in edition_list.corrections(on, folders):
            if notice.on == on and notice.edition in names:
                yield _correction(notice, edition.repository.catalogue, folders)


def _correction(notice: CorrectionNotice, now: Catalogue, folders: Folders) -> Event:
    cell = notice.cell
    # The edition that was corrected knows every code of the cell; a later one may have dropped the outcome.
    then = _catalogue_of(folders_of(folders, notice.replaces))
    indicator = then.indicators[cell.indicator]
    kept = "" if cell.indicator in now.indicators else f"&edition={notice.replaces}"
    area = then.codes.areas[cell.area]
    return Event(
        key="/".join(("correction", notice.edition, *cell)),
        kind="correction",
        on=notice.on,
        title=f"A figure was corrected: {indicator.title}",
        sentence=edition_list.correction_sentence(notice, then),
        page=f"indicator?indicator={cell.indicator}{kept}",
        strand_code=indicator.strand_code,
        ward_codes=(area.code,) if area.area_type == "ward" else (),
    )


@lru_cache(maxsize=8)
def _catalogue_of(folders: Folders) -> Catalogue:
    """The definitions of a sealed edition, which never change; a rule made since may find them wanting."""
    return read_catalogue(config_texts(folders), [])


@lru_cache(maxsize=8)
def _of_commitments(folders: Folders, fingerprint: str, today: date) -> tuple[Event, ...]:
    """What became of commitments, day by day; ``fingerprint`` keeps apart what other files say."""
    edition = portal.served(folders=folders)
    found: list[Event] = []
    for on in _turning_days(edition, today):
        found += _on_one_day(edition.snapshot(on - _A_DAY), edition.snapshot(on))
    return tuple(found)


def _turning_days(edition: Served, today: date) -> list[date]:
    """The days on which a report or a passing date may have changed a status."""
    updates = [entry for entry in edition.evidence.updates if entry.is_state or entry.new_due]
    dues = [entry.due for entry in edition.repository.catalogue.commitments.values()]
    dues += [entry.new_due for entry in updates]
    days = {due + _A_DAY for due in dues if due} | {entry.known_from for entry in updates}
    return sorted(on for on in days if on <= today)


def _on_one_day(before: Snapshot, now: Snapshot) -> Iterator[Event]:
    for name, statuses in now.statuses.items():
        commitment, earlier = now.catalogue.commitments[name], before.statuses[name]
        if statuses.reported.code != earlier.reported.code:
            yield _reported(now.on, commitment, earlier, statuses)
        due = statuses.clock.due
        if due and due != earlier.clock.due:
            yield _new_due(now.on, commitment, earlier.clock.due, due)
        if due and statuses.clock.is_passed and not earlier.clock.is_passed:
            yield _passed(now.on, commitment, due)


def _reported(on: date, commitment: Commitment, before: Statuses, now: Statuses) -> Event:
    old, new = REPORTED[before.reported.code], now.reported.label
    sentence = f"What is reported went from “{old}” to “{new}”. {now.reported.detail}"
    return _of_commitment(on, commitment, "reported", f"Reported as {new.lower()}", sentence)


def _new_due(on: date, commitment: Commitment, before: date | None, now: date) -> Event:
    old = f"The date was {day(before)}." if before else "There was no date before."
    return _of_commitment(on, commitment, "due", "A new date", f"{old} It is now {day(now)}.")


def _passed(on: date, commitment: Commitment, due: date) -> Event:
    # Where an update moved the date, the strategy's words no longer say how it came about.
    reading = date_reading(commitment) if due == commitment.due else f"An update set it to {day(due)}"
    sentence = (
        f"The date of this commitment has passed. {reading.removesuffix('.')}. "
        "A passed date is not a broken promise: the page says what was reported and where anybody looked."
    )
    return _of_commitment(on, commitment, "passed", "Date passed", sentence)


def _of_commitment(on: date, commitment: Commitment, kind: str, what: str, sentence: str) -> Event:
    return Event(
        key=f"{kind}/{commitment.id}/{on.isoformat()}",
        kind=kind,
        on=on,
        title=f"{what}: {commitment.title}",
        sentence=sentence,
        page=f"commitments?commitment={commitment.id}",
        strand_code=commitment.strand_code,
    )
