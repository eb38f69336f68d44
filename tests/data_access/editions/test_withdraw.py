"""A withdrawn figure is gone from every edition, and its tombstone tells that from tampering."""

import json
from datetime import date
from typing import Any

import pytest

from data_access.check import check
from data_access.editions.cells import CellKey, hidden
from data_access.editions.correct import corrections_in_force
from data_access.editions.diff import diff, one_cell
from data_access.editions.errors import EditionError
from data_access.editions.folder import edition_folder, editions, editions_root
from data_access.editions.hashes import sha256
from data_access.editions.journal import Rewritten, Withdrawal, append_withdrawal, newest_hash, read_withdrawals
from data_access.editions.json_file import canonical
from data_access.editions.seal import seal
from data_access.editions.verify import verify_all
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
)
from tests.small_portal import write

WHY = "A small number could be worked out."
ON = date(2027, 1, 4)


@pytest.fixture
def history(folders: Folders) -> Folders:
    """Two editions, the second with another value in one cell."""
    seal_first(folders)
    correct_second(folders)
    return folders


def take_out(folders: Folders, cell: CellKey = BLACK, **changed: Any) -> Withdrawal:
    asked = {"reason": WHY, "prepared_by": PREPARED, "approved_by": APPROVED, "on": ON, **changed}
    return withdraw(folders, cell, **asked)


def test_the_numbers_are_gone_from_every_edition_and_the_draft_and_nothing_else_is(history: Folders) -> None:
    before = tree(history.root)
    take_out(history)
    after = tree(history.root)
    changed = {name for name in after if before.get(name) != after[name]}
    figures = {f"data/{FIGURES}", f"data/editions/2026-1/{FIGURES}", f"data/editions/2026-2/{FIGURES}"}
    assert changed == figures | {"data/editions/withdrawals.json"}
    for edition in ("2026-1", "2026-2", "draft"):
        values = one_cell(history, edition, BLACK)
        assert values is not None
        assert (values.has_number, values.marker) == (False, "c")
    for name in figures:
        lines = list(zip(before[name].splitlines(), after[name].splitlines(), strict=True))
        assert [number for number, (old, new) in enumerate(lines, 1) if old != new] == [5]
    assert check(history) == []


def test_the_tombstone_has_the_day_the_reason_the_roles_and_both_hashes_and_no_number(history: Folders) -> None:
    old = [sha256(sealed_figures(history, edition).read_bytes()) for edition in editions(history)]
    entry = take_out(history)
    new = [sha256(sealed_figures(history, edition).read_bytes()) for edition in editions(history)]
    assert read_withdrawals(history) == (entry,)
    assert (entry.cell, entry.on, entry.reason, entry.prepared_by, entry.approved_by) == (
        BLACK,
        ON,
        WHY,
        PREPARED,
        APPROVED,
    )
    assert [(file.edition, file.path, file.old_sha256, file.new_sha256) for file in entry.files] == [
        ("2026-1", FIGURES, old[0], new[0]),
        ("2026-2", FIGURES, old[1], new[1]),
    ]
    text = (editions_root(history) / "withdrawals.json").read_text()
    assert not any(f" {number}" in text or f'"{number}"' in text for number in (56, 64, 35, 40, 160))


def test_no_manifest_holds_a_number_that_a_withdrawal_could_not_reach(history: Folders) -> None:
    manifest = json.loads((edition_folder(history, "2026-2") / "manifest.json").read_bytes())
    (correction,) = manifest["corrections"]
    assert correction.keys() == {"cell", "replaces", "reason", "on"}
    take_out(history)
    (notice,) = corrections_in_force(history, ON)
    assert notice.old is not None
    assert notice.new is not None
    assert not notice.old.has_number
    assert not notice.new.has_number


def test_verify_tells_a_withdrawal_with_its_day_and_reason(history: Folders) -> None:
    take_out(history)
    found = verify_all(history)
    assert [entry.is_wrong for entry in found] == [False, False]
    assert str(found[0]) == f"2026-1/{FIGURES}: {BLACK} was withdrawn on 2027-01-04 ({WHY})"


def test_withdrawals_from_one_file_follow_each_other(history: Folders) -> None:
    first, second = take_out(history), take_out(history, WHITE)
    assert second.previous == first.sha256
    assert second.files[0].old_sha256 == first.files[0].new_sha256
    assert not any(entry.is_wrong for entry in verify_all(history))
    assert all(str(cell) in str(entry) for entry in verify_all(history) for cell in (BLACK, WHITE))


def test_a_withdrawn_file_that_is_changed_in_another_line_is_tampered_with(history: Folders) -> None:
    take_out(history)
    path = sealed_figures(history, "2026-1")
    force_write(path, path.read_bytes().replace(b"40,160,25", b"48,160,30"))
    (fault,) = [entry for entry in verify_all(history) if entry.is_wrong]
    assert "line 7" in fault.what


