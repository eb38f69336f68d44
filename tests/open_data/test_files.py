"""Spreadsheets and descriptions over HTTP: the very rows of the CSV, in forms that other programs open."""

import csv
import io
import json
import shutil
import subprocess
import warnings
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from data_access import register
from data_access.columns import COLUMNS
from data_access.packaging.about import About, about_observations
from data_access.packaging.kept import BusyError
from data_access.portal import served
from data_access.records import Selection
from open_data.files import busy, too_large
from tests.data_access.packaging.reading import SYMBOLS, as_in_csv, ods_sheets, table_of, xlsx_sheets

SOME = "indicator=free-school-meals&indicator=children-looked-after&indicator=attainment-8"
EVERY_OUTCOME = "area=E09000019&area=E05013703&area=E05000366"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# Every sheet, numbers as they are and not as they are shown.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def csv_rows(client: TestClient) -> dict[str, list[list[str]]]:
    """The rows of the CSV by outcome: of every outcome, for the borough and a ward of either boundaries."""
    found = defaultdict(list)
    for row in csv.reader(io.StringIO(client.get(f"/api/v1/observations.csv?{EVERY_OUTCOME}").text, newline="")):
        found[row[1]].append(row)
    del found["indicator_id"]
    assert set(found) == {one.indicator_id for one in served().repository.coverage(Selection())}
    return dict(found)


def by_outcome(sheets: dict[str, list[list[object]]]) -> dict[str, list[list[str]]]:
    """The rows of the sheets with figures as the CSV writes them, by outcome."""
    tables = [table_of(rows, "edition") for name, rows in sheets.items() if rows[-1][0] == "2026-1"]
    return {str(table[0][1]): [as_in_csv(row) for row in table] for table in tables}


