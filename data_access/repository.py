"""The only door to the database: questions in, small results out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, case, func, select

from data_access.catalogue import load_catalogue
from data_access.columns import COLUMNS, PUBLISHED, PublicRow
from data_access.export import csv_line_chunks
from data_access.labels import area_labels, group_labels, indicator_labels, plain_numbers, source_labels
from data_access.records import ALL, Catalogue, Selection
from data_access.row_text import CSV, JSON, Part, RowText
from data_access.schema import CODE_TABLES, config_file, coverage, observation, portal
from data_access.selection import expand_ethnicity
from data_access.statements import WHERE, Reader

# More rows than any table has: SQLite takes no offset without a limit.
_EVERY = 2**62
# The places of an observation that hold a number or none.
_NUMBERS = slice(5, 10)
# Choices of columns whose written words are kept, and of ethnic groups whose parts are.
_MOST_ROW_TEXTS, _MOST_CHOICES = 32, 256


@dataclass(frozen=True)
class Coverage:
    """How much of one indicator matches a selection."""

    indicator_id: str
    observations: int
    groups: int
    wards: int
    latest_period_code: str


class Repository:
    """Reads one built database; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with engine.connect() as connection:
            self.catalogue: Catalogue = load_catalogue(
                {path: content for path, content in connection.execute(select(config_file))}
            )
            about = {name: value for name, value in connection.execute(select(portal))}
            self._codes: dict[str, list[str]] = {
                name: [code for (code,) in connection.execute(select(table.c.code).order_by(table.c.key))]
                for name, table in CODE_TABLES.items()
            }
        self.edition = about["edition"]
        self.fingerprint = about["fingerprint"]
        self.size = int(about["observations"])
        self._keys = {name: {code: key for key, code in enumerate(codes)} for name, codes in self._codes.items()}
        areas, groups = self.catalogue.codes.areas, self.catalogue.codes.ethnic_groups
        self.ward_codes = tuple(code for code, area in areas.items() if area.area_type == "ward")
        self._groups_of = {
            name: [code for code, group in groups.items() if group.classification_code == name]
            for name in self.catalogue.codes.classifications
        }
        # Hundreds of groups are looked through for each choice of them, and the same few are asked for.
        self._expanded = lru_cache(_MOST_CHOICES)(partial(expand_ethnicity, groups=groups))
        self._reader = Reader(engine)
        self._texts = {name: self._reader.compiled(statement) for name, statement in self._statements().items()}
        self._labels = _Labels(self.catalogue, self._codes, self.edition)
        self._row_text = lru_cache(_MOST_ROW_TEXTS)(partial(RowText, self._labels.parts()))

    def count(self, selection: Selection) -> int:
        """How many observations match."""
        ((number,),) = self._read("count", selection)
        return int(number)

    def rows(self, selection: Selection, *, limit: int | None = None, offset: int = 0) -> list[PublicRow]:
        """Matching observations as public rows (see ``columns.COLUMNS``), in display order."""
        return self._labels.public_rows(self._read("rows", selection, _part(limit, offset)))

    def stream(self, selection: Selection) -> Iterator[PublicRow]:
        """Matching observations one by one, without holding them all."""
        for rows in self._pieces(selection):
            yield from self._labels.public_rows(rows)

    def json_objects(
        self, selection: Selection, columns: tuple[str, ...], *, limit: int | None = None, offset: int = 0
    ) -> list[str]:
        """The same rows with some of their columns, each as the text of a JSON object."""
        members = self._row_text(columns, JSON).of(self._read("rows", selection, _part(limit, offset)))
        return [f"{{{text}}}" for text in members]

    def csv_chunks(self, selection: Selection, columns: tuple[str, ...] = tuple(COLUMNS)) -> Iterator[str]:
        """Every matching row with some of its columns as CSV in pieces, the header line first."""
        text = self._row_text(columns, CSV)
        return csv_line_chunks((text.of(rows) for rows in self._pieces(selection)), columns)

    @property
    def answers_at_once(self) -> bool:
        """Whether a question for a few hundred rows costs less than to give it to a thread."""
        return self._reader.answers_at_once

    def coverage(self, selection: Selection) -> list[Coverage]:
        """The indicators that have figures for the selection, in display order."""
        is_counted = selection.period or selection.category
        return [self._coverage(row) for row in self._read("counted" if is_counted else "coverage", selection)]

    def codes_with_figures(
        self, selection: Selection, dimensions: Sequence[str] = ("ethnicity", "area", "period", "category")
    ) -> dict[str, list[str]]:
        """The codes of each dimension asked for that occur within a selection, in display order."""
        return {
            name: [
                self._codes[_TABLE_OF[name]][key] for (key,) in self._read(self._occurring(name, selection), selection)
            ]
            for name in dimensions
        }

    def cells_by_marker(self) -> dict[str, dict[str, int]]:
        """For each indicator with figures, how many cells carry each marker (“published” for none)."""
        o = observation.c
        statement = (
            select(o.indicator_key, o.marker_key, func.count())
            .group_by(o.indicator_key, o.marker_key)
            .order_by(o.indicator_key, o.marker_key)
        )
        found: dict[str, dict[str, int]] = {}
        with self._engine.connect() as connection:
            for indicator, marker, number in connection.execute(statement):
                cells = found.setdefault(self._codes["indicator"][indicator], {})
                cells[self._codes["marker"][marker] or PUBLISHED] = int(number)
        return found

    def is_alive(self) -> bool:
        """Whether the database answers."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(portal)).scalar_one() > 0

    def _statements(self) -> dict[str, Select[Any]]:
        """Every question, with the place for a selection's conditions in it."""
        o, c = observation.c, coverage.c
        occurring = {
            **{f"{name} of observation": select(column).where(WHERE) for name, column in _DIMENSIONS.items()},
            **{f"{name} of coverage": select(column).where(WHERE) for name, column in _COUNTED_DIMENSIONS.items()},
        }
        return {
            "rows": select(observation).where(WHERE).order_by(*observation.primary_key.columns),
            "count": select(func.count()).select_from(observation).where(WHERE),
            "coverage": self._covered(c, func.sum(c.observations), func.max(c.latest_period_key)),
            "counted": self._covered(o, func.count(), func.max(o.period_key)),
            **{name: text.distinct().order_by(*text.selected_columns) for name, text in occurring.items()},
        }

    def _covered(self, columns: Any, observations: ColumnElement[Any], latest: ColumnElement[Any]) -> Select[Any]:
        wards = [self._keys["area"][code] for code in self.ward_codes]
        ward = case((columns.area_key.in_(wards), columns.area_key))
        # Everybody together is no group.
        group = case((columns.ethnicity_key != self._keys["ethnic_group"][ALL], columns.ethnicity_key))
        return (
            select(
                columns.indicator_key, observations, func.count(group.distinct()), func.count(ward.distinct()), latest
            )
            .where(WHERE)
            .group_by(columns.indicator_key)
            .order_by(columns.indicator_key)
        )

    def _occurring(self, name: str, selection: Selection) -> str:
        """The statement that tells the codes of a dimension; the small counted table has some of them."""
        is_counted = name in _COUNTED_DIMENSIONS and not (selection.period or selection.category)
        return f"{name} of {'coverage' if is_counted else 'observation'}"

    def _read(self, name: str, selection: Selection, end: str = "") -> Sequence[Any]:
        """The answer to one of ``_statements`` for a selection."""
        return self._reader.all(self._texts[name], self._conditions(selection), end)

    def _pieces(self, selection: Selection) -> Iterator[Sequence[Any]]:
        return self._reader.pieces(self._texts["rows"], self._conditions(selection))

    def _conditions(self, selection: Selection) -> list[tuple[str, list[int]]]:
        """The keys that each column may have; a column that the selection leaves free is not among them."""
        wanted: tuple[tuple[str, str, Iterable[str] | None], ...] = (
            ("indicator_key", "indicator", _indicators(selection, self.catalogue)),
            ("area_key", "area", selection.area + selection.ward or None),
            ("ethnicity_key", "ethnic_group", _groups(selection, self._expanded, self._groups_of)),
            ("period_key", "period", selection.period or None),
            ("category_key", "category", selection.category or None),
        )
        return [
            (column, [self._keys[table][code] for code in codes if code in self._keys[table]])
            for column, table, codes in wanted
            if codes is not None
        ]

    def _coverage(self, row: Any) -> Coverage:
        indicator_key, observations, groups, wards, latest = row
        return Coverage(
            indicator_id=self._codes["indicator"][indicator_key],
            observations=int(observations),
            groups=int(groups),
            wards=int(wards),
            latest_period_code=self._codes["period"][latest],
        )


