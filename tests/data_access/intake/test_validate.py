"""A whole submission: every problem at once, the rules over all its rows, and a stream that does not grow."""

import csv
import itertools
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.catalogue import load_catalogue
from data_access.errors import InvalidFilesError
from data_access.files import DEFAULT_FOLDERS, Folders, config_texts
from data_access.intake.period_words import codes_meant
from data_access.intake.validate import MOST_ALIKE, MOST_ISSUES, Validation, indicator_of, read_submission, validate
from data_access.records import Catalogue
from tests.bad_files.make import (
    BOMB_BYTES,
    WARDS,
    changed,
    csv_text,
    looked_after,
    meals,
    offences,
    row,
    workbook,
)
from tests.data_access.intake.intake_portal import write_intake_portal
from tests.small_portal import HEADER

REAL = sorted(path.stem for path in DEFAULT_FOLDERS.observations.glob("*.csv"))
# What a stream of rows may add to the memory of the process: about 270 bytes a row is what is used.
MOST_BYTES_A_ROW = 500
LARGE = 200_000


@pytest.fixture
def sent(tmp_path: Path, catalogue: Catalogue, intake_folders: Folders) -> "Sent":
    """Sends texts as files."""
    return Sent(tmp_path, catalogue, intake_folders)


class Sent:
    """An officer's desk: writes a file and has it validated."""

    def __init__(self, folder: Path, catalogue: Catalogue, folders: Folders) -> None:
        self.folder, self.catalogue, self.folders = folder, catalogue, folders

    def validate(self, text: str, name: str = "looked-after.csv") -> Validation:
        """What is found in a CSV of this text."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return validate(path, self.catalogue, self.folders)

    def messages(self, text: str, name: str = "looked-after.csv") -> list[str]:
        """Its issues as lines."""
        return [str(issue) for issue in self.validate(text, name).issues]


@pytest.fixture(scope="module")
def real() -> Catalogue:
    """The definitions of the real portal."""
    return load_catalogue(config_texts(DEFAULT_FOLDERS))


@pytest.mark.parametrize("name", REAL)
def test_every_published_file_of_ours_would_be_taken_again(name: str, real: Catalogue) -> None:
    path = DEFAULT_FOLDERS.observations / f"{name}.csv"
    found = validate(path, real, DEFAULT_FOLDERS)
    assert found.issues == ()
    assert found.indicator_id == name
    assert found.rows > 0


def test_no_change_from_period_to_period_in_our_own_files_is_called_a_jump(tmp_path: Path, real: Catalogue) -> None:
    folders = Folders(tmp_path)
    folders.observations.mkdir(parents=True)
    held_against_another = 0
    for name in REAL:
        with (DEFAULT_FOLDERS.observations / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        start = {code: period.start for code, period in real.codes.periods.items()}
        for period in sorted({cells[0] for cells in rows}, key=start.__getitem__)[1:]:
            _write(folders.observations / f"{name}.csv", header, [r for r in rows if start[r[0]] < start[period]])
            _write(tmp_path / f"{name}.csv", header, [r for r in rows if r[0] == period])
            found = validate(tmp_path / f"{name}.csv", real, folders)
            assert [str(issue) for issue in found.issues if "jump" in issue.what or "fraction" in issue.what] == []
            held_against_another += 1
    assert held_against_another > 100


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def test_every_problem_is_told_at_once_in_the_order_of_the_rows(sent: Sent) -> None:
    table = changed(looked_after(), 2, area_code="E0900001")
    table = changed(table, 3, numerator="three", source_id="small-sourse")
    table = changed(table, 4, period_code="31 March 2026")
    table = changed(table, 5, value="0.4", flags="q")
    assert [(issue.row, issue.column) for issue in sent.validate(csv_text(table)).issues] == [
        (2, "area_code"),
        (3, "numerator"),
        (3, "source_id"),
        (4, "period_code"),
        (5, "flags"),
    ]


def test_small_counts_are_allowed_in_what_an_officer_sends(sent: Sent) -> None:
    assert {entry["numerator"] for entry in looked_after()} & {"1", "2", "3", "4"}
    assert sent.messages(csv_text(looked_after())) == []


def test_a_blank_or_rounded_value_is_worked_out_from_its_counts(sent: Sent) -> None:
    table = changed(looked_after(), 4, value="55.8")
    path = sent.folder / "looked-after.csv"
    path.write_text(csv_text(table), encoding="utf-8")
    read = read_submission(path, sent.catalogue.indicators["looked-after"], sent.catalogue)
    assert [entry.value for entry in read] == [100.0, 2.5, 55.833333, 41.666667]


def test_a_rate_is_worked_out_from_its_unit(sent: Sent) -> None:
    path = sent.folder / "exclusions.csv"
    path.write_text(csv_text([row("fy2025-26", numerator="48", denominator="20000")]), encoding="utf-8")
    (entry,) = read_submission(path, sent.catalogue.indicators["exclusions"], sent.catalogue)
    assert entry.value == 24.0


@pytest.mark.parametrize("change", [{"numerator": "x"}, {"numerator": "=1"}, {"area_code": "E1"}])
def test_a_faulty_submission_is_not_read_to_the_end(sent: Sent, change: dict[str, str]) -> None:
    path = sent.folder / "looked-after.csv"
    path.write_text(csv_text(changed(looked_after(), 3, **change)), encoding="utf-8")
    read = read_submission(path, sent.catalogue.indicators["looked-after"], sent.catalogue)
    assert next(read).ethnicity_code == "all"
    with pytest.raises(InvalidFilesError) as raised:
        next(read)
    assert [issue.row for issue in raised.value.issues] == [3]


@given(numerator=st.integers(0, 5_000), denominator=st.integers(1, 5_000), decimals=st.integers(1, 8))
def test_a_value_follows_from_its_counts_at_any_rounding_and_a_wrong_one_at_none(
    numerator: int, denominator: int, decimals: int, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    numerator = min(numerator, denominator)
    share = 100 * numerator / denominator
    folder = tmp_path_factory.getbasetemp()
    for value, is_right in ((share, True), (share + 1.1 if share < 50 else share - 1.1, False)):
        cells = {"numerator": str(numerator), "denominator": str(denominator), "value": f"{value:.{decimals}f}"}
        path = folder / "library-users.csv"
        path.write_text(csv_text([row("fy2025-26", **cells)]), encoding="utf-8")
        found = validate(path, catalogue, Folders(folder / "none"))
        assert found.is_sound == is_right, found.issues


def test_what_is_alike_is_listed_some_times_and_then_counted(sent: Sent) -> None:
    table = [row("2024/25", area=ward, value="3") for ward in itertools.islice(itertools.cycle(WARDS), 100)]
    found = sent.validate(csv_text(table), "thefts.csv").issues
    assert len(found) == MOST_ALIKE + 1
    assert str(found[-1]) == (
        f"thefts.csv:101:period_code: “2024/25” is not how a period is written (in {100 - MOST_ALIKE} more rows "
        "up to here); write fy2024-25 or ay2024-25"
    )


def test_there_is_an_end_to_what_is_listed(sent: Sent) -> None:
    table = [row("fy2024-25", area=WARDS[0], value=f"x{place}") for place in range(MOST_ISSUES + 500)]
    found = sent.validate(csv_text(table), "thefts.csv").issues
    assert len(found) < MOST_ISSUES + 10
    assert "more problems are not listed" in found[-1].what


@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("free-school-meals.csv", "free-school-meals"),
        ("free-school-meals 2026.xlsx", "free-school-meals"),
        ("Free school meals 2026 (final).ods", "free-school-meals"),
        ("free_school_meals-v2.csv", "free-school-meals"),
        ("looked-after.csv", "looked-after"),
        ("looked-afterwards.csv", None),
        ("2026 looked-after.csv", None),
    ],
)
def test_the_indicator_is_what_the_name_of_the_file_starts_with(
    name: str, indicator: str | None, catalogue: Catalogue
) -> None:
    assert indicator_of(Path(name), catalogue) == indicator


def test_the_indicator_may_be_given_and_an_unknown_one_is_named_with_the_nearest(
    tmp_path: Path, catalogue: Catalogue, intake_folders: Folders
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(csv_text(looked_after()), encoding="utf-8")
    assert validate(path, catalogue, intake_folders, "looked-after").is_sound
    (issue,) = validate(path, catalogue, intake_folders, "looked-aftr").issues
    assert str(issue) == "figures.csv: “looked-aftr” is not a known indicator; use “looked-after”"


def test_a_key_repeated_on_another_sheet_names_that_sheet(
    tmp_path: Path, catalogue: Catalogue, intake_folders: Folders
) -> None:
    path = tmp_path / "looked-after.xlsx"
    path.write_bytes(workbook(looked_after(), lambda sheet: sheet.parent.copy_worksheet(sheet)))
    found = validate(path, catalogue, intake_folders).issues
    assert str(found[0]) == (
        "looked-after.xlsx[Sheet1 Copy]:2: the same period, area, group and category as row 2 of "
        "looked-after.xlsx[Sheet1]; keep one of the two"
    )
    assert len(found) == 4


def test_groups_under_the_total_pass_while_one_of_them_is_hidden(sent: Sent) -> None:
    hidden = changed(looked_after(), 3, numerator="", marker="c")
    assert sent.messages(csv_text(hidden)) == []
    over = changed(hidden, 4, numerator="90")
    assert ["come to 140 and not to 120" in message for message in sent.messages(csv_text(over))] == [True]


@pytest.mark.parametrize(("asian", "is_sound"), [("23", True), ("24", False)])
def test_a_note_of_rounding_allows_half_a_step_for_each_figure_and_no_more(
    sent: Sent, asian: str, is_sound: bool
) -> None:
    # Three groups and a total, rounded to the nearest 10, may miss each other by 20: 3 + 20 and no more.
    table = [{**entry, "note_id": "rounded"} for entry in changed(looked_after(), 3, numerator=asian)]
    assert sent.validate(csv_text(table)).is_sound is is_sound


@pytest.mark.parametrize(("total", "is_sound"), [("421", True), ("440", False)])
def test_a_note_that_figures_do_not_add_up_allows_one_in_a_hundred(sent: Sent, total: str, is_sound: bool) -> None:
    table = [{**entry, "note_id": "misfit"} for entry in changed(meals(), 2, numerator=total)]
    assert sent.validate(csv_text(table), "free-school-meals.csv").is_sound is is_sound


def test_a_difference_that_is_published_already_is_not_told_again(tmp_path: Path, sent: Sent) -> None:
    table = changed(meals(), 2, numerator="425")
    folders = write_intake_portal(tmp_path / "another")
    assert not sent.validate(csv_text(table), "free-school-meals.csv").is_sound
    published = [{**entry, "value": _share(entry)} for entry in table]
    with (folders.observations / "free-school-meals.csv").open("a", encoding="utf-8") as stream:
        stream.write(csv_text(published).partition("\r\n")[2])
    assert validate(tmp_path / "free-school-meals.csv", sent.catalogue, folders).is_sound


def _share(entry: dict[str, str]) -> str:
    return str(round(100 * int(entry["numerator"]) / int(entry["denominator"]), 6))


@pytest.mark.parametrize(("value", "is_sound"), [("59", True), ("60", False), ("3", True), ("2", True)])
def test_a_jump_is_five_times_the_last_figure_and_fifty_at_least(sent: Sent, value: str, is_sound: bool) -> None:
    assert sent.validate(csv_text(changed(offences(), 8, value=value)), "offences.csv").is_sound is is_sound


def test_a_file_without_wards_is_asked_for_those_of_the_last_period(sent: Sent) -> None:
    found = sent.validate(csv_text([row("fy2025-26", value="300")]), "offences.csv").issues
    assert [issue.column for issue in found] == ["area_code"] * 17


def test_a_faulty_total_is_not_told_a_second_time_as_a_sum(sent: Sent) -> None:
    table = changed(looked_after(), 2, numerator="12O")
    assert [message.partition(":")[2] for message in sent.messages(csv_text(table))] == [
        "2:numerator: “12O” is not a number; write digits and a point, without commas or signs"
    ]


@pytest.mark.parametrize(
    ("text", "kinds", "codes"),
    [
        ("2024/25", {"fy"}, ["fy2024-25"]),
        ("2024-2025", {"ay"}, ["ay2024-25"]),
        ("24/25", {"d"}, ["ay2024-25", "fy2024-25"]),
        ("2024/26", {"fy"}, []),
        ("31/03/2025", {"d"}, ["d2025-03-31"]),
        ("31 March 2025", {"d"}, ["d2025-03-31"]),
        ("31-Mar-25", {"d"}, ["d2025-03-31"]),
        ("2025-03-31", {"d"}, ["d2025-03-31"]),
        ("31/02/2025", {"d"}, []),
        ("2024", {"cy"}, ["cy2024"]),
        ("FY2024-25", {"fy"}, ["fy2024-25"]),
        ("last year", {"fy"}, []),
    ],
)
def test_the_period_that_was_meant_is_found(text: str, kinds: set[str], codes: list[str], catalogue: Catalogue) -> None:
    assert sorted(codes_meant(text, kinds, catalogue.codes.periods)) == codes


_MEASURE = """
import json, resource, sys
from pathlib import Path
from data_access.catalogue import load_catalogue
from data_access.files import Folders, config_texts
from data_access.intake.validate import validate
path, root = Path(sys.argv[1]), Folders(Path(sys.argv[2]))
catalogue = load_catalogue(config_texts(root))
validate(path.with_name("looked-after first.csv"), catalogue, root)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = validate(path, catalogue, root)
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([found.rows, [str(issue) for issue in found.issues], grown * unit]))
"""


def test_a_large_csv_is_validated_in_a_stream_of_bounded_memory(tmp_path: Path) -> None:
    folders = write_intake_portal(tmp_path / "portal")
    groups = {"all": 120, "eth5-asian": 3, "eth5-black": 67, "eth5-white": 50}
    categories = [f"part-{place}" for place in range(LARGE // len(groups))]
    with (folders.config / "codelists" / "categories.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{code},{code},Part,1\n" for code in categories)
    (folders.observations / "looked-after.csv").unlink()
    path = tmp_path / "looked-after.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(HEADER + "\n")
        for code, (group, count) in itertools.product(categories, groups.items()):
            stream.write(f"d2026-03-31,E09000019,{group},As it is called,{code},{count},120,,,,,,,small-source\n")
    (tmp_path / "looked-after first.csv").write_text(csv_text(looked_after()), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path), str(folders.root)],
        capture_output=True,
        text=True,
        check=True,
        cwd=DEFAULT_FOLDERS.root,
    )
    rows, issues, grown = json.loads(run.stdout)
    assert (rows, issues) == (LARGE, [])
    assert grown < LARGE * MOST_BYTES_A_ROW


def test_a_zip_bomb_is_not_unpacked(catalogue: Catalogue, intake_folders: Folders) -> None:
    path = Path(__file__).parents[2] / "bad_files" / "looked-after bomb.xlsx"
    tracemalloc.start()
    assert not validate(path, catalogue, intake_folders).is_sound
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < BOMB_BYTES / 50
