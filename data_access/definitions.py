"""Reads config/indicators/*.toml, config/strategy/*.toml and portal.toml into records."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from data_access.errors import Issue
from data_access.records import Break, Commitment, Forum, Indicator, Link, Settings
from data_access.toml_text import Table, TableReader, parse

MEASURE_TYPES = ("proportion", "rate", "composition", "mean", "count")
PROTECTED_UNITS = ("people", "households", "pupils", "stops", "staff", "none")
FITS = ("direct", "proxy", "context")
DIRECTIONS = ("higher", "lower", "none")
COMMITMENT_TYPES = ("action", "target", "outcome", "governance")
NATURES = ("one-off", "lasting")
PRECISIONS = ("day", "month", "season", "year", "none")

_INDICATOR_KEYS = (
    "title",
    "strand",
    "service_area",
    "commitments",
    "measure_type",
    "unit",
    "decimals",
    "definition",
    "population",
    "classification",
    "protect",
    "protect_reason",
    "sources",
    "next_update",
    "caveats",
    "breaks",
)
_COMMITMENT_KEYS = (
    "id",
    "type",
    "nature",
    "title",
    "summary",
    "issue",
    "action",
    "outcome",
    "measure",
    "owner",
    "owner_given",
    "due_words",
    "due_rule",
    "due_precision",
    "target_unit",
    "outcomes",
    "no_measure",
    "source_words",
    "source_sha256",
)
_COMMITMENT_OPTIONAL = ("due", "target_value", "section", "strand", "service_area")
_FORUM_KEYS = ("id", "name", "members", "oversees", "meets")
_SETTINGS_KEYS = tuple(Settings.__dataclass_fields__)


def read_settings(texts: Mapping[str, str], issues: list[Issue]) -> Settings:
    """portal.toml as a record."""
    text = texts.get("portal.toml", "")
    table = parse("config/portal.toml", text, issues)
    reader = TableReader("config/portal.toml", text, table, issues)
    reader.check_keys(_SETTINGS_KEYS)
    words = {key: reader.text_of(key) for key in _SETTINGS_KEYS if key != "smallest_count"}
    return Settings(smallest_count=reader.whole("smallest_count"), **words)


def read_indicators(texts: Mapping[str, str], issues: list[Issue]) -> dict[str, Indicator]:
    """Every indicator by id (its file's name), in the order of the files."""
    found = {}
    for name, text in _files_in(texts, "indicators"):
        file = f"config/indicators/{name}.toml"
        reader = TableReader(file, text, parse(file, text, issues), issues)
        if reader.check_keys(_INDICATOR_KEYS):
            found[name] = _indicator(name, reader)
    return found


def _indicator(name: str, reader: TableReader) -> Indicator:
    protect = reader.one_of("protect", PROTECTED_UNITS)
    reason = reader.text_of("protect_reason")
    if protect == "none" and not reason:
        reader.report("protect_reason", "nothing is protected and no reason is given", "say why in protect_reason")
    return Indicator(
        id=name,
        title=reader.filled("title"),
        strand_code=reader.filled("strand"),
        service_area_code=reader.filled("service_area"),
        links=tuple(
            _link(reader, table) for table in reader.tables("commitments", ("id", "fit", "direction", "reason"))
        ),
        measure_type=reader.one_of("measure_type", MEASURE_TYPES),
        unit=reader.filled("unit"),
        decimals=reader.whole("decimals"),
        definition=reader.filled("definition"),
        population=reader.filled("population"),
        classification_codes=reader.texts("classification"),
        protect=protect,
        protect_reason=reason,
        source_ids=reader.texts("sources"),
        next_update=reader.filled("next_update"),
        caveats=reader.texts("caveats"),
        breaks=tuple(
            Break(str(table["period"]), str(table["reason"])) for table in reader.tables("breaks", ("period", "reason"))
        ),
    )


def _link(reader: TableReader, table: Table) -> Link:
    for key, options in (("fit", FITS), ("direction", DIRECTIONS)):
        if table[key] not in options:
            reader.report("commitments", f"the {key} “{table[key]}” is not allowed", f"use {', '.join(options)}")
    if not str(table["reason"]).strip():
        reader.report("commitments", f"the link to {table['id']} has no reason", "say why it fits and which way")
    return Link(str(table["id"]), str(table["fit"]), str(table["direction"]), str(table["reason"]))


def read_register(texts: Mapping[str, str], issues: list[Issue]) -> tuple[dict[str, Commitment], dict[str, Forum]]:
    """The strategy register: commitments and forums by id, in the order of the strategy's chapters."""
    commitments: dict[str, Commitment] = {}
    forums: dict[str, Forum] = {}
    for name, text in _files_in(texts, "strategy"):
        file = f"config/strategy/{name}.toml"
        chapter = parse(file, text, issues)
        reader = TableReader(file, text, chapter, issues)
        reader.check_keys(("section", "strand", "service_area", "commitments"), ("forums",))
        for table in chapter.get("commitments", []):
            _add_commitment(commitments, chapter, _entry_reader(file, text, table, issues))
        for table in chapter.get("forums", []):
            _add_forum(forums, _entry_reader(file, text, table, issues))
    return commitments, forums


def _entry_reader(file: str, text: str, table: Table, issues: list[Issue]) -> TableReader:
    return TableReader(file, text, table, issues, str(table.get("id", "")))


def _add_commitment(found: dict[str, Commitment], chapter: Table, reader: TableReader) -> None:
    if not reader.check_keys(_COMMITMENT_KEYS, _COMMITMENT_OPTIONAL):
        return
    if reader.entry in found:
        reader.report("id", "the id is used twice", "give each commitment its own id")
    found[reader.entry] = _commitment(chapter, reader)


def _commitment(chapter: Table, reader: TableReader) -> Commitment:
    due, due_words = reader.optional_date("due"), reader.text_of("due_words")
    if (due is None) != (due_words == ""):
        reader.report("due", "due and due_words must stand together", "give both, or leave out due and empty due_words")

    def from_chapter(key: str) -> str:
        return str(reader.table.get(key, chapter.get(key, "")))

    return Commitment(
        id=reader.entry,
        type=reader.one_of("type", COMMITMENT_TYPES),
        nature=reader.one_of("nature", NATURES),
        section=from_chapter("section"),
        strand_code=from_chapter("strand"),
        service_area_code=from_chapter("service_area"),
        title=reader.filled("title"),
        summary=reader.filled("summary"),
        issue=reader.filled("issue"),
        action=reader.filled("action"),
        outcome=reader.filled("outcome"),
        measure=reader.filled("measure"),
        owner=reader.filled("owner"),
        owner_given=reader.truth("owner_given"),
        due=due,
        due_words=due_words,
        due_rule=reader.text_of("due_rule"),
        due_precision=reader.one_of("due_precision", PRECISIONS),
        target_value=reader.optional_number("target_value"),
        target_unit=reader.text_of("target_unit"),
        outcome_ids=reader.texts("outcomes"),
        no_measure=reader.text_of("no_measure"),
        source_words=reader.whole("source_words"),
        source_sha256=reader.filled("source_sha256"),
    )


def _add_forum(found: dict[str, Forum], reader: TableReader) -> None:
    if reader.check_keys(_FORUM_KEYS):
        found[reader.entry] = Forum(**{key: reader.filled(key) for key in _FORUM_KEYS})


def _files_in(texts: Mapping[str, str], folder: str) -> list[tuple[str, str]]:
    """(name without ending, text) of each TOML file of one folder of config/."""
    paths = [PurePosixPath(path) for path in texts]
    return [(path.stem, texts[str(path)]) for path in paths if path.parts[0] == folder and path.suffix == ".toml"]
