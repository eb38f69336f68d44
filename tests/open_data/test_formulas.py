"""No cell of anything that can be downloaded is run by a spreadsheet program, and no header carries a reader's word."""

import csv
import io
import re
import zipfile

import pytest
from starlette.testclient import TestClient

from data_access.edition_list import sealed
from data_access.editions.folder import edition_folder
from data_access.files import DEFAULT_FOLDERS
from data_access.stocktake_account import FILES

RUNS = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]?\d+)?")
TABLES = (
    *("observations.csv", "commitments.csv", "measures.csv?indicator=free-school-meals", "dictionary.csv"),
    *(f"stocktake/{name}" for name in FILES),
)


def cells_that_run(text: str) -> list[str]:
    """The cells of a CSV that a spreadsheet program would take for a formula; a negative number is none."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [cell for row in rows for cell in row if RUNS.match(cell) and not NUMBER.fullmatch(cell)]


def test_what_would_run_is_found() -> None:
    assert cells_that_run('a,b\r\n"=1+1",-2.5\r\n+44,@x\r\n"\tx",-x\r\n') == ["=1+1", "+44", "@x", "\tx", "-x"]


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_of_a_table_runs(client: TestClient, table: str) -> None:
    answer = client.get(f"/api/v1/{table}")
    assert answer.status_code == 200
    assert answer.text.count("\r\n") >= 1
    assert cells_that_run(answer.text) == []


def test_no_cell_of_a_sealed_file_runs() -> None:
    looked_at = 0
    for one in sealed():
        folder = edition_folder(DEFAULT_FOLDERS, one.manifest.edition)
        for file in one.manifest.files:
            if file.path.endswith(".csv"):
                looked_at += 1
                assert cells_that_run((folder / file.path).read_text(encoding="utf-8")) == [], file.path
    assert looked_at > 20


@pytest.mark.parametrize("book", ["commitments", "observations"])
def test_no_workbook_has_a_formula_or_a_link_outside(client: TestClient, book: str) -> None:
    chosen = "?indicator=free-school-meals" if book == "observations" else ""
    for ending in ("xlsx", "ods"):
        answer = client.get(f"/api/v1/{book}.{ending}{chosen}")
        assert answer.status_code == 200
        package = zipfile.ZipFile(io.BytesIO(answer.content))
        written = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
        assert len(written) > 10_000
        assert not re.search(rb"<f[ >]|table:formula|ddeLink|externalLink|oleObject|vbaProject", written)


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", 'a"; filename="evil.exe', "ä\u202e.exe", "../../evil", "a;b,c"])
def test_no_word_of_an_address_comes_into_the_name_of_a_file(client: TestClient, value: str) -> None:
    for path in ("observations.csv", "commitments.csv", "observations.xlsx", "measures.csv", "wards.geojson"):
        for name in ("indicator", "ward", "ethnicity", "period", "strand", "edition", "fields", "bom"):
            answer = client.get(f"/api/v1/{path}", params={name: value})
            assert answer.status_code == 400
            assert "content-disposition" not in answer.headers
            assert "x-evil" not in answer.headers
