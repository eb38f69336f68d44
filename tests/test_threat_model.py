"""The threat model points at files that are there, stays a page long, and leaves no way in without a test."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
REPORTING = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
_PATH = re.compile(r"`([\w@./-]+/[\w@./-]+\.(?:py|conf|sql|service|md|txt|toml))`")


def test_every_file_named_is_there() -> None:
    named = {*_PATH.findall(TEXT), *_PATH.findall(REPORTING), *re.findall(r"tests/[\w/]+\.py", REPORTING)}
    assert len(named) > 25
    assert {path for path in named if not (ROOT / path).is_file()} == set()


def test_every_way_in_is_held_by_a_test() -> None:
    ways = [line.strip("|").split("|") for line in TEXT.splitlines() if line.startswith("| ")][1:]
    assert len(ways) >= 15
    for _way, stopped_by, held_by in ways:
        assert stopped_by.strip()
        assert re.findall(r"`tests/[\w/]+\.py`", held_by)


def test_it_is_a_page() -> None:
    assert len(TEXT.split()) < 900
