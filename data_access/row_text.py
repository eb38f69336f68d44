"""Observations as text of CSV and JSON, straight from their keys: the words of a code are written once for all rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from data_access.export import csv_cells, json_members
from data_access.labels import plain_numbers

# The cells of one part for some rows, from the values that its place has in them.
Cells = Callable[[Sequence[Any]], Iterable[str]]


@dataclass(frozen=True)
class Part:
    """Neighbouring columns that one place of an observation tells; ``words`` gives their texts, in their order.

    Without ``words`` the place holds a number and there is one column.
    """

    columns: tuple[str, ...]
    place: int
    words: Callable[[Any], Sequence[str]] | None = None


@dataclass(frozen=True)
class Format:
    """How neighbouring cells of some columns are written, and what stands for no number."""

    cells: Callable[[Sequence[str], Sequence[Any]], str]
    no_number: str


CSV = Format(csv_cells, "")
JSON = Format(json_members, "null")


class RowText:
    """Writes the wanted columns of observations, in their order."""

    def __init__(self, parts: Iterable[Part], wanted: Sequence[str], form: Format) -> None:
        part_of = {name: part for part in parts for name in part.columns}
        together = groupby(wanted, key=part_of.__getitem__)
        self._columns = [(part.place, _cells_of(part, tuple(names), form)) for part, names in together]

    def of(self, rows: Sequence[Sequence[Any]]) -> Iterator[str]:
        """The text of each row, its cells parted by commas."""
        if not rows:
            return iter(())
        places = list(zip(*rows, strict=True))
        # A column at a time, so that the interpreter runs next to nothing of its own for each row.
        return map(",".join, zip(*(cells(places[place]) for place, cells in self._columns), strict=True))


class _Words(dict[Any, str]):
    """The text for each key that a place has had, written when the key is first met."""

    def __init__(
        self, words: Callable[[Any], Sequence[str]], chosen: Sequence[int], names: Sequence[str], form: Format
    ):
        super().__init__()
        self._words, self._chosen, self._names, self._form = words, chosen, names, form

    def __missing__(self, key: Any) -> str:
        told = self._words(key)
        self[key] = text = self._form.cells(self._names, [told[place] for place in self._chosen])
        return text


def _cells_of(part: Part, names: tuple[str, ...], form: Format) -> Cells:
    if part.words:
        return partial(map, _Words(part.words, [part.columns.index(name) for name in names], names, form).__getitem__)
    before = form.cells(names, (0,)).removesuffix("0")
    none = f"{before}{form.no_number}"

    return lambda numbers: [none if number is None else f"{before}{number!r}" for number in plain_numbers(numbers)]
