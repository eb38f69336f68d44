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
from data_access.interface_text import text_of
from data_access.portal import editions
from data_access.records import Commitment
from data_access.stocktake_account import Account, years

UNDER = text_of("stocktake.under")
ALL_STRANDS = "all"
_STRATEGY_STATES = {
    "in-force": text_of("stocktake.in-force"),
    "replaced": text_of("stocktake.replaced"),
    "unknown": text_of("stocktake.force-unknown"),
}
_WHAT = {
    "register": text_of("stocktake.the-register"),
    "reported": text_of("stocktake.what-is-reported"),
    "shown": text_of("stocktake.what-the-numbers-show"),
    "clock": text_of("stocktake.what-the-clock-says"),
    "due": text_of("stocktake.the-date"),
}
_EMPTY = {
    "reported": text_of("stocktake.silence"),
    "shown": text_of("stocktake.cannot-tell"),
    "clock": text_of("stocktake.passed-from"),
}
_RULES = (
    (text_of("stocktake.the-council-reports"), REPORTED_RULE, text_of("stocktake.council-rule")),
    (text_of("stocktake.the-numbers-show"), SHOWN_RULE, text_of("stocktake.numbers-rule")),
    (text_of("stocktake.the-clock-says"), CLOCK_RULE, text_of("stocktake.clock-rule")),
    (text_of("stocktake.was-a-result-looked-for"), SEARCHED_RULE, text_of("stocktake.search-rule")),
)


def chosen_account(page: str) -> Account:
    """Draw the choice of year, strand and edition, tell it, and return the stocktake."""
    offered = {str(year): str(year) for year in years(store.today())}
    strands = {
        ALL_STRANDS: text_of("stocktake.all-strands"),
        **{c: s.label for c, s in store.catalogue().codes.strands.items()},
    }
    _tell_unknown("year", offered, "year")
    _tell_unknown("strand", strands, "strand")
    with layout.choice_panel(page) as panel:
        year = url_state.one(text_of("stocktake.year"), offered, "year", next(iter(offered)))
        strand = url_state.one(text_of("stocktake.strand"), strands, "strand", ALL_STRANDS)
        known = editions()
        if len(known) > 1:
            url_state.one(text_of("stocktake.edition"), {name: name for name in known}, "edition", known[0])
        account = store.account(int(year), "" if strand == ALL_STRANDS else strand)
        clear = page if url_state.values("year") or url_state.values("strand") else ""
        panel.told(f"Showing {plural(len(account.now.statuses), 'commitment')}: {told(account)}.", clear)
    return account


def _tell_unknown(name: str, known: Iterable[str], noun: str) -> None:
    for value in url_state.values(name):
        if value not in known:
            layout.notice(text_of("frame.left-out", asked=value, noun=noun))


def told(account: Account) -> str:
    """Which strand, and the day that it stands at, in words."""
    strands = store.catalogue().codes.strands
    name = strands[account.strand_code].label if account.strand_code else text_of("stocktake.every-strand")
    return text_of("stocktake.as-it-stood", strand=name, day=day(account.now.on))


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
        layout.say(text_of("stocktake.none-passed"))
    layout.paragraph(escape(text_of("stocktake.what-to-ask")))


def pack_link(account: Account) -> None:
    """The way to the same stocktake as a pack."""
    address = f"pack?{query(account)}"
    layout.paragraph(link(text_of("stocktake.pack-link"), address))


def strategy(account: Account) -> None:
    """What sources say of the strategy itself, the newest of them first."""
    entry = account.taken.strategy
    if entry is None:
        layout.paragraph(escape(text_of("stocktake.no-word-of-the-strategy")))
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
        Column(text_of("columns.strand-or-service"), header=True),
        *(Column(STATUSES[status][state], numeric=True) for state in states),
        Column(text_of("columns.commitments"), numeric=True),
    )
    rows: list[tuple[str, ...]] = []
    groups = dict.fromkeys(
        (entry.group_kind, entry.group_code, entry.group, entry.of)
        for entry in found
        if entry.group_code != WHOLE_COUNCIL
    )
    for kind, code, label, of in groups:
        counted = {entry.state: entry.count for entry in found if (entry.group_kind, entry.group_code) == (kind, code)}
        name = label if kind == "strand" else text_of("stocktake.of-which", area=label)
        rows.append((name, *(str(counted[state]) for state in states), str(of)))
    totals = Counter({state: 0 for state in states})
    for entry in found:
        totals[entry.state] += entry.count if entry.group_kind == "strand" else 0
    rows.append((text_of("stocktake.all"), *(str(totals[state]) for state in states), str(len(account.now.statuses))))
    caption = text_of("stocktake.counts-caption", account=NAMES[status])
    show_table(caption, columns, rows, total_last=True, hide_caption=True)
    none = [label for state, label in STATUSES[status].items() if state not in states]
    beside = [label for label in none if not label.startswith("Cannot tell")]
    told_none = f"{text_of('stocktake.no-state', states='; '.join(beside).lower())} " if beside else ""
    layout.caption(f"{told_none}{_EMPTY[status]}")


