"""Evidence that nobody could check is refused: with its file, its row, what is wrong and how to mend it."""

from datetime import date
from pathlib import Path

import pytest

from data_access.catalogue import load_catalogue
from data_access.commitments.evidence import SEARCH_COLUMNS, UPDATE_COLUMNS, load_evidence, read_evidence
from data_access.commitments.frozen import WORDING, wording_sha256
from data_access.errors import InvalidFilesError, Issue
from data_access.files import Folders, config_texts
from data_access.records import Catalogue
from tests.small_portal import write

AS_A_DATE = "write it as 2021, 2021-11 or 2021-11-05, as exactly as the source does"
GOOD_UPDATE = {
    "id": "update-001",
    "commitment_id": "children-target-01",
    "on": "2021-11",
    "published": "not seen",
    "reported": "in-progress",
    "says": "Islington Council",
    "summary": "Work has begun.",
    "source_title": "Minutes",
    "url": "https://example.org/minutes",
    "read_in": "a stored copy",
    "confidence": "high",
    "checked_with_publisher": "no",
}
GOOD_SEARCH = {
    "id": "search-001",
    "on": "2026-11",
    "scope": "children-target-01",
    "where": "stored copies",
    "looked_for": "a result",
    "found": "no",
    "note": "",
}
GOOD_STATEMENT = {
    "by": '"coalition"',
    "on": "2026-11-23",
    "commitments": '["children-target-01"]',
    "indicators": '["offences"]',
    "text": '"We see it otherwise."',
    "sent_by": '"the chair"',
}


@pytest.fixture
def catalogue(folders: Folders) -> Catalogue:
    return load_catalogue(config_texts(folders))


def line(columns: tuple[str, ...], values: dict[str, str]) -> str:
    return ",".join(f'"{values.get(column, "")}"' for column in columns) + "\n"


def write_updates(folders: Folders, *rows: dict[str, str]) -> None:
    text = ",".join(UPDATE_COLUMNS) + "\n" + "".join(line(UPDATE_COLUMNS, {**GOOD_UPDATE, **row}) for row in rows)
    write(folders.data / "updates/updates.csv", text)


def write_searches(folders: Folders, *rows: dict[str, str]) -> None:
    text = ",".join(SEARCH_COLUMNS) + "\n" + "".join(line(SEARCH_COLUMNS, {**GOOD_SEARCH, **row}) for row in rows)
    write(folders.data / "searches/searches.csv", text)


def write_statement(folders: Folders, **changes: str) -> None:
    keys = {**GOOD_STATEMENT, **changes}
    write(folders.data / "statements/reply.toml", "".join(f"{key} = {value}\n" for key, value in keys.items() if value))


def issues_of(folders: Folders, catalogue: Catalogue) -> list[Issue]:
    issues: list[Issue] = []
    read_evidence(folders, catalogue, issues)
    return issues


def test_a_portal_without_evidence_has_none_and_nothing_wrong(folders: Folders, catalogue: Catalogue) -> None:
    evidence = load_evidence(folders, catalogue)
    assert (evidence.updates, evidence.searches, evidence.statements, evidence.wording) == ((), (), (), ())


def test_sound_evidence_is_read_as_it_stands(folders: Folders, catalogue: Catalogue) -> None:
    changed = {"reported": "changed", "new_due": "2022-03-31", "new_target": "12.5"}
    write_updates(folders, {}, {"id": "update-002", "commitment_id": "children-action-01", **changed})
    both = {"scope": "children-target-01 children-action-01", "found": "yes"}
    write_searches(folders, both, {"id": "search-002", "scope": "strategy"})
    evidence = load_evidence(folders, catalogue)
    first = evidence.updates[0]
    assert (first.on.words, first.published, first.origin.checked_with_publisher) == ("November 2021", None, False)
    assert (evidence.updates[1].new_due, evidence.updates[1].new_target) == (date(2022, 3, 31), 12.5)
    assert [entry.is_wide for entry in evidence.searches] == [False, True]


