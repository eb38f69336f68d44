"""A template has the right columns, the valid codes and a page of notes; filled in, it validates."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from data_access.files import Folders
from data_access.intake.template import valid_codes, write_template
from data_access.intake.validate import validate
from data_access.observation_files import COLUMNS
from data_access.records import Catalogue
from tests.bad_files.make import NUMBERS, looked_after


def opened(path: Path) -> Workbook:
    return load_workbook(path)


@pytest.fixture
def made(tmp_path: Path, catalogue: Catalogue) -> Path:
    """The template of the indicator looked-after."""
    path = tmp_path / "looked-after.xlsx"
    write_template(catalogue.indicators["looked-after"], catalogue, path)
    return path


def test_a_workbook_has_an_empty_sheet_of_figures_codes_and_notes(made: Path) -> None:
    book = opened(made)
    assert book.sheetnames == ["figures", "codes", "notes"]
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
    figures = book["figures"]
    assert [[cell.value for cell in row] for row in figures.iter_rows()] == [[*COLUMNS]]
    assert figures.freeze_panes == "A2"


def test_each_drop_down_lists_the_valid_codes_of_its_column(made: Path, catalogue: Catalogue) -> None:
    book = opened(made)
    codes = book["codes"]
    wanted = valid_codes(catalogue.indicators["looked-after"], catalogue)
    found = {}
    for rule in book["figures"].data_validations.dataValidation:
        name = book["figures"].cell(1, next(iter(rule.sqref.ranges)).min_col).value
        cells = codes[rule.formula1.removeprefix("codes!").replace("$", "")]
        found[name] = [(cell.value, codes.cell(cell.row, cell.column + 1).value) for (cell,) in cells]
    assert found == wanted
    assert {code.split("-")[0] for code, _ in wanted["ethnicity_code"]} == {"all", "eth5"}
    assert dict(wanted["marker"]).keys() == {"c", "x", "z"}


def test_the_notes_say_how_to_fill_it_in(made: Path, catalogue: Catalogue) -> None:
    notes = [row[0].value for row in opened(made)["notes"].iter_rows()]
    assert notes[0] == "How to fill in: Children looked after, by ethnic group"
    assert any(note.startswith("value: the per cent, from 0 to 100") for note in notes)
    assert all(notes)


def test_a_template_filled_in_is_sound(made: Path, catalogue: Catalogue, intake_folders: Folders) -> None:
    book = opened(made)
    for entry in looked_after():
        book["figures"].append(
            [float(text) if text and name in NUMBERS else text or None for name, text in entry.items()]
        )
    book.save(made)
    found = validate(made, catalogue, intake_folders)
    assert found.issues == ()
    assert found.rows == 4


def test_an_empty_template_says_that_it_has_no_figures(
    made: Path, catalogue: Catalogue, intake_folders: Folders
) -> None:
    (issue,) = validate(made, catalogue, intake_folders).issues
    assert str(issue) == (
        "looked-after.xlsx: the file has no rows of figures; add a row for each period, area and group"
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_same_template_has_the_same_bytes(tmp_path: Path, catalogue: Catalogue, ending: str) -> None:
    for name in ("a", "b"):
        write_template(catalogue.indicators["offences"], catalogue, tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_a_csv_has_a_header_that_excel_reads_and_the_rows_to_start_from(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "looked-after.csv"
    starts = [("E09000019", "eth5-asian", "Asian, or Asian British", "all")]
    write_template(catalogue.indicators["looked-after"], catalogue, path, starts)
    assert path.read_bytes() == (
        b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"
        b',E09000019,eth5-asian,"Asian, or Asian British",all,,,,,,,,,\r\n'
    )


@pytest.mark.parametrize("name", ["looked-after", "free-school-meals", "offences", "exclusions"])
def test_the_notes_fit_the_kind_of_measure(tmp_path: Path, catalogue: Catalogue, name: str) -> None:
    path = tmp_path / "a.xlsx"
    indicator = catalogue.indicators[name]
    write_template(indicator, catalogue, path)
    text = "\n".join(str(row[0].value) for row in opened(path)["notes"].iter_rows())
    assert ("numerator and denominator: how many" in text) == (indicator.measure_type != "count")


def test_a_template_of_another_ending_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match=r"ends in \.csv or \.xlsx"):
        write_template(catalogue.indicators["offences"], catalogue, tmp_path / "a.ods")
    assert list(tmp_path.iterdir()) == []