def test_a_made_up_withdrawal_does_not_excuse_a_change_elsewhere(history: Folders) -> None:
    path = sealed_figures(history, "2026-1")
    old = path.read_bytes()
    new = old.replace(b"56,160,35", b",,").replace(b"40,160,25", b"48,160,30")
    force_write(path, new)
    entries = read_withdrawals(history)
    file = Rewritten("2026-1", FIGURES, sha256(old), sha256(new))
    append_withdrawal(history, Withdrawal(BLACK, ON, "None.", PREPARED, "", (file,), newest_hash(entries)))
    (fault,) = [entry for entry in verify_all(history) if entry.is_wrong]
    assert "line 5 was changed, which no withdrawal accounts for" in fault.what
    force_write(path, new.replace(b"all,,,,,,,,", b"all,,,,,,c,,"))
    file = Rewritten("2026-1", FIGURES, sha256(old), sha256(path.read_bytes()))
    (editions_root(history) / "withdrawals.json").unlink()
    append_withdrawal(history, Withdrawal(BLACK, ON, "None.", PREPARED, "", (file,), ""))
    (fault,) = [entry for entry in verify_all(history) if entry.is_wrong]
    assert "line 7 was changed, which no withdrawal accounts for" in fault.what


def test_a_withdrawal_taken_off_the_list_is_missed_by_the_edition_sealed_after_it(history: Folders) -> None:
    take_out(history)
    seal(history, "2027-1", note="More.", prepared_by=PREPARED, on=ON)
    assert not any(entry.is_wrong for entry in verify_all(history))
    (editions_root(history) / "withdrawals.json").unlink()
    told = " ".join(str(entry) for entry in verify_all(history))
    assert "a withdrawal that 2027-1 was sealed after is no longer listed" in told
    assert f"2026-1/{FIGURES}: the file was changed" in told


def test_withdrawing_again_changes_nothing(history: Folders) -> None:
    entry = take_out(history)
    before = tree(history.root)
    assert take_out(history, on=date(2027, 2, 2)) == entry
    assert tree(history.root) == before


def test_a_withdrawn_figure_cannot_come_back_with_the_next_edition(history: Folders) -> None:
    before = draft_figures(history).read_bytes()
    take_out(history)
    draft_figures(history).write_bytes(before)
    with pytest.raises(EditionError, match="was withdrawn to protect people and the draft shows it again"):
        seal(history, "2027-1", note="More.", prepared_by=PREPARED, on=ON)


def test_an_edition_without_the_figure_is_left_alone(folders: Folders) -> None:
    row = next(line for line in draft_figures(folders).read_text().splitlines(keepends=True) if "eth5-white" in line)
    change_draft(folders, row, "")
    write(folders.config / "codelists" / "notes.csv", "note_id,text\nsmall-note,Read with care.\n")
    seal_first(folders)
    write(draft_figures(folders), draft_figures(folders).read_text() + row)
    seal(folders, "2026-2", note="More.", prepared_by=PREPARED, on=LATER)
    entry = take_out(folders, WHITE)
    assert [file.edition for file in entry.files] == ["2026-2"]


def test_derived_files_that_may_hold_the_figure_are_removed(history: Folders) -> None:
    derived = [
        editions_root(history) / "2026-1.zip",
        editions_root(history) / "made" / "rows.xlsx",
        history.var / "draft-abc.sqlite",
    ]
    for path in derived:
        write(path, "derived")
    take_out(history)
    assert not any(path.exists() for path in derived)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no reason": ({"reason": ""}, "reason is empty"),
    "the number in the reason": ({"reason": "Only 56 children."}, "tells a number"),
    "the old value rounded": ({"reason": "It said 35.0%."}, "tells a number"),
    "the same role": ({"approved_by": PREPARED}, "same role"),
    "no such cell": ({"cell": BLACK._replace(period="d1999-01-01")}, "No sealed edition shows a number"),
    "no such indicator": ({"cell": BLACK._replace(indicator="none")}, "No sealed edition shows a number"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_withdrawal_that_may_not_be_changes_nothing(history: Folders, name: str) -> None:
    changed, words = REFUSED[name]
    before = tree(history.root / "data")
    with pytest.raises(EditionError, match=words):
        take_out(history, **changed)
    assert tree(history.root / "data") == before


def test_a_damaged_file_is_not_papered_over(history: Folders) -> None:
    path = sealed_figures(history, "2026-1")
    force_write(path, path.read_bytes().replace(b"40,160,25", b"48,160,30"))
    before = tree(history.root / "data")
    with pytest.raises(EditionError, match="Nothing was withdrawn, because a file is damaged"):
        take_out(history)
    assert tree(history.root / "data") == before


def test_what_changed_between_editions_no_longer_tells_the_figure(history: Folders) -> None:
    take_out(history)
    assert [entry.row[6:18] for entry in diff(history, "2026-1", "2026-2")] == [
        [*[""] * 10, "c", "c"]  # the numbers of both editions, then their markers
    ]


def test_an_entry_taken_out_of_the_middle_breaks_the_list(history: Folders) -> None:
    take_out(history)
    take_out(history, WHITE)
    path = editions_root(history) / "withdrawals.json"
    path.write_bytes(canonical({"withdrawals": json.loads(path.read_bytes())["withdrawals"][1:]}))
    assert "withdrawals.json was changed" in " ".join(str(entry) for entry in verify_all(history) if entry.is_wrong)


def test_a_withdrawal_must_start_from_the_file_that_was_sealed(history: Folders) -> None:
    path = sealed_figures(history, "2026-1")
    force_write(path, hidden(path.read_bytes(), BLACK, FIGURES))
    file = Rewritten("2026-1", FIGURES, "0" * 64, sha256(path.read_bytes()))
    append_withdrawal(history, Withdrawal(BLACK, ON, "None.", PREPARED, "", (file,), ""))
    (fault,) = [entry for entry in verify_all(history) if entry.is_wrong]
    assert (fault.edition, fault.path, fault.kind) == ("2026-1", FIGURES, "changed")
