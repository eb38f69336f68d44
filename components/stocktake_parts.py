"""The parts of the annual stocktake and of the scrutiny pack, in the order in which a committee reads them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from components import layout, store, url_state
from components.commitment_list import commitment_address, place
from components.markup import anchor, link
from components.statuses import NAMES, mark
from components.tables import Column, Link, html_table, show_table
from data_access.commitments.questions import WHOLE_COUNCIL, Question
from data_access.commitments.records import StrategyStatus
from data_access.commitments.statuses import CLOCK_RULE, REPORTED_RULE, SEARCHED_RULE, SHOWN_RULE
from data_access.commitments.stocktake import STATUSES, Change, LedgerEntry, NoData
from data_access.formats import day, list_words, number, percent, plural
from data_access.portal import editions
from data_access.records import Commitment
from data_access.stocktake_account import Account, years

UNDER = "Three accounts, counted apart and never added together. A passed date is not a missed promise."
ALL_STRANDS = "all"
_STRATEGY_STATES = {
    "in-force": "In force",
    "replaced": "Replaced",
    "unknown": "Whether it is still in force is not known to us",
}
_WHAT = {
    "register": "The register",
    "reported": "What is reported",
    "shown": "What the numbers show",
    "clock": "What the clock says",
    "due": "The date",
}
_EMPTY = {
    "reported": "Nothing is inferred from silence or from figures.",
    "shown": "“Cannot tell” says which figure is missing. It is not a judgement.",
    "clock": "A date counts as passed from the day after.",
}
_RULES = (
    ("The council reports", REPORTED_RULE, "The newest dated, sourced update that says what state a commitment is in."),
    ("The numbers show", SHOWN_RULE, "Only a direct measure gives a verdict: five figures, tested against chance."),
    ("The clock says", CLOCK_RULE, "Whole days since the last day that the strategy’s words allow."),
    ("Was a result looked for?", SEARCHED_RULE, "Only a search that names the commitment counts for it."),
)


def chosen_account(page: str) -> Account:
    """Draw the choice of year, strand and edition, tell it, and return the stocktake."""
    offered = {str(year): str(year) for year in years(store.today())}
    strands = {ALL_STRANDS: "All strands", **{c: s.label for c, s in store.catalogue().codes.strands.items()}}
    _tell_unknown("year", offered, "year")
    _tell_unknown("strand", strands, "strand")
    with layout.choice_panel(page) as panel:
        year = url_state.one("Year", offered, "year", next(iter(offered)))
        strand = url_state.one("Strand", strands, "strand", ALL_STRANDS)
        known = editions()
        if len(known) > 1:
            url_state.one("Edition", {name: name for name in known}, "edition", known[0])
        account = store.account(int(year), "" if strand == ALL_STRANDS else strand)
        clear = page if url_state.values("year") or url_state.values("strand") else ""
        panel.told(f"Showing {plural(len(account.now.statuses), 'commitment')}: {told(account)}.", clear)
    return account


def _tell_unknown(name: str, known: Iterable[str], noun: str) -> None:
    for value in url_state.values(name):
        if value not in known:
            layout.notice(f"The address asked for “{value}”, which is not a known {noun} here, so it was left out.")


def told(account: Account) -> str:
    """Which strand, and the day that it stands at, in words."""
    strands = store.catalogue().codes.strands
    name = strands[account.strand_code].label if account.strand_code else "all strands"
    return f"{name}, as it stood on {day(account.now.on)}"


def query(account: Account) -> str:
    """The address’s query that reopens this stocktake."""
    parts = [f"year={account.year}"]
    if account.strand_code:
        parts.append(f"strand={account.strand_code}")
    parts += [f"{name}={value}" for name, value in store.edition_filter().items()]
    return "&".join(parts)


def print_address(page: str, account: Account) -> None:
    """Print the address that names the year, which the address asked for may leave out."""
    layout.lasting_address(store.address(page, query(account)))


def in_short(account: Account) -> None:
    """How far the sentence at the head can be trusted: what was searched."""
    passed = Counter(entry.statuses.clock.code for entry in account.taken.ledger)
    said = [
        f"for {count} {words}"
        for count, words in (
            (passed["passed-unsearched"], "nobody has yet looked for a result by itself"),
            (passed["passed"], "a search found no published result"),
            (passed["passed-reported"], "something was reported or found"),
        )
        if count
    ]
    if said:
        layout.say(f"Of the {plural(len(account.taken.ledger), 'date')} that have passed, {list_words(said)}.")
    else:
        layout.say("No date has passed without a report that it was done.")
    layout.paragraph(
        "So this is first of all a list of what to look for and what to ask. Where nobody has searched, a result may "
        "have been published that is not held here."
    )


def pack_link(account: Account) -> None:
    """The way to the same stocktake as a pack."""
    address = f"pack?{query(account)}"
    layout.paragraph(link("The scrutiny pack of this choice, to print or save as PDF", address))


def strategy(account: Account) -> None:
    """What sources say of the strategy itself, the newest of them first."""
    entry = account.taken.strategy
    if entry is None:
        layout.paragraph("No source that we hold speaks of the strategy by that day.")
        return
    layout.say(f"{_STRATEGY_STATES[entry.status]}.")
    layout.paragraph(_strategy(entry))


def _strategy(entry: StrategyStatus) -> str:
    source = anchor(entry.origin.title, entry.origin.url)
    return f"{escape(entry.summary)} {escape(entry.says)}, {escape(entry.on.words)}: {source}."


def counts(account: Account) -> None:
    """One table for each status: strands and service areas down, states across."""
    for status, name in NAMES.items():
        layout.block(f'<h3 class="ci-h3 ci-status">{mark(status, known=True)}<span>{name}</span></h3>')
        _counts(account, status)


def _counts(account: Account, status: str) -> None:
    found = [entry for entry in account.taken.counts if entry.status == status and entry.of]
    some = {entry.state for entry in found if entry.count}
    states = [state for state in STATUSES[status] if state in some or status == "reported"]
    columns = (
        Column("Strand or service", header=True),
        *(Column(STATUSES[status][state], numeric=True) for state in states),
        Column("Commitments", numeric=True),
    )
    rows: list[tuple[str, ...]] = []
    groups = dict.fromkeys(
        (entry.group_kind, entry.group_code, entry.group, entry.of)
        for entry in found
        if entry.group_code != WHOLE_COUNCIL
    )
    for kind, code, label, of in groups:
        counted = {entry.state: entry.count for entry in found if (entry.group_kind, entry.group_code) == (kind, code)}
        name = label if kind == "strand" else f"of which {label}"
        rows.append((name, *(str(counted[state]) for state in states), str(of)))
    totals = Counter({state: 0 for state in states})
    for entry in found:
        totals[entry.state] += entry.count if entry.group_kind == "strand" else 0
    rows.append(("All", *(str(totals[state]) for state in states), str(len(account.now.statuses))))
    caption = f"{NAMES[status]}: commitments by strand and service area"
    show_table(caption, columns, rows, total_last=True, hide_caption=True)
    none = [label for state, label in STATUSES[status].items() if state not in states]
    beside = [label for label in none if not label.startswith("Cannot tell")]
    told_none = f"No commitment here is in the state: {'; '.join(beside).lower()}. " if beside else ""
    layout.caption(f"{told_none}{_EMPTY[status]}")


def ledger(entries: Sequence[LedgerEntry], caption: str = "Dates that have passed, longest ago first") -> None:
    """Each passed date: its days, its owner, where a result was looked for, and what would close it."""
    if not entries:
        layout.paragraph("No date has passed without a report that it was done.")
        return
    columns = (
        Column("Commitment and owner", header=True),
        Column("Days passed", numeric=True),
        Column("Date, and how it was read"),
        Column("Where a result was looked for"),
        Column("What would close it"),
    )
    layout.block(html_table(caption, columns, [_ledger_row(entry) for entry in entries], stacked=True))
    unsearched = [entry for entry in entries if not entry.statuses.searched.own]
    if unsearched and unsearched[0].statuses.searched.wide:
        layout.caption(unsearched[0].looked)


def _ledger_row(entry: LedgerEntry) -> tuple[Link | str, ...]:
    about = entry.commitment
    return (
        Link(about.title, commitment_address(about.id), f"{place(about)}. Owner: {owner(about)}"),
        f"{entry.days:,}",
        entry.reading,
        entry.looked if entry.statuses.searched.own else "Not yet searched by itself: no result is held.",
        entry.would_close,
    )


def owner(entry: Commitment) -> str:
    """The owner in a table: shorter where the strategy names none."""
    return entry.owner if entry.owner_given else "not named"


def question_list(asked: Sequence[Question]) -> str:
    """Suggested questions, each with the rule that made it and whom it is for."""
    items = "".join(
        f'<li><p>{escape(one.text)}</p><p class="ci-cap">For: {escape(one.owner)} Rule {escape(one.rule)}: '
        f"{escape(one.why)} {link('The commitment', commitment_address(one.commitment_id))}</p></li>"
        for one in asked
    )
    return f'<ol class="ci-questions">{items}</ol>'


def questions_by_section(account: Account) -> None:
    """Every suggested question under the name of its section."""
    for section in dict.fromkeys(one.section for one in account.asked):
        asked = [one for one in account.asked if one.section == section]
        summary = f"{escape(section)}: {plural(len(asked), 'question')}"
        layout.block(f'<details class="ci-fold"><summary>{summary}</summary>{question_list(asked)}</details>')


def changed(account: Account) -> None:
    """What differs from the edition before, cell by cell; and from the end of the year before, in this edition."""
    layout.block('<h3 class="ci-h3">Since the edition before</h3>')
    if account.before:
        _changes(account.taken.changes, f"Commitments that changed since edition {account.before}")
        _cells(account)
    else:
        layout.paragraph("No edition was sealed before this one, so there is none to compare with.")
    layout.block(f'<h3 class="ci-h3">Since 31 December {account.year - 1}</h3>')
    _changes(account.in_year, f"Commitments that changed from the end of {account.year - 1} to {day(account.now.on)}")


def _changes(found: Sequence[Change], caption: str) -> None:
    if not found:
        layout.paragraph("No status and no date of a commitment changed, other than that days went by.")
        return
    columns = (Column("Commitment", header=True), Column("What"), Column("Before"), Column("After"))
    rows = [
        (Link(one.title, commitment_address(one.commitment_id)), _WHAT[one.what], one.before, one.after)
        for one in found
    ]
    show_table(caption, columns, rows, stacked=True)


def _cells(account: Account) -> None:
    """How many figures of each indicator changed; the file has every cell."""
    found = Counter((entry.cell.indicator, entry.kind) for entry in account.cells)
    if not found:
        layout.paragraph(f"No figure differs from edition {account.before}.")
        return
    known = store.catalogue().indicators
    kinds = ("added", "revised", "withdrawn")
    names = dict.fromkeys(indicator for indicator, _ in found)
    rows = [
        (
            Link(known[name].title, f"indicator?indicator={name}") if name in known else name,
            *(number(found[name, kind]) for kind in kinds),
        )
        for name in names
    ]
    columns = (Column("Outcome", header=True), *(Column(kind.capitalize(), numeric=True) for kind in kinds))
    show_table(f"Figures that changed since edition {account.before}", columns, rows, stacked=True)
    address = f"/api/v1/stocktake/changed-cells.csv?{query(account)}"
    layout.link_list([(f"Every cell that changed: {plural(len(account.cells), 'row')} as CSV", address)])


def no_data_by_owner(account: Account) -> None:
    """How many commitments have no data, by reason and place, then each of them behind one line to open."""
    found = account.taken.no_data
    layout.say(f"{len(found)} of {plural(len(account.now.statuses), 'commitment')} have no direct figure since 2021.")
    unnamed = sum(1 for entry in found if not entry.commitment.owner_given)
    layout.paragraph(f"For {unnamed} of them the strategy names no owner; it makes directors responsible for theirs.")
    for name in dict.fromkeys(place(entry.commitment) for entry in found):
        inside = [entry for entry in found if place(entry.commitment) == name]
        table = no_data_table(inside, f"{name}: commitments without data")
        summary = f"{escape(name)}: {plural(len(inside), 'commitment')} without data"
        layout.block(f'<details class="ci-fold"><summary>{summary}</summary>{table}</details>')


def no_data_table(entries: Sequence[NoData], caption: str) -> str:
    """Commitments without data, each with its owner and the figure that is missing."""
    columns = (
        Column("Commitment and owner", header=True),
        Column("Why the numbers cannot tell"),
        Column("What is missing, and who could publish it"),
    )
    rows = [
        (
            Link(entry.commitment.title, commitment_address(entry.commitment.id), f"Owner: {owner(entry.commitment)}"),
            entry.reason.removeprefix("Cannot tell: ").capitalize(),
            entry.missing or "A newer figure from the same source would answer it.",
        )
        for entry in entries
    ]
    return html_table(caption, columns, rows, stacked=True)


def bases(account: Account) -> None:
    """Each promised share, the population it names, and that population now."""
    if not account.taken.bases:
        layout.paragraph("No commitment here promises a share of a population.")
        return
    periods = store.catalogue().codes.periods
    columns = (
        Column("Commitment", header=True),
        Column("Promised"),
        Column("The base that it names"),
        Column("The base in force now"),
        Column("Read with care"),
    )
    rows = []
    for line in account.taken.bases:
        promised, now = line.promised, line.now
        given = f"{promised.base_as_named} " + (
            f"Given: {percent(promised.base_share)}." if promised.base_share is not None else ""
        )
        base = "[x]"
        if now is not None:
            base = (
                f"{percent(now.share, 1)} ({number(now.numerator)} of {number(now.denominator)} residents, "
                f"{periods[now.period_code].label}): the Asian, Black, Mixed and Other groups"
            )
        rows.append(
            (
                Link(line.commitment.title, commitment_address(line.commitment.id)),
                f"{percent(promised.share)} “{promised.group_as_named}”",
                given.strip(),
                base,
                promised.note,
            )
        )
    show_table("Promised shares and their population", columns, rows, stacked=True)
    layout.caption("The words in quotation marks are the strategy’s own label for several groups together.")


def rules() -> None:
    """The rules by their versions, and where they are explained."""
    layout.definitions([(f"{name} (rule {rule})", words) for name, rule, words in _RULES])
    layout.link_list([("Methods and words", "methods")])
