"""Reads a CSV with a fixed header, noting every row that breaks it."""

import csv
import io
from collections.abc import Iterator

from data_access.errors import Issue
from data_access.nearest import nearest


def read_rows(
    file: str, text: str, columns: tuple[str, ...], issues: list[Issue]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) for each sound row; what is wrong with the others goes to ``issues``."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if tuple(header) != columns:
        issues.append(header_issue(file, header, columns))
        return
    for cells in reader:
        line = reader.line_num
        if len(cells) != len(columns):
            what = f"the row has {len(cells)} cells where the header has {len(columns)}"
            issues.append(Issue(file, line, "", what, "give every column a cell, quoting text that holds a comma"))
        else:
            yield line, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}


def header_issue(file: str, header: list[str], columns: tuple[str, ...]) -> Issue:
    """Say how a header differs from the one expected."""
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    parts = []
    if missing:
        parts.append(f"the header lacks {', '.join(missing)}")
    if extra:
        hints = [f"{name} (did you mean {nearest(name, columns)}?)" for name in extra]
        parts.append(f"the header has the unknown {', '.join(hints)}")
    what = " and ".join(parts) or "the columns are in another order"
    return Issue(file, 1, "", what, f"make the first line {','.join(columns)}")
