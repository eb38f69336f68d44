"""The app's table, the page on paper, the CSV, the JSON and the spreadsheet of a choice hold the same figures."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components import indicator_parts, surface
from components.paper import Paper
from data_access import register
from data_access.columns import COLUMNS, PUBLISHED
from data_access.commitments.statuses import REASONS, REPORTED, SHOWN
from data_access.export import disarmed
from data_access.formats import cell, number, short_period, symbol
from data_access.measured import LONDON
from data_access.page_list import find
from data_access.portal import served
from data_access.records import ALL, Catalogue, Selection
from data_access.repository import Repository
from data_access.selection import options
from data_access.ward_views import choices, ward_indicators
from tests.data_access.packaging.reading import as_in_csv, table_of, xlsx_sheets
from tests.gathered_page import page_at
from tests.open_data.read.reading import CsvRow, ReadPage, Table, csv_rows, read

ROOT = Path(__file__).parents[3]
SEED = 2026
VIEWS, APP_VIEWS, BOOKS = 500, 60, 60
EXPLORED, MAPS = 40, 60
PARTS = 4
PAGE_ROWS = 25
Address = tuple[tuple[str, str], ...]
Tell = Callable[[str], None]
Key = tuple[str, str]


def repository() -> Repository:
    return served().repository


def catalogue() -> Catalogue:
    return repository().catalogue


@dataclass(frozen=True)
class Choice:
    """A view of one indicator: its codes, and the reference and order that change nothing in its rows."""

    indicator: str
    area: str
    classification: str
    category: str
    period: str
    more: Address = ()

    @property
    def query(self) -> str:
        """The choices as an address has them."""
        return urlencode(self.pairs[1:])

    @property
    def pairs(self) -> Address:
        """Every choice."""
        names = ("indicator", "area", "classification", "category", "period")
        return (*((name, getattr(self, name)) for name in names), *self.more)


@cache
def every_choice() -> dict[str, list[Choice]]:
    """For each indicator every place, list of groups, breakdown and date that its rows make possible."""
    groups = catalogue().codes.ethnic_groups
    dates: dict[tuple[str, str], dict[tuple[str, str], dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for row in repository().rows(Selection()):
        part = groups[row.ethnicity_code].classification_code, row.category_code
        dates[row.indicator_id, row.area_code][part][row.period_code] = None
    found = defaultdict(list)
    for (indicator, area), parts in dates.items():
        lists = dict.fromkeys(code for code, _ in parts if code != ALL) or {ALL: None}
        for classification in lists:
            for category in dict.fromkeys(code for _, code in parts):
                of_all, of_list = parts.get((ALL, category), {}), parts.get((classification, category), {})
                found[indicator] += [
                    Choice(indicator, area, classification, category, period) for period in of_list or of_all
                ]
    return dict(found)


@cache
def spread(count: int, seed: int) -> list[Choice]:
    """So many choices: each indicator in turn, so that none is left out; beside what no row depends on."""
    generator = random.Random(seed)
    left = {name: generator.sample(found, len(found)) for name, found in every_choice().items()}
    taken: list[Choice] = []
    while len(taken) < count and any(left.values()):
        taken += [found.pop() for found in left.values() if found]
    return [replace(choice, more=looks(generator)) for choice in taken[:count]]


def looks(generator: random.Random) -> Address:
    """Another reference or another order, which leave the rows as they are."""
    more = (("reference", generator.choice(["", "none", ALL, "eth5-white", LONDON])),)
    return tuple(pair for pair in (*more, ("sort", generator.choice(["", "value"]))) if pair[1])


def page_of(client: TestClient, choice: Choice) -> ReadPage:
    return read(client, f"/read/indicator/{choice.indicator}?{choice.query}")


def figures_table(page: ReadPage, choice: Choice) -> Table:
    title, area = catalogue().indicators[choice.indicator].title, catalogue().codes.areas[choice.area].label
    return page.table(f"{title}, {area}: ")


def amount(text: str) -> float | None:
    return float(text) if text else None


def shown(row: CsvRow, column: str, decimals: int) -> str:
    return cell(amount(row[column]), row["marker"], row["flags"], decimals)


def figures_expected(rows: Sequence[CsvRow], choice: Choice) -> tuple[dict[Key, str], dict[str, str]]:
    """What the table must hold, from the CSV: each group and date, and beside counts the figures of the date."""
    decimals = catalogue().indicators[choice.indicator].decimals
    of_groups = [row for row in rows if row["ethnicity_code"] != ALL] or rows
    counted = any(row["numerator"] for row in of_groups)
    dates = {row["period_code"] for row in rows}
    cells = {}
    for row in rows:
        is_count = counted and row["marker"] == PUBLISHED and row["numerator"] != ""
        text = shown(row, "numerator", 0) if is_count else shown(row, "value", decimals)
        cells[row["ethnicity"], date_in_table(row, len(dates))] = text
    beside = {row["ethnicity"]: shown(row, "value", decimals) for row in rows if row["period_code"] == choice.period}
    return cells, beside if counted and len(dates) <= 8 else {}


def date_in_table(row: CsvRow, dates: int) -> str:
    """A date is shortened over a column, and written out where many stand down the table."""
    return row["period"] if dates > 8 else short_period(catalogue().codes.periods[row["period_code"]])


def figures_found(table: Table) -> tuple[dict[Key, str], dict[str, str]]:
    """What a table holds, in the form of ``figures_expected``; a date of the figures beside counts has their unit."""
    by_date = table.heads[0] == "Date"
    assert by_date or table.heads[0] == "Ethnic group"
    heads = table.heads[1:]
    last = heads[-1] if not by_date and ", " in heads[-1] and heads[-1].rpartition(", ")[2] in heads else ""
    cells, beside = {}, {}
    for name, *figures in table.rows:
        for head, figure in zip(heads, figures, strict=True):
            if head == last:
                beside[name] = figure
            else:
                cells[(head, name) if by_date else (name, head)] = figure
    assert len(cells) + len(beside) == len(table.rows) * len(heads)
    return cells, beside


def assert_same_figures(table: Table, rows: Sequence[CsvRow], choice: Choice) -> int:
    """Every row of the CSV is a cell, and every other cell says that nothing is published; how many were compared."""
    cells, beside = figures_found(table)
    wanted, wanted_beside = figures_expected(rows, choice)
    assert len(wanted) == len(rows)
    gone = symbol("x")
    assert cells == {key: wanted.get(key, gone) for key in cells}, choice
    assert wanted.keys() <= cells.keys(), choice
    assert beside == {name: wanted_beside.get(name, gone) for name in beside}, choice
    assert wanted_beside.keys() <= beside.keys(), choice
    return len(cells) + len(beside)


def as_csv_writes(row: Mapping[str, Any]) -> CsvRow:
    """A row of JSON as the CSV has it."""
    return {
        name: disarmed(value) if isinstance(value, str) else "" if value is None else str(value)
        for name, value in row.items()
    }


def assert_same_json(client: TestClient, address: str, rows: Sequence[CsvRow]) -> None:
    start = f"{address}{'&' if '?' in address else '?'}limit=10000"
    document = client.get(start).json()
    assert document["count"] == len(rows)
    found = document["rows"]
    while document["next"]:
        document = client.get(f"{start}&cursor={document['next']}").json()
        found += document["rows"]
    assert [as_csv_writes(row) for row in found] == list(rows), address


def assert_same_book(client: TestClient, address: str, rows: Sequence[CsvRow]) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, address
    tables = [sheet for name, sheet in xlsx_sheets(answer.content).items() if [*COLUMNS] in sheet]
    found = [as_in_csv(row) for sheet in tables for row in table_of(sheet, next(iter(COLUMNS)))]
    assert found == [list(row.values()) for row in rows], address


def rows_offered(client: TestClient, page: ReadPage) -> list[CsvRow]:
    """The rows of the CSV that the page itself links to."""
    return csv_rows(client.get(page.file("CSV")).text)


class AsOnScreen(Paper):
    """Takes down what the parts of a page draw for Streamlit."""

    is_paper = False


def drawn_for_the_app(choice: Choice) -> ReadPage:
    """The tables of figures as the parts of the app's page draw them."""
    paper = AsOnScreen(choice.pairs, "/indicator")
    with surface.drawn_on(paper):
        measured = indicator_parts.choice("indicator", choice.indicator)
        indicator_parts.figures(measured.view)
        indicator_parts.by_ward(measured.view)
    return ReadPage(f"<div>{paper.taken()}</div>")


