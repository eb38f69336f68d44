"""The parts of the overview: counts of the register, figures by group, passed dates and what is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from components import layout, outcome_list, statuses, store
from components.commitment_list import commitment_address, place
from components.tables import Cell, Column, Link, show_table
from data_access import register
from data_access.columns import PublicRow
from data_access.commitments.statuses import CANNOT_TELL, SHOWN, Statuses
from data_access.commitments.stocktake import STATUSES, ledger, state_of
from data_access.formats import cell, short_day
from data_access.interface_text import text_of
from data_access.records import Commitment, Selection

UNDER = text_of("overview.under")
WAYS = [
    (text_of("overview.my-ward"), "ward", text_of("overview.my-ward-line")),
    (text_of("overview.people-like-me"), "group", text_of("overview.people-like-me-line")),
    (text_of("overview.what-was-promised"), "commitments", text_of("overview.what-was-promised-line")),
]
_NO_DATA = text_of("overview.no-figures-for")
_SHOWN_FIRST = 5
_VERDICTS = tuple(code for code in SHOWN if code != CANNOT_TELL)
_RESULTS = {
    "passed": text_of("overview.searched-none-found"),
    "passed-reported": text_of("overview.something-was-reported-or-found"),
    "passed-unsearched": text_of("overview.not-yet-searched"),
}
_BROAD = ("asian", "black", "mixed", "white", "other", "unknown")
_SIDE_BY_SIDE = ("children-looked-after", "homelessness-duty-owed", "attainment-8", "stop-and-search")


def _promises() -> list[Commitment]:
    """The actions, targets and outcomes; promises on governance are counted apart."""
    return [entry for entry in store.catalogue().commitments.values() if entry.type != "governance"]


def sentence() -> str:
    """How many commitments there are and for how many the date has passed."""
    passed = [now.clock.code for now in _standing() if now.clock.is_passed]
    return (
        f"In 2021 the council made {len(_promises())} commitments to challenge inequality. "
        f"The date has passed for {len(passed) or 'none'} of them{_looked(passed)}."
    )


def _standing() -> list[Statuses]:
    now = store.snapshot().statuses
    return [now[entry.id] for entry in _promises()]


def _looked(passed: Sequence[str]) -> str:
    """How far results were looked for where the date has passed, as the end of a sentence."""
    unsearched, without = passed.count("passed-unsearched"), passed.count("passed")
    if passed and unsearched == len(passed):
        return ", and their results have not yet been looked for"
    if unsearched:
        return f", and for {unsearched} of those nobody has yet looked for a result"
    return f", and for {without} of those no published result was found" if without else ""


def strategy_status() -> None:
    """Whether the strategy is still in force, as far as is known."""
    layout.paragraph(escape(store.catalogue().settings.strategy_status))


def three_accounts() -> None:
    """What the council reports, what the numbers show and what the clock says, counted apart."""
    found = {status: Counter(state_of(now, status) for now in _standing()) for status in STATUSES}
    statuses.counts([(status, _counted(status, found[status])) for status in STATUSES])
    layout.caption(text_of("overview.left-out"))
    layout.link_list([(text_of("overview.the-annual-stocktake-by-strand-and"), "stocktake")])


def _counted(status: str, found: Mapping[str, int]) -> list[tuple[str, int]]:
    """The states of one status with their counts: verdicts always, the rest where there are any."""
    always = {"reported": tuple(STATUSES["reported"]), "shown": _VERDICTS, "clock": ()}[status]
    return [
        (label, found.get(state, 0)) for state, label in STATUSES[status].items() if state in always or found.get(state)
    ]


def groups_side_by_side() -> None:
    """A few outcomes by broad ethnic group at their latest date."""
    columns = (
        Column(text_of("columns.outcome"), header=True),
        *(
            Column(label, numeric=True)
            for label in (
                text_of("overview.asian"),
                text_of("overview.black"),
                text_of("overview.mixed"),
                text_of("overview.white"),
                text_of("overview.other"),
                text_of("overview.not-known"),
                text_of("overview.all"),
            )
        ),
    )
    rows = [
        _side_by_side(indicator_id) for indicator_id in _SIDE_BY_SIDE if indicator_id in store.catalogue().indicators
    ]
    show_table(text_of("overview.latest-figures-in-islington-by-ethnic"), columns, rows, stacked=True)
    layout.key_line(layout.SYMBOL_MEANINGS)
    layout.paragraph(escape(text_of("overview.not-ranked")))


def _side_by_side(indicator_id: str) -> tuple[Cell, ...]:
    view = store.indicator_view(indicator_id, Selection())
    by_code = {row.ethnicity_code.partition("-")[2]: row for row in view.by_group}
    decimals = view.indicator.decimals
    title = f"{view.indicator.title}, {view.groups[0].period} ({view.indicator.unit})"
    link = Link(title, outcome_list.indicator_address(indicator_id, Selection()))
    return (link, *(_cell(by_code.get(code), decimals) for code in _BROAD), _cell(view.total, decimals))


def _cell(row: PublicRow | None, decimals: int) -> str:
    return "[x]" if row is None else cell(row.value, row.marker, row.flags, decimals)


def passed_dates() -> None:
    """The commitments whose date passed longest ago."""
    promises = {entry.id for entry in _promises()}
    passed = [entry for entry in ledger(store.snapshot()) if entry.commitment.id in promises]
    columns = (
        Column(text_of("columns.commitment"), header=True),
        Column(text_of("columns.strand-or-service")),
        Column(text_of("columns.date-read-as"), numeric=True),
        Column(text_of("columns.days-since"), numeric=True),
        Column(text_of("columns.result")),
    )
    rows = []
    for entry in passed[:_SHOWN_FIRST]:
        about, clock = entry.commitment, entry.statuses.clock
        due = short_day(clock.due) if clock.due else ""
        words = _RESULTS[clock.code]
        rows.append((Link(about.title, commitment_address(about.id)), place(about), due, f"{entry.days:,}", words))
    show_table(text_of("overview.commitments-whose-date-has-passed"), columns, rows, stacked=True)
    layout.caption(text_of("overview.passed-is-not-missed"))
    layout.link_list([(text_of("overview.see-all-passed", number=str(len(passed))), "stocktake#ledger")])


def no_data() -> None:
    """What nobody has published by ethnic group."""
    entries = _promises()
    missing = [entry for entry in entries if register.measured(store.catalogue(), entry.id) == "none"]
    layout.say(f"{len(missing)} of {len(entries)} commitments have no published figure of any kind.")
    layout.paragraph(escape(_NO_DATA))
    layout.link_list([(text_of("overview.see-the-full-list"), "commitments?measured=none")])
