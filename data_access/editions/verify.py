"""Whether sealed editions are as they were sealed, and the chain from one to the next is whole."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_access.editions.cells import cells_by_key, lines_of_cells, records
from data_access.editions.errors import EditionError
from data_access.editions.folder import (
    CHAIN_NAME,
    Link,
    edition_folder,
    edition_order,
    editions,
    editions_root,
    link_of,
    read_chain,
    unlisted,
)
from data_access.editions.hashes import changed_lines, sha256_of
from data_access.editions.journal import (
    JOURNAL_NAME,
    Rewritten,
    Withdrawal,
    read_withdrawals,
    withdrawals_of,
)
from data_access.editions.manifest import NAME, Manifest, SealedFile, manifest_path, read_manifest
from data_access.files import Folders

Digest = Callable[[Path], str]
MISSING, EXTRA, CHANGED, UNFINISHED, WITHDRAWN, BROKEN = (
    *("missing", "extra", "changed", "unfinished", "withdrawn", "broken"),
)


@dataclass(frozen=True, order=True)
class Difference:
    """One way in which an edition is not as it was sealed.

    ``edition`` is empty for what belongs to the whole chain. ``kind`` is missing, extra, changed, broken
    (the chain), unfinished (a withdrawal to run again) or withdrawn (accounted for in withdrawals.json).
    """

    edition: str
    path: str
    kind: str
    what: str

    @property
    def is_wrong(self) -> bool:
        """Whether this is a fault; a withdrawal that is accounted for is none."""
        return self.kind != WITHDRAWN

    def __str__(self) -> str:
        place = "/".join(part for part in (self.edition, self.path) if part)
        return f"{place}: {self.what}"


def verify_edition(folders: Folders, edition: str, *, digest: Digest = sha256_of) -> list[Difference]:
    """Every file that is missing, extra, changed or withdrawn, by path; empty for an edition as it was sealed.

    ``digest`` gives a file's SHA-256, for a caller that remembers those of files that have not changed.

    Raises:
        EditionError: there is no such edition.
    """
    link = link_of(folders, edition)
    try:
        problem = _manifest_problem(folders, link, digest)
        if problem:
            return [Difference(edition, NAME, CHANGED, problem)]
        manifest = read_manifest(folders, edition)
    except (EditionError, OSError) as error:
        return [Difference(edition, NAME, MISSING, f"the manifest cannot be read ({error})")]
    checker = _FileChecker(folders, edition, _withdrawals(folders), digest)
    found = [difference for file in manifest.files if (difference := checker.check(file))]
    return sorted([*found, *_extra_files(folders, manifest)])


def verify_chain(folders: Folders, *, digest: Digest = sha256_of) -> list[Difference]:
    """What is wrong with the chain of manifests and with withdrawals.json; empty when both are whole."""
    try:
        links = read_chain(folders)
        strangers = unlisted(folders)
    except EditionError as error:
        return [Difference("", CHAIN_NAME, BROKEN, str(error))]
    found = [Difference(edition, "", BROKEN, _UNLISTED) for edition in strangers]
    before: Link | None = None
    for link in links:
        found += [
            Difference(link.edition, NAME, BROKEN, what) for what in _link_problems(folders, link, before, digest)
        ]
        before = link
    return found + _journal_problems(folders, links)


def verify_all(folders: Folders, *, digest: Digest = sha256_of) -> list[Difference]:
    """The chain and then every edition, oldest first; withdrawals that are accounted for are among the answers."""
    found = verify_chain(folders, digest=digest)
    if any(entry.path == CHAIN_NAME for entry in found):
        return found
    known = {(entry.edition, entry.path) for entry in found}
    for edition in editions(folders):
        for entry in verify_edition(folders, edition, digest=digest):
            if (entry.edition, entry.path) not in known:
                found.append(entry)
    return found


_UNLISTED = (
    "the folder is not listed in chain.json: an interrupted seal left it (seal it again as it was, "
    "or move the folder away), or the list was changed"
)


def _manifest_problem(folders: Folders, link: Link, digest: Digest) -> str:
    path = manifest_path(folders, link.edition)
    if not path.is_file():
        return "the manifest is missing"
    if path.is_symlink() or digest(path) != link.manifest_sha256:
        return "the manifest is not the one that was sealed, so its list of files cannot be trusted; restore it"
    return ""


def _link_problems(folders: Folders, link: Link, before: Link | None, digest: Digest) -> Iterator[str]:
    problem = _manifest_problem(folders, link, digest)
    if problem:
        yield problem
        return
    try:
        manifest = read_manifest(folders, link.edition)
    except EditionError as error:
        yield str(error)
        return
    if manifest.edition != link.edition:
        yield f"the manifest is of edition {manifest.edition}"
    if manifest.previous != before:
        yield f"the manifest does not follow {before.edition if before else 'an empty chain'}"
    if before and edition_order(link.edition) <= edition_order(before.edition):
        yield f"it does not come after {before.edition}"


def _journal_problems(folders: Folders, links: Sequence[Link]) -> list[Difference]:
    try:
        entries = read_withdrawals(folders)
    except EditionError as error:
        return [Difference("", JOURNAL_NAME, BROKEN, str(error))]
    hashes = {"", *(entry.sha256 for entry in entries)}
    found = []
    for link in links:
        try:
            known = read_manifest(folders, link.edition).last_withdrawal
        except EditionError:
            continue  # told as a problem of its link
        if known not in hashes:
            what = f"a withdrawal that {link.edition} was sealed after is no longer listed; restore the file"
            found.append(Difference("", JOURNAL_NAME, BROKEN, what))
    return found


def _withdrawals(folders: Folders) -> tuple[Withdrawal, ...]:
    """The withdrawals, or none where the list is broken: what it would account for then shows as changed."""
    try:
        return read_withdrawals(folders)
    except EditionError:
        return ()


def _extra_files(folders: Folders, manifest: Manifest) -> list[Difference]:
    folder = edition_folder(folders, manifest.edition)
    sealed = {NAME, *(file.path for file in manifest.files)}
    present = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = sorted(path.relative_to(folder).as_posix() for path in present)
    return [
        Difference(manifest.edition, name, EXTRA, "the file was not sealed with the edition; remove it")
        for name in names
        if name not in sealed
    ]


class _FileChecker:
    """Compares the files of one edition with its manifest."""

    def __init__(self, folders: Folders, edition: str, entries: Sequence[Withdrawal], digest: Digest) -> None:
        self.folders, self.edition, self.entries, self.digest = folders, edition, entries, digest

    def check(self, file: SealedFile) -> Difference | None:
        """How one file differs, or None."""
        path = edition_folder(self.folders, self.edition) / file.path
        if not path.is_file() or path.is_symlink():
            return Difference(self.edition, file.path, MISSING, "the file is missing; restore it from a copy")
        now = self.digest(path)
        withdrawals = withdrawals_of(self.entries, self.edition, file.path)
        expected = [file.sha256, *(rewritten.new_sha256 for _, rewritten in withdrawals)]
        if now not in expected or not _follow_each_other(file, withdrawals):
            return self._changed(file, path, withdrawals, expected[-1])
        if now != expected[-1]:
            entry, _ = withdrawals[expected.index(now)]
            what = f"the withdrawal of {entry.cell} on {entry.on} is not finished; run the same withdraw again"
            return Difference(self.edition, file.path, UNFINISHED, what)
        return self._withdrawn(file, path, withdrawals) if withdrawals else None

    def _withdrawn(
        self, file: SealedFile, path: Path, withdrawals: Sequence[tuple[Withdrawal, Rewritten]]
    ) -> Difference:
        """A file in its last listed state: accounted for where no other line than those withdrawn was changed."""
        strange = _changed_elsewhere(file, path.read_bytes(), withdrawals)
        if strange:
            what = f"line {strange[0]} was changed, which no withdrawal accounts for; restore the file from a copy"
            return Difference(self.edition, file.path, CHANGED, what)
        told = "; ".join(f"{entry.cell} was withdrawn on {entry.on} ({entry.reason})" for entry, _ in withdrawals)
        return Difference(self.edition, file.path, WITHDRAWN, told)

    def _changed(
        self, file: SealedFile, path: Path, withdrawals: Sequence[tuple[Withdrawal, Rewritten]], expected: str
    ) -> Difference:
        content = path.read_bytes()
        copy = find_copy(self.folders, self.edition, file.path, expected)
        if copy is not None:
            first = first_difference(content, copy)
        else:
            lines = _changed_elsewhere(file, content, withdrawals) if file.lines else []
            first = f"line {lines[0]}{_cell_on_line(content, file.path, lines[0])}" if lines else ""
        what = f"the file was changed{f' at {first}' if first else ''}; restore it from a copy"
        return Difference(self.edition, file.path, CHANGED, what)


def _follow_each_other(file: SealedFile, withdrawals: Sequence[tuple[Withdrawal, Rewritten]]) -> bool:
    """Whether each withdrawal starts from the hash that the one before left."""
    hashes = [file.sha256, *(rewritten.new_sha256 for _, rewritten in withdrawals)]
    return [rewritten.old_sha256 for _, rewritten in withdrawals] == hashes[:-1]


def _changed_elsewhere(
    file: SealedFile, content: bytes, withdrawals: Sequence[tuple[Withdrawal, Rewritten]]
) -> list[int]:
    """Lines that differ from those sealed and are not of a withdrawn cell that is hidden now."""
    indicator = Path(file.path).stem
    try:
        values = cells_by_key(content, indicator, file.path)
        hidden = {
            entry.cell
            for entry, _ in withdrawals
            if entry.cell in values and values[entry.cell].marker == "c" and not values[entry.cell].has_number
        }
        allowed = lines_of_cells(content, indicator, hidden, file.path)
    except EditionError:
        allowed = set()
    return [line for line in changed_lines(content, file.lines) if line not in allowed]


def _cell_on_line(content: bytes, path: str, line: int) -> str:
    """The cell on a line, in brackets, where the file can still be read."""
    try:
        keys = (
            entry.key(Path(path).stem)
            for entry in records(content, path)
            if entry.first_line <= line <= entry.last_line
        )
        cell = next(keys, None)
    except EditionError:
        return ""
    return f" ({cell})" if cell else ""


def find_copy(folders: Folders, edition: str, path: str, sha256: str) -> bytes | None:
    """The bytes of a file with this hash from the working files or another edition, where one has it."""
    working = folders.root / path if path.startswith("config/") else folders.root / "data" / path
    others = [editions_root(folders) / other / path for other in editions(folders) if other != edition]
    for candidate in [working, *others]:
        if candidate.is_file() and sha256_of(candidate) == sha256:
            return candidate.read_bytes()
    return None


def first_difference(content: bytes, sealed: bytes) -> str:
    """Where two contents first differ, as “line 3: “a” where the edition has “b””."""
    ours, theirs = content.splitlines(), sealed.splitlines()
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False), start=1):
        if one != other:
            return f"line {number}: “{_readable(one)}” where the edition has “{_readable(other)}”"
    if len(ours) != len(theirs):
        return f"line {min(len(ours), len(theirs)) + 1}: it has {len(ours)} lines where the edition has {len(theirs)}"
    return "a line ending"


def _readable(line: bytes) -> str:
    return line.decode("utf-8", errors="replace")
