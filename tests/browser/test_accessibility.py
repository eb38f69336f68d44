"""What WCAG 2.2 AA asks of every page and state: by axe, and by our own eyes where axe cannot see.

One visit serves every check of a view: it is looked at once at each size, and the tests read what was seen.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data_access.files import DEFAULT_FOLDERS
from data_access.interface_text import text_of
from data_access.page_list import PAGES
from deploy.faults.processes import free_port, listens, wait_until

from .known_faults import BOX_OPEN, FAULTS, Fault
from .looking import (
    DESK,
    HALF,
    ZOOMED,
    Violation,
    ask,
    colour_violations,
    prepare,
    resized,
    violations,
    whole,
)
from .views import APP, EMBEDDED, NOT_READY, PLAIN, STATES, View
from .visits import PATIENCE, settled

Tally = Callable[[str, int], None]
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
# Left out on a phone: the name at the head stays, and these words stand in the page's own title or on About.
LEFT_OUT = frozenset({"Islington’s commitments, and what the figures show", "as at"})
# Views with boxes of each kind: for several choices, for one, and beside a map.
BOXES = frozenset({"/explore", "/wards", "/indicator?indicator=children-looked-after"})
AXIS = re.compile("^[XY]-axis ")
LEAST_OUTLINE, LEAST_CONTRAST = 2, 3
LEAST_WORDS = 8


@dataclass
class Seen:
    """What one visit found, by the name of the state it was found in."""

    view: View
    structure: dict[str, Any] = field(default_factory=dict)
    drawings: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    axe: dict[str, list[Violation]] = field(default_factory=dict)
    outlines: list[dict[str, Any]] = field(default_factory=list)
    targets: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lost: dict[str, list[str]] = field(default_factory=dict)
    walks: dict[str, dict[str, Any]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    moving: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def context(portal: str, browser: Browser) -> Iterator[BrowserContext]:
    """One context for all visits, so that scripts are fetched once; it asks for less motion."""
    opened = browser.new_context(base_url=portal, viewport=DESK, locale="en-GB", reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=[*APP, *PLAIN], ids=str)
def seen(request: pytest.FixtureRequest, context: BrowserContext) -> Seen:
    """A view that has been looked at in each of its states."""
    found = Seen(request.param)
    with _opened(context, found.view) as page:
        _look(page, found)
    return found


@contextmanager
def _opened(context: BrowserContext, view: View, awaited: str = "h1, main") -> Iterator[Page]:
    """The view once it is whole and has what is awaited, ready to be asked."""
    page = context.new_page()
    page.set_viewport_size(DESK)
    if not view.has_scripts:
        page.route("**/*.js", lambda route: route.abort())
    page.goto(view.address)
    if view.is_app:
        settled(page)
    expect(page.locator(awaited).first).to_be_visible(timeout=PATIENCE)
    whole(page)
    prepare(page)
    yield page
    page.close()


def _count(found: Seen, tally: Tally) -> None:
    tally("views", 1)
    tally("outlines of focus", len(found.outlines))
    tally("targets", sum(map(len, found.targets.values())))
    tally("drawings", len(found.drawings))
    tally("tables", len(found.tables))
    tally("stops of the Tab key", sum(len(walk["stops"]) for walk in found.walks.values()))
    _count_axe(found, tally)


def _count_axe(found: Seen, tally: Tally) -> None:
    by_kind = [_fault_of(one, state) for state, several in found.axe.items() for one in several]
    tally("states looked at with axe", len(found.axe))
    tally("violations that our code can cure", by_kind.count(None))
    tally("elements with a known fault", len(by_kind) - by_kind.count(None))


def _look(page: Page, found: Seen) -> None:
    found.structure = ask(page, "structure")
    found.drawings, found.tables = ask(page, "drawings"), ask(page, "tables")
    found.words["desk"] = set(ask(page, "wordsShown"))
    found.axe["desk"] = violations(page)
    found.targets["desk"] = ask(page, "targets")
    if found.view.address in BOXES:
        _with_a_box_open(page, found)
    found.walks["desk"] = _walked(page)
    found.outlines = ask(page, "focusOutlines")
    found.moving = ask(page, "animations")
    if not found.view.is_app:
        _in_the_dark(page, found, "dark")
    with _spaced(page):
        _note_lost(page, found, "spaced")
    resized(page, HALF)
    _note_lost(page, found, "enlarged to 200%")
    resized(page, ZOOMED)
    _note_lost(page, found, "enlarged to 400%")
    found.axe["enlarged to 400%"] = violations(page)
    found.targets["phone"] = ask(page, "targets")
    found.words["phone"] = set(ask(page, "wordsShown"))
    if found.view.is_app:
        _with_the_menu_open(page, found)
    else:
        _in_the_dark(page, found, "dark, enlarged to 400%")
    with _spaced(page):
        _note_lost(page, found, "spaced, enlarged to 400%")
    resized(page, DESK)
    ask(page, "enlarge", 2)
    whole(page)
    _note_lost(page, found, "words of twice the size")


def _note_lost(page: Page, found: Seen, state: str) -> None:
    seen = ask(page, "lost")
    told = [f"{kind}: {words}" for kind in ("cut", "overlap") for words in seen[kind]]
    found.lost[state] = told + ([f"{seen['beyond']} px to scroll sideways"] if seen["beyond"] > 0 else [])


@contextmanager
def _spaced(page: Page) -> Iterator[None]:
    """The spacing of WCAG 1.4.12, for as long as the block lasts."""
    style = page.add_style_tag(content=SPACED)
    whole(page)
    yield
    style.evaluate("node => node.remove()")
    whole(page)


def _in_the_dark(page: Page, found: Seen, state: str) -> None:
    """Colours alone differ, so their rules alone are asked for."""
    page.emulate_media(color_scheme="dark")
    found.axe[state] = colour_violations(page)
    page.emulate_media(color_scheme="light")


def _with_a_box_open(page: Page, found: Seen) -> None:
    page.get_by_role("main").get_by_role("combobox").first.click()
    expect(page.get_by_role("option").first).to_be_visible()
    found.axe[BOX_OPEN] = violations(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)


def _with_the_menu_open(page: Page, found: Seen) -> None:
    if found.view.address not in {"/", "/wards"}:
        return
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_test_id("stSidebarNavLink").first).to_be_visible()
    found.axe["the menu open"] = violations(page)
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(page.get_by_test_id("stSidebarNavLink").first).to_be_hidden()


def _walked(page: Page) -> dict[str, Any]:
    """The Tab key held down from the top until it has been everywhere and a little more."""
    for _ in range(ask(page, "startWalk") + 3):
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    walk: dict[str, Any] = ask(page, "walk")
    return walk


def _fault_of(found: Violation, state: str) -> Fault | None:
    same = (one for one in FAULTS if one.rule == found.rule and one.where in found.html and one.state == state)
    return next(same, None)


def test_axe_finds_nothing_that_our_code_can_cure(seen: Seen, tally: Tally) -> None:
    _count(seen, tally)
    left = {state: [one for one in found if not _fault_of(one, state)] for state, found in seen.axe.items()}
    assert {state: found for state, found in left.items() if found} == {}


def test_a_fault_that_is_listed_for_axe_is_still_there(seen: Seen) -> None:
    listed = {one for one in FAULTS if one.state in seen.axe}
    assert listed <= {_fault_of(one, state) for state, found in seen.axe.items() for one in found}


def test_a_page_says_its_language_its_title_and_its_parts(seen: Seen) -> None:
    has = seen.structure
    assert has["lang"] == "en-GB"
    assert has["title"].startswith(seen.view.title)
    assert "Streamlit" not in has["title"]
    assert (has["mains"], has["banners"]) == (1, 1)
    assert has["navs"]
    assert all(has["navs"])
    assert len(set(has["navs"])) == len(has["navs"])
    assert has["feet"] == (0 if seen.view.is_app else 1)


def test_headings_begin_with_one_of_the_first_level_and_skip_none(seen: Seen) -> None:
    levels = seen.structure["levels"]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [(before, after) for before, after in pairwise(levels) if after > before + 1] == []
    assert all(seen.structure["headings"])


def test_whatever_has_the_focus_shows_an_outline(seen: Seen) -> None:
    assert seen.outlines
    faint = [
        one
        for one in seen.outlines
        if one["width"] < LEAST_OUTLINE or one["contrast"] < LEAST_CONTRAST or one["opacity"] < 1
    ]
    assert faint == []


def test_targets_are_24_px_or_stand_apart_or_within_a_sentence(seen: Seen) -> None:
    small = {size: [one for one in found if one["why"] == "small"] for size, found in seen.targets.items()}
    assert {size: found for size, found in small.items() if found} == {}


def test_nothing_is_lost_when_text_is_enlarged_or_spaced(seen: Seen) -> None:
    assert len(seen.lost) == 5
    assert {state: found for state, found in seen.lost.items() if found} == {}


def test_a_narrow_window_says_what_a_wide_one_says(seen: Seen) -> None:
    assert seen.words["desk"] - seen.words["phone"] - LEFT_OUT == set()


def test_nothing_moves_for_those_who_ask_for_less_motion(seen: Seen) -> None:
    assert seen.moving == []


def test_the_tab_key_goes_everywhere_once_and_is_caught_nowhere(seen: Seen) -> None:
    for walk in seen.walks.values():
        stops = [stop["number"] for stop in walk["stops"]]
        wanted = [one["number"] for one in walk["wanted"]]
        missed = [one["name"] for one in walk["wanted"] if one["number"] not in stops]
        assert missed == []
        # After the last stop the walk begins again, and in the same order.
        assert stops[: len(set(stops))] == [number for number in stops if number in wanted][: len(set(stops))]
        assert len(stops) - len(set(stops)) <= 3
        assert re.search("Skip to", walk["stops"][0]["name"])


def test_the_tab_key_follows_the_order_of_reading(seen: Seen) -> None:
    for walk in seen.walks.values():
        shown = list({stop["number"]: stop for stop in walk["stops"]}.values())
        back = [(before["name"], after["name"]) for before, after in pairwise(shown) if _is_back(before, after)]
        assert back == []


def _is_back(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a stop lies wholly above the one before and not in a column at its right, or left of it in its row."""
    is_above = after["y"] + after["height"] <= before["y"] and after["x"] < before["x"] + before["width"]
    middle = after["y"] + after["height"] / 2
    is_beside = before["block"] == after["block"] and before["y"] < middle < before["y"] + before["height"]
    return is_above or (is_beside and after["x"] + after["width"] <= before["x"])


