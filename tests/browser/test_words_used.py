"""The words used: opened without a mouse on a phone, and followed to their place in the glossary."""

from playwright.sync_api import Page, expect

from data_access.glossary import terms_on
from data_access.interface_text import text_of

from .visits import PATIENCE, settled, sideways, visit


def test_a_word_is_read_from_the_keyboard_on_a_phone_and_followed_to_the_glossary(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, "/indicator?indicator=free-school-meals")
    known = terms_on("indicator")
    opener = page.get_by_text(f"{text_of('frame.words-used')}: {len(known)}", exact=True)
    meaning = page.locator(".ci-words dd", has_text=known[0].meaning)
    expect(meaning).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    assert page.locator(".ci-words dt").all_inner_texts() == [one.term for one in known]
    assert sideways(page) == 0
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/methods#{known[0].key}")
    settled(page)
    expect(page.locator(f"#{known[0].key}")).to_be_in_viewport(timeout=PATIENCE)
