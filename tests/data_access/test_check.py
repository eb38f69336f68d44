"""Every wrong file gives one clear sentence: file, row, column, what, and how to mend it."""

from pathlib import Path

import pytest

from data_access.check import check
from data_access.files import Folders
from tests.small_portal import COUNTED, HEADER, INDICATOR, LOOKED_AFTER, write

FIGURES = "data/observations/looked-after.csv"
GOOD_ROW = "d2025-03-31,E09000019,eth5-white,White,all,40,160,25,,,,p,small-note,small-source"
BAD_ROWS = {
    "unknown area": (GOOD_ROW.replace("E09000019", "E09000091"), 8, "area_code", "E09000019"),
    "unknown group": (GOOD_ROW.replace("eth5-white", "eth5-whit"), 8, "ethnicity_code", "eth5-white"),
    "group of another list": (GOOD_ROW.replace("eth5-white", "dfe-white"), 8, "ethnicity_code", "all, eth5"),
    "unknown period": (GOOD_ROW.replace("d2025-03-31", "d2025-03-13"), 8, "period_code", "d2025-03-31"),
    "unknown category": (GOOD_ROW.replace(",all,40", ",al,40"), 8, "category_code", "all"),
    "unknown marker": (GOOD_ROW.replace(",,,,p", ",,,q,p"), 8, "marker", "listed"),
    "unknown flag": (GOOD_ROW.replace(",p,small", ",k,small"), 8, "flags", "listed"),
    "unknown note": (GOOD_ROW.replace("small-note", "smal-note"), 8, "note_id", "small-note"),
    "unknown source": (GOOD_ROW.replace("small-source", "smal-source"), 8, "source_id", "small-source"),
    "number with a comma": (GOOD_ROW.replace(",40,160", ',"4,0",160'), 8, "numerator", "digits"),
    "not a number": (GOOD_ROW.replace(",25,", ",nan,"), 8, "value", "finite"),
    "marked yet numbered": (GOOD_ROW.replace(",,,,p", ",,,c,p"), 8, "numerator", "empty the number"),
    "neither value nor marker": (GOOD_ROW.replace(",25,", ",,"), 8, "value", "marker c, x or z"),
    "over a hundred per cent": (GOOD_ROW.replace(",40,160,25,", ",,,101,"), 8, "value", "per cent"),
    "numerator over denominator": (GOOD_ROW.replace("40,160,25", "200,160,25"), 8, "numerator", "check"),
    "value not from its counts": (GOOD_ROW.replace("40,160,25", "40,160,26"), 8, "value", "they give 25.0"),
    "fraction for a per cent": (GOOD_ROW.replace("40,160,25", "40,160,0.25"), 8, "value", "they give 25.0"),
    "half an interval": (GOOD_ROW.replace(",25,,", ",25,20,"), 8, "lower", "both ends"),
    "value outside its interval": (GOOD_ROW.replace(",25,,,", ",25,26,30,"), 8, "lower", "check"),
    "a small count shown": (GOOD_ROW.replace("40,160,25", "4,160,2.5"), 8, "numerator", "mark the cell c"),
    "too few cells": (GOOD_ROW.replace(",small-source", ""), 8, "", "every column a cell"),
}


def rows_with(last: str) -> str:
    return LOOKED_AFTER.replace(GOOD_ROW, last)


def test_sound_files_give_no_issue(folders: Folders) -> None:
    assert check(folders) == []


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_wrong_row_is_named_with_its_mend(folders: Folders, name: str) -> None:
    row, line, column, mend = BAD_ROWS[name]
    write(folders.root / FIGURES, rows_with(row))
    found = check(folders)
    assert len(found) == 1, found
    assert (found[0].file, found[0].row, found[0].column) == (FIGURES, line, column)
    assert mend in str(found[0])


def test_a_file_that_is_not_utf_8_is_named_with_its_line(folders: Folders) -> None:
    figures = folders.root / FIGURES
    figures.write_bytes(figures.read_bytes() + "d2025-03-31 – x".encode("cp1252"))
    (issue,) = check(folders)
    assert str(issue) == f"{FIGURES}:9: the file is not UTF-8; save it again as UTF-8 (in Excel: CSV UTF-8)"
    (folders.config / "codelists" / "notes.csv").write_bytes("note_id,text\nn,a – b\n".encode("cp1252"))
    assert [(entry.file, entry.row) for entry in check(folders)] == [("config/codelists/notes.csv", 2)]


def test_a_repeated_key_names_the_row_it_repeats(folders: Folders) -> None:
    write(folders.root / FIGURES, LOOKED_AFTER + GOOD_ROW + "\n")
    (issue,) = check(folders)
    assert issue.row == 9
    assert "row 8" in issue.what


def test_a_wrong_header_names_what_is_missing_and_the_nearest_name(folders: Folders) -> None:
    write(folders.root / FIGURES, LOOKED_AFTER.replace("area_code", "area_cod"))
    issues = [issue for issue in check(folders) if issue.row == 1]
    assert len(issues) == 1
    assert "lacks area_code" in issues[0].what
    assert "did you mean area_code?" in issues[0].what


