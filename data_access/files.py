"""Where the portal's files are, and one fingerprint over all of them."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data_access.errors import InvalidFilesError, Issue

# Raise this when the schema or the loading rules change, so that a database built by older code is not served.
LAYOUT_VERSION = "1"
TEXTS_SETTING = "PORTAL_TEXTS"
_CONFIG_ENDINGS = {".toml", ".csv", ".md"}


@dataclass(frozen=True)
class Folders:
    """The folders a portal reads (config, data) and the one it builds into (var).

    Without an ``edition`` they are those of the draft; with one, those of the sealed edition of that name.
    """

    root: Path
    edition: str = ""

    @property
    def base(self) -> Path:
        """What the paths of the files are told from."""
        return self.editions / self.edition if self.edition else self.root

    @property
    def config(self) -> Path:
        """Definitions: code lists, indicators, the strategy register, long text."""
        return self.base / "config"

    @property
    def data(self) -> Path:
        """What is published: observations, boundaries, updates."""
        return self.base if self.edition else self.root / "data"

    @property
    def observations(self) -> Path:
        """One CSV of published figures for each indicator."""
        return self.data / "observations"

    @property
    def editions(self) -> Path:
        """The sealed editions, each a folder that is never edited."""
        return self.root / "data" / "editions"

    @property
    def var(self) -> Path:
        """Built databases; never committed."""
        return self.root / "var"


DEFAULT_FOLDERS = Folders(Path(__file__).resolve().parents[1])


def text_path(name: str) -> Path:
    """A file of the interface's words: in the folder that ``PORTAL_TEXTS`` names, else in config/text.

    Raises:
        FileNotFoundError: there is no such file.
    """
    told = os.environ.get(TEXTS_SETTING, "")
    path = (Path(told) if told else DEFAULT_FOLDERS.config / "text") / name
    if not path.is_file():
        message = f"{path} does not exist: {TEXTS_SETTING} must name a folder with every file that config/text has"
        raise FileNotFoundError(message)
    return path


def config_texts(folders: Folders) -> dict[str, str]:
    """Every file under config/, by its path from there, such as ``codelists/areas.csv``.

    Raises:
        InvalidFilesError: any of them is not UTF-8.
    """
    paths = sorted(path for path in folders.config.rglob("*") if path.suffix in _CONFIG_ENDINGS)
    issues: list[Issue] = []
    texts = {
        name: read_utf8(path, f"config/{name}", issues)
        for name, path in ((path.relative_to(folders.config).as_posix(), path) for path in paths)
    }
    if issues:
        raise InvalidFilesError(issues)
    return texts


def read_utf8(path: Path, name: str, issues: list[Issue]) -> str:
    """The text of a file; where it is not UTF-8, an empty text and an issue that names the line."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        issues.append(Issue(name, line, "", "the file is not UTF-8", "save it again as UTF-8 (in Excel: CSV UTF-8)"))
        return ""


def fingerprint(folders: Folders) -> str:
    """Sixteen hex digits that change when any file under config/ or data/ does."""
    digest = hashlib.sha256(LAYOUT_VERSION.encode())
    for path in _input_files(folders):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folders.base).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def edition(folders: Folders) -> str:
    """The edition that portal.toml names, or “draft” where it cannot be read."""
    path = folders.config / "portal.toml"
    found = (
        re.search(r'^edition = "([0-9a-z-]+)"', path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        if path.is_file()
        else None
    )
    return found.group(1) if found else "draft"


def _input_files(folders: Folders) -> Iterator[Path]:
    for folder in (folders.base,) if folders.edition else (folders.config, folders.data):
        yield from sorted(
            path
            for path in folder.rglob("*")
            if path.is_file()
            and not path.name.startswith(".")
            and (folders.edition or not path.is_relative_to(folders.editions))
        )