def test_xlsx_holds_the_rows_of_the_csv_for_every_outcome(
    client: TestClient, csv_rows: dict[str, list[list[str]]]
) -> None:
    answer = client.get(f"/api/v1/observations.xlsx?{EVERY_OUTCOME}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert by_outcome(xlsx_sheets(answer.content)) == csv_rows


def test_ods_holds_the_rows_of_the_csv_for_every_outcome(
    client: TestClient, csv_rows: dict[str, list[list[str]]], tmp_path: Path
) -> None:
    answer = client.get(f"/api/v1/observations.ods?{EVERY_OUTCOME}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.oasis.opendocument.spreadsheet"
    (tmp_path / "all.ods").write_bytes(answer.content)
    assert by_outcome(ods_sheets(tmp_path / "all.ods")) == csv_rows


def test_all_figures_fit_one_spreadsheet(client: TestClient) -> None:
    answer = client.get("/api/v1/observations.ods")
    assert answer.status_code == 200
    assert 'filename="challenging-inequality-observations-2026-1.ods"' in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        content = package.read("content.xml")
    assert content.count(b"<table:table ") == 5 + len(served().repository.coverage(Selection()))
    assert content.count(b"<text:p>2026-1</text:p>") == served().repository.size


def test_commitments_are_the_same_in_csv_xlsx_and_ods(client: TestClient, tmp_path: Path) -> None:
    read = list(csv.reader(io.StringIO(client.get("/api/v1/commitments.csv").text, newline="")))
    (tmp_path / "all.ods").write_bytes(client.get("/api/v1/commitments.ods").content)
    for sheets in (
        xlsx_sheets(client.get("/api/v1/commitments.xlsx").content),
        ods_sheets(tmp_path / "all.ods"),
    ):
        table = table_of(sheets["commitments"], "edition")
        assert len(table) == len(read) - 1 == 144
        for cells, line in zip(table, read[1:], strict=True):
            assert len(cells) == len(register.COLUMNS)
            written = ["" if cell in SYMBOLS else str(cell).removesuffix(".0") for cell in cells]
            assert written == [text.replace("  ", " ").strip() for text in line]


def test_a_filtered_spreadsheet_says_how_it_was_filtered_and_from_which_edition(client: TestClient) -> None:
    answer = client.get("/api/v1/observations.xlsx?ward=E05013703&indicator=residents-by-ethnic-group")
    assert "2026-1-filtered-ward-e05013703" in answer.headers["content-disposition"]
    sheets = xlsx_sheets(answer.content)
    cover = "\n".join(str(row[0]) for row in sheets["Cover"])
    assert "This is a filtered part of edition 2026-1. It holds outcome" in cover
    assert "ward=E05013703" in cover
    assert {row[7] for row in table_of(sheets["residents-by-ethnic-group"], "edition")} == {"E05013703"}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_an_unchanged_spreadsheet_is_not_sent_again(client: TestClient, kind: str) -> None:
    address = f"/api/v1/observations.{kind}?indicator=free-school-meals"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"/api/v1/observations.{kind}?indicator=attainment-8")
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("table", ["observations", "commitments"])
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize(
    ("query", "parameter"),
    [("strand=nowhere", "strand"), ("wrd=E05013703", "wrd"), ("edition=2026-9", "edition"), ("strand=", "strand")],
)
def test_a_wrong_address_is_told(client: TestClient, table: str, kind: str, query: str, parameter: str) -> None:
    answer = client.get(f"/api/v1/{table}.{kind}?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter


def about_everything() -> About:
    return about_observations(served(), {"period": ["d2025-03-31"]})


def test_more_rows_than_a_spreadsheet_is_made_for_are_refused_with_the_address_of_the_csv() -> None:
    assert too_large(served().repository.size, about_everything()) is None
    answer = too_large(11, about_everything(), most=10)
    assert answer is not None
    assert answer.status_code == 413
    assert json.loads(bytes(answer.body))["detail"] == (
        "A spreadsheet is made for up to 10 rows; these are 11. Choose fewer, or take the CSV at "
        "/api/v1/observations.csv?period=d2025-03-31"
    )


def test_a_reader_who_would_wait_too_long_is_told_when_to_come_back() -> None:
    answer = busy(BusyError("Ask again."))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


@pytest.mark.parametrize(
    ("table", "query"),
    [
        ("observations", ""),
        ("observations", "ethnicity=eth5-black&period=d2025-03-31"),
        ("observations", "indicator=free-school-meals&fields=period,value,marker&edition=2026-1"),
        ("commitments", "type=target"),
    ],
)
def test_the_description_of_a_csv_fits_it_and_says_whether_it_is_whole(
    client: TestClient, table: str, query: str, tmp_path: Path
) -> None:
    answer = client.get(f"/api/v1/{table}.csv-metadata.json?{query}")
    assert answer.headers["content-type"].startswith("application/csvm+json")
    document = answer.json()
    filtered = bool(query)
    assert document["url"] == f"{table}.csv{f'?{query}' if query else ''}"
    assert document["dc:description"].startswith(
        "This is a filtered part of" if filtered else "This is the whole table"
    )
    assert document["dc:isPartOf"] == "edition 2026-1"
    content = client.get(f"/api/v1/{document['url']}").content
    header = next(csv.reader(io.StringIO(content.decode(), newline="")))
    assert [column["name"] for column in document["tableSchema"]["columns"]] == header
    if not filtered:
        return
    # Its reader wants a file of the name that the description gives.
    (tmp_path / "table.csv").write_bytes(content)
    (tmp_path / "table.json").write_text(json.dumps({**document, "url": "table.csv"}), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own
        import csvw

        rows = list(csvw.Table.from_file(tmp_path / "table.json").iterdicts())
    assert len(rows) == len(content.decode().splitlines()) - 1 > 0


def test_the_dictionary_has_every_column_of_the_files(client: TestClient) -> None:
    read = list(csv.DictReader(io.StringIO(client.get("/api/v1/dictionary.csv").text, newline="")))
    for table in ("observations", "commitments"):
        header = next(csv.reader(io.StringIO(client.get(f"/api/v1/{table}.csv").text, newline="")))
        assert [row["name"] for row in read if row["table"] == table] == header
    header = next(csv.reader([client.get("/api/v1/measures.csv?indicator=attainment-8").text.splitlines()[0]]))
    assert [row["name"] for row in read if row["table"] == "measures"] == header
    assert all(row["meaning"] for row in read)


def test_pandas_and_geopandas_open_what_the_portal_sends(client: TestClient, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # their own
        import geopandas
        import pandas as pd

        (tmp_path / "wards.geojson").write_bytes(client.get("/api/v1/wards.geojson").content)
        wards = geopandas.read_file(tmp_path / "wards.geojson")
        sheet = client.get("/api/v1/observations.xlsx?indicator=free-school-meals").content
        table = pd.read_excel(io.BytesIO(sheet), "free-school-meals", header=None)
    assert len(wards) >= 16
    assert wards.geometry.is_valid.all()
    assert wards.crs is not None
    assert list(table.iloc[-1])[:2] == ["2026-1", "free-school-meals"]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on PATH")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_libreoffice_reads_the_same_numbers(client: TestClient, kind: str, tmp_path: Path) -> None:
    assert OFFICE is not None
    (tmp_path / f"book.{kind}").write_bytes(client.get(f"/api/v1/observations.{kind}?{SOME}").content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", AS_CSV, f"book.{kind}"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = client.get(f"/api/v1/observations.csv?{SOME}").text
    expected = defaultdict(list)
    for row in list(csv.reader(io.StringIO(text, newline="")))[1:]:
        expected[row[1]].append(row)
    assert len(expected) == 3
    for indicator_id, rows in expected.items():
        with (tmp_path / f"book-{indicator_id}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.reader(file))
        start = next(number for number, row in enumerate(read) if row[0] == "edition")
        assert read[start] == list(COLUMNS)
        cells = [["" if cell in SYMBOLS else cell for cell in row] for row in read[start + 1 :]]
        assert cells == rows
