"""The answer to “which edition is this file from?”."""

from dataclasses import dataclass

from data_access.editions.errors import EditionError
from data_access.editions.folder import link_of
from data_access.editions.hashes import sha256
from data_access.editions.manifest import Manifest, from_bytes, manifest_path
from data_access.editions.verify import verify_edition
from data_access.files import Folders

SAME, WITHDRAWN, DIFFERS, UNKNOWN = "same", "withdrawn", "differs", "unknown"


@dataclass(frozen=True)
class Match:
    """What was found of a file.

    ``state`` is “same” (every byte or row is as an edition has it now), “withdrawn” (so far as it can be told,
    but for figures withdrawn since), “differs” or “unknown” (no edition has anything like it). ``edition``
    names the edition or editions compared with, separated by commas, and may be empty. ``what`` says it all
    in a sentence.
    """

    state: str
    edition: str
    what: str


def sealed_manifest(folders: Folders, edition: str) -> Manifest:
    """The manifest of an edition, read only after its hash was found to be the chain's.

    Raises:
        EditionError: there is no such edition, or the manifest is not the one that was sealed.
    """
    path = manifest_path(folders, edition)
    content = path.read_bytes() if path.is_file() else b""
    if sha256(content) != link_of(folders, edition).manifest_sha256:
        raise EditionError(f"The manifest of {edition} is not the one that was sealed, so nothing can be compared.")
    return from_bytes(content)


def refuse_damaged(folders: Folders, edition: str) -> None:
    """Raise unless an edition is fit to be compared with.

    Raises:
        EditionError: there is no such edition, or it is damaged.
    """
    faults = [entry for entry in verify_edition(folders, edition) if entry.is_wrong]
    if faults:
        raise EditionError(f"Edition {edition} is damaged itself, so nothing can be compared with it. {faults[0]}.")