def test_every_drawing_has_a_name_that_describes_it_and_lettering_that_can_be_read(seen: Seen) -> None:
    for drawn in seen.drawings:
        assert len(drawn["name"].split()) >= LEAST_WORDS, drawn
        assert drawn["faint"] == [], drawn["name"]


def test_every_table_has_a_caption_and_heads_with_a_scope(seen: Seen) -> None:
    for table in seen.tables:
        assert table["caption"], table
        assert table["unscoped"] == 0, table["caption"]
        assert table["columns"] >= 1, table["caption"]
        assert len(table["rowHeads"]) == table["rows"], table["caption"]


def _figure(word: str) -> str:
    """A number as it counts: 59.0% on the one scale of a picture is the 59 of a table."""
    plain = word.strip("%(),;")
    return plain.rstrip("0").rstrip(".") if re.fullmatch(r"[\d,]+\.\d+", plain) else plain


def test_a_figure_that_is_drawn_stands_in_a_table(seen: Seen) -> None:
    words = {_figure(word) for table in seen.tables for cell in table["cells"] for word in cell.split()}
    for drawn in seen.drawings:
        told = [label for label in drawn["labels"] if ": " in label and not AXIS.match(label)]
        figures = {label: _figure(label.partition(": ")[2].split()[0]) for label in told}
        missing = {label for label, figure in figures.items() if figure[0].isdigit() and figure not in words}
        assert missing == set(), drawn["name"]


