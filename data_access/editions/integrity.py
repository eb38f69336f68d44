"""Whether every sealed byte is still there, cheap enough to ask on every /readyz.

A file is hashed again when its size, inode, time of change or time of status change differ from those
remembered. Putting the old modification time back does not hide a change, as that touches the time of
status change. What the file system does not notice, such as a disk that rots, is found when the process
starts again, or by ``verify``, which remembers nothing.
"""

from pathlib import Path

from data_access.editions.hashes import sha256_of
from data_access.editions.verify import verify_all
from data_access.files import Folders

_remembered: dict[Path, tuple[tuple[int, ...], str]] = {}


def problems(folders: Folders) -> list[str]:
    """One sentence for each fault in any edition or in the chain; empty when all is as it was sealed."""
    return [str(entry) for entry in verify_all(folders, digest=_digest) if entry.is_wrong]


def _digest(path: Path) -> str:
    """A file's SHA-256, remembered while the file system says that it has not changed."""
    about = path.stat()
    mark = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
    known = _remembered.get(path)
    if known is None or known[0] != mark:
        # Stored under the state seen before reading: a change meanwhile makes the next call read again.
        known = _remembered[path] = (mark, sha256_of(path))
    return known[1]
