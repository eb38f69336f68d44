"""The three statuses of a commitment, each by a rule with a version, on a day that is handed in. Never merged.

reported-1  What the council reports. The newest update, known on that day, that says what state the commitment
            is in; of two on one day the better trusted. A ``fact`` says nothing of the state. Without such an
            update: no published result that we hold. Nothing is inferred from silence or from figures.

shown-1     What the numbers show. Only a direct link gives a verdict; a stand-in is named beside “cannot tell”.
            Target met: the newest figure counts what was promised and has reached the number. Otherwise the
            last five comparable figures, with none hidden among them and tested against chance, move as hoped,
            the other way, or neither. Figures that end before the strategy came out say nothing of it. Direct
            measures that disagree give no verdict.

clock-2     What the clock says. A date counts as passed from the day after. A date read from words is the last
            day that they allow. Where an update changed the date, the new one counts and the old is shown.
            With a report of completion the clock tells whether that was on time, as far as its date tells.
            A commitment that goes on has no date; its next review is shown where one was published.

searched-1  Whether anyone looked: only a search whose scope names the commitment (see evidence) counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from data_access.commitments.records import Evidence, Search, Update
from data_access.commitments.series import Point, Series
from data_access.formats import day, plural
from data_access.records import Catalogue, Commitment, Link

REPORTED_RULE, SHOWN_RULE, CLOCK_RULE, SEARCHED_RULE = "reported-1", "shown-1", "clock-2", "searched-1"
REPORTED = {
    "none": "No published result that we hold",
    "in-progress": "In progress",
    "complete": "Complete",
    "changed": "Changed",
    "dropped": "Dropped",
}
CANNOT_TELL = "cannot-tell"
SHOWN = {
    "target-met": "Target met",
    "towards": "Moving towards what was hoped",
    "no-change": "No clear change",
    "away": "Moving away from what was hoped",
    CANNOT_TELL: "Cannot tell",
}
# The reasons stand in the order in which one speaks for several measures: nearest to a verdict first.
REASONS = {
    "disagree": "the direct measures disagree",
    "not-tested": "the change has not been tested against chance",
    "too-few": "too few figures that can be compared",
    "break": "too few figures since a break in the series",
    "suppressed": "a figure is hidden to protect people",
    "no-direction": "neither a rise nor a fall alone is the aim",
    "before": "no figure since the strategy came out",
    "no-data": "no figure is published",
    "only-proxy": "only a stand-in measure",
    "no-measure": "no measure",
}
CLOCK = {
    "passed": "Date passed, no published result found",
    "passed-reported": "Date passed, something was reported",
    "passed-unsearched": "Date passed, not yet searched",
    "due-soon": "Due within 90 days",
    "due": "Not yet due",
    "done-on-time": "Done on time, as reported",
    "done-late": "Done late, as reported",
    "done-unclear": "Done, as reported; whether on time is not known",
    "lasting": "Lasting commitment",
    "undated": "No date given",
}
PASSED = ("passed", "passed-reported", "passed-unsearched")
SEARCHED = {"nothing-found": "Searched, nothing found", "found": "Searched, found", "not-searched": "Not yet searched"}
STRATEGY_BEGAN = date(2021, 1, 1)
SOON_DAYS = 90
TREND_POINTS = 5
_HOPED = {
    ("higher", "up"): "towards",
    ("lower", "down"): "towards",
    ("higher", "down"): "away",
    ("lower", "up"): "away",
}


@dataclass(frozen=True)
class SearchedStatus:
    """Who looked for a result of this commitment, and who looked for accounts of the whole strategy."""

    own: tuple[Search, ...]
    wide: tuple[Search, ...]
    rule: str = SEARCHED_RULE

    @property
    def code(self) -> str:
        """One of ``SEARCHED``."""
        if not self.own:
            return "not-searched"
        return "found" if any(search.found for search in self.own) else "nothing-found"

    @property
    def label(self) -> str:
        """The status with the date of the newest search."""
        if not self.own:
            return SEARCHED["not-searched"]
        return SEARCHED[self.code].replace("Searched", f"Searched {self.own[-1].on.at}")


@dataclass(frozen=True)
class ReportedStatus:
    """One of ``REPORTED``, with the update that says so."""

    code: str
    update: Update | None
    rule: str = REPORTED_RULE

    @property
    def label(self) -> str:
        """The status in words; a source of low trust is said to be one."""
        doubt = self.update is not None and self.update.origin.confidence == "low"
        return f"{REPORTED[self.code]}{' (low trust: to be checked)' if doubt else ''}"

    @property
    def detail(self) -> str:
        """Who says so, of which date, and how far to trust it; empty without an update."""
        if self.update is None:
            return ""
        checked = "checked" if self.update.origin.checked_with_publisher else "not checked"
        trust = f"Trust: {self.update.origin.confidence}; {checked} with the publisher."
        return f"{self.update.says}, {self.update.on.words}. {trust}"


@dataclass(frozen=True)
class MeasureVerdict:
    """What one direct measure shows by itself."""

    indicator_id: str
    code: str
    reason: str = ""


@dataclass(frozen=True)
class ShownStatus:
    """One of ``SHOWN``, with the reason where it cannot tell, each direct measure’s own verdict, and stand-ins."""

    code: str
    reason: str = ""
    measures: tuple[MeasureVerdict, ...] = ()
    stand_ins: tuple[str, ...] = ()
    rule: str = SHOWN_RULE

    @property
    def state(self) -> str:
        """The status as one code to count by, its reason included."""
        return f"{self.code}-{self.reason}" if self.reason else self.code

    @property
    def label(self) -> str:
        """The status in words."""
        return SHOWN_STATES[self.state]


SHOWN_STATES = {
    **{code: label for code, label in SHOWN.items() if code != CANNOT_TELL},
    **{f"{CANNOT_TELL}-{reason}": f"{SHOWN[CANNOT_TELL]}: {words}" for reason, words in REASONS.items()},
}


@dataclass(frozen=True)
class ClockStatus:
    """One of ``CLOCK``, with the days to, since or late, and the date that it went by."""

    code: str
    days: int = 0
    due: date | None = None
    was_due: date | None = None
    reading: str = ""
    reported: str = "none"
    searched: SearchedStatus = field(default=SearchedStatus((), ()))
    next_review: date | None = None
    rule: str = CLOCK_RULE

    @property
    def is_passed(self) -> bool:
        """Whether the date has passed without a report of completion."""
        return self.code in PASSED

    @property
    def short(self) -> str:
        """The status in a few words."""
        match self.code:
            case "passed" | "passed-reported" | "passed-unsearched":
                return f"Date passed {plural(self.days, 'day')} ago"
            case "due" | "due-soon":
                return f"Due in {plural(self.days, 'day')}" if self.days else "Due today"
            case "done-late":
                return f"Done {plural(self.days, 'day')} late, as reported"
            case "lasting":
                review = f"next review {day(self.next_review)}" if self.next_review else "no review date published"
                return f"Lasting commitment, {review}"
        return CLOCK[self.code]

    @property
    def label(self) -> str:
        """The status in words; a date that has passed says what was looked for and what was reported."""
        match self.code:
            case "passed":
                return f"{self.short}, no published result found (searched {self.searched.own[-1].on.at})"
            case "passed-unsearched":
                return f"{self.short}; not yet searched"
            case "passed-reported" if self.reported != "none":
                return f"{self.short}; reported as {REPORTED[self.reported].lower()}"
            case "passed-reported":
                return f"{self.short}; a search found something, which does not say that it was done"
        return self.short


@dataclass(frozen=True)
class Statuses:
    """What is reported, what the numbers show and what the clock says of one commitment: three answers, not one."""

    commitment_id: str
    reported: ReportedStatus
    shown: ShownStatus
    clock: ClockStatus

    @property
    def searched(self) -> SearchedStatus:
        """Who looked for a result."""
        return self.clock.searched


def three_statuses(
    commitment: Commitment, catalogue: Catalogue, evidence: Evidence, series: Mapping[str, Series], on: date
) -> Statuses:
    """All three statuses of one commitment on one day; ``series`` holds the figures by indicator."""
    updates = evidence.updates_of(commitment.id, on)
    links = catalogue.links_of.get(commitment.id, ())
    return Statuses(
        commitment_id=commitment.id,
        reported=reported(updates),
        shown=shown(links, series, promised_number(commitment, updates), on),
        clock=clock(commitment, updates, searched(commitment, evidence.searches, on), on),
    )


def searched(commitment: Commitment, searches: Sequence[Search], on: date) -> SearchedStatus:
    """Which searches begun by one day cover a commitment, and which covered the strategy as a whole; oldest first."""
    known = sorted((search for search in searches if search.on.first <= on), key=lambda search: (search.on, search.id))
    return SearchedStatus(
        own=tuple(search for search in known if search.covers(commitment)),
        wide=tuple(search for search in known if search.is_wide),
    )


def reported(updates: Sequence[Update]) -> ReportedStatus:
    """What the newest of these updates says of the state; they are in order, newest first."""
    newest = next((update for update in updates if update.is_state), None)
    return ReportedStatus(newest.reported, newest) if newest else ReportedStatus("none", None)


def promised_number(commitment: Commitment, updates: Sequence[Update]) -> float | None:
    """The number promised, or the one that an update put in its place."""
    changed = (update.new_target for update in updates if update.new_target is not None)
    return next(changed, commitment.target_value)


def clock(commitment: Commitment, updates: Sequence[Update], looked: SearchedStatus, on: date) -> ClockStatus:
    """What the clock says on one day, with the updates known then (newest first) and the searches made."""
    changed = next((update.new_due for update in updates if update.new_due), None)
    due = changed or commitment.due
    report = reported(updates)
    if due is None:
        review = next((update.next_review for update in updates if update.next_review), None)
        code = "lasting" if commitment.nature == "lasting" else "undated"
        return ClockStatus(code, searched=looked, reported=report.code, next_review=review)
    found = ClockStatus(
        code="due",
        due=due,
        was_due=commitment.due if changed else None,
        reading=date_reading(commitment),
        reported=report.code,
        searched=looked,
    )
    if report.code == "complete" and report.update is not None:
        return _done(found, due, report.update)
    return _waiting(found, (on - due).days)


def date_reading(commitment: Commitment) -> str:
    """How the strategy’s words became a date; empty where they gave none."""
    if commitment.due is None:
        return ""
    return f"“{commitment.due_words}” is read as {day(commitment.due)}: {commitment.due_rule}"


def _done(found: ClockStatus, due: date, update: Update) -> ClockStatus:
    if update.on.last <= due:
        return replace(found, code="done-on-time")
    if update.on.first > due:
        return replace(found, code="done-late", days=(update.on.first - due).days)
    return replace(found, code="done-unclear")


def _waiting(found: ClockStatus, days: int) -> ClockStatus:
    if days <= 0:
        return replace(found, code="due-soon" if -days <= SOON_DAYS else "due", days=-days)
    if found.reported != "none" or found.searched.code == "found":
        return replace(found, code="passed-reported", days=days)
    return replace(found, code="passed" if found.searched.own else "passed-unsearched", days=days)


def shown(
    links: Sequence[tuple[str, Link]], series: Mapping[str, Series], target: float | None, on: date
) -> ShownStatus:
    """What the direct measures among ``links`` show on one day; stand-ins are named and give no verdict."""
    stand_ins = tuple(indicator_id for indicator_id, link in links if link.fit == "proxy")
    verdicts = tuple(
        _verdict(indicator_id, link, series.get(indicator_id), target, on)
        for indicator_id, link in links
        if link.fit == "direct"
    )
    if not verdicts:
        return ShownStatus(CANNOT_TELL, "only-proxy" if stand_ins else "no-measure", (), stand_ins)
    codes = {verdict.code for verdict in verdicts} - {CANNOT_TELL}
    if len(codes) == 1:
        return ShownStatus(codes.pop(), "", verdicts, stand_ins)
    given = {verdict.reason for verdict in verdicts}
    reason = "disagree" if codes else next(reason for reason in REASONS if reason in given)
    return ShownStatus(CANNOT_TELL, reason, verdicts, stand_ins)


def _verdict(indicator_id: str, link: Link, series: Series | None, target: float | None, on: date) -> MeasureVerdict:
    points = [point for point in series.points if point.end <= on] if series else []
    reason = _no_newest(points)
    if series is None or reason:
        return MeasureVerdict(indicator_id, CANNOT_TELL, reason)
    if series.counts_promise and _is_met(points[-1].value, target, link.direction):
        return MeasureVerdict(indicator_id, "target-met")
    reason = _no_trend(points, link.direction, series.tested)
    if reason:
        return MeasureVerdict(indicator_id, CANNOT_TELL, reason)
    return MeasureVerdict(indicator_id, _HOPED.get((link.direction, series.tested or ""), "no-change"))


def _no_newest(points: Sequence[Point]) -> str:
    """Why the newest figure says nothing; empty where it may."""
    if not points:
        return "no-data"
    newest = points[-1]
    if newest.end < STRATEGY_BEGAN:
        return "before"
    if newest.value is None:
        return "suppressed" if newest.marker == "c" else "no-data"
    return ""


def _no_trend(points: Sequence[Point], direction: str, tested: str | None) -> str:
    """Why the last figures give no direction; empty where they do."""
    if direction == "none":
        return "no-direction"
    start = max((number for number, point in enumerate(points) if point.is_break), default=0)
    last = points[start:][-TREND_POINTS:]
    if len(last) < TREND_POINTS:
        return "break" if len(points) >= TREND_POINTS else "too-few"
    if any(point.value is None for point in last):
        return "suppressed" if any(point.marker == "c" for point in last) else "too-few"
    return "" if tested in ("up", "down", "none") else "not-tested"


def _is_met(value: float | None, target: float | None, direction: str) -> bool:
    if value is None or target is None:
        return False
    return {"higher": value >= target, "lower": value <= target}.get(direction, False)
