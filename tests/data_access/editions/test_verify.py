"""A byte changed, added or taken away anywhere in the editions is found and named."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data_access.editions import integrity
from data_access.editions.errors import EditionError
from data_access.editions.folder import append_link, edition_folder, editions_root, read_chain
from data_access.editions.hashes import sha256_of
from data_access.editions.integrity import problems
from data_access.editions.json_file import canonical
from data_access.editions.seal import seal
from data_access.editions.verify import EXTRA, Difference, verify_all, verify_chain, verify_edition
from data_access.editions.withdraw import withdraw
from data_access.files import Folders
from tests.data_access.editions.sealed_portal import (
    APPROVED,
    BLACK,
    FIGURES,
    LATER,
    PREPARED,
    WHITE,
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

PLACES: dict[str, Callable[[int], int]] = {
    "first": lambda _: 0,
    "middle": lambda size: size // 2,
    "last": lambda size: size - 1,
}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Two editions, the second a correction, and one cell withdrawn from both; tests put back what they change."""
    folders = write_portal(tmp_path_factory.mktemp("history"))
    seal_first(folders)
    correct_second(folders)
    withdraw(folders, WHITE, reason="Too small.", prepared_by=PREPARED, approved_by=APPROVED, on=LATER)
    return folders


def faults(folders: Folders) -> list[Difference]:
    found = [entry for entry in verify_all(folders) if entry.is_wrong]
    assert problems(folders) == [str(entry) for entry in found]
    return found


def test_a_whole_history_has_no_fault(history: Folders) -> None:
    assert faults(history) == []
    assert [entry.kind for entry in verify_all(history)] == ["withdrawn", "withdrawn"]


@pytest.mark.parametrize("place", PLACES)
def test_a_changed_byte_in_any_file_is_found_and_named(history: Folders, place: str) -> None:
    root = editions_root(history)
    names = sorted(tree(root))
    assert len(names) > 30
    for name in names:
        path = root / name
        sealed = path.read_bytes()
        if not sealed:
            continue
        changed = bytearray(sealed)
        changed[PLACES[place](len(sealed))] ^= 1
        force_write(path, bytes(changed))
        found = faults(history)
        assert any(name.removesuffix("/manifest.json") in str(entry) for entry in found), name
        force_write(path, sealed)
    assert faults(history) == []


@pytest.mark.parametrize("name", ["chain.json", "withdrawals.json"])
def test_no_byte_of_the_lists_can_be_changed_unseen(history: Folders, name: str) -> None:
    path = editions_root(history) / name
    sealed = path.read_bytes()
    for place in range(0, len(sealed), 7):
        force_write(path, sealed[:place] + bytes([sealed[place] ^ 32]) + sealed[place + 1 :])
        assert any(entry.is_wrong for entry in verify_all(history)), place
    force_write(path, sealed)
    assert faults(history) == []


def test_a_missing_file_is_found_and_named(history: Folders) -> None:
    root = editions_root(history)
    for name in sorted(tree(root)):
        path = root / name
        sealed = path.read_bytes()
        path.unlink()
        # A lost list is told by what it no longer accounts for.
        told = "2026-1" if name in {"chain.json", "withdrawals.json"} else name.removesuffix("/manifest.json")
        assert any(told in str(entry) for entry in faults(history)), name
        path.write_bytes(sealed)
    assert faults(history) == []


@pytest.mark.parametrize("name", ["extra.csv", "observations/extra.csv", "config/.hidden", "observations/new/x"])
def test_an_added_file_is_found_and_named(history: Folders, name: str) -> None:
    path = edition_folder(history, "2026-1") / name
    write(path, "more")
    assert [(entry.edition, entry.path, entry.kind) for entry in faults(history)] == [("2026-1", name, EXTRA)]
    path.unlink()


def test_a_link_in_place_of_a_file_is_found(folders: Folders) -> None:
    seal_first(folders)
    path = sealed_figures(folders, "2026-1")
    path.unlink()
    path.symlink_to(draft_figures(folders))
    assert {entry.path for entry in faults(folders)} == {FIGURES}
    shutil.rmtree(path.parent)
    path.parent.symlink_to(folders.observations)
    assert {entry.path for entry in faults(folders)} >= {"observations"}


