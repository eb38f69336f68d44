"""The only door to the database: questions in, small results out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, case, func, select

from data_access.catalogue import load_catalogue
from data_access.columns import PUBLISHED, PublicRow
from data_access.labels import area_labels, group_labels, indicator_labels, plain, source_labels
from data_access.records import ALL, Catalogue, Selection
from data_access.schema import CODE_TABLES, config_file, coverage, observation, portal
from data_access.selection import expand_ethnicity
from data_access.statements import WHERE, Reader

_CHUNK = 2_000
# More rows than any table has: SQLite takes no offset without a limit.
_EVERY = 2**62


@dataclass(frozen=True)
class Coverage:
    """How much of one indicator matches a selection."""

    indicator_id: str
    observations: int
    groups: int
    wards: int
    latest_period_code: str


@dataclass(frozen=True)
class _Filter:
    """One dimension of a selection as keys; None means no restriction."""

    column: ColumnElement[int]
    keys: tuple[int, ...]


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
        self._reader = Reader(engine)
        self._texts = {name: self._reader.compiled(statement) for name, statement in self._statements().items()}
        self._labels = _Labels(self.catalogue, self._codes, self.edition)

    def count(self, selection: Selection) -> int:
        """How many observations match."""
        ((number,),) = self._read("count", selection)
        return int(number)

    def rows(self, selection: Selection, *, limit: int | None = None, offset: int = 0) -> list[PublicRow]:
        """Matching observations as public rows (see ``columns.COLUMNS``), in display order."""
        end = "" if limit is None and not offset else f" LIMIT {_EVERY if limit is None else limit:d} OFFSET {offset:d}"
        return list(self._labels.public_rows(self._read("rows", selection, end)))

    def stream(self, selection: Selection) -> Iterator[PublicRow]:
        """Matching observations one by one, without holding them all."""
        with self._engine.connect().execution_options(yield_per=_CHUNK) as connection:
            yield from self._labels.public_rows(connection.execute(self._statement(selection)))

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
        """Every question but that for all rows as a stream, with the place for a selection's conditions in it."""
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
        areas = self.catalogue.codes.areas
        wards = [self._keys["area"][code] for code, area in areas.items() if area.area_type == "ward"]
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
        conditions = ((entry.column.name, entry.keys) for entry in self._filters(selection, observation.c))
        return self._reader.all(self._texts[name], conditions, end)

    def _statement(self, selection: Selection) -> Select[Any]:
        o = observation
        return select(o).where(*self._conditions(selection)).order_by(*o.primary_key.columns)

    def _conditions(self, selection: Selection) -> list[ColumnElement[bool]]:
        """The selection as conditions on the observation table."""
        return [entry.column.in_(entry.keys) for entry in self._filters(selection, observation.c)]

    def _filters(self, selection: Selection, columns: Any) -> list[_Filter]:
        keys, catalogue = self._keys, self.catalogue
        wanted: list[tuple[Any, str, tuple[str, ...] | None]] = [
            (columns.indicator_key, "indicator", _indicators(selection, catalogue)),
            (columns.area_key, "area", selection.area + selection.ward or None),
            (columns.ethnicity_key, "ethnic_group", _groups(selection, catalogue)),
            (columns.period_key, "period", selection.period or None),
            (columns.category_key, "category", selection.category or None),
        ]
        return [
            _Filter(column, tuple(keys[table][code] for code in codes if code in keys[table]))
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
    if not (selection.strand or selection.service_area or selection.indicator):
        return None
    return tuple(
        indicator.id
        for indicator in catalogue.indicators.values()
        if (not selection.indicator or indicator.id in selection.indicator)
        and (not selection.strand or indicator.strand_code in selection.strand)
        and (not selection.service_area or indicator.service_area_code in selection.service_area)
    )


def _groups(selection: Selection, catalogue: Catalogue) -> tuple[str, ...] | None:
    """The ethnic groups that the choice of groups and of classification leaves, or None."""
    groups = catalogue.codes.ethnic_groups
    if not (selection.ethnicity or selection.classification):
        return None
    chosen = expand_ethnicity(selection.ethnicity, groups) if selection.ethnicity else tuple(groups)
    return tuple(
        code
        for code in chosen
        if not selection.classification or groups[code].classification_code in selection.classification
    )


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

    def public_rows(self, rows: Iterable[Any]) -> Iterator[PublicRow]:
        """Each observation as a tuple in the order of ``columns.COLUMNS``."""
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
        for i, a, c, g, p, numerator, denominator, value, lower, upper, marker, flags, label, note, source in rows:
            about, unit = indicators[i]
            yield make(
                PublicRow,
                (
                    edition,
                    *about,
                    *periods[p],
                    *areas[a],
                    *groups[g],
                    published[label],
                    *categories[c],
                    *unit,
                    plain(numerator),
                    plain(denominator),
                    plain(value),
                    lower if lower is None else plain(lower),
                    upper if upper is None else plain(upper),
                    markers[marker],
                    flags,
                    notes[note],
                    *sources[source],
                ),
            )
