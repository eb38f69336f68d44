"""The indicators as they are kept: none is missing, each has its source and licence, and nobody can be made out."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.catalogue import load_catalogue
from data_access.check import check
from data_access.files import DEFAULT_FOLDERS, config_texts
from data_access.observation_files import COLUMNS
from data_access.records import ALL, Indicator, Source

CATALOGUE = load_catalogue(config_texts(DEFAULT_FOLDERS))
INDICATORS = CATALOGUE.indicators
FILES = sorted(DEFAULT_FOLDERS.observations.glob("*.csv"))
NUMBERS = ("numerator", "value", "lower", "upper")
SHARES = ("proportion", "composition")
WARDS_NOW = {code for code, area in CATALOGUE.codes.areas.items() if area.vintage == "2022"}
REQUIRED = {
    "children looked after": "children-looked-after",
    "Attainment 8": "attainment-8",
    "Progress 8": "progress-8",
    "key stage 2": "key-stage-2-expected-standard",
    "good level of development": "good-level-of-development",
    "homelessness duty owed": "homelessness-duty-owed",
    "temporary accommodation": "temporary-accommodation",
    "stop and search": "stop-and-search",
    "race or religiously aggravated offences": "race-hate-public-fear",
    "children in low income families": "children-low-income",
    "deprivation": "deprivation-score-2025",
    "tenure": "tenure",
    "residents by ethnic group": "residents-by-ethnic-group",
    "residents by detailed group": "residents-by-detailed-ethnic-group",
    "social workers by role": "social-workers-by-role",
    "council workforce": "council-workforce-by-ethnic-group",
    "top earners": "top-earners-by-ethnic-group",
    "pay gap": "ethnicity-pay-gap",
    "rough sleeping, autumn snapshot": "rough-sleeping-snapshot",
    "rough sleeping, volunteer count": "rough-sleeping-volunteer-count",
    "rough sleeping, CHAIN": "rough-sleeping-chain",
    "first-time entrants": "first-time-entrants",
    "not in education, employment or training": "neet",
    "permanent exclusions": "permanent-exclusions",
    "suspensions": "suspensions",
    "jobs supported": "jobs-supported",
    "hate crime": "hate-crime-recorded",
    "free school meals": "free-school-meals",
    "pupils": "pupils-by-ethnic-group",
}
BY_WARD = (
    "stop-and-search",
    "race-hate-public-fear",
    "children-low-income",
    "deprivation-score-2025",
    "tenure",
    "residents-by-ethnic-group",
    "residents-by-detailed-ethnic-group",
)
BY_GROUP = (
    *("children-looked-after", "attainment-8", "progress-8", "key-stage-2-expected-standard"),
    *("good-level-of-development", "homelessness-duty-owed", "temporary-accommodation", "stop-and-search"),
    *("residents-by-ethnic-group", "residents-by-detailed-ethnic-group", "social-workers-by-role"),
    *("free-school-meals", "pupils-by-ethnic-group"),
)
CENSUS_SOURCES = ("ons-census2021-", "gla-ward-atlas-2011")
NOT_PEOPLE = frozenset(
    {
        *("race-hate-public-fear", "recorded-offences-all", "hate-crime-recorded", "ethnicity-pay-gap"),
        *("deprivation-score-2025", "deprivation-score-2019-old-wards", "adult-social-care-cqc-score"),
    }
)
CENSUS = sorted(
    name for name, one in INDICATORS.items() if all(source.startswith(CENSUS_SOURCES) for source in one.source_ids)
)


def rows_of(indicator_id: str) -> list[dict[str, str]]:
    path = DEFAULT_FOLDERS.observations / f"{indicator_id}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def number(text: str) -> float:
    return float(text) if text else math.nan


def counts_told(row: dict[str, str], indicator: Indicator) -> Iterator[float]:
    """Every count of people that a row gives, or that its share of a whole gives back."""
    numerator, denominator, value = (number(row[name]) for name in ("numerator", "denominator", "value"))
    yield from (numerator, denominator)
    if indicator.measure_type == "count":
        yield value
    if indicator.measure_type in SHARES:
        yield round(value * denominator / 100, 3)
    if indicator.measure_type == "proportion":
        yield denominator - numerator
    if indicator.unit.startswith("per 1,000 "):
        yield round(value * denominator / 1_000, 3)


def small_counts(indicator: Indicator) -> list[dict[str, str]]:
    return [row for row in rows_of(indicator.id) if any(0 < count < 5 for count in counts_told(row, indicator))]


def test_there_are_at_least_thirty_indicators() -> None:
    assert len(INDICATORS) >= 30


def test_everything_that_is_kept_is_sound() -> None:
    assert check(DEFAULT_FOLDERS) == []


@pytest.mark.parametrize("name", REQUIRED)
def test_an_indicator_that_must_be_there_is_there_with_figures_for_islington(name: str) -> None:
    indicator_id = REQUIRED[name]
    assert indicator_id in INDICATORS
    islington = {"E09000019", *WARDS_NOW}
    assert any(row["value"] and row["area_code"] in islington for row in rows_of(indicator_id))


@pytest.mark.parametrize("indicator_id", BY_WARD)
def test_an_indicator_by_ward_has_a_figure_in_each_of_the_17_wards(indicator_id: str) -> None:
    assert len(WARDS_NOW) == 17
    totals = {row["area_code"] for row in rows_of(indicator_id) if row["ethnicity_code"] == ALL and row["value"]}
    assert totals >= WARDS_NOW


@pytest.mark.parametrize("indicator_id", BY_GROUP)
def test_an_indicator_by_group_has_figures_for_several_groups_of_islington(indicator_id: str) -> None:
    here = [row for row in rows_of(indicator_id) if row["area_code"] in {"E09000019", *WARDS_NOW} and row["value"]]
    assert len({row["ethnicity_code"] for row in here} - {ALL}) >= 4


def test_stops_are_told_by_ward_and_group_together() -> None:
    split = {row["area_code"] for row in rows_of("stop-and-search") if row["ethnicity_code"] == "eth5-black"}
    assert len(split & WARDS_NOW) == 17


def test_social_workers_are_told_by_role() -> None:
    roles = {row["category_code"] for row in rows_of("social-workers-by-role") if row["area_code"] == "E09000019"}
    assert {"role-senior-manager", "role-middle-manager", "role-first-line-manager", "role-case-holder"} <= roles


def test_how_an_officer_saw_people_is_never_put_beside_what_they_said() -> None:
    assert INDICATORS["stop-and-search"].classification_codes == ("eth5",)
    assert INDICATORS["stop-and-search-officer-defined"].classification_codes == ("officer",)
    assert not any(code.endswith("-mixed") for code in CATALOGUE.codes.ethnic_groups if code.startswith("officer-"))


def test_every_indicator_has_one_file_and_every_file_an_indicator() -> None:
    assert {path.stem for path in FILES} == set(INDICATORS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_rows_under_the_one_header(path: Path) -> None:
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    assert tuple(header.split(",")) == COLUMNS
    assert rows


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda one: one.id)
def test_the_sources_of_the_rows_are_the_sources_the_indicator_names(indicator: Indicator) -> None:
    used = {row["source_id"] for row in rows_of(indicator.id)}
    assert used == set(indicator.source_ids)
    assert used <= set(CATALOGUE.codes.sources)


@pytest.mark.parametrize("source", CATALOGUE.codes.sources.values(), ids=lambda one: one.id)
def test_a_source_states_its_publisher_licence_confidence_and_where_it_was_read(source: Source) -> None:
    assert all((source.title, source.publisher, source.published, source.licence, source.read_in))
    assert source.confidence in ("high", "medium", "low")


def test_every_source_says_yes_or_no_to_whether_it_was_checked_with_its_publisher() -> None:
    path = DEFAULT_FOLDERS.config / "codelists" / "sources.csv"
    listed = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert {row["checked_with_publisher"] for row in listed} <= {"yes", "no"}
    unread = [row["source_id"] for row in listed if row["checked_with_publisher"] == "yes" and "copy" in row["read_in"]]
    assert len(listed) == len(CATALOGUE.codes.sources)
    assert unread == []


def test_a_licence_that_is_not_stated_is_never_called_certain() -> None:
    unsure = [
        one for one in CATALOGUE.codes.sources.values() if "not stated" in one.licence or "assumed" in one.licence
    ]
    assert unsure
    assert [one.id for one in unsure if one.licence_certain] == []


def test_no_source_is_listed_without_a_figure_from_it() -> None:
    used = {source_id for one in INDICATORS.values() for source_id in one.source_ids}
    assert set(CATALOGUE.codes.sources) == used


def test_figures_of_a_doubtful_source_carry_a_flag_or_a_note() -> None:
    doubtful = {one.id for one in CATALOGUE.codes.sources.values() if one.confidence == "low"}
    rows = [row for name in INDICATORS for row in rows_of(name) if row["source_id"] in doubtful]
    assert rows
    assert [row for row in rows if not (row["flags"] or row["note_id"])] == []


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda one: one.id)
def test_an_indicator_says_what_it_counts_among_whom_and_what_to_beware_of(indicator: Indicator) -> None:
    assert indicator.definition.endswith(".")
    assert indicator.population
    assert indicator.next_update
    assert indicator.caveats
    assert all(caveat.endswith((".", "”")) for caveat in indicator.caveats)


def test_only_the_census_and_what_is_not_people_go_unprotected() -> None:
    unprotected = {name for name, one in INDICATORS.items() if one.protect == "none"}
    assert unprotected <= NOT_PEOPLE | set(CENSUS)
    assert unprotected >= NOT_PEOPLE


@pytest.mark.parametrize("indicator_id", CENSUS)
def test_an_indicator_of_the_census_says_who_protected_its_counts(indicator_id: str) -> None:
    assert "Office for National Statistics" in INDICATORS[indicator_id].protect_reason


@pytest.mark.parametrize("indicator_id", [name for name in INDICATORS if name not in NOT_PEOPLE.union(CENSUS)])
def test_no_count_of_people_from_1_to_4_is_told_outside_the_census(indicator_id: str) -> None:
    assert INDICATORS[indicator_id].protect != "none"
    assert small_counts(INDICATORS[indicator_id]) == []


def test_small_counts_are_found_where_the_census_has_them() -> None:
    assert small_counts(INDICATORS["residents-by-detailed-ethnic-group"])


def test_a_hidden_group_is_never_the_only_one_hidden_beside_its_total() -> None:
    groups, alone = CATALOGUE.codes.ethnic_groups, []
    for name, one in INDICATORS.items():
        hidden: dict[tuple[str, ...], list[str]] = {}
        shown: set[tuple[str, ...]] = set()
        for row in rows_of(name) if one.measure_type in SHARES and one.protect != "none" else []:
            of = groups[row["ethnicity_code"]].classification_code
            key = (name, row["period_code"], row["area_code"], row["category_code"], of)
            if row["marker"] == "c":
                hidden.setdefault(key, []).append(row["ethnicity_code"])
            elif row["numerator"]:
                shown.add(key)
        alone += [key for key, codes in hidden.items() if len(codes) == 1 and key in shown]
    assert alone == []


def test_a_marker_empties_the_numbers_in_every_file() -> None:
    marked = [(path.stem, row) for path in FILES for row in rows_of(path.stem) if row["marker"]]
    assert {row["marker"] for _, row in marked} == {"c", "x"}
    assert [(name, row) for name, row in marked if any(row[column] for column in NUMBERS)] == []


def test_a_row_without_a_value_says_why() -> None:
    empty = [row for path in FILES for row in rows_of(path.stem) if not row["value"]]
    assert empty
    assert [row for row in empty if not row["marker"]] == []
