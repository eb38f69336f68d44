"""Kills an action before, during and after each of its steps, and looks at what is left each time.

Run as ``python -m tests.data_access.editions.killing seal|correct|withdraw FOLDER``; it prints how many
deaths were tried. It is a process of its own because it forks, which a process with threads should not.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data_access.editions.durable import remove_leftovers
from data_access.editions.errors import EditionError
from data_access.editions.folder import editions, editions_root
from data_access.editions.verify import BROKEN, UNFINISHED, verify_all
from data_access.editions.withdraw import withdraw
from data_access.files import Folders
from tests.data_access.editions.sealed_portal import (
    APPROVED,
    BLACK,
    FIGURES,
    LATER,
    NEW_ROW,
    OLD_ROW,
    PREPARED,
    change_draft,
    correct_draft,
    correct_second,
    seal_first,
    tree,
    write_portal,
)

State = frozenset[tuple[str, bytes | None]]
_KILLED = 9
_STEPS = ("write", "fsync", "replace", "rename", "mkdir", "unlink")


class Countdown:
    """Ends the process at the n-th moment: each call is one."""

    def __init__(self, moment: int) -> None:
        self.left = moment

    def __call__(self) -> None:
        self.left -= 1
        if self.left == 0:
            os._exit(_KILLED)

    def watch(self, name: str) -> None:
        """Put moments before and after one function of the operating system, and in the middle of a write."""
        real: Callable[..., Any] = getattr(os, name)

        def step(*arguments: Any, **named: Any) -> Any:
            self()
            if name == "write" and self.left == 1:
                real(arguments[0], arguments[1][: len(arguments[1]) // 2])
            if name == "write":
                self()
            done = real(*arguments, **named)
            self()
            return done

        setattr(os, name, step)


def at_steps(countdown: Countdown) -> None:
    """Let the moments be the steps of writing files."""
    for name in _STEPS:
        countdown.watch(name)


def finishes(action: Callable[[], object], moment: int, when: Callable[[Countdown], None] = at_steps) -> bool:
    """Run ``action`` in a child that dies at one of the moments of ``when``; whether it came to its end before."""
    child = os.fork()
    if child == 0:
        when(Countdown(moment))
        action()
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, _KILLED}, code
    return code == 0


def copies(before: Path, scratch: Path) -> Path:
    """A fresh copy of the portal as it was before the action."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(before, scratch)
    return scratch


def state(folders: Folders) -> State:
    """Every file and folder that is left, whatever random ending a temporary name has."""
    return frozenset(
        (
            re.sub(r"\.(sealing|writing)-\w+", r".\1", path.relative_to(folders.root).as_posix()),
            path.read_bytes() if path.is_file() else None,
        )
        for path in folders.root.rglob("*")
    )


def kill_everywhere(
    before: Path, scratch: Path, action: Callable[[Folders], object], look: Callable[[Folders, dict[str, bytes]], None]
) -> int:
    """Try every moment: look at what is left, run the action again, and expect the files of an undisturbed run."""
    undisturbed = Folders(copies(before, scratch))
    action(undisturbed)
    expected = tree(undisturbed.root / "data")
    seen: set[State] = set()
    moment = 0
    done = False
    while not done:
        moment += 1
        folders = Folders(copies(before, scratch))
        done = finishes(lambda place=folders: action(place), moment)  # type: ignore[misc]
        # Many moments leave the very same files; what comes of those is known after the first.
        if state(folders) in seen:
            continue
        seen.add(state(folders))
        look(folders, expected)
        try:
            action(folders)
        except EditionError as error:
            assert "sealed already" in str(error), error
            remove_leftovers(editions_root(folders))
        assert tree(folders.root / "data") == expected, moment
        assert not [entry for entry in verify_all(folders) if entry.is_wrong], moment
    return moment - 1


def look_at_sealing(before: Path) -> Callable[[Folders, dict[str, bytes]], None]:
    """Whatever is sealed is whole, the editions before are untouched, and the draft is old or new."""
    old = tree(before / "data")

    def look(folders: Folders, expected: dict[str, bytes]) -> None:
        found = tree(folders.root / "data")
        for name, content in found.items():
            if "/." not in name and not name.startswith("."):
                assert content in {old.get(name), expected.get(name)}, name
        assert old.keys() <= found.keys()
        for entry in verify_all(folders):
            assert (entry.kind, entry.path) == (BROKEN, ""), entry
            assert "an interrupted seal left it" in entry.what
        for edition in editions(folders):
            sealed = {name for name in expected if name.startswith(f"editions/{edition}/")}
            assert sealed <= found.keys()

    return look


def look_at_withdrawing(before: Path) -> Callable[[Folders, dict[str, bytes]], None]:
    """Each file is old or new, and what is wrong is told as a withdrawal to run again."""
    old = tree(before / "data")

    def look(folders: Folders, expected: dict[str, bytes]) -> None:
        for name, content in tree(folders.root / "data").items():
            if "/." not in name and not name.startswith("."):
                assert content in {old.get(name), expected.get(name)}, name
        wrong = [entry for entry in verify_all(folders) if entry.is_wrong]
        assert {entry.kind for entry in wrong} <= {UNFINISHED}
        assert all("run the same withdraw again" in entry.what for entry in wrong)
        assert {entry.path for entry in wrong} <= {FIGURES}

    return look


def prepare(folder: Path, action: str) -> Folders:
    """A portal in which the action has everything to do."""
    folders = write_portal(folder)
    folders.var.mkdir()
    if action != "seal":
        seal_first(folders)
    if action == "correct":
        change_draft(folders, OLD_ROW, NEW_ROW)
    if action == "withdraw":
        correct_second(folders)
        (editions_root(folders) / "2026-1.zip").write_bytes(b"derived")
    return folders


def main(action: str, folder: Path) -> int:
    """Try one action; how many deaths."""
    before, scratch = folder / "before", folder / "scratch"
    prepare(before, action)
    # A killed process loses nothing that the system was handed, so waiting for the disk would only take time.
    os.fsync = lambda handle: None
    if action == "seal":
        return kill_everywhere(before, scratch, seal_first, look_at_sealing(before))
    if action == "correct":
        return kill_everywhere(before, scratch, correct_draft, look_at_sealing(before))
    return kill_everywhere(before, scratch, _take_out, look_at_withdrawing(before))


def _take_out(folders: Folders) -> None:
    withdraw(folders, BLACK, reason="Too small.", prepared_by=PREPARED, approved_by=APPROVED, on=LATER)


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1], Path(sys.argv[2]))}\n")
