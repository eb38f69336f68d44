"""The folder of an export: filled out of sight, put in place in one step, and never in place of anything else."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from open_data.export.errors import ExportError

MARK = "export.json"
_MADE_BY = "python -m open_data export"


def refuse_another(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier export.

    Raises:
        ExportError: it does, or it is no folder.
    """
    if not folder.exists() or _is_export(folder):
        return
    if not folder.is_dir() or any(folder.iterdir()):
        message = f"{folder} is not an earlier export, so it stays as it is. Name a folder that is new or empty."
        raise ExportError(message)


def _is_export(folder: Path) -> bool:
    try:
        found = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("made_by") == _MADE_BY


def write_mark(folder: Path, about: Mapping[str, Any]) -> None:
    """Mark a folder as an export, with what it is of."""
    text = json.dumps({"made_by": _MADE_BY, **about}, indent=2, ensure_ascii=False)
    (folder / MARK).write_text(f"{text}\n", encoding="utf-8")


@contextmanager
def filled(folder: Path) -> Iterator[Path]:
    """A new folder beside ``folder`` to fill; it takes its place if the block ends well, and is gone if it does not."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        staged = work / "new"
        staged.mkdir()
        yield staged
        refuse_another(folder)
        _swap(staged, folder, work / "old")
    finally:
        shutil.rmtree(work)


def _swap(staged: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        staged.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