_DIMENSIONS = {
    "ethnicity": observation.c.ethnicity_key,
    "area": observation.c.area_key,
    "period": observation.c.period_key,
    "category": observation.c.category_key,
}
_COUNTED_DIMENSIONS = {"ethnicity": coverage.c.ethnicity_key, "area": coverage.c.area_key}
_TABLE_OF = {"ethnicity": "ethnic_group", "area": "area", "period": "period", "category": "category"}


def _indicators(selection: Selection, catalogue: Catalogue) -> tuple[str, ...] | None:
    """The indicators that strand, service area and indicator leave, or None for no restriction."""
    if not (selection.strand or selection.service_area):
        return selection.indicator or None
    return tuple(
        indicator.id
        for indicator in catalogue.indicators.values()
        if (not selection.indicator or indicator.id in selection.indicator)
        and (not selection.strand or indicator.strand_code in selection.strand)
        and (not selection.service_area or indicator.service_area_code in selection.service_area)
    )


def _groups(
    selection: Selection,
    expanded: Callable[[tuple[str, ...]], Sequence[str]],
    of_classification: Mapping[str, Sequence[str]],
) -> Sequence[str] | None:
    """The ethnic groups that the choice of groups and of classification leaves, or None."""
    if not (selection.ethnicity or selection.classification):
        return None
    listed = [code for name in dict.fromkeys(selection.classification) for code in of_classification.get(name, ())]
    if not selection.ethnicity:
        return listed
    chosen = expanded(selection.ethnicity)
    return [code for code in chosen if not selection.classification or code in listed]


