"""Citations: the same words everywhere, an address that lasts, and BibTeX that can be read back."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.citations import ESCAPED, cite, escaped, pinned, source_words
from data_access.portal import served

CATALOGUE = served("2026-1").repository.catalogue
SETTINGS = CATALOGUE.settings
SOURCES = list(CATALOGUE.codes.sources.values())
DAY = date(2026, 11, 25)
HOST = "https://portal.example.org"
CITED = {
    "a figure": f"{HOST}/figure/2026-1.neet.r2017-12_2018-02.E09000019.all.all",
    "an indicator view": f"{HOST}/indicator?indicator=free-school-meals&period=ay2019-20&reference=dfe-white",
    "a commitment": f"{HOST}/commitments?commitment=housing-action-03",
    "the stocktake": f"{HOST}/stocktake?year=2026",
    "a file": f"{HOST}/api/v1/observations.csv?indicator=free-school-meals",
    "the overview": f"{HOST}/",
}


def read_back(bibtex: str) -> tuple[str, str, dict[str, str]]:
    """Type, key and fields of one entry, read character by character as BibTeX does: braces count, escaped or not."""
    head = re.match(r"@(\w+)\{([A-Za-z0-9:._-]+),\n", bibtex)
    assert head, bibtex
    fields, position = {}, head.end()
    while bibtex[position] != "}":
        name = re.match(r"\s*(\w+) = \{", bibtex[position:])
        assert name, bibtex[position:]
        start = position = position + name.end()
        depth = 1
        while depth:
            depth += {"{": 1, "}": -1}.get(bibtex[position], 0)
            position += 1
        assert name[1] not in fields
        fields[name[1]] = bibtex[start : position - 1]
        assert bibtex[position : position + 2] == ",\n"
        position += 2
    assert bibtex[position:] == "}"
    return head[1], head[2], fields


def plain(value: str) -> str:
    """A field's text as TeX prints it."""
    for char, written in sorted(ESCAPED.items(), key=lambda entry: -len(entry[1])):
        value = value.replace(written, f"\0{ord(char)};")
    assert not re.search(r"[\\{}#$%&_~^]", value), value
    return re.sub("\0(\\d+);", lambda found: chr(int(found[1])), value)


@pytest.mark.parametrize("kind", CITED)
def test_every_way_to_cite_has_the_edition_the_address_and_the_day(kind: str) -> None:
    cited = cite(f"The title of {kind}", CITED[kind], SETTINGS, DAY, SOURCES[:1])
    assert cited.short.endswith(f"edition 2026-1, read 25 November 2026. {cited.address}")
    assert cited.long == (
        f"Challenging Inequality: The title of {kind}. Edition 2026-1 (not yet approved), read 25 November 2026. "
        f"Source: {SOURCES[0].title}, {SOURCES[0].publisher}. {cited.address}"
    )
    entry, _, fields = read_back(cited.bibtex)
    assert entry == "misc"
    assert plain(fields["title"][1:-1]) == f"The title of {kind}"
    assert (fields["author"], fields["publisher"]) == ("{Challenging Inequality}", "{Challenging Inequality}")
    assert (fields["year"], fields["urldate"]) == ("2026", "2026-11-25")
    assert fields["version"] == "edition 2026-1 (not yet approved)"
    assert fields["url"] == cited.address
    assert plain(fields["note"]) == f"Source: {SOURCES[0].title}, {SOURCES[0].publisher}."
    assert "2026-1" in cited.address


def test_a_key_is_the_same_on_any_day_and_host_and_another_for_another_view() -> None:
    def key(address: str, day: date = DAY) -> str:
        return read_back(cite("A title", address, SETTINGS, day).bibtex)[1]

    keys = {key(address) for address in CITED.values()}
    assert len(keys) == len(CITED)
    for address in CITED.values():
        assert key(address, date(2031, 1, 2)) == key(address)
        assert key(address.replace(HOST, "http://127.0.0.1:8501")) == key(address)


def test_an_address_is_held_to_its_edition_unless_it_names_one() -> None:
    assert pinned(f"{HOST}/indicator?indicator=neet", "2026-1") == f"{HOST}/indicator?indicator=neet&edition=2026-1"
    assert pinned(f"{HOST}/", "2026-1") == f"{HOST}/?edition=2026-1"
    for address in (
        f"{HOST}/indicator?edition=2026-1",
        f"{HOST}/figure/2026-1.neet.cy2020.E09000019.all.all",
        f"{HOST}/editions/2026-1/manifest.json",
        f"{HOST}/editions/2026-1.zip",
    ):
        assert pinned(address, "2026-1") == address
    assert pinned(f"{HOST}/indicator?indicator=neet", "draft") == f"{HOST}/indicator?indicator=neet"


def test_an_approved_edition_is_not_called_unapproved_and_the_draft_says_that_it_is_one() -> None:
    approved = cite("A title", f"{HOST}/", replace(SETTINGS, approved_by="Head of strategy"), DAY)
    assert "approved" not in approved.long + approved.bibtex
    draft = cite("A title", f"{HOST}/", replace(SETTINGS, edition="draft"), DAY)
    assert "Working draft (not yet approved), read 25 November 2026." in draft.long
    assert draft.address == f"{HOST}/"


def test_many_sources_are_told_by_their_publishers_and_none_by_nothing() -> None:
    assert source_words([]) == ""
    named = source_words(SOURCES)
    publishers = list(dict.fromkeys(source.publisher for source in SOURCES))
    assert named == f"Sources: {', '.join(publishers[:3])} and {len(publishers) - 3} more."
    same = [source for source in SOURCES if source.publisher == "Department for Education"]
    assert len(same) > 1
    assert source_words(same) == "Sources: Department for Education."


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=80))
def test_any_title_can_be_read_back_from_bibtex(title: str) -> None:
    fields = read_back(cite(title, f"{HOST}/data", SETTINGS, DAY).bibtex)[2]
    assert plain(fields["title"][1:-1]) == " ".join(title.split())
    assert plain(escaped(title)) == " ".join(title.split())


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=40))
def test_no_address_ends_its_field(query: str) -> None:
    fields = read_back(cite("A title", f"{HOST}/data?q={query}", SETTINGS, DAY).bibtex)[2]
    assert not re.search(r"[{}\\]", fields["url"])
