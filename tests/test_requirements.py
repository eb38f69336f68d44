"""What the portal is built on: pinned, installed as pinned, and under licences that a council may publish with.

Whether a known fault stands in any of it is asked with ``make audit``, which needs the network.
"""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LISTS = ("requirements.txt", "requirements-dev.txt", "bench/requirements.txt")
_LINE = re.compile(r"(?P<pinned>[\w.-]+(?:\[[\w,-]+\])?==[\w.]+) +# (?P<reason>\S.+)")
# None asks for anything but that its notice is kept; the last row is of libraries that are used as they are.
ALLOWED = {
    *("MIT", "MIT License", "MIT-CMU", "0BSD", "Zlib", "CC0-1.0", "Python Software Foundation License", "PSF-2.0"),
    *("BSD", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "2-clause BSD", "3-Clause BSD License"),
    *("Apache-2.0", "Apache License 2.0", "Apache Software License"),
    *("MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)", "LGPL-3.0-only"),
}


def lines(name: str) -> list[str]:
    """The lines of a list of requirements that name one."""
    written = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in written if line.strip() and not line.startswith(("#", "-r "))]


def with_all_they_need(asked: list[Requirement]) -> Iterator[Distribution]:
    """The installed distributions that the requirements name, and those that these need in turn, each once."""
    seen, waiting = set[tuple[str, str]](), list(asked)
    while waiting:
        one = waiting.pop()
        for extra in {"", *one.extras}:
            key = (canonicalize_name(one.name), extra)
            if key in seen:
                continue
            found = distribution(one.name)
            if not any(name == key[0] for name, _ in seen):
                yield found
            seen.add(key)
            needed = (Requirement(line) for line in found.requires or ())
            waiting += [other for other in needed if other.marker is None or other.marker.evaluate({"extra": extra})]


def licences(found: Distribution) -> list[str]:
    """What a distribution says it may be used under: its expression, else its classifiers, else its own words."""
    told = found.metadata
    if expression := told.get("License-Expression"):
        return re.split(r" AND | OR ", expression)
    named = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    return named or re.split(r" AND | OR ", told.get("License") or "none told")


@pytest.mark.parametrize("name", LISTS)
def test_everything_is_pinned_to_one_version_with_a_reason(name: str) -> None:
    written = lines(name)
    assert written
    assert [line for line in written if not _LINE.fullmatch(line)] == []
    names = [canonicalize_name(Requirement(line.partition("#")[0]).name) for line in written]
    assert len(names) == len({*names})


@pytest.mark.parametrize("name", LISTS[:2])
def test_what_is_installed_is_what_is_pinned(name: str) -> None:
    for line in lines(name):
        asked = Requirement(line.partition("#")[0])
        assert distribution(asked.name).version in asked.specifier, line


def test_every_distribution_that_the_portal_runs_on_has_an_allowed_licence() -> None:
    asked = [Requirement(line.partition("#")[0]) for line in lines("requirements.txt")]
    found = {one.name: licences(one) for one in with_all_they_need(asked)}
    assert len(found) > len(asked)
    assert {name: told for name, told in found.items() if not {*told} <= ALLOWED} == {}
