"""What goes into an edition: the working files, and portal.toml naming the edition."""

import json
import re
from collections.abc import Iterator

from tqdm import tqdm

from data_access.editions.errors import EditionError
from data_access.files import Folders

SETTINGS = "config/portal.toml"
_DATA_FOLDERS = ("observations", "updates", "searches", "statements", "boundaries")
_LEFT_OUT = ("config/text/",)


def edition_contents(folders: Folders, edition: str, approved_by: str) -> dict[str, bytes]:
    """Every file of an edition but its manifest, by its path there, sorted.

    Raises:
        EditionError: portal.toml does not have the two lines of a draft.
    """
    files = tqdm(_working_files(folders), desc="Reading", unit=" files", delay=1, disable=None, leave=False)
    found = dict(files)
    found[SETTINGS] = named_settings(found.get(SETTINGS, b""), edition, approved_by)
    return dict(sorted(found.items()))


def named_settings(content: bytes, edition: str, approved_by: str) -> bytes:
    """portal.toml with the two lines that name the edition and its approver; every other byte stays.

    Raises:
        EditionError: a line is missing, there twice, or not as in a draft.
    """
    for key, before, after in (("edition", "draft", edition), ("approved_by", "", approved_by)):
        pattern = re.compile(rf'^{key} = "{before}"(?=\r?$)'.encode(), re.MULTILINE)
        # One line of JSON text is TOML text too.
        line = f"{key} = {json.dumps(after, ensure_ascii=False)}".encode()
        parts = pattern.split(content)
        if len(parts) != 2:
            raise EditionError(f'{SETTINGS} must have the line {key} = "{before}" once, as a draft has.')
        content = line.join(parts)
    return content


def _working_files(folders: Folders) -> Iterator[tuple[str, bytes]]:
    """(path in the edition, content) of every file that is not hidden."""
    data = folders.root / "data"
    for source, prefix in [(folders.config, "config"), *((data / name, name) for name in _DATA_FOLDERS)]:
        for path in sorted(source.rglob("*")):
            name = f"{prefix}/{path.relative_to(source).as_posix()}"
            if path.is_file() and "/." not in name and not name.startswith(_LEFT_OUT):
                yield name, path.read_bytes()
