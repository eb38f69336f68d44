"""All definitions together: every reference leads somewhere, and everything comes in the order of the strategy."""

import re

import pytest

from data_access.catalogue import load_catalogue, read_catalogue
from data_access.errors import InvalidFilesError, Issue
from data_access.files import DEFAULT_FOLDERS, Folders, config_texts
from data_access.records import Link
from tests.small_portal import write

CATALOGUE = load_catalogue(config_texts(DEFAULT_FOLDERS))
LOOKED_AFTER = "indicators/looked-after.toml"
CHILDREN = "strategy/children.toml"


def issues_after(folders: Folders, file: str, before: str, after: str) -> list[Issue]:
    text = config_texts(folders)[file]
    assert before in text
    write(folders.config / file, text.replace(before, after, 1))
    issues: list[Issue] = []
    read_catalogue(config_texts(folders), issues)
    return issues


def test_indicators_come_by_strand_then_service_area_then_title() -> None:
    strands, areas = list(CATALOGUE.codes.strands), list(CATALOGUE.codes.service_areas)
    order = [
        (strands.index(one.strand_code), areas.index(one.service_area_code), one.title)
        for one in CATALOGUE.indicators.values()
    ]
    assert order == sorted(order)


def test_commitments_come_by_chapter_then_type_then_number() -> None:
    strands, areas = list(CATALOGUE.codes.strands), list(CATALOGUE.codes.service_areas)
    types = ["action", "target", "outcome", "governance"]
    order = [
        (strands.index(one.strand_code), areas.index(one.service_area_code), types.index(one.type), one.id)
        for one in CATALOGUE.commitments.values()
    ]
    assert order == sorted(order)


def test_an_entry_is_kept_under_its_own_id() -> None:
    for entries in (CATALOGUE.indicators, CATALOGUE.commitments, CATALOGUE.forums, CATALOGUE.codes.sources):
        assert [entry.id for entry in entries.values()] == list(entries)  # type: ignore[attr-defined]


def test_links_of_a_commitment_come_direct_first() -> None:
    rank = {"direct": 0, "proxy": 1, "context": 2}
    for pairs in CATALOGUE.links_of.values():
        order = [(rank[link.fit], indicator_id) for indicator_id, link in pairs]
        assert order == sorted(order)
    assert any(len(pairs) > 1 for pairs in CATALOGUE.links_of.values())


def test_every_link_of_every_indicator_is_found_from_its_commitment(folders: Folders) -> None:
    catalogue = load_catalogue(config_texts(folders))
    assert catalogue.links_of == {
        "children-outcome-01": (
            ("looked-after", Link("children-outcome-01", "proxy", "lower", "Fewer was hoped for.")),
            ("offences", Link("children-outcome-01", "context", "lower", "Fewer was hoped for.")),
        )
    }


def test_the_settings_name_the_strategy_and_the_smallest_count() -> None:
    settings = CATALOGUE.settings
    assert settings.smallest_count == 5
    assert settings.strategy_title.startswith("Challenging Inequality")
    assert settings.strategy_url.startswith("https://www.islington.gov.uk/")
    assert re.fullmatch(r"[0-9a-z-]+", settings.edition)


def test_an_edition_without_approval_is_a_draft() -> None:
    assert CATALOGUE.settings.approved_by or CATALOGUE.settings.edition == "draft"


WRONG_REFERENCES = {
    "strand": (LOOKED_AFTER, '"service-provider"', '"service-provder"', "service-provider"),
    "service_area": (LOOKED_AFTER, '"children"', '"childen"', "children"),
    "classification": (LOOKED_AFTER, '["eth5"]', '["eth15"]', "eth"),
    "sources": (LOOKED_AFTER, '"small-source"', '"smal-source"', "small-source"),
    "commitments": (LOOKED_AFTER, '"children-outcome-01"', '"children-outcome-10"', "children-outcome-01"),
    "breaks": (
        LOOKED_AFTER,
        "breaks = []",
        'breaks = [{ period = "d2025-03-13", reason = "A change." }]',
        "d2025-03-31",
    ),
    "outcomes": (CHILDREN, "outcomes = []", 'outcomes = ["children-outcome-10"]', "children-outcome-01"),
}


@pytest.mark.parametrize("column", WRONG_REFERENCES)
def test_a_reference_to_nothing_names_the_nearest_thing_that_exists(folders: Folders, column: str) -> None:
    file, before, after, nearest = WRONG_REFERENCES[column]
    found = [issue for issue in issues_after(folders, file, before, after) if issue.column == column]
    assert len(found) == 1
    assert "is not known" in found[0].what
    assert f"use “{nearest}" in found[0].mend


def test_a_direct_indicator_lets_a_commitment_say_nothing_of_what_is_missing(folders: Folders) -> None:
    issues = issues_after(folders, LOOKED_AFTER, 'fit = "proxy"', 'fit = "direct"')
    assert issues == []
    text = config_texts(folders)[CHILDREN]
    outcome = text.index('id = "children-outcome-01"')
    silent = text[:outcome] + text[outcome:].replace("Nobody publishes it.", "", 1)
    write(folders.config / CHILDREN, silent)
    load_catalogue(config_texts(folders))


def test_a_stand_in_does_not_let_a_commitment_say_nothing(folders: Folders) -> None:
    text = config_texts(folders)[CHILDREN]
    write(folders.config / CHILDREN, text.replace("Nobody publishes it.", ""))
    issues: list[Issue] = []
    read_catalogue(config_texts(folders), issues)
    assert len(issues) == 3
    assert {issue.column for issue in issues} == {"no_measure"}


def test_an_indicator_without_a_source_is_refused(folders: Folders) -> None:
    issues = issues_after(folders, LOOKED_AFTER, '["small-source"]', "[]")
    assert [issue.what for issue in issues] == ["no source is named"]


def test_an_id_used_twice_is_refused(folders: Folders) -> None:
    issues = issues_after(folders, CHILDREN, '"children-target-01"', '"children-action-01"')
    assert [issue.what for issue in issues] == ["children-action-01 the id is used twice"]


def test_a_catalogue_with_any_problem_is_not_handed_out(folders: Folders) -> None:
    assert len(issues_after(folders, LOOKED_AFTER, '"service-provider"', '"service"')) == 1
    (folders.config / "codelists" / "notes.csv").unlink()
    with pytest.raises(InvalidFilesError, match="2 problems") as caught:
        load_catalogue(config_texts(folders))
    assert {issue.file for issue in caught.value.issues} == {
        "config/codelists/notes.csv",
        "config/indicators/looked-after.toml",
    }
