"""Sealing: the working files become an edition that never changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tqdm import tqdm

from data_access.check import check
from data_access.editions.cells import CellKey, cells_by_key
from data_access.editions.contents import edition_contents
from data_access.editions.diff import changed_numbers, one_cell
from data_access.editions.durable import make_folder, put_in_place, staging_folder, sync_folder, write_new
from data_access.editions.errors import EditionError
from data_access.editions.folder import (
    DRAFT,
    Link,
    append_link,
    edition_folder,
    edition_order,
    editions_root,
    observation_paths,
    only_writer,
    read_chain,
)
from data_access.editions.hashes import code_version, line_digests, sha256
from data_access.editions.journal import newest_hash, read_withdrawals
from data_access.editions.manifest import NAME, Correction, Manifest, SealedFile, from_bytes, read_manifest, to_bytes
from data_access.editions.roles import refuse_roles
from data_access.editions.verify import verify_all
from data_access.errors import InvalidFilesError
from data_access.files import Folders

REVISED_FLAG = "r"


@dataclass(frozen=True)
class Sealing:
    """What is asked of one sealing. Roles are roles, not people; an empty ``approved_by`` seals it unapproved."""

    edition: str
    note: str
    prepared_by: str
    approved_by: str
    on: date
    rules: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()


def seal(
    folders: Folders,
    edition: str,
    *,
    note: str,
    prepared_by: str,
    approved_by: str = "",
    on: date,
    rules: Mapping[str, str] | None = None,
    corrections: Sequence[Correction] = (),
) -> Manifest:
    """Seal the working files as ``edition``; nothing but one rename and one entry in chain.json makes it visible.

    ``on`` is the day of sealing; ``rules`` maps each rule's name to its version. The same files, arguments and
    code give the same bytes. What an interrupted run left is completed by the same call.

    Raises:
        InvalidFilesError: ``check`` finds something wrong in the working files.
        EditionError: a role, the note or the edition is not as it must be, an earlier edition is damaged, or a
            figure that is sealed already was changed (``correct`` is for that).
    """
    asked = Sealing(edition, note, prepared_by, approved_by, on, dict(rules or {}), tuple(corrections))
    with only_writer(folders):
        refuse_unless_ready(folders, asked)
        return seal_held(folders, asked)


def refuse_unless_ready(folders: Folders, asked: Sealing) -> None:
    """Raise for whatever stands against the sealing except changed figures; nothing is touched."""
    refuse_roles(asked.prepared_by, asked.approved_by)
    if not asked.note.strip():
        raise EditionError("The note is empty: say in a sentence what is new in this edition.")
    _refuse_order(folders, asked)
    issues = check(folders)
    if issues:
        raise InvalidFilesError(issues)
    # An interrupted seal of this very edition is completed below, not a fault.
    faults = [
        entry
        for entry in verify_all(folders)
        if entry.is_wrong and not (entry.edition == asked.edition and entry.path == "")
    ]
    if faults:
        raise EditionError(f"The sealed editions are not whole, so nothing can follow them. {faults[0]}.")


def seal_held(folders: Folders, asked: Sealing) -> Manifest:
    """Seal while holding ``only_writer``, after ``refuse_unless_ready``."""
    _refuse_changed_figures(folders, asked)
    _refuse_withdrawn_figures(folders)
    folder = edition_folder(folders, asked.edition)
    contents = edition_contents(folders, asked.edition, asked.approved_by)
    if folder.exists():
        return _complete(folders, asked, contents)
    manifest = _manifest(folders, asked, contents)
    _write(folder, {**contents, NAME: to_bytes(manifest)})
    append_link(folders, Link(asked.edition, sha256(to_bytes(manifest))))
    return manifest


def _refuse_order(folders: Folders, asked: Sealing) -> None:
    order = edition_order(asked.edition)
    links = read_chain(folders)
    if any(link.edition == asked.edition for link in links):
        raise EditionError(f"{asked.edition} is sealed already and never changes: seal the next number.")
    if not links:
        return
    last = links[-1].edition
    if order <= edition_order(last):
        raise EditionError(f"{asked.edition} does not come after {last}, the latest edition.")
    sealed_on = read_manifest(folders, last).sealed_on
    if asked.on < sealed_on:
        raise EditionError(f"{asked.on} is before {last} was sealed ({sealed_on}).")


def _refuse_changed_figures(folders: Folders, asked: Sealing) -> None:
    links = read_chain(folders)
    if not links:
        return
    last, told = links[-1].edition, {entry.cell for entry in asked.corrections}
    silent = [entry for entry in changed_numbers(folders, last, DRAFT) if entry.cell not in told]
    if silent:
        count = f"{len(silent)} cells show" if len(silent) > 1 else "one cell shows"
        raise EditionError(
            f"{count[0].upper()}{count[1:]} another number than in {last}, or none, the first being {silent[0].cell}: "
            "use correct, which gives the reason and marks what changed."
        )
    unmarked = cells_without_flag(folders, corrected_cells(folders) | told)
    if unmarked:
        raise EditionError(f"{min(unmarked)} is a corrected figure and must keep its flag r: add it to the draft.")


def _refuse_withdrawn_figures(folders: Folders) -> None:
    """Raise where the draft shows a figure that was withdrawn as disclosive, as an old working file would."""
    for cell in sorted({entry.cell for entry in read_withdrawals(folders)}):
        values = one_cell(folders, DRAFT, cell)
        if values is not None and not values.marker:
            raise EditionError(f"{cell} was withdrawn to protect people and the draft shows it again: mark it c.")


def corrected_cells(folders: Folders) -> set[CellKey]:
    """Every cell that any edition corrected."""
    return {entry.cell for link in read_chain(folders) for entry in read_manifest(folders, link.edition).corrections}


def cells_without_flag(folders: Folders, cells: set[CellKey]) -> set[CellKey]:
    """Those of ``cells`` whose row in the draft does not carry the flag r; a row that is gone needs none."""
    paths = observation_paths(folders, DRAFT)
    found: set[CellKey] = set()
    for indicator in {cell.indicator for cell in cells} & set(paths):
        rows = cells_by_key(paths[indicator].read_bytes(), indicator, f"data/observations/{indicator}.csv")
        found |= {cell for cell in cells & set(rows) if REVISED_FLAG not in rows[cell].flags}
    return found


def _manifest(folders: Folders, asked: Sealing, contents: Mapping[str, bytes]) -> Manifest:
    links = read_chain(folders)
    return Manifest(
        edition=asked.edition,
        sealed_on=asked.on,
        note=asked.note.strip(),
        prepared_by=asked.prepared_by,
        approved_by=asked.approved_by,
        previous=links[-1] if links else None,
        code_version=code_version(),
        last_withdrawal=newest_hash(read_withdrawals(folders)),
        rules=asked.rules,
        corrections=tuple(sorted(asked.corrections, key=lambda entry: entry.cell)),
        files=tuple(_sealed_file(path, content) for path, content in contents.items()),
    )


def _sealed_file(path: str, content: bytes) -> SealedFile:
    has_cells = path.startswith("observations/") and path.endswith(".csv")
    return SealedFile(path, len(content), sha256(content), line_digests(content) if has_cells else "")


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write a whole edition beside its place, then give it its name."""
    make_folder(folder.parent)
    staged = staging_folder(folder.parent)
    for name, content in tqdm(contents.items(), desc="Sealing", unit=" files", delay=1, disable=None, leave=False):
        path = staged / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_new(path, content)
    put_in_place(staged, folder)