def ledger(
    entries: Sequence[LedgerEntry], caption: str = text_of("stocktake.dates-that-have-passed-longest-ago")
) -> None:
    """Each passed date: its days, its owner, where a result was looked for, and what would close it."""
    if not entries:
        layout.paragraph(escape(text_of("stocktake.none-passed")))
        return
    columns = (
        Column(text_of("columns.commitment-and-owner"), header=True),
        Column(text_of("columns.days-passed"), numeric=True),
        Column(text_of("columns.date-and-how-it-was-read")),
        Column(text_of("columns.where-a-result-was-looked-for")),
        Column(text_of("columns.what-would-close-it")),
    )
    layout.block(html_table(caption, columns, [_ledger_row(entry) for entry in entries], stacked=True))
    unsearched = [entry for entry in entries if not entry.statuses.searched.own]
    if unsearched and unsearched[0].statuses.searched.wide:
        layout.caption(unsearched[0].looked)


def _ledger_row(entry: LedgerEntry) -> tuple[Link | str, ...]:
    about = entry.commitment
    return (
        Link(about.title, commitment_address(about.id), f"{place(about)}. {_owned(about)}"),
        f"{entry.days:,}",
        entry.reading,
        entry.looked if entry.statuses.searched.own else text_of("stocktake.not-searched"),
        entry.would_close,
    )


def owner(entry: Commitment) -> str:
    """The owner in a table: shorter where the strategy names none."""
    return entry.owner if entry.owner_given else text_of("stocktake.owner-not-named")


def _owned(entry: Commitment) -> str:
    return text_of("stocktake.owner", owner=owner(entry))


def _asked_of(one: Question) -> str:
    return text_of("stocktake.asked-of", owner=one.owner, rule=one.rule, why=one.why)


def question_list(asked: Sequence[Question]) -> str:
    """Suggested questions, each with the rule that made it and whom it is for."""
    items = "".join(
        f'<li><p>{escape(one.text)}</p><p class="ci-cap">{escape(_asked_of(one))} '
        f"{link(text_of('stocktake.the-commitment'), commitment_address(one.commitment_id))}</p></li>"
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
    layout.block(f'<h3 class="ci-h3">{escape(text_of("stocktake.since-the-edition-before"))}</h3>')
    if account.before:
        _changes(account.taken.changes, text_of("stocktake.changed-since", edition=account.before))
        _cells(account)
    else:
        layout.paragraph(escape(text_of("stocktake.no-edition-before")))
    before = str(account.year - 1)
    layout.block(f'<h3 class="ci-h3">{escape(text_of("stocktake.since-the-year-before", year=before))}</h3>')
    _changes(account.in_year, text_of("stocktake.changed-in-year", year=before, day=day(account.now.on)))


def _changes(found: Sequence[Change], caption: str) -> None:
    if not found:
        layout.paragraph(escape(text_of("stocktake.nothing-changed")))
        return
    columns = (
        Column(text_of("columns.commitment"), header=True),
        Column(text_of("columns.what")),
        Column(text_of("columns.before")),
        Column(text_of("columns.after")),
    )
    rows = [
        (Link(one.title, commitment_address(one.commitment_id)), _WHAT[one.what], one.before, one.after)
        for one in found
    ]
    show_table(caption, columns, rows, stacked=True)


def _cells(account: Account) -> None:
    """How many figures of each indicator changed; the file has every cell."""
    found = Counter((entry.cell.indicator, entry.kind) for entry in account.cells)
    if not found:
        layout.paragraph(escape(text_of("stocktake.no-figure-differs", edition=account.before)))
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
    columns = (
        Column(text_of("columns.outcome"), header=True),
        *(Column(kind.capitalize(), numeric=True) for kind in kinds),
    )
    show_table(text_of("stocktake.figures-changed", edition=account.before), columns, rows, stacked=True)
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
        table = no_data_table(inside, text_of("stocktake.without-data", place=name))
        summary = f"{escape(name)}: {plural(len(inside), 'commitment')} without data"
        layout.block(f'<details class="ci-fold"><summary>{summary}</summary>{table}</details>')


def no_data_table(entries: Sequence[NoData], caption: str) -> str:
    """Commitments without data, each with its owner and the figure that is missing."""
    columns = (
        Column(text_of("columns.commitment-and-owner"), header=True),
        Column(text_of("columns.why-the-numbers-cannot-tell")),
        Column(text_of("columns.what-is-missing-and-who-could")),
    )
    rows = [
        (
            Link(entry.commitment.title, commitment_address(entry.commitment.id), _owned(entry.commitment)),
            entry.reason.removeprefix("Cannot tell: ").capitalize(),
            entry.missing or text_of("stocktake.newer-figure"),
        )
        for entry in entries
    ]
    return html_table(caption, columns, rows, stacked=True)


def bases(account: Account) -> None:
    """Each promised share, the population it names, and that population now."""
    if not account.taken.bases:
        layout.paragraph(escape(text_of("stocktake.no-shares")))
        return
    periods = store.catalogue().codes.periods
    columns = (
        Column(text_of("columns.commitment"), header=True),
        Column(text_of("columns.promised")),
        Column(text_of("columns.the-base-that-it-names")),
        Column(text_of("columns.the-base-in-force-now")),
        Column(text_of("columns.read-with-care")),
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
    show_table(text_of("stocktake.promised-shares-and-their-population"), columns, rows, stacked=True)
    layout.caption(text_of("stocktake.own-label"))


def rules() -> None:
    """The rules by their versions, and where they are explained."""
    named = [(text_of("stocktake.name-and-rule", name=name, rule=rule), words) for name, rule, words in _RULES]
    layout.definitions(named)
    layout.link_list([(text_of("paths.methods-and-words"), "methods")])
