"""The whole portal in a language of no place: every text of config/text is long and accented, and nothing breaks.

What still shows in plain English was not kept where a translator finds it. By docs/decisions/0009-words.md that may be
a name or a text of the sealed edition, a sentence that code makes from a figure or a name, or one of the words that
code keeps beside a rule; whatever else is found fails.
"""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from data_access.files import TEXTS_SETTING
from data_access.interface_text import parse
from data_access.page_list import PAGES
from data_access.portal import served
from tests.pseudo_texts import ACCENTED, pseudo, write_pseudo_texts

ROOT = Path(__file__).parents[2]
WARD, FIGURE = "E05013703", "2026-1.free-school-meals.ay2019-20.E09000019.dfe-black.all"
OK, MISSING = 200, 404
FETCHED = {
    **{f"/read/{spec.url}".rstrip("/"): OK for spec in PAGES},
    **{spec.address: OK for spec in PAGES if spec.url in {"", "explore", "wards", "search"}},
    "/read/indicator/children-looked-after": OK,
    "/read/indicator/ethnicity-pay-gap": OK,
    f"/read/ward/{WARD}": OK,
    "/read/group/eth5-black": OK,
    "/read/commitment/children-target-03": OK,
    "/read/search?q=xyzzy": OK,
    "/read/explore?ward=Nags+Head&strand=employer": OK,
    "/read/wards?indicator=stop-and-search&ethnicity=eth5-asian&view=hexagons": OK,
    f"/figure/{FIGURE}": OK,
    "/embed/indicator/children-looked-after/groups": OK,
    "/embed/wards/map": OK,
    "/feed.xml": OK,
    "/figure/nothing": MISSING,
    "/embed/nothing": MISSING,
    "/embed/indicator/children-looked-after/nothing": MISSING,
    "/read/nothing": MISSING,
    "/read/indicator/nothing": MISSING,
    "/nothing": MISSING,
}
RUN = ("/", "/explore", "/indicator?indicator=children-looked-after", "/wards")
# Words that stay beside the rule, the column or the file that they belong to: files and the API carry them too.
BESIDE_THEIR_RULES = (
    "columns.py",
    "commitments/statuses.py",
    "commitments/tables.py",
    "formats.py",
    "labels.py",
    "measure_words.py",
    "measured.py",
    "measures/arrays.py",
    "measures/breakdown.py",
    "measures/quality.py",
    "measures/ranking.py",
    "measures/reference.py",
    "measures/sentences.py",
    "measures/representation.py",
    "register.py",
    "sentences.py",
    "stocktake_account.py",
    "views.py",
    "boundaries/classes.py",
    "events.py",
)
# Why no base fits: which of its sides differ is put together.
COMPOSED = re.compile(r"figure and base are of different [a-z ]+")
# What readers typed, which the answer repeats.
TYPED = re.compile("“(?:nothing|Nags Head)”")
# The kinds of file have one name in every language.
FILES = frozenset({"CSV", "ODS", "XLSX", "JSON", "ZIP", "SHA", "API", "BibTeX", "HTML"})
WORD = re.compile(r"[^\W\d_][^\W\d_’'-]*")
# Folders of figures and shapes, which hold no words but names that the others have.
LARGE = frozenset({"observations", "boundaries"})
HIDDEN = frozenset({"script", "style", "code", "pre"})
SHOWN = ("aria-label", "alt", "title", "placeholder")


