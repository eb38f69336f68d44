"""The register of commitments as it is kept: whole, joined up, dated as the strategy says, in our own words."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any

import pytest

from data_access.catalogue import load_catalogue
from data_access.definitions import COMMITMENT_TYPES
from data_access.files import DEFAULT_FOLDERS, config_texts
from data_access.formats import day
from data_access.records import Commitment
from data_access.wording import RUN_LENGTH, run_hashes, tokens

TEXTS = config_texts(DEFAULT_FOLDERS)
CATALOGUE = load_catalogue(TEXTS)
REGISTER = CATALOGUE.commitments
STRATEGY_RUNS = frozenset((DEFAULT_FOLDERS.root / "tests/config/strategy_8_word_runs.txt").read_text("ascii").split())
CHAPTERS = {
    "strategic-leader": (6, 4, 4),
    "employer": (10, 4, 3),
    "community-wealth-building": (5, 5, 5),
    "environment-regeneration": (7, 6, 6),
    "housing": (6, 4, 5),
    "adults": (5, 4, 4),
    "children": (5, 3, 4),
    "public-health": (4, 4, 4),
}
PROMISES = ("action", "target", "outcome")
FOUR_QUESTIONS = ("issue", "action", "outcome", "measure")
DATED = [entry for entry in REGISTER.values() if entry.due is not None]
LAST_MONTH = {"march": 3, "july": 7, "summer": 8, "autumn": 11}
OUR_FILES = sorted(path for path in TEXTS if path.startswith(("strategy/", "text/", "indicators/")))
STRATEGY_FILES = [path for path in OUR_FILES if path.startswith("strategy/")]


def entries_of(path: str, kind: str = "commitments") -> list[dict[str, Any]]:
    return list(tomllib.loads(TEXTS[path]).get(kind, []))


def texts_within(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from texts_within(inner)
        case list():
            for inner in value:
                yield from texts_within(inner)


def our_words(path: str) -> Iterator[str]:
    return texts_within(tomllib.loads(TEXTS[path]) if path.endswith(".toml") else TEXTS[path])


def copied_runs(text: str) -> list[str]:
    words = tokens(text)
    runs = (" ".join(words[start : start + RUN_LENGTH]) for start in range(len(words) - RUN_LENGTH + 1))
    return [run for run in runs if run_hashes(run) & STRATEGY_RUNS]


def is_last_day_of_month(when: date) -> bool:
    return (when + timedelta(days=1)).day == 1


def test_the_register_holds_48_actions_34_targets_and_35_outcomes() -> None:
    counts = Counter(entry.type for entry in REGISTER.values())
    assert tuple(counts[kind] for kind in PROMISES) == (48, 34, 35)


def test_governance_is_counted_apart() -> None:
    governance = {entry.id for entry in REGISTER.values() if entry.type == "governance"}
    assert governance
    assert all(name.startswith("governance-") for name in governance)
    assert len(REGISTER) - len(governance) == 48 + 34 + 35


def test_the_chapters_together_are_the_whole_register() -> None:
    assert {PurePosixPath(path).stem for path in STRATEGY_FILES} == {*CHAPTERS, "governance"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_holds_the_promises_the_strategy_makes_in_it(chapter: str) -> None:
    counts = Counter(entry["type"] for entry in entries_of(f"strategy/{chapter}.toml"))
    assert tuple(counts[kind] for kind in PROMISES) == CHAPTERS[chapter]


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("kind", PROMISES)
def test_the_ids_of_a_chapter_run_from_one_without_a_gap(chapter: str, kind: str) -> None:
    ids = [entry["id"] for entry in entries_of(f"strategy/{chapter}.toml") if entry["type"] == kind]
    assert ids == [f"{chapter}-{kind}-{number:02}" for number in range(1, len(ids) + 1)]


def test_no_id_is_used_twice() -> None:
    kinds = ("commitments", "forums")
    written = [entry["id"] for path in STRATEGY_FILES for kind in kinds for entry in entries_of(path, kind)]
    assert [name for name, times in Counter(written).items() if times > 1] == []
    assert len(written) == len(REGISTER) + len(CATALOGUE.forums)


def test_every_outcome_that_an_entry_serves_is_an_outcome_of_the_register() -> None:
    served = [(entry.id, outcome_id) for entry in REGISTER.values() for outcome_id in entry.outcome_ids]
    assert served
    assert [pair for pair in served if pair[1] not in REGISTER or REGISTER[pair[1]].type != "outcome"] == []


def test_no_entry_serves_itself_or_the_same_outcome_twice() -> None:
    for entry in REGISTER.values():
        assert entry.id not in entry.outcome_ids
        assert len(set(entry.outcome_ids)) == len(entry.outcome_ids)


def test_every_link_of_an_indicator_leads_to_an_entry_and_back() -> None:
    linked = {(link.commitment_id, one.id) for one in CATALOGUE.indicators.values() for link in one.links}
    found = {(entry_id, indicator_id) for entry_id, pairs in CATALOGUE.links_of.items() for indicator_id, _ in pairs}
    assert linked == found
    assert {entry_id for entry_id, _ in linked} <= set(REGISTER)
    assert {indicator_id for _, indicator_id in found} <= set(CATALOGUE.indicators)


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda entry: entry.id)
def test_an_entry_has_indicators_or_says_what_figure_is_missing(entry: Commitment) -> None:
    links = CATALOGUE.links_of.get(entry.id, ())
    assert links or entry.no_measure
    assert any(link.fit == "direct" for _, link in links) or len(tokens(entry.no_measure)) >= 5


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda entry: entry.id)
def test_an_entry_answers_the_four_questions_in_sentences(entry: Commitment) -> None:
    for question in FOUR_QUESTIONS:
        assert getattr(entry, question).endswith((".", "”")), question
    assert entry.type in COMMITMENT_TYPES
    assert entry.summary.endswith((".", "”"))


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda entry: entry.id)
def test_an_entry_keeps_the_hash_of_the_passage_it_summarises(entry: Commitment) -> None:
    assert len(entry.source_sha256) == 64
    assert set(entry.source_sha256) <= set("0123456789abcdef")
    assert entry.source_words > 0


def test_no_owner_is_given_where_the_strategy_names_none() -> None:
    unnamed = [entry for entry in REGISTER.values() if not entry.owner_given]
    assert unnamed
    assert {entry.id for entry in unnamed if not entry.owner.startswith("Not named.")} == set()


@pytest.mark.parametrize("entry", DATED, ids=lambda entry: entry.id)
def test_a_due_date_has_the_words_it_was_read_from_and_a_rule(entry: Commitment) -> None:
    assert entry.due_words
    assert entry.due_rule
    assert entry.due_precision != "none"
    assert len(tokens(entry.due_words)) < RUN_LENGTH


@pytest.mark.parametrize("entry", DATED, ids=lambda entry: entry.id)
def test_a_due_date_is_the_last_day_that_its_words_allow(entry: Commitment) -> None:
    assert entry.due is not None
    words = tokens(entry.due_words)
    assert is_last_day_of_month(entry.due)
    assert entry.due.month == max((LAST_MONTH[word] for word in words if word in LAST_MONTH), default=12)
    assert {word for word in words if word.isdigit()} <= {str(entry.due.year)}


@pytest.mark.parametrize("entry", DATED, ids=lambda entry: entry.id)
def test_the_rule_of_a_due_date_names_the_day_it_gives(entry: Commitment) -> None:
    assert entry.due is not None
    assert day(entry.due).removesuffix(f" {entry.due.year}") in entry.due_rule


def test_an_entry_without_a_date_has_no_words_and_no_rule_for_one() -> None:
    undated = [entry for entry in REGISTER.values() if entry.due is None]
    assert undated
    assert {(entry.due_words, entry.due_rule, entry.due_precision) for entry in undated} == {("", "", "none")}


def test_a_number_promised_says_what_it_counts() -> None:
    numbered = [entry for entry in REGISTER.values() if entry.target_value is not None]
    assert numbered
    assert [entry.id for entry in numbered if not entry.target_unit] == []
    assert [entry.id for entry in REGISTER.values() if entry.target_unit and entry.target_value is None] == []


def test_every_forum_says_who_sits_on_it_what_it_watches_and_when_it_meets() -> None:
    assert CATALOGUE.forums
    for forum in CATALOGUE.forums.values():
        assert all((forum.name, forum.members, forum.oversees, forum.meets)), forum.id


def test_the_runs_of_the_strategy_are_there_to_compare_with() -> None:
    assert len(STRATEGY_RUNS) > 10_000
    assert {len(run) for run in STRATEGY_RUNS} == {12}


def test_the_title_of_the_strategy_is_found_as_its_own_words() -> None:
    assert copied_runs(CATALOGUE.settings.strategy_title)


@pytest.mark.parametrize("path", OUR_FILES)
def test_a_text_of_ours_copies_no_run_of_8_words_from_the_strategy(path: str) -> None:
    assert [run for text in our_words(path) for run in copied_runs(text)] == []


def test_no_commitment_names_a_ward_as_the_page_of_a_ward_says() -> None:
    wards = [area.label for area in CATALOGUE.codes.areas.values() if area.area_type == "ward"]
    said = " ".join(text for path in STRATEGY_FILES for text in our_words(path))
    assert len(wards) == 33
    assert [name for name in wards if re.search(rf"\b{re.escape(name)}\b", said)] == []
