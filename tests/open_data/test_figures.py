"""Every figure at an address of its own: a page that needs no script, JSON, and a 404 that says what is wrong."""

import random
import re
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from data_access.columns import PUBLISHED, PublicRow
from data_access.editions.folder import editions
from data_access.editions.withdraw import withdraw
from data_access.figure_account import figure
from data_access.figure_ids import id_of
from data_access.figure_sentences import figure_sentence, figure_text
from data_access.portal import served
from data_access.records import Selection
from open_data.figures import figure_page, prefers_json
from tests.data_access.editions.sealed_portal import (
    BLACK,
    LATER,
    PREPARED,
    WHITE,
    WRONG_COUNT,
    correct_second,
    seal_first,
    write_portal,
)

REPOSITORY = served("2026-1").repository
ROWS = REPOSITORY.rows(Selection())
MEALS = "/figure/2026-1.free-school-meals.ay2019-20.E09000019.dfe-black.all"
VOID = {"meta", "link", "input", "br"}


class Outline(HTMLParser):
    """The text of a page by element, its links, its terms with their descriptions, and what was left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.copied: list[str] = []
        self.text: dict[str, list[str]] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.links += [str(given["href"])] if tag == "a" else []
        self.copied += [str(given["data-copy"])] if "data-copy" in given else []
        self.text.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1] == "li" != tag:  # its end may be left out
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.text[tag][-1] += data

    @property
    def terms(self) -> dict[str, str]:
        told = [" ".join(words.split()) for words in self.text["dd"]]
        return dict(zip(self.text["dt"], told, strict=True))


def page_of(client: TestClient, row: PublicRow) -> str:
    answer = client.get(f"/figure/{id_of(row)}")
    assert answer.status_code == 200
    return answer.text


def test_five_hundred_figures_answer_with_the_number_of_their_row_and_every_fourth_as_a_page_too(
    client: TestClient,
) -> None:
    for count, row in enumerate(random.Random(20261125).sample(ROWS, 500)):
        written = client.get(f"/figure/{id_of(row)}.json")
        assert written.status_code == 200
        assert (written.json()["value"], written.json()["marker"]) == (row.value, row.marker)
        assert written.json()["base"]["numerator"] == row.numerator
        if count % 4:
            continue
        indicator = REPOSITORY.catalogue.indicators[row.indicator_id]
        html = page_of(client, row)
        assert f'<p class="ci-lead">{escape(figure_sentence(row, indicator), quote=False)}</p>' in unescape_quotes(html)
        shown = figure_text(row, indicator) or f"[{row.marker}] {written.json()['hidden']}"
        assert Outline(html).terms["Figure"] == shown


def unescape_quotes(html: str) -> str:
    return html.replace("&#39;", "'").replace("&#34;", '"')


def test_a_page_has_one_heading_its_source_edition_licence_and_ways_to_cite_it(client: TestClient) -> None:
    answer = client.get(MEALS)
    outline = Outline(answer.text)
    assert outline.open == []
    assert len(outline.text["h1"]) == 1
    assert outline.terms["95% interval"].startswith("36.3 to 38.8")
    assert outline.terms["Worked out from"] == "2,130 of 5,679"
    assert outline.terms["Licence"] == "Open Government Licence v3.0"
    assert "Department for Education" in outline.terms["Source"]
    assert "Not yet checked" in outline.terms["Source"]
    assert "by 25 November 2026" in outline.terms["Source"]
    assert outline.terms["Edition"] == "2026-1, sealed on 25 November 2026, not yet approved."
    told = client.get(f"{MEALS}.json").json()
    assert outline.copied == [told["citation"]["long"], told["address"], told["citation"]["bibtex"]]
    assert {words for words in told["citation"].values()} <= {unescape(text) for text in cited(answer.text)}
    assert f'<link rel="canonical" href="{told["address"]}">' in answer.text


def cited(html: str) -> list[str]:
    return re.findall(r'class="ci-cite">([^<]+)<', html)


def test_every_link_of_a_page_to_a_file_of_ours_answers(client: TestClient) -> None:
    links = Outline(client.get(MEALS).text).links
    files = [link for link in links if link.startswith(("/api/", "/figure/", "/editions/"))]
    assert len(files) == 3
    assert [link for link in files if client.get(link).status_code != 200] == []
    (rows,) = (link for link in files if link.startswith("/api/"))
    assert "37.506603" in client.get(rows).text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("application/json, text/html;q=0.9", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/*, text/*;q=0.2", "application/json"),
        ("application/json;q=0", "text/html; charset=utf-8"),
        ("application/json;q=words", "text/html; charset=utf-8"),
    ],
)
def test_a_reader_gets_the_form_it_would_rather_have(client: TestClient, accept: str, kind: str) -> None:
    answer = client.get(MEALS, headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["vary"] == "Accept, Accept-Encoding"


@given(st.text(max_size=40))
def test_no_accept_header_is_an_error(accept: str) -> None:
    assert prefers_json(accept) in (True, False)


@pytest.mark.parametrize("address", [MEALS, f"{MEALS}.json"])
def test_an_unchanged_figure_is_not_sent_twice_and_head_has_no_body(client: TestClient, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


def test_any_site_may_read_the_json_and_each_form_names_the_other(client: TestClient) -> None:
    written, page = client.get(f"{MEALS}.json"), client.get(MEALS)
    assert written.headers["access-control-allow-origin"] == "*"
    assert written.headers["link"].endswith('dfe-black.all>; rel="canonical"')
    assert page.headers["link"].endswith('dfe-black.all.json>; rel="alternate"; type="application/json"')
    assert written.headers["etag"] != page.headers["etag"]


def test_a_wrong_id_is_a_404_that_says_which_part_is_wrong_and_the_nearest_right_one(client: TestClient) -> None:
    answer = client.get(f"{MEALS.replace('dfe-black', 'dfe-blak')}.json")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["parameter"], told["value"], told["nearest"]) == ("ethnicity", "dfe-blak", "dfe-black")
    assert f"{MEALS}.json" in told["detail"]
    page = client.get(MEALS.replace("dfe-black", "dfe-blak"))
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert f'<a href="{MEALS}">' in page.text
    assert "“dfe-black”" in page.text


@pytest.mark.parametrize("wrong", ["", "x", "a/b/c", "../../etc/passwd", "<script>alert(1)</script>", "%0d%0aX: y"])
def test_whatever_is_asked_for_is_answered_with_a_404_in_which_it_is_only_text(client: TestClient, wrong: str) -> None:
    for ending in ("", ".json"):
        answer = client.get(f"/figure/{wrong}{ending}")
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text or answer.headers["content-type"] == "application/problem+json"
        assert "X" not in answer.headers


def test_every_hidden_figure_of_a_sample_says_so_and_shows_no_number(client: TestClient) -> None:
    hidden = [row for row in ROWS if row.marker != PUBLISHED]
    for row in random.Random(3).sample(hidden, 60):
        outline = Outline(page_of(client, row))
        assert outline.terms["Figure"].startswith(f"[{row.marker}] ")
        assert not {"95% interval", "Worked out from"} & outline.terms.keys()
        assert "A hidden figure is not a zero." in " ".join(outline.text["p"])


def test_the_page_of_a_corrected_figure_says_that_it_is_superseded_and_leads_to_the_new_one(tmp_path: Path) -> None:
    folders = write_portal(tmp_path)
    seal_first(folders)
    correct_second(folders)
    assert editions(folders) == ["2026-1", "2026-2"]
    first = Outline(figure_page(figure(f"2026-1.{BLACK}", folders)))
    notice = " ".join(" ".join(first.text["p"]).split())
    assert f"Superseded: this figure was corrected on 24 December 2026. {WRONG_COUNT}" in notice
    assert f"/figure/2026-2.{BLACK}" in first.links
    second = figure_page(figure(f"2026-2.{BLACK}", folders))
    assert "This is a corrected figure, put right on 24 December 2026." in second
    assert f'<a href="/figure/2026-1.{BLACK}">' in second
    unchanged = Outline(figure_page(figure(f"2026-1.{WHITE}", folders)))
    assert unchanged.terms["Edition"].endswith("The latest edition has the same figure: 2026-2.")
    assert "Superseded" not in " ".join(unchanged.text["p"])


def test_the_page_of_a_withdrawn_figure_never_has_its_number(tmp_path: Path) -> None:
    folders = write_portal(tmp_path)
    seal_first(folders)
    withdraw(folders, BLACK, reason="It told too much.", prepared_by=PREPARED, on=LATER)
    found = figure(f"2026-1.{BLACK}", folders)
    html = figure_page(found)
    assert Outline(html).terms["Figure"] == "[c] hidden to protect people"
    assert not re.search(r"\b(56|35(\.0)?%)", html)
