"""Sealed editions over HTTP: the list with every hash, each file byte for byte, and nothing else."""

import hashlib
import io
import zipfile

import pytest
from starlette.testclient import TestClient

from data_access.editions.folder import edition_folder
from data_access.editions.verify import verify_all
from data_access.files import DEFAULT_FOLDERS


def listed(client: TestClient) -> dict[str, object]:
    (*_, first) = client.get("/editions/").json()["editions"]
    return dict(first)


def test_the_first_edition_is_listed_with_who_prepared_it_and_that_nobody_approved_it(client: TestClient) -> None:
    first = listed(client)
    assert (first["edition"], first["prepared_by"], first["approved_by"]) == ("2026-1", "Portal team", None)
    assert first["previous"] is None


def test_every_listed_file_is_sent_byte_for_byte(client: TestClient) -> None:
    first = listed(client)
    files = first["files"]
    assert isinstance(files, list)
    assert len(files) > 100
    for file in files:
        answer = client.get(f"/editions/2026-1/{file['path']}")
        assert answer.status_code == 200, file["path"]
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"], file["path"]


@pytest.mark.parametrize(
    "path",
    [
        "2026-1/observations/nothing.csv",
        "2026-1/../chain.json",
        "2026-1/%2e%2e/chain.json",
        "2026-1/observations/../manifest.json.bak",
        "1999-1/manifest.json",
        "..%2f..%2fconfig/portal.toml",
        "2026-1/",
    ],
)
def test_any_other_path_is_a_404(client: TestClient, path: str) -> None:
    assert client.get(f"/editions/{path}").status_code == 404


def test_the_first_edition_has_no_edition_before_it_to_differ_from(client: TestClient) -> None:
    answer = client.get("/editions/2026-1/changes.csv")
    assert answer.status_code == 404
    assert "the first" in answer.json()["detail"]


def test_an_edition_can_be_asked_for_by_name_and_a_wrong_name_is_told(client: TestClient) -> None:
    rows = client.get("/api/v1/observations.json?indicator=attainment-8&edition=2026-1").json()
    assert rows["edition"] == "2026-1"
    wrong = client.get("/api/v1/observations.json?edition=2026-9")
    assert wrong.status_code == 400
    assert wrong.json()["parameter"] == "edition"


def test_the_real_chain_is_whole_and_every_sealed_byte_is_there() -> None:
    assert [str(entry) for entry in verify_all(DEFAULT_FOLDERS) if entry.is_wrong] == []
    assert (edition_folder(DEFAULT_FOLDERS, "2026-1") / "manifest.json").is_file()


def test_the_zip_of_an_edition_is_sent_once_and_holds_what_its_parts_are_sent_as(client: TestClient) -> None:
    answer = client.get("/editions/2026-1.zip")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert 'filename="challenging-inequality-2026-1.zip"' in answer.headers["content-disposition"]
    again = client.get("/editions/2026-1.zip", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if not name.startswith("by-indicator/"):
                part = client.get(f"/editions/2026-1/{name.removeprefix('sealed/')}")
                assert part.content == archive.read(name), name


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("datapackage.json", "application/json"),
        ("csv-metadata.json", "application/csvm+json"),
        ("observations.csv", "text/csv; charset=utf-8"),
        ("by-indicator/attainment-8.csv", "text/csv; charset=utf-8"),
        ("README.txt", "text/plain; charset=utf-8"),
    ],
)
def test_each_file_of_the_zip_has_an_address_of_its_own(client: TestClient, path: str, kind: str) -> None:
    answer = client.get(f"/editions/2026-1/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_every_address_in_the_descriptions_leads_to_the_file(client: TestClient) -> None:
    package = client.get("/editions/2026-1/datapackage.json").json()
    metadata = client.get("/editions/2026-1/csv-metadata.json").json()
    paths = [one["path"] for one in package["resources"]]
    assert paths == [one["url"] for one in metadata["tables"]]
    for one in package["resources"]:
        content = client.get(f"/editions/2026-1/{one['path']}").content
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/editions/latest", "/editions/2026-1/manifest.json"),
        ("/editions/latest.zip", "/editions/2026-1.zip"),
        ("/editions/latest/datapackage.json", "/editions/2026-1/datapackage.json"),
        ("/editions/latest/observations/attainment-8.csv", "/editions/2026-1/observations/attainment-8.csv"),
        ("/editions/latest/changes.csv", "/editions/2026-1/changes.csv"),
        ("/editions/latest//example.org", "/editions/2026-1//example.org"),
    ],
)
def test_latest_leads_to_the_newest_edition(client: TestClient, address: str, leads_to: str) -> None:
    answer = client.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, leads_to)


@pytest.mark.parametrize(
    "address", ["/editions/2026-9.zip", "/editions/nothing.zip", "/editions/2026-1/sealed/manifest.json"]
)
def test_what_no_edition_has_is_a_404(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.json()["title"] == "There is nothing at this address."