@pytest.mark.parametrize(
    ("wrong", "column", "what", "mend"),
    [
        (
            {"commitment_id": "children-target-10"},
            "commitment_id",
            "“children-target-10” is not a known commitment",
            "use “children-target-01”",
        ),
        ({"reported": "completed"}, "reported", "“completed” is not allowed here", "use complete"),
        ({"reported": ""}, "reported", "“” is not allowed here", "use in-progress, complete, changed, dropped, fact"),
        ({"on": ""}, "on", "the claim has no date", AS_A_DATE),
        ({"on": "last year"}, "on", "“last year” is not a date", AS_A_DATE),
        ({"on": "2023-02-29"}, "on", "“2023-02-29” is not a date", AS_A_DATE),
        ({"published": ""}, "published", "the claim has no date", AS_A_DATE),
        ({"source_title": ""}, "source_title", "the claim has no source", "give it, or leave the claim out"),
        ({"url": ""}, "url", "the claim has no address", "give the address of the source, or leave the claim out"),
        ({"url": "minutes"}, "url", "“minutes” is not an address", "begin it with https:// or http://"),
        ({"says": ""}, "says", "nobody is named who says so", "name who says it"),
        ({"read_in": ""}, "read_in", "it does not say where it was read", "name the page or copy that was read"),
        ({"summary": ""}, "summary", "it does not say what was said", "write it in your own words"),
        ({"confidence": "sure"}, "confidence", "“sure” is not allowed here", "use high, medium, low"),
        ({"checked_with_publisher": "maybe"}, "checked_with_publisher", "“maybe” is not allowed here", "use yes, no"),
        ({"new_due": "2022"}, "new_due", "“2022” is not a day", "write it as 2021-11-05"),
        (
            {"new_due": "2022-03-31"},
            "reported",
            "a new date or number is given for what has not changed",
            "use changed, or empty both",
        ),
        (
            {"new_target": "many", "reported": "changed"},
            "new_target",
            "“many” is not a number",
            "write digits and at most one point, such as 2500",
        ),
        ({"id": ""}, "id", "the update has no id", "give it the next one, such as update-061"),
    ],
)
def test_a_bad_update_is_refused(
    folders: Folders, catalogue: Catalogue, wrong: dict[str, str], column: str, what: str, mend: str
) -> None:
    write_updates(folders, {"id": "update-000"}, wrong)
    assert issues_of(folders, catalogue) == [Issue("data/updates/updates.csv", 3, column, what, mend)]


@pytest.mark.parametrize(
    ("wrong", "column", "what"),
    [
        ({"scope": "childrens-target-01"}, "scope", "“childrens-target-01” is not a known commitment or scope"),
        ({"scope": "strand:employers"}, "scope", "“strand:employers” is not a known commitment or scope"),
        ({"scope": ""}, "scope", "nothing is named that was looked for"),
        ({"scope": "strategy all"}, "scope", "strategy stands beside others"),
        ({"on": ""}, "on", "the claim has no date"),
        ({"where": ""}, "where", "it does not say where anyone looked"),
        ({"looked_for": ""}, "looked_for", "it does not say what was looked for"),
        ({"found": "perhaps"}, "found", "“perhaps” is not allowed here"),
        ({"found": "yes"}, "found", "something was found for children-target-01 and no update says what"),
    ],
)
def test_a_bad_search_is_refused(
    folders: Folders, catalogue: Catalogue, wrong: dict[str, str], column: str, what: str
) -> None:
    write_searches(folders, wrong)
    found = issues_of(folders, catalogue)
    assert [(issue.file, issue.row, issue.column, issue.what) for issue in found] == [
        ("data/searches/searches.csv", 2, column, what)
    ]
    assert found[0].mend


def test_an_id_is_used_once(folders: Folders, catalogue: Catalogue) -> None:
    write_updates(folders, {}, {})
    write_searches(folders, {}, {})
    assert [issue.what for issue in issues_of(folders, catalogue)] == [
        "the id update-001 is used twice",
        "the id search-001 is used twice",
    ]


def test_all_problems_are_told_at_once(folders: Folders, catalogue: Catalogue) -> None:
    write_updates(folders, {"on": "", "url": ""}, {"id": "update-002", "reported": "done"})
    with pytest.raises(InvalidFilesError) as caught:
        load_evidence(folders, catalogue)
    assert [(issue.row, issue.column) for issue in caught.value.issues] == [(2, "on"), (2, "url"), (3, "reported")]


