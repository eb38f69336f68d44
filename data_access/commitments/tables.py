"""The statuses and the stocktake as rows for files: each table has its columns, in order, with what they mean."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from data_access.commitments.bases import BASE_INDICATOR
from data_access.commitments.questions import Question
from data_access.commitments.records import Update
from data_access.commitments.stocktake import Snapshot, Stocktake
from data_access.export import csv_text
from data_access.formats import rounded

Row = tuple[Any, ...]
STATUS_COLUMNS = {
    "commitment_id": "The commitment’s code.",
    "type": "action, target, outcome or governance.",
    "nature": "one-off (can be finished) or lasting (goes on).",
    "due": "The date that counts; empty where none was given.",
    "due_words": "The strategy’s words that the first date was read from.",
    "due_rule": "How those words were read.",
    "reported": "What the council reports: none, in-progress, complete, changed or dropped.",
    "reported_says": "Who says so, of which date, and how far to trust it; empty where nothing is reported.",
    "reported_rule": "The rule that said so.",
    "shown": "What the numbers show: target-met, towards, no-change, away or cannot-tell.",
    "shown_reason": "Why they cannot tell; empty otherwise.",
    "shown_rule": "The rule that said so.",
    "clock": "What the clock says, as a code.",
    "clock_words": "The same in words.",
    "clock_rule": "The rule that said so.",
    "days_overdue": "Whole days since the date passed without a report that it was done; empty otherwise.",
    "searched": "Whether anyone looked for a result: nothing-found, found or not-searched.",
    "searched_on": "When it was last looked for; empty where nobody has.",
    "searched_rule": "The rule that said so.",
    "evidence_ids": "The updates, searches and statements about it.",
    "indicator_ids": "The indicators that speak to it.",
}
COUNT_COLUMNS = {
    "edition": "The edition counted.",
    "on": "The day it was counted on.",
    "group_kind": "strand or service_area.",
    "group": "The strand or service area.",
    "status": "reported, shown or clock; never to be added together.",
    "state": "The state, as a code.",
    "label": "The state in words.",
    "count": "Promises in that state.",
    "of": "Promises of that strand or service area.",
}
LEDGER_COLUMNS = {
    "edition": "The edition counted.",
    "on": "The day it was counted on.",
    "commitment_id": "The commitment’s code.",
    "title": "A short name, ours.",
    "strand": "The strand of the strategy.",
    "service_area": "The service area.",
    "owner": "Who is responsible, as the strategy gives it.",
    "due": "The date that has passed.",
    "reading": "How the strategy’s words became a date.",
    "days": "Whole days since that date.",
    "reported": "What is reported, in words.",
    "looked": "Where a result was looked for.",
    "would_close": "What would close it.",
}
NO_DATA_COLUMNS = {
    "commitment_id": "The commitment’s code.",
    "title": "A short name, ours.",
    "strand": "The strand of the strategy.",
    "service_area": "The service area.",
    "owner": "Who is responsible, as the strategy gives it.",
    "reason": "Why the numbers cannot tell.",
    "missing": "What figure is missing, and who could publish it.",
}
CHANGE_COLUMNS = {
    "commitment_id": "The commitment’s code.",
    "title": "A short name, ours.",
    "what": "register, reported, shown, clock or due.",
    "before": "How it stood in the edition before.",
    "after": "How it stands now.",
}
BASE_COLUMNS = {
    "commitment_id": "The commitment’s code.",
    "title": "A short name, ours.",
    "promised_share": "The share promised, in per cent.",
    "group_as_named": "The group, in the strategy’s own label.",
    "base_as_named": "The population that the strategy measures it against.",
    "base_share": "The share that the strategy gives for that population; empty where it gives none.",
    "base_now_share": "Residents in the Asian, Black, Mixed and Other groups now, in per cent.",
    "base_now_count": "The same as a count.",
    "base_now_of": "All residents.",
    "base_now_period": "The period of that count.",
    "base_now_indicator": "The indicator that it is from.",
    "note": "Why the two may not be the same thing.",
}
QUESTION_COLUMNS = {
    "section": "The part of the stocktake it belongs to.",
    "question": "What could be asked.",
    "rule": "The rule that made it.",
    "why": "What that rule looks for.",
    "owner": "Who is responsible, as the strategy gives it.",
    "commitment_id": "The commitment it is about.",
}


def status_rows(now: Snapshot) -> list[Row]:
    """Every commitment with its statuses, in the order of ``STATUS_COLUMNS``."""
    return [status_row(now, commitment_id) for commitment_id in now.catalogue.commitments]


def status_row(now: Snapshot, commitment_id: str) -> Row:
    """One commitment with its statuses, in the order of ``STATUS_COLUMNS``."""
    commitment, statuses = now.catalogue.commitments[commitment_id], now.statuses[commitment_id]
    clock, searched, reported, shown = statuses.clock, statuses.searched, statuses.reported, statuses.shown
    return (
        commitment_id,
        commitment.type,
        commitment.nature,
        _iso(clock.due),
        commitment.due_words,
        commitment.due_rule,
        reported.code,
        reported.detail,
        reported.rule,
        shown.code,
        shown.reason,
        shown.rule,
        clock.code,
        clock.label,
        clock.rule,
        clock.days if clock.is_passed else None,
        searched.code,
        searched.own[-1].on.code if searched.own else "",
        searched.rule,
        " ".join(evidence_ids(now, commitment_id)),
        " ".join(indicator_id for indicator_id, _ in now.catalogue.links_of.get(commitment_id, ())),
    )


def evidence_ids(now: Snapshot, commitment_id: str) -> list[str]:
    """The updates (newest first), the searches for it and the statements beside it, as ids."""
    updates: list[Update] = now.evidence.updates_of(commitment_id, now.on)
    searches = now.statuses[commitment_id].searched.own
    statements = now.evidence.statements_about(commitment_id, now.on)
    return [*(entry.id for entry in updates), *(entry.id for entry in searches), *(entry.id for entry in statements)]


def count_rows(account: Stocktake) -> list[Row]:
    """The counts, in the order of ``COUNT_COLUMNS``."""
    return [
        (
            account.edition,
            _iso(account.on),
            one.group_kind,
            one.group,
            one.status,
            one.state,
            one.label,
            one.count,
            one.of,
        )
        for one in account.counts
    ]


def ledger_rows(account: Stocktake, now: Snapshot) -> list[Row]:
    """The passed dates, in the order of ``LEDGER_COLUMNS``."""
    codes = now.catalogue.codes
    return [
        (
            account.edition,
            _iso(account.on),
            entry.commitment.id,
            entry.commitment.title,
            codes.strands[entry.commitment.strand_code].label,
            codes.service_areas[entry.commitment.service_area_code].label,
            entry.commitment.owner,
            _iso(entry.statuses.clock.due),
            entry.reading,
            entry.days,
            entry.statuses.reported.label,
            entry.looked,
            entry.would_close,
        )
        for entry in account.ledger
    ]


def no_data_rows(account: Stocktake, now: Snapshot) -> list[Row]:
    """What has no data, in the order of ``NO_DATA_COLUMNS``."""
    codes = now.catalogue.codes
    return [
        (
            entry.commitment.id,
            entry.commitment.title,
            codes.strands[entry.commitment.strand_code].label,
            codes.service_areas[entry.commitment.service_area_code].label,
            entry.commitment.owner,
            entry.reason,
            entry.missing,
        )
        for entry in account.no_data
    ]


def change_rows(account: Stocktake) -> list[Row]:
    """What changed, in the order of ``CHANGE_COLUMNS``."""
    return [(one.commitment_id, one.title, one.what, one.before, one.after) for one in account.changes]


def base_rows(account: Stocktake) -> list[Row]:
    """The promised shares, in the order of ``BASE_COLUMNS``."""
    return [
        (
            line.commitment.id,
            line.commitment.title,
            line.promised.share,
            line.promised.group_as_named,
            line.promised.base_as_named,
            line.promised.base_share,
            rounded(line.now.share, 1) if line.now else None,
            line.now.numerator if line.now else None,
            line.now.denominator if line.now else None,
            line.now.period_code if line.now else "",
            BASE_INDICATOR if line.now else "",
            line.promised.note,
        )
        for line in account.bases
    ]


def question_rows(found: Iterable[Question]) -> list[Row]:
    """The suggested questions, in the order of ``QUESTION_COLUMNS``."""
    return [(one.section, one.text, one.rule, one.why, one.owner, one.commitment_id) for one in found]


def csv_files(account: Stocktake, now: Snapshot, asked: Iterable[Question]) -> dict[str, str]:
    """Every table of the stocktake as a CSV, by file name, in reading order."""
    tables: dict[str, tuple[dict[str, str], list[Row]]] = {
        "counts.csv": (COUNT_COLUMNS, count_rows(account)),
        "passed-dates.csv": (LEDGER_COLUMNS, ledger_rows(account, now)),
        "questions.csv": (QUESTION_COLUMNS, question_rows(asked)),
        "changes.csv": (CHANGE_COLUMNS, change_rows(account)),
        "no-data.csv": (NO_DATA_COLUMNS, no_data_rows(account, now)),
        "promised-shares.csv": (BASE_COLUMNS, base_rows(account)),
        "statuses.csv": (STATUS_COLUMNS, status_rows(now)),
    }
    return {name: csv_text(rows, tuple(columns)) for name, (columns, rows) in tables.items()}


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None
