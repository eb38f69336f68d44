"""The only door to the database: questions in, small results out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, case, func, select

from data_access.catalogue import load_catalogue
from data_access.columns import PUBLISHED, PublicRow
from data_access.labels import area_labels, group_labels, indicator_labels, plain, source_labels
from data_access.records import ALL, Catalogue, Selection
from data_access.schema import CODE_TABLES, config_file, coverage, observation, portal
from data_access.selection import expand_ethnicity

_CHUNK = 2_000


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
        self._labels = _Labels(self.catalogue, self._codes, self.edition)

    def count(self, selection: Selection) -> int:
        """How many observations match."""
        return self._count(self._conditions(selection))

    def rows(self, selection: Selection, *, limit: int | None = None, offset: int = 0) -> list[PublicRow]:
        """Matching observations as public rows (see ``columns.COLUMNS``), in display order."""
        statement = self._statement(selection).offset(offset)
        if limit is not None:
            statement = statement.limit(limit)
        with self._engine.connect() as connection:
            return [self._labels.public_row(row) for row in connection.execute(statement)]

    def stream(self, selection: Selection) -> Iterator[PublicRow]:
        """Matching observations one by one, without holding them all."""
        with self._engine.connect().execution_options(yield_per=_CHUNK) as connection:
            for row in connection.execute(self._statement(selection)):
                yield self._labels.public_row(row)

    def coverage(self, selection: Selection) -> list[Coverage]:
        """The indicators that have figures for the selection, in display order."""
        if selection.period or selection.category:
            return self._coverage_counted(selection)
        return self._coverage_stored(selection)

    def codes_with_figures(self, selection: Selection) -> dict[str, list[str]]:
        """The ethnicity, area, period and category codes that occur within a selection, in display order."""
        conditions = self._conditions(selection)
        found = {}
        with self._engine.connect() as connection:
            for name, column in _DIMENSIONS.items():
                statement = select(column).where(*conditions).distinct().order_by(column)
                found[name] = [self._codes[_TABLE_OF[name]][key] for (key,) in connection.execute(statement)]
        return found

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

    def _statement(self, selection: Selection) -> Select[Any]:
        o = observation
        return select(o).where(*self._conditions(selection)).order_by(*o.primary_key.columns)

    def _count(self, conditions: Sequence[ColumnElement[bool]]) -> int:
        statement = select(func.count()).select_from(observation).where(*conditions)
        with self._engine.connect() as connection:
            return int(connection.execute(statement).scalar_one())

    def _conditions(self, selection: Selection) -> list[ColumnElement[bool]]:
        """The selection as conditions on the observation table."""
        return [entry.column.in_(entry.keys) for entry in self._filters(selection, observation.c)]

    def _filters(self, selection: Selection, columns: Any) -> list[_Filter]:
        keys, catalogue = self._keys, self.catalogue
        wanted: list[tuple[Any, str, tuple[str, ...] | None]] = [
            (columns.indicator_key, "indicator", _indicators(selection, catalogue)),
            (columns.area_key, "area", selection.area + selection.ward or None),
            (columns.ethnicity_key, "ethnic_group", _groups(selection, catalogue)),
        ]
        if "period_key" in columns:
            wanted.append((columns.period_key, "period", selection.period or None))
            wanted.append((columns.category_key, "category", selection.category or None))
        return [
            _Filter(column, tuple(keys[table][code] for code in codes if code in keys[table]))
            for column, table, codes in wanted
            if codes is not None
        ]

    def _coverage_stored(self, selection: Selection) -> list[Coverage]:
        c = coverage.c
        conditions = [entry.column.in_(entry.keys) for entry in self._filters(selection, c)]
        statement = (
            select(
                c.indicator_key,
                func.sum(c.observations),
                func.count(self._group_of(c).distinct()),
                func.max(c.latest_period_key),
            )
            .where(*conditions)
            .group_by(c.indicator_key)
            .order_by(c.indicator_key)
        )
        wards = self._wards_by_indicator(conditions, c)
        with self._engine.connect() as connection:
            return [self._coverage(row, wards) for row in connection.execute(statement)]

    def _coverage_counted(self, selection: Selection) -> list[Coverage]:
        o, conditions = observation.c, self._conditions(selection)
        statement = (
            select(o.indicator_key, func.count(), func.count(self._group_of(o).distinct()), func.max(o.period_key))
            .where(*conditions)
            .group_by(o.indicator_key)
            .order_by(o.indicator_key)
        )
        wards = self._wards_by_indicator(conditions, o)
        with self._engine.connect() as connection:
            return [self._coverage(row, wards) for row in connection.execute(statement)]

    def _group_of(self, columns: Any) -> ColumnElement[int | None]:
        """The key of a row's ethnic group; null for everybody together, which is no group."""
        return case((columns.ethnicity_key != self._keys["ethnic_group"][ALL], columns.ethnicity_key))

    def _wards_by_indicator(self, conditions: Sequence[ColumnElement[bool]], columns: Any) -> dict[int, int]:
        areas = self.catalogue.codes.areas
        keys = [self._keys["area"][code] for code, area in areas.items() if area.area_type == "ward"]
        statement = (
            select(columns.indicator_key, func.count(columns.area_key.distinct()))
            .where(*conditions, columns.area_key.in_(keys))
            .group_by(columns.indicator_key)
        )
        with self._engine.connect() as connection:
            return {key: number for key, number in connection.execute(statement)}

    def _coverage(self, row: Any, wards: dict[int, int]) -> Coverage:
        indicator_key, observations, groups, latest = row
        return Coverage(
            indicator_id=self._codes["indicator"][indicator_key],
            observations=int(observations),
            groups=int(groups),
            wards=wards.get(indicator_key, 0),
            latest_period_code=self._codes["period"][latest],
        )


_DIMENSIONS = {
    "ethnicity": observation.c.ethnicity_key,
    "area": observation.c.area_key,
    "period": observation.c.period_key,
    "category": observation.c.category_key,
}
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

    def public_row(self, row: Any) -> PublicRow:
        """One observation as a tuple in the order of ``columns.COLUMNS``."""
        (
            indicator,
            area,
            category,
            group,
            period,
            numerator,
            denominator,
            value,
            lower,
            upper,
            marker,
            flags,
            label,
            note,
            source,
        ) = row
        about, unit = self.indicators[indicator]
        return PublicRow._make(
            (
                self.edition,
                *about,
                *self.periods[period],
                *self.areas[area],
                *self.groups[group],
                self.published[label],
                *self.categories[category],
                *unit,
                plain(numerator),
                plain(denominator),
                plain(value),
                plain(lower),
                plain(upper),
                self.markers[marker],
                flags,
                self.notes[note],
                *self.sources[source],
            )
        )
