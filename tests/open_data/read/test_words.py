"""The words used: each page explains those that stand on it, and every word explained stands somewhere."""

from collections import defaultdict

import pytest
from lxml import html as lxml_html

from data_access.glossary import Term, glossary
from data_access.page_list import SINGLE

pytest_plugins = ["tests.open_data.read.every_page"]

# Where a word stands in another sense than the one explained.
OTHER_SENSE = {("Gap", "about"), ("Gap", "data")}
# A page that shows one thing at a time may leave out what stands on fewer of its addresses than this share.
OFTEN = 0.1
PAGE_OF = {word: page for page, (_, word) in SINGLE.items()}


def said(main: lxml_html.HtmlElement) -> str:
    """The text of a page without its list of words, and without the glossary."""
    for unread in main.xpath('.//*[contains(@class, "ci-words")] | .//section[contains(@class, "ci-sec-glossary")]'):
        unread.drop_tree()
    return " ".join(" ".join(main.itertext()).split())


@pytest.fixture(scope="session")
def mains(every_page: dict[str, str]) -> dict[str, list[lxml_html.HtmlElement]]:
    """The main part of every page by the page that it is of."""
    found = defaultdict(list)
    for address, text in every_page.items():
        word = address.removeprefix("/read").strip("/").partition("/")[0]
        found[PAGE_OF.get(word, word)].append(lxml_html.document_fromstring(text).find(".//main"))
    return found


def test_a_page_lists_the_words_that_stand_on_it_and_no_others(mains: dict[str, list[lxml_html.HtmlElement]]) -> None:
    texts = {page: [said(main) for main in found] for page, found in mains.items()}
    counts = {(one.term, page): sum(map(one.stands_in, told)) for one in glossary() for page, told in texts.items()}
    listed = {(one.term, page) for one in glossary() for page in one.pages}
    often = {(name, page) for (name, page), count in counts.items() if count >= max(1, OFTEN * len(texts[page]))}
    assert often - listed == OTHER_SENSE
    assert {place for place in listed if not counts[place]} == set()


def test_every_word_has_an_address_in_the_methods_and_every_page_leads_there(every_page: dict[str, str]) -> None:
    methods = lxml_html.document_fromstring(every_page["/read/methods"])
    meanings = {term.get("id"): term.getnext().text_content() for term in methods.iter("dt") if term.get("id")}
    assert {one.key: meanings.get(one.key, "").startswith(one.meaning) for one in glossary()} == {
        one.key: True for one in glossary()
    }
    without = []
    for address, text in every_page.items():
        links = lxml_html.document_fromstring(text).xpath('.//details[contains(@class, "ci-words")]//dt/a/@href')
        if not links and address not in ("/read/methods", "/read/pack"):
            without.append(address)
        assert {link.partition("#")[2] for link in links} <= set(meanings), address
        assert {link.partition("#")[0] for link in links} <= {"/read/methods"}, address
    assert without == []


def term(*forms: str) -> Term:
    return Term(forms[0], "Meaning.", forms[1:], ())


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("The gap was small.", True),
        ("Gaps, then.", True),
        ("A stopgap", False),
        ("a gap-year", False),
        ("Nothing", False),
        ("the GAP", True),
    ],
)
def test_a_word_stands_where_it_or_another_form_of_it_does(text: str, stands: bool) -> None:
    assert term("Gap", "gaps").stands_in(text) is stands
