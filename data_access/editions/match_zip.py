"""A ZIP of an edition against what was sealed. Nothing is unpacked: names in it are only looked up."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from data_access.editions.folder import edition_folder, read_chain
from data_access.editions.hashes import changed_lines, sha256, sha256_of
from data_access.editions.journal import read_withdrawals, withdrawals_of
from data_access.editions.manifest import NAME, Manifest, SealedFile, from_bytes, manifest_path
from data_access.editions.match import DIFFERS, SAME, UNKNOWN, WITHDRAWN, Match
from data_access.editions.verify import first_difference
from data_access.files import Folders

_PIECE = 1 << 20
# The folder that the portal’s own ZIP keeps the sealed files in, beside files made from them.
_SEALED = "sealed/"
# What a ZIP can do instead of being read: lie about its lengths, ask for a password, use a method unknown here.
_UNREADABLE = (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, zlib.error)


def match_zip(folders: Folders, path: Path) -> Match:
    """Compare the files in a ZIP, at its top or in one folder, with those of the edition whose manifest it holds.

    Raises:
        EditionError: the chain or the list of withdrawals cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _match(folders, archive)
    except _UNREADABLE as error:
        return Match(DIFFERS, "", f"The ZIP cannot be read to its end ({error}).")


def _match(folders: Folders, archive: zipfile.ZipFile) -> Match:
    found = _manifest_in(archive)
    if found is None:
        return Match(UNKNOWN, "", "The ZIP holds no manifest.json, at its top or in one folder.")
    sizes = {manifest_path(folders, link.edition).stat().st_size: link for link in read_chain(folders)}
    content = archive.read(found) if found.file_size in sizes else b""
    mark = sha256(content)
    link = next((link for link in read_chain(folders) if link.manifest_sha256 == mark), None)
    if link is None:
        return Match(DIFFERS, "", "The ZIP’s manifest.json is not that of any sealed edition.")
    comparison = _Comparison(folders, archive, from_bytes(content), found.filename.removesuffix(NAME))
    first = next(comparison.differences(), None)
    if first:
        return Match(DIFFERS, link.edition, f"The ZIP is not edition {link.edition}: {first}.")
    if comparison.withdrawn:
        what = f"The ZIP is edition {link.edition} as it was before {'; '.join(comparison.withdrawn)}."
        return Match(WITHDRAWN, link.edition, what)
    count = len(comparison.manifest.files) + 1
    return Match(SAME, link.edition, f"All {count} files match edition {link.edition}, manifest {mark}.")


def _manifest_in(archive: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    """The manifest at the top, else in a folder at the top."""
    found = [entry for entry in archive.infolist() if entry.filename.rpartition("/")[2] == NAME]
    found = [entry for entry in found if entry.filename.count("/") <= 1]
    return min(found, key=lambda entry: entry.filename.count("/"), default=None)


class _Comparison:
    """One ZIP beside the manifest that it was found to hold."""

    def __init__(self, folders: Folders, archive: zipfile.ZipFile, manifest: Manifest, prefix: str) -> None:
        self.folders, self.archive, self.manifest, self.prefix = folders, archive, manifest, prefix
        self.withdrawals = read_withdrawals(folders)
        self.withdrawn: list[str] = []

    def differences(self) -> Iterator[str]:
        """Each way in which the ZIP differs: names that are no part of the edition, its files, files made of them."""
        members = [entry for entry in self.archive.infolist() if not entry.is_dir()]
        by_name = {entry.filename: entry for entry in members}
        sealed = {self.prefix + name for name in (NAME, *(file.path for file in self.manifest.files))}
        if len(by_name) != len(members):
            yield "a name is in it twice"
        made = self._made()
        for name in sorted(by_name.keys() - sealed - made.keys()):
            yield f"it holds “{name}”, which the edition does not"
        for file in self.manifest.files:
            member = by_name.get(self.prefix + file.path)
            problem = self._problem(file, member) if member else f"{file.path} is missing"
            if problem:
                yield problem
        # From before a withdrawal, they hold what is no longer made.
        if not self.withdrawn:
            yield from self._made_differently(by_name, made)

    def _made(self) -> dict[str, bytes]:
        """The files that the portal puts beside the sealed ones, in a ZIP laid out as its own."""
        if self.prefix != _SEALED:
            return {}
        from data_access.packaging.archive import made_files  # opens a database, which no other ZIP needs

        return made_files(self.manifest.edition, self.folders)

    def _made_differently(self, members: Mapping[str, zipfile.ZipInfo], made: Mapping[str, bytes]) -> Iterator[str]:
        for name, content in made.items():
            if name not in members:
                yield f"{name} is missing"
            elif members[name].file_size != len(content) or self.archive.read(members[name]) != content:
                yield f"{name} is not as the portal makes it from this edition"

    def _problem(self, file: SealedFile, member: zipfile.ZipInfo) -> str:
        found = withdrawals_of(self.withdrawals, self.manifest.edition, file.path)
        known = [file.sha256, *(rewritten.new_sha256 for _, rewritten in found)]
        digest = hashlib.sha256()
        with self.archive.open(member) as content:
            while piece := content.read(_PIECE):
                digest.update(piece)
        if digest.hexdigest() == known[-1]:
            return ""
        if digest.hexdigest() in known:
            since = found[known.index(digest.hexdigest()) :]
            self.withdrawn += [f"{entry.cell} was withdrawn on {entry.on}" for entry, _ in since]
            return ""
        return f"{file.path} was changed{self._where(file, member, known[-1])}"

    def _where(self, file: SealedFile, member: zipfile.ZipInfo, expected: str) -> str:
        """The first line that differs, where it can be told and the file is not far larger than the sealed one."""
        if member.file_size > 2 * file.bytes + _PIECE:
            return ""
        content = self.archive.read(member)
        sealed = edition_folder(self.folders, self.manifest.edition) / file.path
        if sealed.is_file() and sha256_of(sealed) == expected:
            return f" at {first_difference(content, sealed.read_bytes())}"
        lines = changed_lines(content, file.lines) if file.lines else []
        return f" at line {lines[0]}" if lines else ""
