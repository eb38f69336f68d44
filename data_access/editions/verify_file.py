"""What a file that somebody has is: a sealed file, rows of an edition, a whole edition, or none of these."""

import zipfile
from pathlib import Path

from data_access.editions.errors import EditionError
from data_access.editions.folder import edition_folder, editions, editions_root, read_chain
from data_access.editions.hashes import sha256_of
from data_access.editions.journal import read_withdrawals
from data_access.editions.manifest import NAME
from data_access.editions.match import DIFFERS, SAME, UNKNOWN, WITHDRAWN, Match, refuse_damaged, sealed_manifest
from data_access.editions.match_table import is_public_table, match_table
from data_access.editions.match_zip import match_zip
from data_access.editions.verify import first_difference, verify_edition
from data_access.files import Folders


def verify_file(folders: Folders, path: Path) -> Match:
    """Say which edition a file is from, or where it first differs.

    It may be a copy of any sealed file, a CSV of public rows, or a ZIP of an edition.

    Raises:
        EditionError: the file cannot be read, or the edition to compare with is damaged itself.
        InvalidFilesError: an edition's own files break today's rules, so its public rows cannot be made.
    """
    if not path.is_file():
        raise EditionError(f"There is no file {path}.")
    if not editions(folders):
        raise EditionError("No edition is sealed yet, so there is nothing to compare with.")
    found = _by_place(folders, path) or _by_hash(folders, sha256_of(path))
    if found:
        return found
    if zipfile.is_zipfile(path) or path.suffix == ".zip":
        return match_zip(folders, path)
    return match_table(folders, path) if is_public_table(path) else _by_name(folders, path)


def _by_place(folders: Folders, path: Path) -> Match | None:
    """A file inside an edition's own folder, which must be as it was sealed there."""
    try:
        edition, *rest = path.resolve().relative_to(editions_root(folders).resolve()).parts
    except ValueError:
        return None
    if edition not in editions(folders):
        return None
    name = "/".join(rest)
    faults = [entry for entry in verify_edition(folders, edition) if entry.is_wrong and entry.path in (name, NAME)]
    return Match(DIFFERS, edition, f"{faults[0]}.") if faults else None


def _by_hash(folders: Folders, sha256: str) -> Match | None:
    """A copy of a file as it is in editions now, or as it was before a withdrawal."""
    now = [f"{link.edition}/{NAME}" for link in read_chain(folders) if link.manifest_sha256 == sha256]
    rewritten = [(entry, file) for entry in read_withdrawals(folders) for file in entry.files]
    latest = {(file.edition, file.path): file.new_sha256 for _, file in rewritten}
    for edition in editions(folders):
        for file in sealed_manifest(folders, edition).files:
            if latest.get((edition, file.path), file.sha256) == sha256:
                now.append(f"{edition}/{file.path}")
    if now:
        return Match(SAME, _editions_in(now), f"Every byte is as in {', '.join(now)}.")
    before = [(f"{file.edition}/{file.path}", entry) for entry, file in rewritten if file.old_sha256 == sha256]
    if not before:
        return None
    names, entry = [name for name, _ in before], before[0][1]
    what = f"Every byte is as in {', '.join(names)} until {entry.cell} was withdrawn on {entry.on}."
    return Match(WITHDRAWN, _editions_in(names), what)


def _by_name(folders: Folders, path: Path) -> Match:
    """Where the file differs from the newest sealed file of its name."""
    parts = path.resolve().parts
    for edition in reversed(editions(folders)):
        names = [file.path for file in sealed_manifest(folders, edition).files if Path(file.path).name == path.name]
        if names:
            refuse_damaged(folders, edition)
            name = max(names, key=lambda one: _common_end(Path(one).parts, parts))
            sealed = (edition_folder(folders, edition) / name).read_bytes()
            where = first_difference(path.read_bytes(), sealed)
            return Match(DIFFERS, edition, f"It is not {edition}/{name}: it differs at {where}.")
    return Match(UNKNOWN, "", "No edition holds this file, and it is neither rows nor a ZIP of one.")


def _common_end(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many parts two paths share at their ends."""
    return next((n for n, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b), len(one))


def _editions_in(places: list[str]) -> str:
    return ", ".join(dict.fromkeys(place.partition("/")[0] for place in places))
