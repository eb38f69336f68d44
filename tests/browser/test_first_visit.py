"""The journeys of docs/first-visit.md, followed step by step as they stand there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .visits import PATIENCE, settled, sideways, visit

DOC = Path(__file__).parents[2] / "docs" / "first-visit.md"
MOST_ACTIONS = 3
MOST_WORDS = 2 * 238
WORDS_BEFORE = """(end) => {
  const walk = document.createTreeWalker(end.closest('main, [data-testid=stMain]'), NodeFilter.SHOW_TEXT);
  let words = 0;
  for (let node = walk.nextNode(); node && !end.contains(node); node = walk.nextNode()) {
    if (!node.parentElement.closest('style, script, .ci-mast') && node.parentElement.checkVisibility()) {
      words += node.textContent.split(/\\s+/).filter(Boolean).length;
    }
  }
  return words;
}"""


@dataclass(frozen=True)
class Journey:
    """A journey as the document has it: where it opens, the links to follow, and what the last page then says."""

    name: str
    start: str
    links: tuple[str, ...]
    answers: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def journeys() -> Iterator[Journey]:
    for part in DOC.read_text(encoding="utf-8").split("\n## ")[1:]:
        steps = re.findall(r"^(\d)\. (.+)$", part, re.MULTILINE)
        assert [int(number) for number, _ in steps] == list(range(1, len(steps) + 1)), part
        (start,) = re.findall(r"^1\. Open `(/\S*)`\.$", part, re.MULTILINE)
        links = tuple(re.findall(r"^\d\. Follow \*\*(.+)\*\*\.$", part, re.MULTILINE))
        assert len(links) == len(steps) - 1, part
        yield Journey(part.partition("\n")[0], start, links, tuple(re.findall(r"^- “(.+)”$", part, re.MULTILINE)))


JOURNEYS = list(journeys())


def test_there_are_three_journeys_of_three_actions_or_fewer_each_with_an_answer() -> None:
    assert len(JOURNEYS) == 3
    assert [journey for journey in JOURNEYS if len(journey.links) + 1 > MOST_ACTIONS or not journey.answers] == []


def the_link(page: Page, words: str) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=words, exact=True).first


def expect_answers(page: Page, journey: Journey) -> None:
    for words in journey.answers:
        expect(page.get_by_role("main").get_by_text(words).first).to_be_attached(timeout=PATIENCE)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_a_journey_leads_to_its_answer_in_the_app(page: Page, journey: Journey, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    visit(page, journey.start)
    read = 0
    for words in journey.links:
        link = the_link(page, words)
        expect(link).to_be_visible(timeout=PATIENCE)
        read += link.evaluate(WORDS_BEFORE)
        address = link.get_attribute("href") or ""
        link.click()
        page.wait_for_url(f"**/{address.lstrip('/')}")
        settled(page)
    expect_answers(page, journey)
    lead = page.locator(".ci-lead")
    read += lead.evaluate(WORDS_BEFORE) + len(lead.inner_text().split())
    assert len(journey.links) < read < MOST_WORDS
    assert sideways(page) == 0


@pytest.fixture
def plain(portal: str, browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(
        base_url=portal, java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="en-GB"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_a_journey_leads_to_its_answer_without_javascript(plain: Page, journey: Journey) -> None:
    plain.goto(f"/read{journey.start}".rstrip("/"))
    for words in journey.links:
        the_link(plain, words).click()
        plain.wait_for_load_state()
        assert "/read/" in plain.url
    expect_answers(plain, journey)
