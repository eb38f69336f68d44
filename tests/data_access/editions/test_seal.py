"""A sealed edition holds the working files, names itself, and never changes."""

import json
import shutil
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.editions.contents import named_settings
from data_access.editions.errors import EditionError
from data_access.editions.folder import edition_folder, editions, editions_root, read_chain, unlisted
from data_access.editions.hashes import code_version, sha256
from data_access.editions.manifest import Correction, from_bytes, read_manifest, to_bytes
from data_access.editions.seal import seal
from data_access.editions.verify import verify_all
from data_access.errors import InvalidFilesError
from data_access.files import Folders
from tests.data_access.editions.sealed_portal import (
    APPROVED,
    BLACK,
    DAY,
    FIGURES,
    LATER,
    NEW_ROW,
    OLD_ROW,
    PREPARED,
    change_draft,
    correct_second,
    draft_figures,
    force_write,
    seal_first,
    sealed_figures,
    tree,
    write_portal,
)
from tests.small_portal import write

SETTINGS = b'name = "A"\r\nedition = "draft"\r\napproved_by = ""\r\nother = "edition = \\"draft\\""\r\n'


def seal_second(folders: Folders, **changed: Any) -> None:
    asked = {"note": "The second.", "prepared_by": PREPARED, "approved_by": APPROVED, "on": LATER, **changed}
    seal(folders, str(asked.pop("edition", "2026-2")), **asked)


def test_an_edition_holds_the_working_files_without_long_text(folders: Folders) -> None:
    write(folders.config / "text" / "about.md", "Long text.")
    write(folders.root / "data" / "updates" / "2026.toml", "")
    write(folders.observations / ".left-open", "hidden")
    seal_first(folders)
    sealed = tree(edition_folder(folders, "2026-1"))
    assert {name.partition("/")[0] for name in sealed} == {"manifest.json", "config", "observations", "updates"}
    assert not any("text" in name.split("/") or "/." in name for name in sealed)
    assert sealed[FIGURES] == draft_figures(folders).read_bytes()


def test_the_sealed_settings_name_the_edition_and_its_approver_and_keep_every_other_byte(folders: Folders) -> None:
    before = (folders.config / "portal.toml").read_text(encoding="utf-8")
    seal_first(folders)
    sealed = (edition_folder(folders, "2026-1") / "config" / "portal.toml").read_text(encoding="utf-8")
    expected = before.replace('edition = "draft"', 'edition = "2026-1"')
    assert sealed == expected.replace('approved_by = ""', f'approved_by = "{APPROVED}"')
    assert (folders.config / "portal.toml").read_text(encoding="utf-8") == before


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40))
def test_any_role_can_be_read_back_from_the_settings(role: str) -> None:
    named = named_settings(SETTINGS, "2026-12", role)
    assert tomllib.loads(named.decode()) == {
        **tomllib.loads(SETTINGS.decode()),
        "edition": "2026-12",
        "approved_by": role,
    }
    assert named.splitlines()[0::3] == SETTINGS.splitlines()[0::3]


@pytest.mark.parametrize("line", ['edition = "2026-1"', "", 'edition = "draft"\nedition = "draft"'])
def test_settings_that_are_not_a_draft_are_not_sealed(line: str) -> None:
    with pytest.raises(EditionError, match='edition = "draft" once'):
        named_settings(SETTINGS.replace(b'edition = "draft"\r', f"{line}\r".encode()), "2026-1", "")


def test_the_manifest_lists_every_file_with_its_size_and_hash(folders: Folders) -> None:
    manifest = seal_first(folders)
    sealed = tree(edition_folder(folders, "2026-1"))
    content = sealed.pop("manifest.json")
    assert {file.path: (file.bytes, file.sha256) for file in manifest.files} == {
        name: (len(one), sha256(one)) for name, one in sealed.items()
    }
    assert [file.path for file in manifest.files] == sorted(sealed)
    assert read_manifest(folders, "2026-1") == manifest == from_bytes(content)
    assert manifest.code_version == code_version()
    assert manifest.previous is None
    assert to_bytes(manifest) == content
    assert json.loads(content)["prepared_by"] == PREPARED


