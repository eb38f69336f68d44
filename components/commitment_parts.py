"""One commitment in full: its statuses, four questions, evidence, figures, wording and statements."""

from html import escape

from components import layout, statements, statuses, store, take_away, trail
from components.commitment_list import accounts, commitment_address, fit_label, place
from components.markup import link
from components.tables import Column, html_table
from data_access.commitments.statuses import REASONS, SHOWN, Statuses
from data_access.formats import cell, day, number, short_day
from data_access.interface_text import heading_of, text_of
from data_access.measured import NOTHING, trend_word
from data_access.records import Commitment, Link, Selection

_HOPED = {"higher": "hoped to rise", "lower": "hoped to fall", "none": "neither a rise nor a fall is the aim"}
_KINDS = {
    "action": "An action",
    "target": "A target",
    "outcome": "An outcome",
    "governance": "A promise on governance",
}


def one_commitment(commitment_id: str, page: str) -> None:
    """One commitment: what was promised, and what is known of it."""
    entry = store.catalogue().commitments[commitment_id]
    codes = store.catalogue().codes
    path = [
        (text_of("paths.commitments"), page),
        (codes.strands[entry.strand_code].label, f"{page}?strand={entry.strand_code}"),
        (codes.service_areas[entry.service_area_code].label, f"{page}?service_area={entry.service_area_code}"),
    ]
    layout.opening(path, entry.title, entry.summary, _kind(entry))
    _standing(entry)
    _questions(entry)
    with layout.section("evidence", *heading_of("commitment.evidence")):
        trail.evidence(entry)
    _measures(entry)
    with layout.section("wording", *heading_of("commitment.wording")):
        _wording(entry)
    with layout.section("reply", *heading_of("commitment.reply")):
        statements.beside(entry.id)
    with layout.section("take-away", *heading_of("commitment.take-away")):
        take_away.commitment_files(f"commitment={entry.id}", 1)
        take_away.citation(entry.title, store.address(page, f"commitment={entry.id}"))


def _kind(entry: Commitment) -> str:
    nature = "can be finished" if entry.nature == "one-off" else "goes on"
    return f"{_KINDS[entry.type]} that {nature}, from “{entry.section}”."


def _standing(entry: Commitment) -> None:
    now = store.snapshot().statuses[entry.id]
    with layout.section("accounts", *heading_of("commitment.accounts")):
        statuses.rows(accounts(entry), _beneath(now))
        layout.definitions(
            [
                (text_of("commitment.owner"), entry.owner),
                (text_of("commitment.strand-or-service"), place(entry)),
                (text_of("commitment.date"), _date(now)),
                *_target(entry),
                (text_of("commitment.was-a-result-looked-for"), _looked(now)),
            ]
        )


def _beneath(now: Statuses) -> dict[str, str]:
    """The reason of each status, and the rule that gave it."""
    reported = now.reported.detail or text_of("commitment.silence")
    return {
        "reported": f"{reported} {_rule(now.reported.rule)}",
        "shown": f"{_verdicts(now)}{_rule(now.shown.rule)}",
        "clock": f"{f'{now.clock.reading}. ' if now.clock.reading else ''}{_rule(now.clock.rule)}",
    }


def _rule(version: str) -> str:
    return text_of("frame.rule", version=version)


def _verdicts(now: Statuses) -> str:
    """What each direct measure shows, and which figures stand in."""
    indicators = store.catalogue().indicators
    said = [
        f"{indicators[verdict.indicator_id].title}: {REASONS.get(verdict.reason, SHOWN[verdict.code].lower())}. "
        for verdict in now.shown.measures
    ]
    if now.shown.stand_ins:
        names = "; ".join(indicators[name].title for name in now.shown.stand_ins)
        said.append(f"{text_of('commitment.stand-ins', names=names)} ")
    return "".join(said)


def _date(now: Statuses) -> str:
    clock = now.clock
    if clock.due is None:
        return text_of("commitment.no-date-was-given")
    moved = f" {text_of('commitment.first-date', day=day(clock.was_due))}" if clock.was_due else ""
    return f"{day(clock.due)}.{moved}"


