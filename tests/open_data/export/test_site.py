import csv
import json
import re
import shutil
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from data_access.public_address import public_address
from open_data.export.errors import ExportError
from open_data.export.link_check import check_links
from open_data.export.links import links_of
from open_data.export.site import export
from tests.exported_site import PAGES

INDICATOR = "read/indicator/children-looked-after"


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _linked(folder: Path, page: str, ending: str) -> list[Path]:
    """The files that a page links to whose names have this ending."""
    text = (folder / page / "index.html").read_text(encoding="utf-8")
    found = [part.partition('"')[0] for part in text.split('href="')[1:]]
    return [(folder / page / unquote(link)).resolve() for link in found if link.endswith(ending) and "://" not in link]


def test_every_link_in_an_export_leads_somewhere(exported: Path) -> None:
    checked = check_links(exported)
    assert checked.broken == []
    assert checked.followed > len(PAGES) * 10
    for page in exported.rglob("*.html"):
        assert list(links_of(page.read_text(encoding="utf-8"))) == []


def test_pages_charts_files_and_figures_are_there(exported: Path) -> None:
    files = _files(exported)
    assert {f"{page.strip('/')}/index.html" for page in PAGES} < files.keys()
    for name in ("groups.svg", "groups.phone.svg", "time.svg", "time.phone.svg"):
        assert files[f"{INDICATOR}/{name}"].startswith(b"<svg")
    assert files["read/about/social.png"].startswith(b"\x89PNG")
    about = json.loads(files["export.json"])
    assert about["pages"] == len(PAGES)
    assert about["figures"] == sum(name.startswith("figure/") and name.endswith(".html") for name in files) > 0
    assert b"read/index.html" in files["index.html"]


def test_a_filtered_file_holds_exactly_the_rows_of_its_link(exported: Path, client: TestClient) -> None:
    whole, shown, for_excel = (path.read_bytes() for path in sorted(_linked(exported, INDICATOR, ".csv"))[:3])
    sent = client.get("/api/v1/observations.csv?indicator=children-looked-after").content
    assert sent in {whole, shown, for_excel}
    for content in (whole, shown, for_excel):
        rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
        assert {row["indicator_id"] for row in rows} == {"children-looked-after"}


def test_a_page_is_what_the_portal_serves_but_for_links_and_choices(exported: Path, client: TestClient) -> None:
    about = (exported / "read/about/index.html").read_text(encoding="utf-8")
    served = client.get("/read/about").text
    search, kept = served.index('<form class="ci-search"'), served.index("</form>") + len("</form>")
    words = re.compile(r">([^<]*)")
    assert words.findall(about) == words.findall(served[:search] + served[kept:])
    indicator = (exported / INDICATOR / "index.html").read_text(encoding="utf-8")
    assert "<form" not in indicator
    live = f"{public_address().url}/{INDICATOR}"
    assert f'Choices need the live portal: <a href="{live}">{live}</a>' in indicator


def test_a_page_that_is_not_exported_is_linked_on_the_live_portal(exported: Path) -> None:
    text = (exported / "read/about/index.html").read_text(encoding="utf-8")
    assert f'href="{public_address().url}/read/methods"' in text
    assert 'href="../index.html"' in text


def test_a_second_export_takes_the_place_of_the_first_and_is_the_same(exported: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(exported, folder)
    (folder / "stale.html").write_text("of an older edition", encoding="utf-8")
    export(folder, pages=PAGES, workers=1)
    assert _files(folder) == _files(exported)


def test_an_export_that_fails_midway_leaves_nothing_half_written(exported: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(exported, folder)
    with pytest.raises(ExportError, match="the export needs /read/ward/nowhere, which answers 404"):
        export(folder, pages=["/read/about", "/read/ward/nowhere"], workers=1)
    assert _files(folder) == _files(exported)
    assert list(tmp_path.iterdir()) == [folder]
