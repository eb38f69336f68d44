"""Proof that a summary is ours: hashes of the strategy's words, without the words themselves."""

import hashlib
import re

RUN_LENGTH = 8
_RUN_DIGITS = 12


def tokens(text: str) -> list[str]:
    """The words of a text, lower-cased, without punctuation or layout."""
    return re.findall(r"[a-z0-9]+", text.lower())


def passage_sha256(text: str) -> str:
    """The hash a commitment keeps of the passage it summarises, blind to layout and case."""
    return hashlib.sha256(" ".join(tokens(text)).encode()).hexdigest()


def run_hashes(text: str, length: int = RUN_LENGTH) -> set[str]:
    """The first 12 hex digits of the hash of every run of ``length`` words."""
    found = tokens(text)
    runs = (" ".join(found[start : start + length]) for start in range(len(found) - length + 1))
    return {hashlib.sha256(run.encode()).hexdigest()[:_RUN_DIGITS] for run in runs}
