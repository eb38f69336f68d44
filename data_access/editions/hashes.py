"""SHA-256 of files, of the lines of a file, and of the code that sealed an edition."""

import hashlib
from functools import cache
from pathlib import Path

import data_access

LINE_DIGITS = 16


def sha256(content: bytes) -> str:
    """64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def sha256_of(path: Path) -> str:
    """64 hex digits of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def line_digests(content: bytes) -> str:
    """The first 16 hex digits of each line's hash, one after the other.

    They tell which line of a sealed file was changed where no copy of it is left, and that a withdrawal
    changed no other line than its own.
    """
    return "".join(sha256(line)[:LINE_DIGITS] for line in content.splitlines(keepends=True))


def changed_lines(content: bytes, digests: str) -> list[int]:
    """The numbers, from 1, of the lines that are not as ``line_digests`` saw them, added and lost ones included."""
    now = line_digests(content)
    longest = max(len(now), len(digests))
    return [
        start // LINE_DIGITS + 1
        for start in range(0, longest, LINE_DIGITS)
        if now[start : start + LINE_DIGITS] != digests[start : start + LINE_DIGITS]
    ]


@cache
def code_version() -> str:
    """One hash over data_access/**/*.py by path and content: the same for the same code, with or without git.

    It is worked out once, as a process goes on running the code that it was started with.
    """
    package = Path(data_access.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
