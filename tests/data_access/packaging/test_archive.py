"""The ZIP of an edition: whole, the same every time, opened by other tools, and without a hidden figure."""

import csv
import io
import json
import subprocess
import sys
import warnings
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data_access import measured
from data_access.editions.hashes import sha256
from data_access.editions.match import DIFFERS, SAME, WITHDRAWN
from data_access.editions.verify_file import verify_file
from data_access.editions.withdraw import withdraw
from data_access.files import DEFAULT_FOLDERS, Folders
from data_access.packaging import archive
from data_access.packaging.archive import edition_file, edition_zip, latest_edition
from data_access.portal import served
from data_access.records import Selection
from data_access.views import indicator_view
from tests.data_access.editions.sealed_portal import (
    APPROVED,
    BLACK,
    LATER,
    PREPARED,
    correct_second,
    seal_first,
    write_portal,
)

EDITION = "2026-1"
A_LARGE_FILE = 170_000


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real edition's ZIP, unpacked."""
    folder = tmp_path_factory.mktemp("edition")
    with zipfile.ZipFile(io.BytesIO(edition_zip(EDITION))) as package:
        package.extractall(folder)
    return folder


@pytest.fixture
def sealed(tmp_path: Path) -> Folders:
    """A small portal with one sealed edition."""
    folders = write_portal(tmp_path / "portal")
    seal_first(folders)
    return folders


