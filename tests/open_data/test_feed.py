"""The feed: valid Atom that any reader can follow, with an entry for everything that happened."""

from datetime import date
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from starlette.testclient import TestClient

from data_access.events import Event, events
from data_access.portal import served
from open_data.feed import atom

pytest_plugins = ["tests.open_data.whole_site"]

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
ATOM = "{http://www.w3.org/2005/Atom}"
STRANDS = ("", "strategic-leader", "employer", "service-provider")


def document_of(text: str) -> etree._Element:
    """The feed, read and found to keep the rules of RFC 4287: those of the grammar, then those beyond it."""
    root = etree.fromstring(text.encode())
    GRAMMAR.assertValid(root)
    for part in (root, *root.iter(f"{ATOM}entry")):
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in part.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        ]
        assert len(alternates) == len(set(alternates)) == 1
    ids = [found.text for found in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    return root


def address_of(strand: str) -> str:
    return f"/feed.xml?strand={strand}" if strand else "/feed.xml"


@pytest.mark.parametrize("strand", STRANDS)
def test_the_feed_is_valid_atom_with_an_entry_for_every_event(client: TestClient, strand: str) -> None:
    answer = client.get(address_of(strand))
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = document_of(answer.text)
    told = events(strand)
    assert [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")] == [event.id for event in told]
    assert root.findtext(f"{ATOM}updated") == max(event.at for event in told).isoformat()
    (own,) = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == f"http://127.0.0.1:8501{address_of(strand)}"
    assert "Open Government Licence v3.0" in (root.findtext(f"{ATOM}rights") or "")


def test_a_feed_reader_finds_no_fault_and_the_same_entries(client: TestClient) -> None:
    read = feedparser.parse(client.get("/feed.xml").content)
    assert (read.bozo, read.version) == (False, "atom10")
    assert [(entry.id, entry.title, entry.summary) for entry in read.entries] == [
        (event.id, event.title, event.sentence) for event in events()
    ]
    assert all(entry.link.startswith("http://127.0.0.1:8501/") for entry in read.entries)


def test_each_feed_has_an_id_of_its_own(client: TestClient) -> None:
    ids = {document_of(client.get(address_of(strand)).text).findtext(f"{ATOM}id") for strand in STRANDS}
    assert len(ids) == len(STRANDS)


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("strand=employr", "strand", "employer"),
        ("strnd=employer", "strnd", "strand"),
        ("edition=2026-1", "edition", None),
    ],
)
def test_what_the_feed_does_not_know_is_refused_with_the_nearest(
    client: TestClient, query: str, parameter: str, nearest: str | None
) -> None:
    answer = client.get(f"/feed.xml?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["parameter"], answer.json()["nearest"]) == (parameter, nearest)


def test_an_unchanged_feed_is_not_sent_again_and_its_head_can_be_asked_for(client: TestClient) -> None:
    whole = client.get("/feed.xml")
    again = client.get("/feed.xml", headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head("/feed.xml")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]
    assert client.get(address_of("employer")).headers["etag"] != whole.headers["etag"]


@pytest.mark.parametrize("address", ["/feed.xml", "/sitemap.xml"])
def test_it_is_compressed_for_who_asks(site: TestClient, address: str) -> None:
    answer = site.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == site.get(address, headers={"Accept-Encoding": "identity"}).text


@given(st.text(), st.text(), st.sampled_from(["", "employer", "gone"]))
def test_no_text_breaks_the_feed(title: str, sentence: str, strand: str) -> None:
    event = Event("key", "correction", date(2026, 11, 25), f"A{title}", f"A{sentence}", "data", strand, ("E05013703",))
    root = document_of(atom([event], served()))
    assert root.findtext(f"{ATOM}entry/{ATOM}title", "").startswith("A")


def test_a_feed_in_which_nothing_happened_is_valid() -> None:
    root = document_of(atom([], served()))
    assert root.findall(f"{ATOM}entry") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<updated>2026-11-25T00:00:00+00:00</updated>", ""),
        ("<updated>2026-11-25T00:00:00+00:00</updated>", "<updated>25 November 2026</updated>"),
        ("<id>urn:uuid:", "<id>"),
        ("<name>Challenging Inequality</name>", ""),
        ('rel="self"', 'rel="self" target="_blank"'),
        ("<summary>", '<summary type="xhtml">'),
        ("published>", "pubDate>"),
        ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"),
    ],
)
def test_the_grammar_refuses_what_is_not_atom(client: TestClient, right: str, wrong: str) -> None:
    text = client.get("/feed.xml").text
    assert right in text
    assert not GRAMMAR.validate(etree.fromstring(text.replace(right, wrong).encode()))