def test_the_complement_of_a_share_is_protected_too(folders: Folders) -> None:
    write(folders.config / "indicators" / "looked-after.toml", INDICATOR.replace("composition", "proportion"))
    write(
        folders.root / FIGURES,
        f"{HEADER}\nd2025-03-31,E09000019,all,,all,158,160,98.75,,,,,,small-source\n",
    )
    (issue,) = check(folders)
    assert "below 5" in issue.what


def test_a_hidden_count_that_the_others_give_away_is_refused(folders: Folders) -> None:
    source = ",,,,,,small-source\n"
    groups = {"black": 56, "mixed": 33, "other": 28, "white": 40}
    rows = "".join(
        f"d2025-03-31,E09000019,eth5-{group},{group},all,{count},160,{count / 1.6:.6g}{source}"
        for group, count in groups.items()
    )
    hidden = "d2025-03-31,E09000019,eth5-asian,Asian,all,,160,,,,c,,,small-source\n"
    write(folders.root / FIGURES, f"{HEADER}\nd2025-03-31,E09000019,all,Total,all,160,160,100{source}{rows}{hidden}")
    (issue,) = check(folders)
    assert issue.file == FIGURES
    assert "31 March 2025, Islington (E09000019), Asian, All: the count is hidden" in issue.what
    assert "that it is 3" in issue.what
    assert issue.mend.startswith("hide more of the cells")


def test_offences_are_not_people_so_small_counts_of_them_stand(folders: Folders) -> None:
    assert ",,,3,,,,,," in COUNTED
    assert check(folders) == []


BAD_KEYS = {
    "missing key": ("decimals = 1\n", "", "decimals", "add decimals"),
    "unknown key": ("decimals = 1", "decimal = 1", "decimal", "did you mean decimals?"),
    "unknown strand": ('strand = "service-provider"', 'strand = "service-provder"', "strand", "service-provider"),
    "unknown measure": ('"composition"', '"compositon"', "measure_type", "composition"),
    "wrong kind": ("decimals = 1", 'decimals = "one"', "decimals", "compare"),
    "empty text": ('"Children aged 0 to 17."', '""', "population", "plain words"),
    "unknown commitment": ("children-outcome-01", "children-outcome-09", "commitments", "children-outcome-01"),
    "unknown fit": ('fit = "proxy"', 'fit = "stand-in"', "commitments", "direct, proxy, context"),
    "unknown source": ('sources = ["small-source"]', 'sources = ["small-sauce"]', "sources", "small-source"),
    "nothing protected, no reason": ('protect = "people"', 'protect = "none"', "protect_reason", "say why"),
    "broken TOML": ('title = "', "title = ", "", "text goes in quotes"),
}


@pytest.mark.parametrize("name", BAD_KEYS)
def test_a_wrong_definition_is_named_with_its_mend(folders: Folders, name: str) -> None:
    before, after, column, mend = BAD_KEYS[name]
    path = folders.config / "indicators" / "looked-after.toml"
    write(path, INDICATOR.replace(before, after, 1))
    issues = [issue for issue in check(folders) if issue.file == "config/indicators/looked-after.toml"]
    assert issues
    assert any(issue.column == column and mend in str(issue) for issue in issues), issues


def test_an_indicator_and_its_figures_must_come_together(folders: Folders) -> None:
    (folders.root / FIGURES).rename(folders.observations / "looked-aftr.csv")
    places = {issue.file for issue in check(folders)}
    assert places == {"config/indicators/looked-after.toml", "data/observations/looked-aftr.csv"}


def test_every_problem_is_told_at_once(folders: Folders) -> None:
    write(
        folders.root / FIGURES, rows_with(GOOD_ROW.replace("E09000019", "X1")) + GOOD_ROW.replace("d2025", "d1") + "\n"
    )
    (folders.config / "codelists" / "flags.csv").unlink()
    files = {issue.file for issue in check(folders)}
    assert {"config/codelists/flags.csv", FIGURES} <= files


def test_the_line_of_a_wrong_key_is_given(folders: Folders) -> None:
    path = Path("config/indicators/looked-after.toml")
    write(folders.root / path, INDICATOR.replace('"composition"', '"compositon"'))
    issue = next(issue for issue in check(folders) if issue.column == "measure_type")
    assert INDICATOR.splitlines()[issue.row - 1].startswith("measure_type")


def test_a_date_and_its_words_stand_together(folders: Folders) -> None:
    path = folders.config / "strategy" / "children.toml"
    write(path, path.read_text(encoding="utf-8").replace('due_words = "by summer 2021"', 'due_words = ""'))
    (issue,) = check(folders)
    assert issue.column == "due"
    assert "children-target-01" in issue.what


def test_a_commitment_without_a_direct_measure_says_what_is_missing(folders: Folders) -> None:
    path = folders.config / "strategy" / "children.toml"
    write(path, path.read_text(encoding="utf-8").replace('no_measure = "Nobody publishes it."', 'no_measure = ""', 1))
    (issue,) = check(folders)
    assert "children-action-01" in issue.file
    assert issue.column == "no_measure"