def test_no_two_pages_have_one_title(context: BrowserContext) -> None:
    page = context.new_page()
    titles = {}
    for view in PLAIN[: len(PAGES) - 1]:
        page.goto(view.address)
        titles[page.title()] = view.address
    page.close()
    assert len(titles) == len(PAGES) - 1


@pytest.mark.parametrize("view", STATES, ids=str)
def test_an_address_that_asks_for_what_is_not_there_gets_a_page_that_axe_passes(
    context: BrowserContext, view: View, tally: Tally
) -> None:
    with _opened(context, view) as page:
        found = _briefly(page, view, tally)
    assert found.structure["levels"].count(1) == 1


def _briefly(page: Page, view: View, tally: Tally) -> Seen:
    """A view of little, at both ends of the sizes, which axe passes and where nothing is lost."""
    found = Seen(view)
    found.structure = ask(page, "structure")
    found.axe["desk"] = violations(page)
    resized(page, ZOOMED)
    found.axe["enlarged to 400%"] = violations(page)
    _note_lost(page, found, "enlarged to 400%")
    _count_axe(found, tally)
    assert found.axe == {"desk": [], "enlarged to 400%": []}
    assert found.lost == {"enlarged to 400%": []}
    assert found.structure["title"].startswith(view.title)
    return found


