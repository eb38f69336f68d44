"""Where editions are, which there are, and one writer at a time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from data_access.editions.durable import make_folder, remove_leftovers, write_file
from data_access.editions.errors import EditionError
from data_access.editions.json_file import canonical, read_canonical
from data_access.files import Folders

DRAFT = "draft"
CHAIN_NAME = "data/editions/chain.json"
_ID = re.compile(r"20\d\d-[1-9]\d*")


@dataclass(frozen=True)
class Link:
    """One edition in the chain, with the hash its manifest had when it was sealed."""

    edition: str
    manifest_sha256: str


def editions_root(folders: Folders) -> Path:
    """The folder that holds every edition, the chain and the withdrawals."""
    return folders.editions


def folders_of(folders: Folders, edition: str) -> Folders:
    """The folders of an edition, or of the working files under “draft”, whether or not they exist."""
    return replace(folders, edition="" if edition == DRAFT else edition)


def edition_folder(folders: Folders, edition: str) -> Path:
    """The folder of one edition, whether or not it exists.

    Raises:
        EditionError: ``edition`` is not a year and a number, as in 2026-1.
    """
    edition_order(edition)
    return editions_root(folders) / edition


def edition_order(edition: str) -> tuple[int, int]:
    """(year, number), by which editions follow each other: 2026-10 comes after 2026-9.

    Raises:
        EditionError: ``edition`` is not a year and a number.
    """
    if not is_edition_id(edition):
        raise EditionError(f"“{edition}” is not an edition: write a year and a number, as in 2026-1.")
    year, _, number = edition.partition("-")
    return int(year), int(number)


def is_edition_id(text: str) -> bool:
    """Whether a text is written as an edition is."""
    return _ID.fullmatch(text) is not None


def read_chain(folders: Folders) -> tuple[Link, ...]:
    """Every sealed edition with its manifest's hash, oldest first; empty before the first.

    Raises:
        EditionError: chain.json cannot be read or is not as the portal wrote it.
    """
    path = editions_root(folders) / "chain.json"
    if not path.exists():
        return ()
    entries = read_canonical(path, CHAIN_NAME).get("editions")
    try:
        return tuple(Link(str(entry["edition"]), str(entry["manifest_sha256"])) for entry in entries)  # type: ignore[union-attr]
    except (TypeError, KeyError) as error:
        raise EditionError(f"{CHAIN_NAME} is not as the portal wrote it: restore it from a copy.") from error


def append_link(folders: Folders, link: Link) -> None:
    """Add an edition to the chain: from this moment it is sealed."""
    links = [*read_chain(folders), link]
    document = {"editions": [{"edition": one.edition, "manifest_sha256": one.manifest_sha256} for one in links]}
    write_file(editions_root(folders) / "chain.json", canonical(document))


def editions(folders: Folders) -> list[str]:
    """The sealed editions, oldest first. A folder that the chain does not list is not an edition.

    Raises:
        EditionError: chain.json cannot be read.
    """
    return [link.edition for link in read_chain(folders)]


def unlisted(folders: Folders) -> list[str]:
    """Folders named like editions that the chain does not list: a killed seal left them, or the chain was changed."""
    listed = set(editions(folders))
    found = (path.name for path in editions_root(folders).glob("20*") if is_edition_id(path.name))
    return sorted(set(found) - listed, key=edition_order)


def link_of(folders: Folders, edition: str) -> Link:
    """The chain's entry for an edition.

    Raises:
        EditionError: there is no such edition.
    """
    edition_order(edition)
    links = read_chain(folders)
    found = next((link for link in links if link.edition == edition), None)
    if found is None:
        known = ", ".join(link.edition for link in links)
        raise EditionError(f"There is no edition {edition}; " + (f"there are {known}." if known else "none is sealed."))
    return found


def observation_paths(folders: Folders, edition: str) -> dict[str, Path]:
    """The figures of an edition, or of the working files under “draft”: indicator id to CSV, sorted.

    Raises:
        EditionError: there is no such edition.
    """
    if edition == DRAFT:
        folder = Folders(folders.root).observations
    else:
        link_of(folders, edition)
        folder = edition_folder(folders, edition) / "observations"
    return {path.stem: path for path in sorted(folder.glob("*.csv")) if not path.name.startswith(".")}


@contextmanager
def only_writer(folders: Folders) -> Iterator[None]:
    """Hold the editions for writing; waits for another writer, then clears what a killed one left behind."""
    make_folder(folders.var)
    make_folder(editions_root(folders))
    with FileLock(folders.var / "editions.lock"):
        for folder in (editions_root(folders), Folders(folders.root).observations):
            remove_leftovers(folder)
        yield
