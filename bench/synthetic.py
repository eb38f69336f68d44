"""A whole portal of made-up figures in a temporary folder: the same code, the real code lists, the real ingest.

The figures are drawn from a seed, are of no place and no people, and are never published.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data_access.catalogue import read_catalogue
from data_access.errors import InvalidFilesError, Issue
from data_access.files import DEFAULT_FOLDERS, Folders, config_texts
from data_access.observation_files import COLUMNS
from data_access.records import ALL, ISLINGTON, CodeLists

SEED = 20_260_101
_CODE = ("app.py", "components", "pages", "open_data", "data_access", "visuals", ".streamlit")
_CLASSIFICATION = "eth19"
_PERIODS = tuple(f"fy{year}-{(year + 1) % 100:02}" for year in range(2014, 2024))
_CATEGORIES = 3
_INDICATOR = """
title = "Made-up measure {number}"
strand = "service-provider"
service_area = "children"
commitments = []
measure_type = "proportion"
unit = "% of nobody"
decimals = 1
definition = "Numbers drawn at random to measure speed."
population = "Nobody."
classification = ["eth19"]
protect = "none"
protect_reason = "These are no people."
sources = ["synthetic"]
next_update = "never"
caveats = ["Every figure is made up."]
breaks = []
"""
_SOURCE = "synthetic,Made-up figures,Nobody,https://example.org/,2026,None,no,a seed,no,low\n"


@dataclass(frozen=True)
class Shape:
    """The codes that every made-up measure has a figure for."""

    groups: tuple[str, ...]
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def per_indicator(self) -> int:
        """How many figures one measure has."""
        return len(self.groups) * len(self.areas) * len(self.periods) * len(self.categories)


def indicator_id(number: int) -> str:
    """The id of one made-up measure."""
    return f"made-up-{number:04}"


def shape_of(codes: CodeLists) -> Shape:
    """Twenty groups and everybody, the wards of 2022 and Islington, ten years, and three categories."""
    dimension = next(entry.dimension for entry in codes.categories.values() if entry.dimension == "Age")
    return Shape(
        groups=tuple(
            code for code, group in codes.ethnic_groups.items() if group.classification_code in (ALL, _CLASSIFICATION)
        ),
        areas=(ISLINGTON, *(code for code, area in codes.areas.items() if area.vintage == "2022")),
        periods=tuple(code for code in _PERIODS if code in codes.periods),
        categories=tuple(
            code for code, entry in codes.categories.items() if code == ALL or entry.dimension == dimension
        )[:_CATEGORIES],
    )


def write(root: Path, size: int) -> tuple[Folders, Shape]:
    """Write a portal of ``size`` made-up observations under ``root``, its code copied beside them.

    Raises:
        InvalidFilesError: the portal's own code lists are wrong.
    """
    for name in _CODE:
        source = DEFAULT_FOLDERS.root / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / name)
    folders = Folders(root)
    shutil.copytree(DEFAULT_FOLDERS.config, folders.config, ignore=shutil.ignore_patterns("indicators"))
    with (folders.config / "codelists" / "sources.csv").open("a", encoding="utf-8") as sources:
        sources.write(_SOURCE)
    shutil.copytree(DEFAULT_FOLDERS.data / "boundaries", folders.data / "boundaries")
    shape = shape_of(_codes(folders))
    _write_figures(folders, shape, size)
    return folders, shape


def _codes(folders: Folders) -> CodeLists:
    issues: list[Issue] = []
    catalogue = read_catalogue(config_texts(folders), issues)
    lists = [issue for issue in issues if issue.file.startswith("config/codelists/")]
    if lists:
        raise InvalidFilesError(lists)
    return catalogue.codes


def _write_figures(folders: Folders, shape: Shape, size: int) -> None:
    (folders.config / "indicators").mkdir()
    folders.observations.mkdir(parents=True)
    chance, number, left = random.Random(SEED), 0, size  # noqa: S311
    while left > 0:
        number += 1
        name, rows = indicator_id(number), min(left, shape.per_indicator)
        (folders.config / "indicators" / f"{name}.toml").write_text(_INDICATOR.format(number=number), encoding="utf-8")
        lines = (line for line, _ in zip(_lines(shape, chance), range(rows), strict=False))
        text = ",".join(COLUMNS) + "\n" + "".join(lines)
        (folders.observations / f"{name}.csv").write_text(text, encoding="utf-8")
        left -= rows


def _lines(shape: Shape, chance: random.Random) -> Iterator[str]:
    draw = chance.random
    for area in shape.areas:
        for category in shape.categories:
            for group in shape.groups:
                for period in shape.periods:
                    base = 200 + int(draw() * 9_000)
                    part = 20 + int(draw() * (base - 40))
                    value = round(100 * part / base, 6)
                    yield f"{period},{area},{group},{group},{category},{part},{base},{value},,,,,,synthetic\n"
