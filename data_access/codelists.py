"""Reads config/codelists/*.csv into records, refusing codes that do not join up."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from data_access.csv_text import read_rows
from data_access.errors import Issue
from data_access.nearest import nearest
from data_access.records import Area, Category, Code, CodeLists, EthnicGroup, Period, Source

Row = dict[str, str]
Record = TypeVar("Record")

_COLUMNS = {
    "strands": ("strand_code", "label", "order"),
    "service_areas": ("service_area_code", "label", "order"),
    "classifications": ("classification_code", "label", "mappable", "order", "note"),
    "ethnic_groups": ("ethnicity_code", "label", "classification_code", "parent_code", "eth5_code", "order"),
    "ethnicity_aliases": ("alias", "classification_code", "ethnicity_code"),
    "areas": ("area_code", "label", "area_type", "vintage", "parent_code", "order"),
    "periods": ("period_code", "label", "start", "end"),
    "categories": ("category_code", "label", "dimension", "order"),
    "markers": ("marker_code", "symbol", "label", "meaning"),
    "flags": ("flag_code", "symbol", "label", "meaning"),
    "sources": (
        "source_id",
        "title",
        "publisher",
        "url",
        "published",
        "licence",
        "licence_certain",
        "read_in",
        "checked_with_publisher",
        "confidence",
    ),
    "notes": ("note_id", "text"),
}
_AREA_TYPES = ("ward", "borough", "region", "nation", "police force")


def read_code_lists(texts: Mapping[str, str], issues: list[Issue]) -> CodeLists:
    """All code lists from the texts of config/, in display order; problems go to ``issues``."""
    reader = _Reader(texts, issues)
    lists = CodeLists(
        strands=reader.read("strands", _code("strand_code")),
        service_areas=reader.read("service_areas", _code("service_area_code")),
        classifications=reader.read("classifications", _code("classification_code")),
        ethnic_groups=reader.read("ethnic_groups", _ethnic_group),
        aliases=reader.read_aliases(),
        areas=reader.read("areas", _area),
        periods=reader.read("periods", _period),
        categories=reader.read("categories", _category),
        markers=reader.read("markers", _symbol("marker_code")),
        flags=reader.read("flags", _symbol("flag_code")),
        sources=reader.read("sources", _source),
        notes=reader.read("notes", lambda row: row["text"]),
    )
    _check_joins(lists, issues)
    return _in_display_order(lists)


class _Reader:
    """Reads one list after another, so that each problem is named with its file and line."""

    def __init__(self, texts: Mapping[str, str], issues: list[Issue]) -> None:
        self.texts, self.issues = texts, issues

    def rows(self, name: str) -> list[tuple[int, Row]]:
        """The sound rows of one list."""
        file = f"config/codelists/{name}.csv"
        text = self.texts.get(f"codelists/{name}.csv")
        if text is None:
            self.issues.append(Issue(file, 0, "", "the file is missing", "put it back from the repository"))
            return []
        return list(read_rows(file, text, _COLUMNS[name], self.issues))

    def read(self, name: str, make: Callable[[Row], Record]) -> dict[str, Record]:
        """One list as a mapping from its first column, which must not repeat."""
        file, key = f"config/codelists/{name}.csv", _COLUMNS[name][0]
        found: dict[str, Record] = {}
        for line, row in self.rows(name):
            if row[key] in found:
                self.issues.append(Issue(file, line, key, f"“{row[key]}” is listed twice", "remove one of the two"))
                continue
            try:
                found[row[key]] = make(row)
            except (ValueError, KeyError) as error:
                self.issues.append(Issue(file, line, "", f"cannot be read ({error})", "compare with the other rows"))
        return found

    def read_aliases(self) -> dict[tuple[str, str], str]:
        """Known spellings in sources: (classification, spelling in lower case) to ethnicity code."""
        return {
            (row["classification_code"], row["alias"].lower()): row["ethnicity_code"]
            for _, row in self.rows("ethnicity_aliases")
        }


def _code(key: str) -> Callable[[Row], Code]:
    return lambda row: Code(row[key], row["label"], int(row["order"]), row.get("note", ""))


def _symbol(key: str) -> Callable[[Row], Code]:
    return lambda row: Code(row[key], row["label"], note=row["meaning"])


def _ethnic_group(row: Row) -> EthnicGroup:
    return EthnicGroup(
        code=row["ethnicity_code"],
        label=row["label"],
        classification_code=row["classification_code"],
        parent_code=row["parent_code"],
        eth5_code=row["eth5_code"],
        order=int(row["order"]),
    )


def _area(row: Row) -> Area:
    if row["area_type"] not in _AREA_TYPES:
        raise ValueError(f"area_type must be one of {', '.join(_AREA_TYPES)}")
    return Area(
        code=row["area_code"],
        label=row["label"],
        area_type=row["area_type"],
        vintage=row["vintage"],
        parent_code=row["parent_code"],
        order=int(row["order"]),
    )


def _period(row: Row) -> Period:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    if end < start:
        raise ValueError("the end is before the start")
    return Period(row["period_code"], row["label"], start, end)


def _category(row: Row) -> Category:
    return Category(row["category_code"], row["label"], row["dimension"], int(row["order"]))


def _source(row: Row) -> Source:
    return Source(
        id=row["source_id"],
        title=row["title"],
        publisher=row["publisher"],
        url=row["url"],
        published=row["published"],
        licence=row["licence"],
        licence_certain=_yes_or_no(row["licence_certain"]),
        read_in=row["read_in"],
        checked_with_publisher=_yes_or_no(row["checked_with_publisher"]),
        confidence=row["confidence"],
    )


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"“{text}” should be yes or no")
    return text == "yes"


def _check_joins(lists: CodeLists, issues: list[Issue]) -> None:
    """Every code that one list takes from another must be there."""
    groups, classes = lists.ethnic_groups, lists.classifications
    for group in groups.values():
        _require(group.classification_code, classes, "ethnic_groups", "classification_code", issues)
        _require(group.parent_code, groups, "ethnic_groups", "parent_code", issues)
        _require(group.eth5_code, groups, "ethnic_groups", "eth5_code", issues)
    for (classification_code, _), ethnicity_code in lists.aliases.items():
        _require(classification_code, classes, "ethnicity_aliases", "classification_code", issues)
        _require(ethnicity_code, groups, "ethnicity_aliases", "ethnicity_code", issues)
    for area in lists.areas.values():
        _require(area.parent_code, lists.areas, "areas", "parent_code", issues)


def _require(code: str, known: Mapping[str, object], name: str, column: str, issues: list[Issue]) -> None:
    if code and code not in known:
        hint = nearest(code, known)
        mend = f"use “{hint}”" if hint else "use a code from the list"
        issues.append(Issue(f"config/codelists/{name}.csv", 0, column, f"“{code}” is not a known code", mend))


def _in_display_order(lists: CodeLists) -> CodeLists:
    """Groups by classification and order, areas and categories by order, periods by time."""
    class_order = {code: entry.order for code, entry in lists.classifications.items()}
    fallback = len(class_order)
    return CodeLists(
        strands=_sorted(lists.strands, lambda entry: entry.order),
        service_areas=_sorted(lists.service_areas, lambda entry: entry.order),
        classifications=_sorted(lists.classifications, lambda entry: entry.order),
        ethnic_groups=_sorted(
            lists.ethnic_groups,
            lambda group: (class_order.get(group.classification_code, fallback), group.order, group.label),
        ),
        aliases=lists.aliases,
        areas=_sorted(lists.areas, lambda area: area.order),
        periods=_sorted(lists.periods, lambda period: (period.end, period.start, period.code)),
        categories=_sorted(lists.categories, lambda category: (category.dimension, category.order, category.label)),
        markers=lists.markers,
        flags=lists.flags,
        sources=_sorted(lists.sources, lambda source: source.id),
        notes=dict(sorted(lists.notes.items())),
    )


def _sorted(entries: dict[str, Record], key: Callable[[Record], object]) -> dict[str, Record]:
    return dict(sorted(entries.items(), key=lambda item: key(item[1])))  # type: ignore[arg-type,return-value]
