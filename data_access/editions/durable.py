"""Writing so that a process killed at any moment leaves the old file or the new one, never half of either."""

import os
import shutil
import tempfile
from pathlib import Path

READ_ONLY = 0o444
_TEMPORARY = ".writing-"
_STAGED = ".sealing-"


def write_file(path: Path, content: bytes, *, temporary_in: Path | None = None, mode: int = 0o644) -> None:
    """Put ``content`` at ``path`` in one step, on disk when this returns.

    The temporary file lies beside ``path``, or in ``temporary_in`` on the same disk where strange files
    beside ``path`` would be taken for tampering.
    """
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=temporary_in or path.parent)
    temporary = Path(name)
    try:
        _write_all(handle, content)
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new(path: Path, content: bytes, *, mode: int = READ_ONLY) -> None:
    """Write a file that does not exist yet, for a folder that nobody sees before it is renamed."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    _write_all(handle, content)
    path.chmod(mode)


def staging_folder(parent: Path) -> Path:
    """A new hidden folder in ``parent`` to fill and then rename; a killed run's are found by ``remove_leftovers``."""
    folder = Path(tempfile.mkdtemp(prefix=_STAGED, dir=parent))
    folder.chmod(0o755)
    return folder


def put_in_place(staged: Path, folder: Path) -> None:
    """Sync every folder within ``staged``, then give it the name ``folder`` in one step."""
    for inner in [*staged.rglob("*"), staged]:
        if inner.is_dir():
            sync_folder(inner)
    staged.rename(folder)
    sync_folder(folder.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, on disk when this returns."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def remove_leftovers(folder: Path) -> None:
    """Remove what a killed run left in ``folder`` under a temporary name; call it only while holding the lock."""
    for left in folder.glob(f"{_STAGED}*"):
        shutil.rmtree(left)
    for left in folder.glob(f"{_TEMPORARY}*"):
        left.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut; a system that cannot open folders goes without."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_all(handle: int, content: bytes) -> None:
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)
