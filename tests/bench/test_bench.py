"""The quick form of the measurements: it runs, and every row of its table is there with a sensible number."""

import re
from math import isfinite
from pathlib import Path

import pytest

from bench.__main__ import main, measure, report
from bench.figures import Results, Target, number, slow_end

STORES = ("raw sqlite3", "the portal", "DuckDB", "pandas, cached")
QUESTIONS = ("one measure in one ward", "one group on the map", "list of measures")
SIZES = (1_300, 2_600)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    found = Results()
    measure(tmp_path_factory.mktemp("bench"), SIZES, ("data",), found, quick=True, datasette="")
    return found


def test_every_row_is_there_for_every_size(results: Results) -> None:
    told = {(figure.part, figure.what.partition(" (")[0], figure.size) for figure in results.figures}
    for size in (f"{size:,}" for size in SIZES):
        assert {("queries", f"{question}: {store}", size) for question in QUESTIONS for store in STORES} <= told
        assert ("build", "check, insert, index and count", size) in told
        assert ("queries", "data of one measure's page: the portal", size) in told
    largest = f"{SIZES[-1]:,}"
    for part, what in (
        ("threads", "reads of 210 rows by one thread"),
        ("threads", "the same by 32"),
        ("whole CSV", "the portal, streamed, codes and words"),
        ("whole CSV", "sqlite3 and csv, codes alone"),
        ("whole CSV", "DuckDB COPY, codes alone"),
    ):
        assert (part, what, largest) in told


def test_every_number_is_positive_and_finite(results: Results) -> None:
    for figure in results.figures:
        may_be_nothing = figure.what.startswith("memory that grew")
        assert isfinite(figure.median)
        assert figure.median > 0 or (may_be_nothing and figure.median == 0), figure
        assert figure.p95 is None or figure.p95 >= figure.median
    assert len(results.targets) >= 3


def test_the_report_has_a_row_for_each_figure_and_target(results: Results) -> None:
    text = report(results, ["Processor: any"])
    for figure in results.figures:
        assert f"| {figure.part} | {figure.what} | {figure.size} | {number(figure.median)} |" in text
    for target in results.targets:
        assert re.search(rf"\| {re.escape(target.words)} \|.*\| (met|\*\*not met\*\*) \|", text)


def test_a_target_is_met_on_its_own_side_of_the_limit() -> None:
    assert Target("", 2, 2).is_met
    assert not Target("", 2.1, 2).is_met
    assert Target("", 40, 40, at_least=True).is_met
    assert not Target("", 39, 40, at_least=True).is_met


def test_the_slow_end_is_what_95_in_100_do_not_exceed() -> None:
    assert slow_end([5.0]) == 5
    assert slow_end([float(value) for value in range(1, 101)]) == 95
    assert slow_end([1.0] * 19 + [9.0]) == 1


def test_a_part_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--parts", "nothing"])
    assert "invalid choice" in capsys.readouterr().err


def test_nothing_made_up_is_left_in_the_portal(results: Results) -> None:
    root = Path(__file__).parents[2]
    assert results.figures
    assert not list((root / "data").rglob("made-up-*"))
    assert not list((root / "config").rglob("made-up-*"))