def test_a_statement_stands_beside_what_it_is_about_from_its_day_on(folders: Folders, catalogue: Catalogue) -> None:
    write_statement(folders)
    evidence = load_evidence(folders, catalogue)
    day = evidence.statements[0].on
    assert [entry.text for entry in evidence.statements_about("children-target-01", day)] == ["We see it otherwise."]
    assert evidence.statements_about("offences", day) == list(evidence.statements)
    assert evidence.statements_about("offences", day.replace(day=22)) == []
    assert evidence.statements_about("looked-after", day) == []


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"by": '"a newspaper"'}, "by"),
        ({"on": '"2026-11-23"'}, "on"),
        ({"on": "2026-11-23T10:00:00"}, "on"),
        ({"on": ""}, "on"),
        ({"text": '""'}, "text"),
        ({"sent_by": '""'}, "sent_by"),
        ({"commitments": '["children-target-99"]'}, "commitments"),
        ({"indicators": '["offense"]'}, "indicators"),
        ({"commitments": "[]", "indicators": "[]"}, "commitments"),
        ({"tone": '"angry"'}, "tone"),
    ],
)
def test_a_bad_statement_is_refused(folders: Folders, catalogue: Catalogue, wrong: dict[str, str], column: str) -> None:
    write_statement(folders, **wrong)
    found = issues_of(folders, catalogue)
    assert {(issue.file, issue.column) for issue in found} == {("data/statements/reply.toml", column)}


def freeze(folders: Folders, catalogue: Catalogue, more: str = "") -> None:
    rows = (f"{name},2026-11-01,{wording_sha256(entry)},\n" for name, entry in catalogue.commitments.items())
    write(folders.data / WORDING, "commitment_id,on,sha256,what_changed\n" + "".join(rows) + more)


def edit(folders: Folders) -> Catalogue:
    path = folders.config / "strategy/children.toml"
    path.write_text(path.read_text("utf-8").replace('"Something was promised."', '"Little was promised."', 1), "utf-8")
    return load_catalogue(config_texts(folders))


def test_words_that_stay_are_sound(folders: Folders, catalogue: Catalogue) -> None:
    freeze(folders, catalogue)
    assert issues_of(folders, catalogue) == []
    assert load_evidence(folders, catalogue).changes_of("children-action-01") == []


def test_an_edit_to_frozen_wording_is_refused_with_the_line_that_would_tell_it(
    folders: Folders, catalogue: Catalogue
) -> None:
    freeze(folders, catalogue)
    edited = edit(folders)
    now = wording_sha256(edited.commitments["children-action-01"])
    assert issues_of(folders, edited) == [
        Issue(
            f"data/{WORDING}",
            list(catalogue.commitments).index("children-action-01") + 2,
            "sha256",
            "the wording of children-action-01 was changed",
            f"put the old words back, or add the line children-action-01,<the day>,{now},<what changed and why>",
        )
    ]


def test_a_dated_entry_makes_a_change_of_wording_public(folders: Folders, catalogue: Catalogue) -> None:
    edited = edit(folders)
    now = wording_sha256(edited.commitments["children-action-01"])
    freeze(folders, catalogue, f"children-action-01,2026-11-23,{now},Said more exactly.\n")
    assert [change.what_changed for change in load_evidence(folders, edited).changes_of("children-action-01")] == [
        "Said more exactly."
    ]


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ("children-action-01,2026-11-23,{now},\n", "a change is not explained"),
        ("children-action-01,2026-10-01,{now},Why.\n", "this change is dated before the one above it"),
        ("children-action-01,,{now},Why.\n", "the date is missing"),
        ("children-action-01,2026-11,{now},Why.\n", "“2026-11” is not a day"),
        ("children-action-01,2026-11-23,abc,Why.\n", "this is not a SHA-256 hash"),
        ("children-action-77,2026-11-23,{now},Why.\n", "“children-action-77” is no longer in the register"),
    ],
)
def test_a_bad_entry_on_wording_is_refused(folders: Folders, catalogue: Catalogue, more: str, what: str) -> None:
    edited = edit(folders)
    freeze(folders, catalogue, more.format(now=wording_sha256(edited.commitments["children-action-01"])))
    assert what in [issue.what for issue in issues_of(folders, edited)]


def test_a_promise_that_is_not_frozen_is_told(folders: Folders, catalogue: Catalogue) -> None:
    write(folders.data / WORDING, "commitment_id,on,sha256,what_changed\n")
    assert [issue.what for issue in issues_of(folders, catalogue)] == [
        f"the wording of {name} is not held" for name in catalogue.commitments
    ]


def test_a_sealed_edition_is_read_from_its_own_folder(tmp_path: Path, folders: Folders, catalogue: Catalogue) -> None:
    sealed = Folders(folders.root, "2026-1")
    write_updates(sealed, {"summary": "As it was sealed."})
    assert (sealed.editions / "2026-1/updates/updates.csv").is_file()
    assert [entry.summary for entry in load_evidence(sealed, catalogue).updates] == ["As it was sealed."]
    assert load_evidence(folders, catalogue).updates == ()