def opened(page: str, pairs: Address) -> AppTest:
    """A page of the app, run whole."""
    app = page_at(ROOT / "pages" / find(page).script)
    for name in dict.fromkeys(name for name, _ in pairs):
        app.query_params[name] = [value for given, value in pairs if given == name]
    return run(app)


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def shown_in_app(app: AppTest) -> list[Table]:
    """Every table of the app's page."""
    return ReadPage("".join(f"<div>{entry.value}</div>" for entry in app.html)).tables


@pytest.mark.parametrize("part", range(PARTS))
def test_the_figures_of_an_indicator_are_the_same_on_page_paper_csv_and_json(
    client: TestClient, tell: Tell, part: int
) -> None:
    compared = 0
    for choice in spread(VIEWS, SEED)[part::PARTS]:
        page = page_of(client, choice)
        rows = rows_offered(client, page)
        compared += assert_same_figures(figures_table(page, choice), rows, choice)
        assert_same_json(client, page.file("JSON"), rows)
        in_app = drawn_for_the_app(choice)
        assert set(map(repr, in_app.tables)) <= set(map(repr, page.tables)), choice
        assert figures_table(in_app, choice) == figures_table(page, choice)
    tell(f"{VIEWS // PARTS} views of {len(every_choice())} indicators: {compared:,} cells are the same")
    assert compared > VIEWS // PARTS