class Said(HTMLParser):
    """Every text of a page that a reader meets, attributes for screen readers and search engines among them."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in HIDDEN
        given = dict(attrs)
        self.texts += [told for name in SHOWN if (told := given.get(name))]
        if tag == "meta" and given.get("name") == "description":
            self.texts.append(given["content"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.texts.append(" ".join(data.split()))


def said(html: str) -> list[str]:
    page = Said()
    page.feed(html)
    return page.texts


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pseudo") / "text"
    write_pseudo_texts(ROOT / "config" / "text", folder)
    return folder


@pytest.fixture(scope="module")
def site(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a portal that was started with these texts answers and draws."""
    answer = tmp_path_factory.mktemp("answer") / "pages.json"
    asked = json.dumps({"fetched": list(FETCHED), "run": RUN})
    done = subprocess.run(
        [sys.executable, "-m", "tests.pseudo_site", asked, str(answer)],
        cwd=ROOT,
        env={**os.environ, TEXTS_SETTING: str(texts)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def pages(site: dict[str, Any]) -> dict[str, list[str]]:
    """The texts of every page, by its address; of the app as it is drawn on the screen under “app”."""
    fetched = {address: said(html) for address, (_, html) in site["fetched"].items()}
    return fetched | {f"app {address}": said(html) for address, html in site["run"].items()}


def test_the_texts_are_a_third_to_a_half_longer_and_keep_their_places(texts: Path) -> None:
    plain = parse((ROOT / "config" / "text" / "interface.toml").read_text(encoding="utf-8"))
    marked = parse((texts / "interface.toml").read_text(encoding="utf-8"))
    assert plain.keys() == marked.keys()
    length = sum(map(len, marked.values())) / sum(map(len, plain.values()))
    assert 4 / 3 < length < 3 / 2
    assert {key: re.findall(r"\{\w+\}", text) for key, text in plain.items()} == {
        key: re.findall(r"\{\w+\}", text) for key, text in marked.items()
    }


def test_every_page_answers_and_says_its_language(site: dict[str, Any]) -> None:
    assert {address: status for address, (status, _) in site["fetched"].items()} == FETCHED
    assert {
        address: re.findall(r'<html lang="([^"]*)"', html)
        for address, (_, html) in site["fetched"].items()
        if "<html" in html
    } == {address: ["en-XA"] for address in FETCHED if address != "/feed.xml"}
    assert 'xml:lang="en-XA"' in site["fetched"]["/feed.xml"][1]


def test_no_place_is_left_unfilled(pages: dict[str, list[str]]) -> None:
    left = {(address, text) for address, texts in pages.items() for text in texts if re.search(r"\{\w*\}", text)}
    assert left == set()


def constants(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


@pytest.fixture(scope="module")
def data() -> Callable[[str], bool]:
    """Whether a plain text is data: it stands in the sealed edition or beside a rule, as a whole or in its parts."""
    edition = ROOT / "data" / "editions" / served().repository.edition
    told = [
        path
        for path in edition.rglob("*")
        if path.suffix in {".toml", ".csv", ".json"} and path.parent.name not in LARGE
    ]
    sealed = [path.read_text(encoding="utf-8") for path in told]
    kept = [text for name in BESIDE_THEIR_RULES for text in constants(ROOT / "data_access" / name)]
    known = " ".join(" ".join(sealed + kept).split()).replace('\\"', '"').lower()

    def is_data(text: str) -> bool:
        parts = re.split(r"[.;:,·()/]| (?:and|with|from|by) ", COMPOSED.sub("", text))
        return text.lower() in known or all(part.strip().lower() in known for part in parts)

    return is_data


@pytest.fixture(scope="module")
def named() -> re.Pattern[str]:
    """Any name of a thing in the edition."""
    codes, catalogue = served().repository.catalogue.codes, served().repository.catalogue
    labels = {
        one.label
        for known in (codes.areas, codes.ethnic_groups, codes.strands, codes.service_areas, codes.categories)
        for one in known.values()
    }
    titles = {one.title for known in (catalogue.indicators, catalogue.commitments) for one in known.values()}
    names = sorted((name for name in labels | titles if len(name) > 3), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def words_in_english(text: str) -> list[str]:
    without_addresses = re.sub(r"(?<!\S)[/.][\w./-]+", " ", text)
    plain = [word for word in WORD.findall(without_addresses) if not ACCENTED.search(word) and word not in FILES]
    return [word for word in plain if re.search("[aeiou]", word, re.IGNORECASE)]


def test_no_sentence_of_the_interface_is_left_in_plain_english(
    pages: dict[str, list[str]], data: Callable[[str], bool], named: re.Pattern[str], tally: Callable[[str, int], None]
) -> None:
    name = served().repository.catalogue.settings.name
    everything = {TYPED.sub("", text.replace(name, "")) for texts in pages.values() for text in texts}
    # What code makes from a figure or from a name is not among the words that a folder holds.
    fixed = [text for text in everything if not (re.search(r"\d", text) or named.search(text))]
    left = {text for text in fixed if words_in_english(text) and not data(text)}
    tally("texts in a language of no place", len(everything))
    assert {text for text in left if not is_beside_a_text(text, data)} == set()


def is_beside_a_text(text: str, data: Callable[[str], bool]) -> bool:
    """Whether a text that a folder holds has data beside it or within: what is left without its words is data."""
    words = "|".join(word for word in WORD.findall(text) if ACCENTED.search(word))
    return bool(words) and data(" ".join(re.sub(rf"(?:{words})[.:,;]?", " ", text).split()))


def test_the_texts_of_scripts_are_in_the_page(site: dict[str, Any]) -> None:
    shell = site["fetched"]["/"][1]
    for words in ("Menu", "Close", "Copied", "Updating the page"):
        assert f'"{pseudo(words)}"' in shell