def test_a_manifest_follows_the_hash_of_the_one_before(folders: Folders) -> None:
    seal_first(folders)
    seal_second(folders)
    first = sha256((edition_folder(folders, "2026-1") / "manifest.json").read_bytes())
    previous = read_manifest(folders, "2026-2").previous
    assert previous is not None
    assert (previous.edition, previous.manifest_sha256) == ("2026-1", first)
    assert [link.edition for link in read_chain(folders)] == editions(folders) == ["2026-1", "2026-2"]


def test_the_same_files_and_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "other"):
        folders = write_portal(tmp_path / name)
        seal_first(folders)
        correct_second(folders)
        trees.append(tree(editions_root(folders)))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 30


def test_sealed_files_are_read_only(folders: Folders) -> None:
    seal_first(folders)
    modes = {path.stat().st_mode & 0o777 for path in edition_folder(folders, "2026-1").rglob("*") if path.is_file()}
    assert modes == {0o444}


def test_without_an_approver_an_edition_is_unapproved_and_no_name_is_invented(folders: Folders) -> None:
    manifest = seal(folders, "2026-1", note="The first.", prepared_by=PREPARED, on=DAY)
    assert not manifest.is_approved
    sealed = (edition_folder(folders, "2026-1") / "config" / "portal.toml").read_text(encoding="utf-8")
    assert 'approved_by = ""' in sealed


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "the same role twice": ({"approved_by": " ".join(PREPARED.upper().split())}, "same role"),
    "no preparer": ({"prepared_by": ""}, "preparing role is empty"),
    "a role of two lines": ({"approved_by": "Head\nof strategy"}, "one line"),
    "a long role": ({"approved_by": "x" * 121}, "120"),
    "an empty note": ({"note": " "}, "note is empty"),
    "an edition that exists": ({"edition": "2026-1"}, "sealed already"),
    "an edition of an earlier year": ({"edition": "2025-9"}, "does not come after 2026-1"),
    "no number": ({"edition": "2026"}, "a year and a number"),
    "a number zero": ({"edition": "2026-0"}, "a year and a number"),
    "a path": ({"edition": "../2026-2"}, "a year and a number"),
    "a day before the last sealing": ({"on": DAY - timedelta(days=1)}, "before 2026-1 was sealed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_sealing_that_may_not_be_changes_nothing(folders: Folders, name: str) -> None:
    changed, words = REFUSED[name]
    seal_first(folders)
    before = tree(folders.root / "data")
    with pytest.raises(EditionError, match=words):
        seal_second(folders, **changed)
    assert tree(folders.root / "data") == before


def test_the_tenth_edition_of_a_year_comes_after_the_ninth(folders: Folders) -> None:
    seal_first(folders)
    for edition in ("2026-9", "2026-10", "2027-1"):
        seal_second(folders, edition=edition)
    assert editions(folders) == ["2026-1", "2026-9", "2026-10", "2027-1"]


def test_wrong_working_files_are_not_sealed(folders: Folders) -> None:
    change_draft(folders, OLD_ROW, "all,56,160,36,,,,,")
    with pytest.raises(InvalidFilesError):
        seal_first(folders)
    assert editions(folders) == []


@pytest.mark.parametrize("new", [NEW_ROW, "all,,160,,,,c,,", None])
def test_a_changed_hidden_or_removed_figure_is_sent_to_correct(folders: Folders, new: str | None) -> None:
    seal_first(folders)
    row = next(line for line in draft_figures(folders).read_text().splitlines(keepends=True) if OLD_ROW in line)
    change_draft(folders, row, row.replace(OLD_ROW, new) if new else "")
    with pytest.raises(EditionError, match=f"first being {BLACK}: use correct"):
        seal_second(folders)
    assert editions(folders) == ["2026-1"]


def test_added_rows_figures_and_flags_need_no_correction(folders: Folders) -> None:
    seal_first(folders)
    change_draft(folders, "Asian,all,,160,,,,x,", "Asian,all,24,160,15,,,,p")
    change_draft(folders, "all,80,200,40,,,,,", "all,80,200,40,35,45,,e,")
    write(
        draft_figures(folders),
        draft_figures(folders).read_text() + "d2024-03-31,E09000019,eth5-white,White,all,60,200,30,,,,,,small-source\n",
    )
    seal_second(folders)
    assert verify_all(folders) == []


def test_a_caller_may_not_leave_a_changed_figure_out_of_its_corrections(folders: Folders) -> None:
    seal_first(folders)
    change_draft(folders, OLD_ROW, NEW_ROW)
    with pytest.raises(EditionError, match="must keep its flag r"):
        seal_second(folders, corrections=[Correction(BLACK, "2026-1", "Wrong.", LATER)])
    with pytest.raises(EditionError, match="use correct"):
        seal_second(folders, corrections=[Correction(BLACK._replace(area="E92000001"), "2026-1", "Wrong.", LATER)])


def test_nothing_follows_a_damaged_edition(folders: Folders) -> None:
    seal_first(folders)
    force_write(sealed_figures(folders, "2026-1"), b"other")
    with pytest.raises(EditionError, match=r"2026-1/observations/looked-after\.csv: the file was changed"):
        seal_second(folders)


def test_what_a_killed_run_left_is_ignored_and_removed_by_the_next(folders: Folders) -> None:
    write(editions_root(folders) / ".sealing-abc" / "config" / "x.toml", "half")
    write(editions_root(folders) / ".writing-abc", "half")
    write(folders.observations / ".writing-abc", "half")
    assert editions(folders) == []
    seal_first(folders)
    assert sorted(path.name for path in editions_root(folders).iterdir()) == ["2026-1", "chain.json"]
    assert not list(folders.observations.glob(".*"))


def interrupted(folders: Folders) -> None:
    """The state between the rename of 2026-1 and its entry in the chain."""
    seal_first(folders)
    (editions_root(folders) / "chain.json").unlink()


def test_a_folder_that_the_chain_does_not_list_is_no_edition(folders: Folders) -> None:
    interrupted(folders)
    assert editions(folders) == []
    assert unlisted(folders) == ["2026-1"]
    (fault,) = verify_all(folders)
    assert "an interrupted seal left it" in str(fault)


def test_an_interrupted_seal_is_completed_on_another_day_as_it_was(folders: Folders) -> None:
    interrupted(folders)
    before = tree(edition_folder(folders, "2026-1"))
    manifest = seal(folders, "2026-1", note="The first.", prepared_by=PREPARED, approved_by=APPROVED, on=LATER)
    assert manifest.sealed_on == DAY
    assert tree(edition_folder(folders, "2026-1")) == before
    assert editions(folders) == ["2026-1"]


@pytest.mark.parametrize("damage", ["another note", "a changed byte", "a lost file", "no manifest"])
def test_an_interrupted_seal_of_something_else_is_left_alone(folders: Folders, damage: str) -> None:
    interrupted(folders)
    folder = edition_folder(folders, "2026-1")
    if damage == "a changed byte":
        force_write(folder / FIGURES, (folder / FIGURES).read_bytes()[:-1] + b" ")
    if damage == "a lost file":
        (folder / FIGURES).unlink()
    if damage == "no manifest":
        (folder / "manifest.json").unlink()
    before = tree(folder)
    note = "Another." if damage == "another note" else "The first."
    with pytest.raises(EditionError, match="move that folder away"):
        seal(folders, "2026-1", note=note, prepared_by=PREPARED, approved_by=APPROVED, on=DAY)
    assert tree(folder) == before
    assert editions(folders) == []


def test_another_portal_at_another_place_verifies_a_copied_edition(folders: Folders, tmp_path: Path) -> None:
    seal_first(folders)
    shutil.copytree(editions_root(folders), tmp_path / "elsewhere" / "data" / "editions")
    assert verify_all(Folders(tmp_path / "elsewhere")) == []