def test_the_views_looked_at_are_of_every_indicator() -> None:
    assert {choice.indicator for choice in spread(VIEWS, SEED)} == set(catalogue().indicators)
    assert len(set(spread(VIEWS, SEED))) == VIEWS


def test_every_table_of_the_app_is_on_the_page_on_paper(client: TestClient, tell: Tell) -> None:
    tables = 0
    for choice in spread(APP_VIEWS, SEED + 1):
        in_app = shown_in_app(opened("indicator", choice.pairs))
        assert in_app == page_of(client, choice).tables, choice
        tables += len(in_app)
    tell(f"{APP_VIEWS} views in the app: {tables} tables are the same on paper")
    assert tables > APP_VIEWS


def test_the_spreadsheet_that_a_page_offers_holds_the_rows_of_its_csv(client: TestClient, tell: Tell) -> None:
    cells = 0
    for choice in spread(BOOKS, SEED + 2):
        page = page_of(client, choice)
        rows = rows_offered(client, page)
        assert_same_book(client, page.file("XLSX"), rows)
        cells += len(rows) * len(COLUMNS)
    tell(f"{BOOKS} spreadsheets: {cells:,} cells are the same")


def explored(count: int) -> Iterator[Address]:
    """Random filters of Explore, most with figures: the codes of a row, or one of each box at random."""
    generator = random.Random(SEED)
    rows, known = repository().rows(Selection()), options(catalogue())
    for _ in range(count):
        row = generator.choice(rows)
        indicator = catalogue().indicators[row.indicator_id]
        likely = {
            "strand": indicator.strand_code,
            "service_area": indicator.service_area_code,
            "ethnicity": row.ethnicity_code,
            "ward": row.area_code,
            "period": row.period_code,
        }
        pairs = []
        for name, code in likely.items():
            if generator.random() < 0.5 and code in known[name]:
                pairs.append((name, code))
                if generator.random() < 0.3:
                    pairs.append((name, generator.choice(sorted(known[name]))))
        # Everything at once is compared in test_random_choices.
        yield tuple(dict.fromkeys(pairs)) or (("period", row.period_code),)


def listed_row(row: CsvRow) -> list[str]:
    """A row of Explore's table, from the CSV."""
    decimals = catalogue().indicators[row["indicator_id"]].decimals
    part = "" if row["category_code"] == ALL else row["category"]
    counts = [counted(row, name) for name in ("numerator", "denominator")]
    named = [row[name] for name in ("indicator", "area", "period", "ethnicity")]
    return [" ".join(text.split()) for text in (*named, part, *counts, shown(row, "value", decimals), row["unit"])]


def counted(row: CsvRow, name: str) -> str:
    count = amount(row[name])
    if count is None:
        return symbol(row["marker"])
    return number(count, 0 if count.is_integer() else 1)