def _part(limit: int | None, offset: int) -> str:
    return "" if limit is None and not offset else f" LIMIT {_EVERY if limit is None else limit:d} OFFSET {offset:d}"


class _Labels:
    """Turns keys into the words of a public row; the code tables are small and held once."""

    def __init__(self, catalogue: Catalogue, codes: dict[str, list[str]], edition: str) -> None:
        self.edition = edition
        self.indicators = [indicator_labels(catalogue, code) for code in codes["indicator"]]
        self.periods = [(code, catalogue.codes.periods[code].label) for code in codes["period"]]
        self.areas = [area_labels(catalogue, code) for code in codes["area"]]
        self.groups = [group_labels(catalogue, code) for code in codes["ethnic_group"]]
        self.categories = [(code, catalogue.codes.categories[code].label) for code in codes["category"]]
        self.sources = [source_labels(catalogue, code) for code in codes["source"]]
        self.notes = ["", *catalogue.codes.notes.values()]
        self.markers = [code or PUBLISHED for code in codes["marker"]]
        self.published = codes["published_label"]

    def parts(self) -> tuple[Part, ...]:
        """The columns of a public row, by the place of an observation that tells them."""
        names, at = iter(COLUMNS), {column.name: place for place, column in enumerate(observation.columns)}

        def part(column: str, width: int = 1, words: Callable[[Any], Sequence[str]] | None = None) -> Part:
            return Part(tuple(islice(names, width)), at[column], words)

        return (
            part("indicator_key", 5, lambda key: (self.edition, *self.indicators[key][0])),
            part("period_key", 2, self.periods.__getitem__),
            part("area_key", 4, self.areas.__getitem__),
            part("ethnicity_key", 3, self.groups.__getitem__),
            part("label_key", 1, lambda key: (self.published[key],)),
            part("category_key", 2, self.categories.__getitem__),
            part("indicator_key", 2, lambda key: self.indicators[key][1]),
            *(part(name) for name in ("numerator", "denominator", "value", "lower", "upper")),
            part("marker_key", 1, lambda key: (self.markers[key],)),
            part("flags", 1, lambda flags: (flags,)),
            part("note_key", 1, lambda key: (self.notes[key],)),
            part("source_key", 4, self.sources.__getitem__),
        )

    def public_rows(self, rows: Sequence[Any]) -> list[PublicRow]:
        """Each observation as a tuple in the order of ``columns.COLUMNS``."""
        if not rows:
            return []
        edition, indicators, periods, areas, groups = (
            self.edition,
            self.indicators,
            self.periods,
            self.areas,
            self.groups,
        )
        published, categories, markers, notes, sources = (
            self.published,
            self.categories,
            self.markers,
            self.notes,
            self.sources,
        )
        make = tuple.__new__  # what PublicRow._make does, without counting the fields of every row
        columns: list[Any] = list(zip(*rows, strict=True))
        columns[_NUMBERS] = map(plain_numbers, columns[_NUMBERS])
        return [
            make(
                PublicRow,
                (
                    edition,
                    *indicators[i][0],
                    *periods[p],
                    *areas[a],
                    *groups[g],
                    published[label],
                    *categories[c],
                    *indicators[i][1],
                    numerator,
                    denominator,
                    value,
                    lower,
                    upper,
                    markers[marker],
                    flags,
                    notes[note],
                    *sources[source],
                ),
            )
            for i, a, c, g, p, numerator, denominator, value, lower, upper, marker, flags, label, note, source in zip(
                *columns, strict=True
            )
        ]