def _complete(folders: Folders, asked: Sealing, contents: Mapping[str, bytes]) -> Manifest:
    """List an edition whose folder an interrupted run left, if it is the one asked for, whatever the day is now."""
    folder = edition_folder(folders, asked.edition)
    other = EditionError(
        f"data/editions/{asked.edition} was left by an interrupted seal of other files or arguments: "
        "seal it as it was, or move that folder away."
    )
    try:
        left = (folder / NAME).read_bytes()
        sealed_on = from_bytes(left).sealed_on
    except (OSError, EditionError) as error:
        raise other from error
    manifest = _manifest(folders, _on(asked, sealed_on), contents)
    whole = {**contents, NAME: to_bytes(manifest)}
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    if there.keys() != whole.keys() or any(path.read_bytes() != whole[name] for name, path in there.items()):
        raise other
    sync_folder(editions_root(folders))
    append_link(folders, Link(asked.edition, sha256(left)))
    return manifest


def _on(asked: Sealing, on: date) -> Sealing:
    """The same sealing on another day, its corrections included."""
    moved = tuple(Correction(entry.cell, entry.replaces, entry.reason, on) for entry in asked.corrections)
    return Sealing(asked.edition, asked.note, asked.prepared_by, asked.approved_by, on, asked.rules, moved)
