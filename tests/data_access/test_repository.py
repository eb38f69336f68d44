"""Questions to the database, on SQLite and PostgreSQL alike."""

from sqlalchemy import text

from data_access.columns import COLUMNS, PublicRow
from data_access.records import Selection
from data_access.repository import Repository


def keys(rows: list[PublicRow]) -> list[tuple[str, str, str]]:
    return [(row.indicator_id, row.period_code, row.ethnicity_code) for row in rows]


def test_rows_come_in_display_order(repository: Repository) -> None:
    assert keys(repository.rows(Selection(indicator=("looked-after",)))) == [
        ("looked-after", "d2024-03-31", "all"),
        ("looked-after", "d2025-03-31", "all"),
        ("looked-after", "d2025-03-31", "eth5-asian"),
        ("looked-after", "d2024-03-31", "eth5-black"),
        ("looked-after", "d2025-03-31", "eth5-black"),
        ("looked-after", "d2025-03-31", "eth5-mixed"),
        ("looked-after", "d2025-03-31", "eth5-white"),
    ]


def test_a_row_carries_words_beside_every_code(repository: Repository) -> None:
    (row,) = repository.rows(Selection(ethnicity=("eth5-white",)))
    assert row.area == "Islington"
    assert row.ethnicity == "White"
    assert row.note == "Read with care."
    assert row.licence == "Open Government Licence v3.0 (uncertain)"
    assert (row.numerator, row.denominator, row.value, row.flags) == (40, 160, 25, "p")
    assert isinstance(row.value, int)


def test_a_hidden_row_carries_its_marker_and_no_number(repository: Repository) -> None:
    (row,) = repository.rows(Selection(ethnicity=("eth5-asian",)))
    assert row.marker == "c"
    assert (row.numerator, row.value, row.lower, row.upper) == (None, None, None, None)


def test_every_filter_restricts(repository: Repository) -> None:
    assert repository.count(Selection()) == 9
    assert repository.count(Selection(period=("d2024-03-31",))) == 2
    assert repository.count(Selection(ward=("E05013703",))) == 1
    assert repository.count(Selection(ward=("E05013703",), area=("E09000019",))) == 8
    assert repository.count(Selection(classification=("eth5",))) == 5
    assert repository.count(Selection(strand=("employer",))) == 0
    assert repository.count(Selection(service_area=("children",), ethnicity=("eth5-black",))) == 2
    assert repository.count(Selection(category=("all",))) == 9


def test_a_page_of_rows_is_a_slice_of_all_rows(repository: Repository) -> None:
    everything = repository.rows(Selection())
    assert repository.rows(Selection(), limit=3, offset=2) == everything[2:5]
    assert list(repository.stream(Selection())) == everything


def test_coverage_agrees_whether_counted_or_stored(repository: Repository) -> None:
    stored = repository.coverage(Selection())
    counted = repository.coverage(Selection(category=("all",)))
    assert stored == counted
    assert [(entry.indicator_id, entry.observations, entry.groups, entry.wards) for entry in stored] == [
        ("looked-after", 7, 4, 0),
        ("offences", 2, 0, 2),
    ]


def test_only_codes_that_have_figures_are_offered(repository: Repository) -> None:
    found = repository.codes_with_figures(Selection(indicator=("offences",)))
    assert found == {
        "ethnicity": ["all"],
        "area": ["E05013697", "E05013703"],
        "period": ["fy2024-25"],
        "category": ["all"],
    }


def test_public_rows_and_the_column_dictionary_agree() -> None:
    assert PublicRow._fields == tuple(COLUMNS)
    assert all(meaning.endswith(".") for meaning in COLUMNS.values())


def test_a_filtered_read_is_one_range_scan_of_the_clustered_key(repository: Repository) -> None:
    if repository._engine.dialect.name != "sqlite":
        return
    with repository._engine.connect() as connection:
        plan = connection.execute(
            text("EXPLAIN QUERY PLAN SELECT * FROM observation WHERE indicator_key IN (0) AND area_key IN (1)")
        ).all()
    assert len(plan) == 1
    assert "SEARCH observation USING PRIMARY KEY (indicator_key=? AND area_key=?)" in plan[0][3]