def header_of(path: Path) -> list[str]:
    """The names in the first line of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def with_change(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The ZIP with a text in one file put in place of another."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename == name:
                assert data.count(old)
                data = data.replace(old, new)
            after.writestr(entry, data)
    return target.getvalue()


def test_every_sealed_file_has_the_hash_that_the_manifest_gives(unpacked: Path) -> None:
    manifest = json.loads((unpacked / "sealed" / "manifest.json").read_bytes())
    assert len(manifest["files"]) > 100
    for file in manifest["files"]:
        assert sha256((unpacked / "sealed" / file["path"]).read_bytes()) == file["sha256"], file["path"]


def test_the_files_hold_the_rows_that_the_portal_serves(unpacked: Path) -> None:
    rows = served(EDITION).repository.rows(Selection())
    with (unpacked / "observations.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert len(read) == len(rows)
    for line, row in zip(read, rows, strict=True):
        assert line["value"] == ("" if row.value is None else str(row.value))
        assert line["marker"] == row.marker
    by_indicator = Counter(row.indicator_id for row in rows)
    assert {path.stem for path in (unpacked / "by-indicator").iterdir()} == set(by_indicator)
    for path in (unpacked / "by-indicator").iterdir():
        assert len(pd.read_csv(path)) == by_indicator[path.stem], path.stem


def test_no_hidden_cell_has_a_number_in_any_file(unpacked: Path) -> None:
    paths = [unpacked / "observations.csv", *(unpacked / "by-indicator").iterdir()]
    paths += list((unpacked / "sealed" / "observations").iterdir())
    hidden = 0
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["marker"] in ("c", "x", "z"):
                    hidden += 1
                    assert [row[name] for name in ("numerator", "value", "lower", "upper")] == ["", "", "", ""], path
    assert hidden > 1000


def test_the_script_gives_the_portals_own_ratio_and_share(unpacked: Path) -> None:
    run = subprocess.run([sys.executable, "recompute.py"], cwd=unpacked, capture_output=True, text=True, check=True)
    told = {name: float(number) for name, number in (line.split() for line in run.stdout.splitlines())}
    repository = served(EDITION).repository
    view = indicator_view(repository, "free-school-meals", Selection(period=("ay2021-22",)))
    found = measured.rows(measured.measured_view(repository, view, "dfe-white"))
    rows = [dict(zip(measured.COLUMNS, row, strict=True)) for row in found]
    (black,) = [row for row in rows if row["ethnicity_code"] == "dfe-black"]
    assert told == {
        "share": pytest.approx(black["value"], abs=0.000_001),
        "ratio": pytest.approx(black["ratio"], abs=0.000_001),
    }


def test_one_file_holds_the_rows_of_all_the_others(unpacked: Path) -> None:
    order = dict.fromkeys(row.indicator_id for row in served(EDITION).repository.rows(Selection()))
    parts = [(unpacked / "by-indicator" / f"{code}.csv").read_bytes().partition(b"\r\n") for code in order]
    header = parts[0][0] + b"\r\n"
    assert (unpacked / "observations.csv").read_bytes() == header + b"".join(rows for _, _, rows in parts)


def test_frictionless_finds_the_package_valid(unpacked: Path) -> None:
    document = json.loads((unpacked / "datapackage.json").read_bytes())
    for one in document["resources"]:
        content = (unpacked / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{sha256(content)}"), one["path"]
        assert [field["name"] for field in one["schema"]["fields"]] == header_of(unpacked / one["path"]), one["path"]
    # Its rows are read one by one, so those of the largest files are left out; every resource is described alike.
    document["resources"] = [one for one in document["resources"] if one["bytes"] < A_LARGE_FILE]
    assert len(document["resources"]) > 50
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own
        import frictionless

        report = frictionless.Package(document, basepath=str(unpacked)).validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])[:5]
    assert len(report.tasks) == len(document["resources"])


def test_frictionless_finds_a_changed_cell(unpacked: Path, tmp_path: Path) -> None:
    document = json.loads((unpacked / "datapackage.json").read_bytes())
    document["resources"] = [one for one in document["resources"] if one["path"] == "by-indicator/attainment-8.csv"]
    (tmp_path / "by-indicator").mkdir()
    (tmp_path / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    text = (unpacked / "by-indicator" / "attainment-8.csv").read_text(encoding="utf-8")
    changed = text.replace(",published,", ",printed,", 1)
    (tmp_path / "by-indicator" / "attainment-8.csv").write_text(changed, encoding="utf-8", newline="")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own
        import frictionless

        report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert not report.valid


def test_a_csv_on_the_web_reader_takes_every_table_with_its_types(unpacked: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own
        import csvw

        group = csvw.TableGroup.from_file(unpacked / "csv-metadata.json")
        small = [table for table in group.tables if (unpacked / str(table.url)).stat().st_size < A_LARGE_FILE]
        rows = {str(table.url): list(table.iterdicts()) for table in small}
    for table in group.tables:
        assert [column.name for column in table.tableSchema.columns] == header_of(unpacked / str(table.url)), table.url
    assert len(rows["commitments.csv"]) == len(served(EDITION).repository.catalogue.commitments)
    dues = [row["due"] for row in rows["commitments.csv"]]
    assert any(dues)
    assert all(due is None or isinstance(due, date) for due in dues)
    coverage = {one.indicator_id: one.observations for one in served(EDITION).repository.coverage(Selection())}
    figures = {Path(url).stem: found for url, found in rows.items() if url.startswith("by-indicator/")}
    assert len(figures) > 50
    for indicator_id, found in figures.items():
        assert len(found) == coverage[indicator_id]
        assert {type(row["value"]) for row in found} <= {float, type(None)}


def test_duckdb_reads_the_rows_and_their_numbers(unpacked: Path) -> None:
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT count(*), sum(value), count(*) FILTER (marker = 'c') FROM read_csv(?, sample_size = -1)",
            [str(unpacked / "observations.csv")],
        ).fetchone()
    rows = served(EDITION).repository.rows(Selection())
    total = sum(row.value for row in rows if row.value is not None)
    assert found == (len(rows), pytest.approx(total), sum(row.marker == "c" for row in rows))


def test_the_readme_says_what_it_is_who_approved_it_how_to_cite_it_and_what_symbols_mean(unpacked: Path) -> None:
    text = (unpacked / "README.txt").read_text(encoding="utf-8")
    listing = json.loads((DEFAULT_FOLDERS.editions / "chain.json").read_bytes())["editions"]
    for part in (
        "edition 2026-1",
        "not yet approved",
        "This is the whole edition. Nothing was filtered out.",
        "Open Government Licence",
        listing[0]["manifest_sha256"],
        *(
            f"{code.label}: {code.note}"
            for code in served(EDITION).repository.catalogue.codes.markers.values()
            if code.code
        ),
    ):
        assert part in text
    assert set(text.split()) >= {path.name for path in unpacked.iterdir() if path.suffix} - {"README.txt"}


def test_every_source_has_its_licence(unpacked: Path) -> None:
    text = (unpacked / "LICENCES.txt").read_text(encoding="utf-8")
    for source in served(EDITION).repository.catalogue.codes.sources.values():
        assert f"{source.id}: {source.title}" in text
        assert source.licence in text


def test_the_zip_is_the_same_whoever_makes_it(sealed: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    one = edition_zip(EDITION, sealed)
    monkeypatch.setattr(archive, "_kept", type(archive._kept)(0))
    assert edition_zip(EDITION, sealed) == one
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        names = package.namelist()
        assert names == sorted(names)
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_verify_takes_the_zip_and_names_what_was_changed_in_it(sealed: Folders, tmp_path: Path) -> None:
    good = edition_zip(EDITION, sealed)
    path = tmp_path / "edition.zip"
    path.write_bytes(good)
    assert verify_file(sealed, path).state == SAME
    for name, old, new in (
        ("sealed/observations/looked-after.csv", b"all,56,", b"all,57,"),
        ("observations.csv", b",35,", b",36,"),
        ("README.txt", b"Symbols", b"Letters"),
    ):
        path.write_bytes(with_change(good, name, old, new))
        found = verify_file(sealed, path)
        assert found.state == DIFFERS
        assert name.removeprefix("sealed/") in found.what


def test_a_withdrawn_cell_is_in_no_new_zip_and_an_old_one_is_told(sealed: Folders, tmp_path: Path) -> None:
    before = edition_zip(EDITION, sealed)
    withdraw(sealed, BLACK, reason="Too small.", prepared_by=PREPARED, approved_by=APPROVED, on=LATER)
    path = tmp_path / "edition.zip"
    path.write_bytes(before)
    assert verify_file(sealed, path).state == WITHDRAWN
    # A process that starts now reads the files as they are.
    again = Folders(sealed.root / ".." / "portal")
    after = edition_zip(EDITION, again)
    with zipfile.ZipFile(io.BytesIO(after)) as package:
        texts = [package.read(name) for name in package.namelist() if name.endswith(".csv")]
    assert not any(b",56,160,35," in text for text in texts)
    path.write_bytes(after)
    assert verify_file(again, path).state == SAME


def test_the_latest_edition_is_the_newest_sealed_one(sealed: Folders) -> None:
    correct_second(sealed)
    assert latest_edition(sealed) == "2026-2"
    older, newer = (edition_zip(edition, sealed) for edition in (EDITION, "2026-2"))
    assert b"edition 2026-1" in zipfile.ZipFile(io.BytesIO(older)).read("README.txt")
    assert b"edition 2026-2" in zipfile.ZipFile(io.BytesIO(newer)).read("README.txt")
    assert edition_file("2026-2", "observations.csv", sealed) != edition_file(EDITION, "observations.csv", sealed)


def test_nothing_is_latest_before_the_first_edition(tmp_path: Path) -> None:
    assert latest_edition(write_portal(tmp_path)) is None