@pytest.fixture(scope="module")
def without_figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a portal that is to show an edition which does not exist, so it has no figures."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    told = os.environ | {"PORTAL_PUBLIC_URL": address, "PORTAL_EDITION": "1999-9"}
    with (tmp_path_factory.mktemp("without figures") / "portal.log").open("wb") as sink:
        process = subprocess.Popen(
            command, cwd=DEFAULT_FOLDERS.root, env=told, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink
        )
        try:
            wait_until(lambda: listens(port), "a portal without figures")
            yield address
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.parametrize(("view", "sentence"), NOT_READY, ids=["as it was served", "without scripts", "in the app"])
def test_a_portal_without_figures_says_so_in_a_page_that_axe_passes(
    browser: Browser, without_figures: str, view: View, sentence: str, tally: Tally
) -> None:
    context = browser.new_context(base_url=without_figures, viewport=DESK, locale="en-GB", reduced_motion="reduce")
    with _opened(context, view, sentence) as page:
        words, status = page.locator(sentence).inner_text(), context.request.get(view.address).status
        _briefly(page, view, tally)
    context.close()
    expected = text_of("pages.explore.heading") if sentence == "h1" else text_of("frame.not-ready")
    # The app itself takes over the page that was served, and goes on asking.
    assert (words, status) == (expected, 503 if view.address.startswith("/read") else 200)


def test_a_word_that_is_hard_to_read_in_the_middle_of_a_table_is_found(context: BrowserContext) -> None:
    with _opened(context, View("/read/commitments", is_app=False)) as page:
        page.locator("tbody tr:nth-child(9) td").nth(1).evaluate("cell => { cell.style.color = '#aaa'; }")
        assert [found.rule for found in violations(page)] == ["color-contrast"]


@pytest.mark.parametrize("address", EMBEDDED)
def test_a_chart_for_other_pages_to_frame_passes_axe_in_light_and_dark(
    context: BrowserContext, address: str, tally: Tally
) -> None:
    found = Seen(View(address, is_app=False))
    with _opened(context, found.view) as page:
        found.structure, found.drawings = ask(page, "structure"), ask(page, "drawings")
        found.axe["desk"] = violations(page)
        _in_the_dark(page, found, "dark")
        resized(page, ZOOMED)
        found.axe["enlarged to 400%"] = violations(page)
        _note_lost(page, found, "enlarged to 400%")
    _count_axe(found, tally)
    assert found.axe == {"desk": [], "dark": [], "enlarged to 400%": []}
    assert found.lost == {"enlarged to 400%": []}
    assert (found.structure["lang"], found.structure["mains"]) == ("en-GB", 1)
    assert found.structure["title"]
    assert all(len(drawn["name"].split()) >= LEAST_WORDS for drawn in found.drawings)


def test_the_statement_names_each_fault_that_remains_and_no_other() -> None:
    text = (DEFAULT_FOLDERS.config / "text" / "about.md").read_text(encoding="utf-8")
    statement = text.partition("{accessibility}")[2].partition("\n## ")[0]
    listed = statement.partition("These faults are known.")[2].partition("\n\n")[2].partition("\n\n")[0]
    assert listed.splitlines() == [f"- {fault.told}" for fault in FAULTS]
