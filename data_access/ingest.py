"""Fills an empty database from config/ and data/ in one transaction, or not at all."""

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import Connection, func, insert, select
from tqdm import tqdm

from data_access.catalogue import read_catalogue
from data_access.check import read_all_observations
from data_access.commitments.evidence import read_evidence
from data_access.errors import InvalidFilesError, Issue
from data_access.files import Folders, config_texts
from data_access.records import Catalogue, Observation
from data_access.schema import CODE_TABLES, config_file, coverage, metadata, observation, portal

_BATCH = 5_000
Keys = dict[str, dict[str, int]]


def load(connection: Connection, folders: Folders, fingerprint: str, *, quiet: bool = False) -> int:
    """Create the tables and fill them; the number of observations loaded.

    Raises:
        InvalidFilesError: any file is wrong; the caller's transaction must be rolled back.
    """
    issues: list[Issue] = []
    texts = config_texts(folders)
    catalogue = read_catalogue(texts, issues)
    observations = list(_with_progress(read_all_observations(folders, catalogue, issues), quiet))
    read_evidence(folders, catalogue, issues)
    if issues:
        raise InvalidFilesError(issues)
    metadata.create_all(connection)
    _insert(connection, config_file, ({"path": path, "content": content} for path, content in texts.items()))
    about = {"edition": catalogue.settings.edition, "fingerprint": fingerprint, "observations": str(len(observations))}
    _insert(connection, portal, ({"name": name, "value": value} for name, value in about.items()))
    keys = _fill_code_tables(connection, catalogue, observations)
    rows = sorted((_row(entry, keys) for entry in observations), key=_clustering_key)
    _insert(connection, observation, rows)
    _fill_coverage(connection)
    return len(observations)


def _with_progress(observations: Iterable[Observation], quiet: bool) -> Iterable[Observation]:
    """A progress bar on a terminal once reading has taken a second."""
    return tqdm(observations, desc="Reading figures", unit=" rows", delay=1, disable=True if quiet else None)


def _fill_code_tables(connection: Connection, catalogue: Catalogue, observations: list[Observation]) -> Keys:
    codes = catalogue.codes
    listed: dict[str, Iterable[str]] = {
        "indicator": catalogue.indicators,
        "area": codes.areas,
        "category": codes.categories,
        "ethnic_group": codes.ethnic_groups,
        "period": codes.periods,
        "source": codes.sources,
        "note": ["", *codes.notes],
        "marker": codes.markers,
        "published_label": sorted({"", *(entry.ethnicity_as_published for entry in observations)}),
    }
    keys = {name: {code: key for key, code in enumerate(entries)} for name, entries in listed.items()}
    for name, table in CODE_TABLES.items():
        _insert(connection, table, ({"key": key, "code": code} for code, key in keys[name].items()))
    return keys


def _row(entry: Observation, keys: Keys) -> dict[str, object]:
    return {
        "indicator_key": keys["indicator"][entry.indicator_id],
        "area_key": keys["area"][entry.area_code],
        "category_key": keys["category"][entry.category_code],
        "ethnicity_key": keys["ethnic_group"][entry.ethnicity_code],
        "period_key": keys["period"][entry.period_code],
        "numerator": entry.numerator,
        "denominator": entry.denominator,
        "value": entry.value,
        "lower": entry.lower,
        "upper": entry.upper,
        "marker_key": keys["marker"][entry.marker],
        "flags": entry.flags,
        "label_key": keys["published_label"][entry.ethnicity_as_published],
        "note_key": keys["note"][entry.note_id],
        "source_key": keys["source"][entry.source_id],
    }


def _clustering_key(row: dict[str, object]) -> tuple[object, ...]:
    """Rows go in key order: filling the clustered table at random is many times slower to read."""
    return tuple(row[column.name] for column in observation.primary_key.columns)


def _fill_coverage(connection: Connection) -> None:
    key = (observation.c.indicator_key, observation.c.area_key, observation.c.ethnicity_key)
    counted = select(*key, func.count(), func.max(observation.c.period_key)).group_by(*key)
    connection.execute(insert(coverage).from_select([column.name for column in coverage.columns], counted))


def _insert(connection: Connection, table: object, rows: Iterable[dict[str, object]]) -> None:
    remaining: Iterator[dict[str, object]] = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        connection.execute(insert(table), batch)  # type: ignore[arg-type]