def test_the_figures_of_explore_are_the_same_on_paper_csv_and_json(client: TestClient, tell: Tell) -> None:
    generator, compared = random.Random(SEED), 0
    for pairs in explored(EXPLORED):
        first = read(client, f"/read/explore?{urlencode(pairs)}")
        rows = rows_offered(client, first)
        assert_same_json(client, first.file("JSON"), rows)
        if not rows:
            assert "No figure matches, so there is no table." in first.words("ci-p")
            continue
        pages = -(-len(rows) // PAGE_ROWS)
        for number_of_page in {1, generator.randint(1, pages)}:
            page = read(client, f"/read/explore?{urlencode([*pairs, ('page', str(number_of_page))])}")
            start = PAGE_ROWS * (number_of_page - 1)
            part = rows[start : start + PAGE_ROWS]
            table = page.table(f"Figures {start + 1:,} to {start + len(part):,} of {len(rows):,}")
            assert table.rows == [listed_row(row) for row in part], pairs
            compared += len(part)
        outcomes = first.table("Outcomes that match")
        assert {row[0] for row in outcomes.rows} == {row["indicator"] for row in rows}, pairs
    tell(f"{EXPLORED} choices of Explore: {compared:,} rows of its table are the same")
    assert compared > EXPLORED


def test_the_app_explores_the_same_tables_as_paper(client: TestClient) -> None:
    for pairs in list(explored(EXPLORED))[:12]:
        assert shown_in_app(opened("explore", pairs)) == read(client, f"/read/explore?{urlencode(pairs)}").tables


def mapped(count: int) -> list[Address]:
    """So many figures by ward: each indicator that has any in turn, with a group, a breakdown and a date it has."""
    generator, found = random.Random(SEED), []
    names = ward_indicators(repository())
    while len(found) < count:
        name = names[len(found) % len(names)]
        category = generator.choice(choices(repository(), name)["category"])
        group = generator.choice(choices(repository(), name, category)["ethnicity"])
        period = generator.choice(choices(repository(), name, category, group)["period"])
        chosen = {"indicator": name, "category": category, "ethnicity": group, "period": period, "measure": "value"}
        found.append(tuple(chosen.items()))
    return found


def ward_expected(row: CsvRow, table: Table) -> list[str]:
    """A line of the list beside the map, from the CSV: its figure, or its count where that is what the map tells."""
    indicator = catalogue().indicators[row["indicator_id"]]
    is_whole = row["ethnicity_code"] == ALL and row["category_code"] == ALL and row["measure_type"] == "composition"
    is_count = row["measure_type"] == "count" and not row["value"]
    text = shown(row, "numerator", 0) if is_whole or is_count else shown(row, "value", indicator.decimals)
    counts = []
    if "Count" in table.heads:
        count = amount(row["numerator"])
        counts = [symbol(row["marker"]) or symbol("x") if count is None else number(count)]
    return [row["area"], text, *counts]


def test_the_wards_of_the_map_are_the_same_in_list_csv_and_geojson(client: TestClient, tell: Tell) -> None:
    wards = 0
    for pairs in mapped(MAPS):
        page = read(client, f"/read/wards?{urlencode(pairs)}")
        rows = rows_offered(client, page)
        features = client.get(page.file("Wards as GeoJSON")).json()["features"]
        by_ward = {row["area_code"]: row for row in rows}
        in_shapes = [as_csv_writes(feature["properties"]) for feature in features]
        assert {row["area_code"]: row for row in in_shapes} == by_ward, pairs
        assert len(in_shapes) == len(rows) == len(by_ward)
        table = page.table("The wards, highest first")
        names = {row["area"] for row in rows}
        listed = [row[:-1] for row in table.rows if row[0] in names]
        assert sorted(listed) == sorted(ward_expected(row, table) for row in rows), pairs
        others = {row[0]: row[1] for row in table.rows if row[0] not in names}
        assert {figure for name, figure in others.items() if name != "Islington"} <= {symbol("x")}
        assert_same_json(client, page.file("JSON"), rows)
        wards += len(rows)
    tell(f"{MAPS} maps of {len(ward_indicators(repository()))} indicators: {wards:,} wards are the same")


def single_filters() -> list[Address]:
    """No filter, then each value of each box of the register."""
    known = register.parameter_options(catalogue())
    boxes = [name for name in known if name not in {"searched", "commitment"}]
    return [(), *(((name, value),) for name in boxes for value in known[name])]


def test_the_commitments_are_the_same_on_paper_and_in_csv_for_every_filter(client: TestClient, tell: Tell) -> None:
    seen = 0
    for pairs in single_filters():
        page = read(client, f"/read/commitments?{urlencode(pairs)}")
        rows = csv_rows(client.get(page.file("CSV")).text)
        listed = [(row[0], *row[2:]) for table in page.tables if table.heads[0] == "Commitment" for row in table.rows]
        in_csv = [(row["title"], REPORTED[row["reported"]], shown_words(row), row["clock_words"]) for row in rows]
        assert sorted(listed) == sorted(in_csv), pairs
        document = client.get(f"{page.file('JSON')}{'&' if pairs else '?'}limit=1000").json()
        assert [as_csv_writes(row) for row in document["rows"]] == rows, pairs
        seen += len(rows)
    tell(f"{len(single_filters())} filters of the register: {seen:,} commitments are the same")


def shown_words(row: CsvRow) -> str:
    """What the numbers show, as the register says it, from the codes of the CSV."""
    reason = row["shown_reason"]
    return f"{SHOWN[row['shown']]}: {REASONS[reason]}" if reason else SHOWN[row["shown"]]
