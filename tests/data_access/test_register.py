"""The commitments as rows, filtered alike everywhere."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.catalogue import load_catalogue
from data_access.commitments.evidence import load_evidence
from data_access.commitments.records import Evidence
from data_access.commitments.statuses import CLOCK, PASSED, REPORTED, SEARCHED, SHOWN_STATES
from data_access.commitments.stocktake import Snapshot, snapshot
from data_access.errors import UnknownCodeError, UnknownParameterError
from data_access.files import DEFAULT_FOLDERS, Folders, config_texts
from data_access.register import COLUMNS, PARAMETERS, check_parameters, matching, measured, parameter_options, rows

CATALOGUE = load_catalogue(config_texts(DEFAULT_FOLDERS))
EVIDENCE = load_evidence(DEFAULT_FOLDERS, CATALOGUE)
OPTIONS = parameter_options(CATALOGUE)
TODAY = date(2026, 11, 25)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
choices = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(sorted(OPTIONS[name])), max_size=2, unique=True)
        for name in PARAMETERS
        if name != "commitment"
    },
)


def taken(on: date = TODAY, evidence: Evidence = EVIDENCE) -> Snapshot:
    return snapshot("draft", CATALOGUE, evidence, {}, on)


def ids(chosen: dict[str, list[str]], on: date = TODAY) -> list[str]:
    return [entry.id for entry in matching(taken(on), chosen)]


def as_records(chosen: dict[str, list[str]], on: date = TODAY) -> list[dict[str, object]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows(taken(on), chosen)]


def test_without_a_choice_the_whole_register_comes_in_order() -> None:
    assert ids({}) == list(CATALOGUE.commitments)
    assert ids({name: [] for name in PARAMETERS}) == list(CATALOGUE.commitments)


@pytest.mark.parametrize("name", PARAMETERS)
def test_each_filter_parts_the_register_into_groups_that_make_it_whole(name: str) -> None:
    parts = {value: ids({name: [value]}) for value in OPTIONS[name]}
    together = Counter(entry_id for part in parts.values() for entry_id in part)
    assert together == Counter(list(CATALOGUE.commitments))


def test_the_data_that_is_held_is_told_apart_from_none() -> None:
    without = ids({"data": ["no"]})
    assert set(ids({"measured": ["none"]})) <= set(without)
    assert all(CATALOGUE.links_of.get(name) for name in set(CATALOGUE.commitments) - set(without))


@given(choices, days)
def test_filters_are_joined_by_and_and_values_by_or(chosen: dict[str, list[str]], on: date) -> None:
    expected = set(CATALOGUE.commitments)
    for name, values in chosen.items():
        if values:
            expected &= {entry_id for value in values for entry_id in ids({name: [value]}, on)}
    assert ids(chosen, on) == [entry_id for entry_id in CATALOGUE.commitments if entry_id in expected]


@given(choices, days)
def test_a_row_says_of_itself_what_it_was_filtered_by(chosen: dict[str, list[str]], on: date) -> None:
    for record in as_records(chosen, on):
        for name in ("type", "nature", "searched", "measured"):
            assert not chosen.get(name) or record[name] in chosen[name]
        shown = "-".join(filter(None, (str(record["shown"]), str(record["shown_reason"]))))
        for name, state in (("reported", record["reported"]), ("shown", shown), ("clock", record["clock"])):
            assert not chosen.get(f"status_{name}") or state in chosen[f"status_{name}"]
        for name in ("strand", "service_area"):
            assert not chosen.get(name) or record[name] in {OPTIONS[name][code] for code in chosen[name]}


def test_targets_of_housing_are_found() -> None:
    assert ids({"service_area": ["housing"], "type": ["target"]}) == [f"housing-target-0{n}" for n in (1, 2, 3, 4)]


@given(days)
def test_days_overdue_stand_only_where_a_date_has_passed(on: date) -> None:
    for record in as_records({}, on):
        due = record["due"]
        passed = due is not None and date.fromisoformat(str(due)) < on
        assert (record["clock"] in PASSED) == passed
        assert record["days_overdue"] == ((on - date.fromisoformat(str(due))).days if passed else None)


def test_every_row_names_the_rule_of_each_status() -> None:
    rules = {name: {record[f"{name}_rule"] for record in as_records({})} for name in ("reported", "shown", "clock")}
    assert rules == {"reported": {"reported-1"}, "shown": {"shown-1"}, "clock": {"clock-2"}}
    assert {record["searched_rule"] for record in as_records({})} == {"searched-1"}


def test_each_status_can_be_filtered_by_all_its_states() -> None:
    assert set(OPTIONS["status_reported"]) == set(REPORTED)
    assert set(OPTIONS["status_shown"]) == set(SHOWN_STATES)
    assert set(OPTIONS["status_clock"]) == set(CLOCK)
    assert set(OPTIONS["searched"]) == set(SEARCHED)


def test_a_date_that_an_update_changed_stands_beside_the_first() -> None:
    (update, *_) = (entry for entry in EVIDENCE.updates if entry.commitment_id == "strategic-leader-target-01")
    moved = replace(update, reported="changed", new_due=date(2027, 3, 31))
    now = taken(evidence=Evidence(updates=(moved,)))
    (row,) = rows(now, {"commitment": ["strategic-leader-target-01"]})
    record = dict(zip(COLUMNS, row, strict=True))
    assert (record["due"], record["was_due"], record["clock"]) == ("2027-03-31", "2021-08-31", "due")
    assert record["days_overdue"] is None


def test_a_date_stands_beside_its_words_and_its_rule() -> None:
    dated = as_records({"status_clock": [*PASSED, "due"]})
    assert dated
    assert all(record["due"] and record["due_words"] and record["due_rule"] for record in dated)
    assert all(record["due"] is None for record in as_records({"status_clock": ["lasting", "undated"]}))


def test_a_whole_target_is_written_without_a_point() -> None:
    targets = [record["target_value"] for record in as_records({}) if record["target_value"] is not None]
    assert targets
    assert [value for value in targets if isinstance(value, float) and value.is_integer()] == []


def test_the_closest_measure_is_told_and_its_indicators_are_named() -> None:
    for record in as_records({}):
        names = str(record["indicator_ids"]).split()
        assert (record["measured"] == "none") == (names == [])
        assert set(names) <= set(CATALOGUE.indicators)
        fits = {link.fit for _, link in CATALOGUE.links_of.get(str(record["commitment_id"]), ())}
        assert next((fit for fit in ("direct", "proxy", "context") if fit in fits), "none") == record["measured"]


def test_a_stand_in_counts_before_background(folders: Folders) -> None:
    small = load_catalogue(config_texts(folders))
    assert [measured(small, entry_id) for entry_id in small.commitments] == ["none", "none", "proxy"]


def test_columns_and_rows_have_the_same_length_and_every_column_is_explained() -> None:
    (row,) = rows(taken(), {"commitment": ["housing-target-01"]})
    assert len(row) == len(COLUMNS)
    assert row[:3] == ("draft", "housing-target-01", "target")
    assert all(meaning.endswith(".") for meaning in COLUMNS.values())


def test_every_value_that_a_filter_may_take_is_accepted() -> None:
    check_parameters({name: list(values) for name, values in OPTIONS.items()}, CATALOGUE)
    assert tuple(OPTIONS) == PARAMETERS


@pytest.mark.parametrize(
    ("parameter", "value", "nearest"),
    [
        ("type", "targets", "target"),
        ("status_clock", "pased", "passed"),
        ("nature", "one off", "one-off"),
        ("service_area", "publc-health", "public-health"),
        ("commitment", "housing-target-1", "housing-target-01"),
        ("measured", "???", None),
    ],
)
def test_a_wrong_value_names_the_nearest(parameter: str, value: str, nearest: str | None) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        check_parameters({parameter: [value]}, CATALOGUE)
    assert (caught.value.parameter, caught.value.value, caught.value.nearest) == (parameter, value, nearest)


@pytest.mark.parametrize(("name", "nearest"), [("stand", "strand"), ("service-area", "service_area"), ("???", None)])
def test_a_wrong_filter_names_the_nearest(name: str, nearest: str | None) -> None:
    with pytest.raises(UnknownParameterError) as caught:
        check_parameters({name: ["employer"]}, CATALOGUE)
    assert caught.value.nearest == nearest