def _target(entry: Commitment) -> list[tuple[str, str]]:
    if entry.target_value is None:
        return []
    decimals = 0 if entry.target_value.is_integer() else 1
    return [
        (
            text_of("commitment.number-promised"),
            f"{number(entry.target_value, decimals)} {entry.target_unit}".replace(" %", "%"),
        )
    ]


def _looked(now: Statuses) -> str:
    wide = "" if now.searched.own or not now.searched.wide else f" {text_of('commitment.only-accounts')}"
    return f"{now.searched.label}.{wide} {_rule(now.searched.rule)}"


def _questions(entry: Commitment) -> None:
    with layout.section("questions", *heading_of("commitment.questions")):
        layout.definitions(
            [
                (text_of("commitment.what-is-the-issue"), entry.issue),
                (text_of("commitment.what-will-be-done"), entry.action),
                (text_of("commitment.what-is-hoped-for"), entry.outcome),
                (text_of("commitment.how-would-we-know"), entry.measure),
            ]
        )
        outcomes = [store.catalogue().commitments[outcome_id] for outcome_id in entry.outcome_ids]
        if outcomes:
            layout.paragraph(escape(text_of("commitment.it-serves")))
            layout.link_list([(outcome.title, commitment_address(outcome.id)) for outcome in outcomes])


def _measures(entry: Commitment) -> None:
    links = store.catalogue().links_of.get(entry.id, ())
    with layout.section("measures", *heading_of("commitment.measures")):
        for indicator_id, about in links:
            _measure(indicator_id, about)
        if links:
            layout.key_line(layout.SYMBOL_MEANINGS)
        if entry.no_measure and not any(about.fit == "direct" for _, about in links):
            layout.say(text_of("commitment.no-direct-measure"))
            layout.paragraph(escape(entry.no_measure))


def _measure(indicator_id: str, about: Link) -> None:
    """One figure by ethnic group at its newest date, with the trend of each group."""
    indicator = store.catalogue().indicators[indicator_id]
    view = store.indicator_view(indicator_id, Selection())
    area = store.catalogue().codes.areas[view.choice.area_code].label
    period = store.catalogue().codes.periods[view.choice.period_code].label
    measures = store.measured_view(indicator_id, Selection(), NOTHING).measures
    columns = (
        Column(text_of("columns.ethnic-group"), header=True),
        Column(indicator.unit, numeric=True),
        Column(text_of("columns.trend")),
    )
    rows = [
        (
            row.ethnicity,
            cell(row.value, row.marker, row.flags, indicator.decimals),
            _capital(trend_word(measures[row.ethnicity_code].trend)),
        )
        for row in (*view.by_group, *([view.total] if view.total else []))
    ]
    title = link(indicator.title, f"indicator?indicator={indicator_id}")
    layout.block(
        f'<h3 class="ci-h3">{title}</h3>'
        f'<p class="ci-p">{fit_label(about.fit)}; {_HOPED[about.direction]}. {escape(about.reason)}</p>'
    )
    caption = f"{indicator.title}: {area}, {period}"
    layout.block(html_table(caption, columns, rows, total_last=view.total is not None and len(rows) > 1))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _wording(entry: Commitment) -> None:
    held = [one for one in store.snapshot().evidence.wording if one.commitment_id == entry.id]
    changed = store.snapshot().evidence.changes_of(entry.id)
    if not held:
        layout.paragraph(escape(text_of("commitment.wording-not-held")))
        return
    if changed:
        layout.definitions([(text_of("commitment.changed-on", day=day(one.on)), one.what_changed) for one in changed])
    else:
        layout.paragraph(escape(text_of("commitment.unchanged-since", day=day(held[0].on))))
    layout.caption(
        text_of(
            "commitment.hashes",
            own=f"{held[-1].sha256[:16]}…",
            day=short_day(held[-1].on),
            passage=f"{entry.source_sha256[:16]}…",
        )
    )
