"""Reads data/statements/*.toml: what the council or the Coalition asked to have set beside a promise or a figure."""

from datetime import datetime

from data_access.commitments.records import Statement
from data_access.errors import Issue
from data_access.files import Folders, read_utf8
from data_access.nearest import nearest
from data_access.records import Catalogue
from data_access.toml_text import TableReader, parse

AUTHORS = {"council": "Islington Council", "coalition": "Challenging Inequality Coalition"}
_KEYS = ("by", "on", "commitments", "indicators", "text", "sent_by")
_OPTIONAL = ("url",)


def read_statements(folders: Folders, catalogue: Catalogue, issues: list[Issue]) -> list[Statement]:
    """Every sound statement, each in a file of its own so that nobody's words are touched by another's."""
    found = []
    for path in sorted((folders.data / "statements").glob("*.toml")):
        file = f"data/statements/{path.name}"
        before = len(issues)
        text = read_utf8(path, file, issues)
        reader = TableReader(file, text, parse(file, text, issues), issues)
        if reader.check_keys(_KEYS, _OPTIONAL):
            statement = _statement(path.stem, reader, catalogue)
            if statement is not None and len(issues) == before:
                found.append(statement)
    return found


def _statement(name: str, reader: TableReader, catalogue: Catalogue) -> Statement | None:
    on = reader.optional_date("on")
    if on is None or isinstance(on, datetime):
        reader.report("on", "the statement has no day", "write on = 2026-11-23, without quotes or a time")
        return None
    statement = Statement(
        id=name,
        by=reader.one_of("by", tuple(AUTHORS)),
        on=on,
        commitment_ids=reader.texts("commitments"),
        indicator_ids=reader.texts("indicators"),
        text=reader.filled("text"),
        sent_by=reader.filled("sent_by"),
        url=reader.text_of("url"),
    )
    _known(reader, "commitments", statement.commitment_ids, list(catalogue.commitments))
    _known(reader, "indicators", statement.indicator_ids, list(catalogue.indicators))
    if not (statement.commitment_ids or statement.indicator_ids):
        reader.report("commitments", "the statement is about nothing", "name a commitment or an indicator")
    return statement


def _known(reader: TableReader, key: str, used: tuple[str, ...], known: list[str]) -> None:
    for name in used:
        if name not in known:
            hint = nearest(name, known)
            reader.report(key, f"“{name}” is not known", f"use “{hint}”" if hint else "use an id that exists")