def test_a_lost_edition_is_found(folders: Folders) -> None:
    seal_first(folders)
    correct_second(folders)
    shutil.rmtree(edition_folder(folders, "2026-2"))
    assert [entry.edition for entry in faults(folders)] == ["2026-2"]
    assert "the manifest is missing" in str(faults(folders)[0])


def test_a_shortened_chain_is_found(folders: Folders) -> None:
    seal_first(folders)
    correct_second(folders)
    links = read_chain(folders)
    (editions_root(folders) / "chain.json").unlink()
    append_link(folders, links[0])
    assert [entry.edition for entry in faults(folders)] == ["2026-2"]


def test_a_chain_in_another_order_is_found(folders: Folders) -> None:
    seal_first(folders)
    correct_second(folders)
    links = read_chain(folders)
    (editions_root(folders) / "chain.json").unlink()
    for link in reversed(links):
        append_link(folders, link)
    assert "does not come after" in " ".join(str(entry) for entry in verify_chain(folders))


def test_a_manifest_changed_with_its_hash_in_the_chain_breaks_the_next_link(folders: Folders) -> None:
    seal_first(folders)
    correct_second(folders)
    path = edition_folder(folders, "2026-1") / "manifest.json"
    force_write(path, canonical({**json.loads(path.read_bytes()), "note": "Another."}))
    chain = editions_root(folders) / "chain.json"
    document = json.loads(chain.read_bytes())
    document["editions"][0]["manifest_sha256"] = sha256_of(path)
    chain.write_bytes(canonical(document))
    assert [str(entry) for entry in faults(folders)] == ["2026-2/manifest.json: the manifest does not follow 2026-1"]


def test_a_changed_figure_is_told_with_its_line_and_both_texts_where_a_copy_is_left(folders: Folders) -> None:
    seal_first(folders)
    path = sealed_figures(folders, "2026-1")
    force_write(path, path.read_bytes().replace(b"56,160,35", b"48,160,30"))
    (fault,) = faults(folders)
    assert "changed at line 5: “d2025-03-31,E09000019,eth5-black" in fault.what
    assert "48,160,30,,,,,,small-source” where the edition has “d2025-03-31" in fault.what


def test_a_changed_figure_is_told_with_its_cell_where_no_copy_is_left(folders: Folders) -> None:
    seal_first(folders)
    path = sealed_figures(folders, "2026-1")
    change_draft(folders, "40,160,25", "48,160,30")
    force_write(path, path.read_bytes().replace(b"56,160,35", b"48,160,30"))
    (fault,) = faults(folders)
    assert f"the file was changed at line 5 ({BLACK}); restore it" in fault.what


def test_another_copy_of_the_file_is_found_in_another_edition(folders: Folders) -> None:
    seal_first(folders)
    write(folders.config / "text" / "x.md", "")
    seal(folders, "2026-2", note="Again.", prepared_by=PREPARED, on=LATER)
    path = edition_folder(folders, "2026-1") / "config" / "codelists" / "notes.csv"
    (folders.config / "codelists" / "notes.csv").unlink()
    force_write(path, path.read_bytes() + b"more,Words.\n")
    (fault,) = faults(folders)
    assert "line 3: it has 3 lines where the edition has 2" in fault.what


def test_an_edition_that_is_not_there_is_told(history: Folders) -> None:
    with pytest.raises(EditionError, match="no edition 2030-1; there are 2026-1, 2026-2"):
        verify_edition(history, "2030-1")


def test_readiness_reads_a_file_once_and_still_sees_a_change_that_hides_its_time(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_first(folders)
    read: list[Path] = []
    hashed = integrity.sha256_of
    monkeypatch.setattr(integrity, "sha256_of", lambda path: read.append(path) or hashed(path))
    assert problems(folders) == []
    before = len(read)
    assert before > 15
    assert problems(folders) == []
    assert len(read) == before
    path = sealed_figures(folders, "2026-1")
    about, content = path.stat(), path.read_bytes()
    force_write(path, content.replace(b"56,160,35", b"56,160,36"))
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert path.stat().st_size == about.st_size
    assert len(problems(folders)) == 1
