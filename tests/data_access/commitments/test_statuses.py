"""Three statuses, each by its own rule, on a day that is handed in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.commitments.records import Evidence, Origin, Search, Update
from data_access.commitments.series import FigureSeries, Point
from data_access.commitments.statuses import (
    CLOCK,
    REASONS,
    REPORTED,
    SEARCHED,
    SHOWN,
    SHOWN_STATES,
    clock,
    date_reading,
    promised_number,
    reported,
    searched,
    shown,
)
from data_access.commitments.when import When, read_when
from data_access.records import Commitment, Link

TODAY = date(2026, 11, 23)
PROMISE = Commitment(
    id="housing-target-01",
    type="target",
    nature="one-off",
    section="Housing",
    strand_code="service-provider",
    service_area_code="housing",
    title="A promise",
    summary="",
    issue="",
    action="",
    outcome="",
    measure="",
    owner="",
    owner_given=False,
    due=date(2021, 8, 31),
    due_words="by summer 2021",
    due_rule="summer ends on 31 August",
    due_precision="season",
    target_value=None,
    target_unit="",
    outcome_ids=(),
    no_measure="",
    source_words=1,
    source_sha256="",
)
UNDATED = replace(PROMISE, due=None, due_words="", due_rule="", due_precision="none")
LASTING = replace(UNDATED, nature="lasting")


def when(written: str) -> When:
    found = read_when(written)
    assert found is not None
    return found


def update(
    state: str, on: str, published: str = "", confidence: str = "high", number: int = 1, **changes: object
) -> Update:
    made = Update(
        id=f"update-{number:03}",
        commitment_id=PROMISE.id,
        on=when(on),
        published=when(published) if published else None,
        reported=state,
        says="Islington Council",
        summary="Something was said.",
        origin=Origin("Minutes", "https://example.org/", "a copy", confidence, checked_with_publisher=False),
        new_due=None,
        new_target=None,
        next_review=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def search(on: str, *scope: str, found: bool = False, number: int = 1) -> Search:
    return Search(f"search-{number:03}", when(on), scope or (PROMISE.id,), "stored copies", "a result", found, "")


def clock_of(
    on: date, updates: Sequence[Update] = (), searches: Sequence[Search] = (), promise: Commitment = PROMISE
) -> tuple[str, int, str]:
    known = Evidence(updates=tuple(updates)).updates_of(promise.id, on)
    found = clock(promise, known, searched(promise, searches, on), on)
    return found.code, found.days, found.label


@pytest.mark.parametrize(
    ("on", "code", "days", "label"),
    [
        (date(2020, 8, 31), "due", 365, "Due in 365 days"),
        (date(2021, 6, 1), "due", 91, "Due in 91 days"),
        (date(2021, 6, 2), "due-soon", 90, "Due in 90 days"),
        (date(2021, 8, 30), "due-soon", 1, "Due in 1 day"),
        (date(2021, 8, 31), "due-soon", 0, "Due today"),
        (date(2021, 9, 1), "passed-unsearched", 1, "Date passed 1 day ago; not yet searched"),
        (date(2024, 2, 29), "passed-unsearched", 912, "Date passed 912 days ago; not yet searched"),
        (TODAY, "passed-unsearched", 1910, "Date passed 1,910 days ago; not yet searched"),
    ],
)
def test_the_clock_counts_whole_days_to_and_from_a_date(on: date, code: str, days: int, label: str) -> None:
    assert clock_of(on) == (code, days, label)


@pytest.mark.parametrize(
    ("due", "on", "days"),
    [
        (date(2024, 2, 29), date(2024, 3, 1), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 365),
        (date(2024, 2, 29), date(2025, 3, 1), 366),
        (date(2023, 2, 28), date(2024, 2, 29), 366),
    ],
)
def test_a_leap_day_is_a_day_like_any_other(due: date, on: date, days: int) -> None:
    assert clock_of(on, promise=replace(PROMISE, due=due))[1] == days


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_one_more_day_is_one_more_day(due: date, on: date) -> None:
    promise = replace(PROMISE, due=due)
    before, after = clock_of(on, promise=promise), clock_of(on + timedelta(days=1), promise=promise)
    signed = [days if code == "passed-unsearched" else -days for code, days, _ in (before, after)]
    assert signed[1] - signed[0] == 1
    assert due + timedelta(days=signed[0]) == on


@pytest.mark.parametrize(
    ("searches", "code", "end"),
    [
        ([], "passed-unsearched", "; not yet searched"),
        ([search("2026-11", "strategy")], "passed-unsearched", "; not yet searched"),
        ([search("2026-11", "employer-target-01")], "passed-unsearched", "; not yet searched"),
        ([search("2026-11", "strand:employer")], "passed-unsearched", "; not yet searched"),
        ([search("2026-12")], "passed-unsearched", "; not yet searched"),
        ([search("2026-11")], "passed", ", no published result found (searched in November 2026)"),
        ([search("2026-11-20")], "passed", ", no published result found (searched on 20 November 2026)"),
        ([search("2026-11", "all")], "passed", ", no published result found (searched in November 2026)"),
        (
            [search("2026-10", "strand:service-provider")],
            "passed",
            ", no published result found (searched in October 2026)",
        ),
        (
            [search("2026-10", "service-area:housing")],
            "passed",
            ", no published result found (searched in October 2026)",
        ),
        (
            [search("2026-11", number=2), search("2025", number=1)],
            "passed",
            ", no published result found (searched in November 2026)",
        ),
        (
            [search("2026-11", found=True)],
            "passed-reported",
            "; a search found something, which does not say that it was done",
        ),
    ],
)
def test_a_passed_date_says_whether_anyone_looked(searches: list[Search], code: str, end: str) -> None:
    assert clock_of(TODAY, searches=searches) == (code, 1910, f"Date passed 1,910 days ago{end}")


@pytest.mark.parametrize(
    ("done", "code", "days", "label"),
    [
        ("2021-08-31", "done-on-time", 0, "Done on time, as reported"),
        ("2021-08", "done-on-time", 0, "Done on time, as reported"),
        ("2020", "done-on-time", 0, "Done on time, as reported"),
        ("2021-09-01", "done-late", 1, "Done 1 day late, as reported"),
        ("2022-08-31", "done-late", 365, "Done 365 days late, as reported"),
        ("2021-10", "done-late", 31, "Done 31 days late, as reported"),
        ("2021", "done-unclear", 0, "Done, as reported; whether on time is not known"),
    ],
)
def test_a_report_of_completion_is_early_late_or_not_exact_enough(done: str, code: str, days: int, label: str) -> None:
    assert clock_of(TODAY, [update("complete", done)]) == (code, days, label)


@pytest.mark.parametrize(
    ("state", "code", "label"),
    [
        ("fact", "passed", "Date passed 1,910 days ago, no published result found (searched in November 2026)"),
        ("in-progress", "passed-reported", "Date passed 1,910 days ago; reported as in progress"),
        ("changed", "passed-reported", "Date passed 1,910 days ago; reported as changed"),
        ("dropped", "passed-reported", "Date passed 1,910 days ago; reported as dropped"),
    ],
)
def test_what_is_reported_short_of_completion_leaves_the_date_passed(state: str, code: str, label: str) -> None:
    assert clock_of(TODAY, [update(state, "2022")], [search("2026-11")]) == (code, 1910, label)


def test_a_changed_date_counts_and_the_old_one_is_kept() -> None:
    changed = update("changed", "2021-07-01", new_due=date(2022, 3, 31))
    found = clock(PROMISE, [changed], searched(PROMISE, [], TODAY), date(2022, 4, 1))
    assert (found.days, found.due, found.was_due) == (1, date(2022, 3, 31), date(2021, 8, 31))
    assert clock_of(date(2021, 9, 1), [changed])[0] == "due"
    assert clock_of(TODAY, [changed, update("complete", "2022-03-31", number=2)])[0] == "done-on-time"


def test_a_change_that_is_not_yet_known_changes_nothing() -> None:
    changed = update("changed", "2021-12-01", new_due=date(2022, 3, 31))
    assert clock_of(date(2021, 11, 30), [changed])[:2] == ("passed-unsearched", 91)
    assert clock_of(date(2021, 12, 1), [changed])[:2] == ("due", 120)


def test_words_show_how_they_became_a_date() -> None:
    assert date_reading(PROMISE) == "“by summer 2021” is read as 31 August 2021: summer ends on 31 August"
    assert date_reading(UNDATED) == ""


@pytest.mark.parametrize(
    ("promise", "updates", "code", "label"),
    [
        (UNDATED, [], "undated", "No date given"),
        (UNDATED, [update("complete", "2022")], "undated", "No date given"),
        (LASTING, [], "lasting", "Lasting commitment, no review date published"),
        (
            LASTING,
            [update("fact", "2026", next_review=date(2027, 5, 4))],
            "lasting",
            "Lasting commitment, next review 4 May 2027",
        ),
        (
            replace(LASTING, due=date(2021, 12, 31)),
            [],
            "passed-unsearched",
            "Date passed 1,788 days ago; not yet searched",
        ),
    ],
)
def test_without_a_date_a_promise_is_lasting_or_undated(
    promise: Commitment, updates: list[Update], code: str, label: str
) -> None:
    found = clock_of(TODAY, updates, promise=promise)
    assert (found[0], found[2]) == (code, label)


@pytest.mark.parametrize(
    ("updates", "on", "code", "label"),
    [
        ([], TODAY, "none", "No published result that we hold"),
        ([update("fact", "2022")], TODAY, "none", "No published result that we hold"),
        ([update("in-progress", "2021-05")], TODAY, "in-progress", "In progress"),
        ([update("complete", "2022"), update("in-progress", "2021", number=2)], TODAY, "complete", "Complete"),
        ([update("complete", "2021"), update("dropped", "2023", number=2)], TODAY, "dropped", "Dropped"),
        ([update("complete", "2022"), update("fact", "2024", number=2)], TODAY, "complete", "Complete"),
        ([update("complete", "2022", confidence="low")], TODAY, "complete", "Complete (low trust: to be checked)"),
        (
            [update("complete", "2022", confidence="low", number=9), update("changed", "2022")],
            TODAY,
            "changed",
            "Changed",
        ),
        ([update("complete", "2022-05-05")], date(2022, 5, 4), "none", "No published result that we hold"),
        ([update("complete", "2022-05-05")], date(2022, 5, 5), "complete", "Complete"),
        (
            [update("complete", "2022-05-05", "2023-01-01")],
            date(2022, 12, 31),
            "none",
            "No published result that we hold",
        ),
        ([update("complete", "2022-05-05", "2023-01-01")], date(2023, 1, 1), "complete", "Complete"),
    ],
)
def test_reported_is_the_newest_update_on_the_state_that_was_known(
    updates: list[Update], on: date, code: str, label: str
) -> None:
    found = reported(Evidence(updates=tuple(updates)).updates_of(PROMISE.id, on))
    assert (found.code, found.label) == (code, label)


def test_a_report_carries_who_says_so_and_how_far_to_trust_it() -> None:
    detail = reported([update("complete", "2022-05", confidence="medium")]).detail
    assert detail == "Islington Council, May 2022. Trust: medium; not checked with the publisher."
    assert reported([]).detail == ""


def series(
    *values: float | None,
    tested: str | None = None,
    breaks: Sequence[int] = (),
    marker: str = "c",
    first: int = 2021,
    counts: bool = False,
) -> FigureSeries:
    points = tuple(
        Point(
            period_code=f"cy{year}",
            start=date(year, 1, 1),
            end=date(year, 12, 31),
            value=value,
            marker=marker if value is None else "",
            is_break=year in breaks,
        )
        for year, value in enumerate(values, start=first)
    )
    return FigureSeries("one", points, tested, counts)


def links(*pairs: tuple[str, str]) -> list[tuple[str, Link]]:
    return [("one", Link(PROMISE.id, fit, direction, "a reason")) for fit, direction in pairs]


LOWER, HIGHER = links(("direct", "lower")), links(("direct", "higher"))
FIVE = (9.0, 8.0, 7.0, 6.0, 5.0)
END = date(2030, 1, 1)


@pytest.mark.parametrize(
    ("given_links", "figures", "target", "code", "reason"),
    [
        ([], None, None, "cannot-tell", "no-measure"),
        (links(("context", "lower")), series(*FIVE, tested="down"), None, "cannot-tell", "no-measure"),
        (links(("proxy", "lower")), series(*FIVE, tested="down"), None, "cannot-tell", "only-proxy"),
        (links(("proxy", "lower")), series(*FIVE, tested="down", counts=True), 9.0, "cannot-tell", "only-proxy"),
        (LOWER, None, None, "cannot-tell", "no-data"),
        (LOWER, series(), None, "cannot-tell", "no-data"),
        (LOWER, series(*FIVE, None, marker="x"), None, "cannot-tell", "no-data"),
        (LOWER, series(*FIVE, None), None, "cannot-tell", "suppressed"),
        (LOWER, series(9, None, 7, 6, 5, tested="down"), None, "cannot-tell", "suppressed"),
        (LOWER, series(*FIVE, tested="down", first=2014), None, "cannot-tell", "before"),
        (LOWER, series(9, 8, 7, 6, tested="down"), None, "cannot-tell", "too-few"),
        (LOWER, series(9, None, 7, 6, 5, tested="down", marker="z"), None, "cannot-tell", "too-few"),
        (LOWER, series(*FIVE, tested="down", breaks=[2022]), None, "cannot-tell", "break"),
        (LOWER, series(99, *FIVE, tested="down", breaks=[2022]), None, "towards", ""),
        (LOWER, series(*FIVE), None, "cannot-tell", "not-tested"),
        (LOWER, series(*FIVE, tested="down"), None, "towards", ""),
        (LOWER, series(*FIVE, tested="up"), None, "away", ""),
        (HIGHER, series(*FIVE, tested="up"), None, "towards", ""),
        (HIGHER, series(*FIVE, tested="down"), None, "away", ""),
        (HIGHER, series(*FIVE, tested="none"), None, "no-change", ""),
        (links(("direct", "none")), series(*FIVE, tested="down"), None, "cannot-tell", "no-direction"),
        (HIGHER, series(1000, counts=True), 1000.0, "target-met", ""),
        (HIGHER, series(999, counts=True), 1000.0, "cannot-tell", "too-few"),
        (HIGHER, series(4698), 1000.0, "cannot-tell", "too-few"),
        (LOWER, series(0, counts=True), 0.0, "target-met", ""),
        (LOWER, series(1, counts=True), 0.0, "cannot-tell", "too-few"),
        (HIGHER, series(0, counts=True), 0.0, "target-met", ""),
        (links(("direct", "none")), series(0, counts=True), 0.0, "cannot-tell", "no-direction"),
    ],
)
def test_the_numbers_show_no_more_than_they_can(
    given_links: list[tuple[str, Link]], figures: FigureSeries | None, target: float | None, code: str, reason: str
) -> None:
    found = shown(given_links, {"one": figures} if figures else {}, target, END)
    assert (found.code, found.reason) == (code, reason)
    assert found.label == SHOWN_STATES[found.state]


def test_figures_of_later_periods_are_not_yet_seen() -> None:
    figures = {"one": series(*FIVE, tested="down")}
    assert shown(LOWER, figures, None, date(2025, 12, 30)).reason == "too-few"
    assert shown(LOWER, figures, None, date(2025, 12, 31)).code == "towards"


@pytest.mark.parametrize(
    ("tests", "code", "reason"),
    [
        (("down", "down"), "towards", ""),
        (("down", "up"), "cannot-tell", "disagree"),
        (("down", "none"), "cannot-tell", "disagree"),
        (("down", None), "towards", ""),
        ((None, None), "cannot-tell", "not-tested"),
    ],
)
def test_direct_measures_that_disagree_give_no_verdict(
    tests: tuple[str | None, str | None], code: str, reason: str
) -> None:
    figures = {name: series(*FIVE, tested=tested) for name, tested in zip(("one", "two"), tests, strict=True)}
    both = [(name, LOWER[0][1]) for name in figures]
    found = shown(both, figures, None, END)
    assert (found.code, found.reason) == (code, reason)
    assert [verdict.indicator_id for verdict in found.measures] == ["one", "two"]


def test_a_stand_in_is_named_beside_a_verdict_and_gives_none() -> None:
    found = shown(
        [*LOWER, ("near", Link(PROMISE.id, "proxy", "lower", ""))], {"near": series(*FIVE, tested="down")}, None, END
    )
    assert (found.state, found.stand_ins) == ("cannot-tell-no-data", ("near",))


def test_a_changed_number_is_the_one_that_counts() -> None:
    promise = replace(PROMISE, target_value=1000.0)
    changed = update("changed", "2022", new_target=500.0)
    assert promised_number(promise, []) == 1000
    assert promised_number(promise, [changed]) == 500
    figures = {"one": series(600, counts=True)}
    assert shown(HIGHER, figures, promised_number(promise, []), END).code == "cannot-tell"
    assert shown(HIGHER, figures, promised_number(promise, [changed]), END).code == "target-met"
    assert promised_number(promise, [update("changed", "2022", new_target=0.0)]) == 0


def test_complete_while_the_numbers_move_away_is_told_as_both() -> None:
    done = [update("complete", "2021-08-01")]
    assert reported(done).code == "complete"
    assert shown(LOWER, {"one": series(*FIVE, tested="up")}, None, END).code == "away"
    assert clock_of(TODAY, done)[0] == "done-on-time"


def test_every_state_has_words_of_its_own() -> None:
    for labels in (REPORTED, SHOWN_STATES, CLOCK, SEARCHED):
        assert len(set(labels.values())) == len(labels)
    assert len(SHOWN_STATES) == len(SHOWN) - 1 + len(REASONS)
