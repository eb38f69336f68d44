"""The search page: what it finds is what search finds, and nothing typed into it breaks it."""

from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.search_box import box_html
from data_access.portal import served
from data_access.search import LONGEST, POSTCODE_NOTE, search
from tests.gathered_page import page_at

PAGE = Path(__file__).parents[2] / "pages" / "search.py"


def html_for(**address: str | list[str]) -> str:
    app = page_at(PAGE)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return "".join(getattr(entry.proto, "body", "") for entry in app.get("html"))


class Form(HTMLParser):
    """The elements of a form with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str) -> dict[str, str | None]:
        (attributes,) = [attributes for name, attributes in self.found if name == tag]
        return attributes


def test_the_page_shows_what_search_finds_in_its_order() -> None:
    html = html_for(q="stop and serch")
    found = search(served().repository, "stop and serch").results
    assert found
    places = [html.index(f'href="{escape(one.address)}"') for one in found]
    assert places == sorted(places)
    assert f"{len(found)} results for “stop and serch”" in html
    assert 'value="stop and serch"' in html


def test_without_a_question_the_page_says_what_to_type_and_shows_the_ways_in() -> None:
    html = html_for()
    assert "Type a word or a few" in html
    for address in ("ward", "group", "commitments"):
        assert f'href="{address}"' in html


def test_with_no_answer_it_offers_near_words_and_the_ways_in() -> None:
    html = html_for(q="overtime")
    assert "Nothing here matches “overtime”." in html
    assert 'href="search?q=overview"' in html
    assert 'href="commitments"' in html


def test_a_postcode_is_told_that_none_is_known() -> None:
    assert escape(POSTCODE_NOTE) in html_for(q="N4 2HA")


def test_a_long_text_is_cut_and_the_page_says_so() -> None:
    html = html_for(q="stop " * 100)
    assert f"Only the first {LONGEST} characters were read." in html


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a\x00b", "&amp; ’"])
def test_what_is_typed_is_shown_as_text(text: str) -> None:
    html = html_for(q=text)
    assert "<script" not in html
    assert "<img" not in html
    assert " ".join(text.split()) in unescape(html)


@settings(max_examples=5)
@given(st.text(min_size=1, max_size=LONGEST))
def test_no_text_breaks_the_page(text: str) -> None:
    assert "ci-search" in html_for(q=text)


@given(st.text())
def test_the_box_holds_any_text_and_has_a_label_and_a_button(text: str) -> None:
    form = Form(box_html(text))
    assert [tag for tag, _ in form.found if tag not in {"span"}] == ["form", "label", "input", "button"]
    assert form.one("form") == {"class": "ci-search", "role": "search", "action": "/search", "method": "get"}
    box = form.one("input")
    assert (box["name"], box["maxlength"]) == ("q", str(LONGEST))
    assert unescape(escape(text)).replace("\r\n", "\n") == (box["value"] or "").replace("\r\n", "\n")
    assert form.one("button") == {"type": "submit"}
