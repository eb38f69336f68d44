"""What an API request asks for, taken apart, and the answer when it is wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from data_access.errors import NotReadyError, UnknownCodeError, UnknownParameterError
from open_data.requests import (
    MOST_VALUES,
    problem,
    problem_response,
    refuse_empty,
    take,
    take_choice,
    take_fields,
    take_number,
    values_by_parameter,
)


def test_values_keep_their_order_and_repetition() -> None:
    query = QueryParams("ward=b&strand=x&ward=a&ward=b&period=")
    assert values_by_parameter(query) == {"ward": ["b", "a", "b"], "strand": ["x"], "period": [""]}


def test_what_is_taken_is_gone() -> None:
    parameters = {"limit": ["5"], "ward": ["a"]}
    assert take(parameters, "limit") == "5"
    assert parameters == {"ward": ["a"]}
    assert take(parameters, "limit") == ""


def test_one_value_may_not_be_given_twice() -> None:
    with pytest.raises(UnknownCodeError) as refused:
        take({"limit": ["5", "6"]}, "limit")
    assert (refused.value.parameter, refused.value.value, refused.value.nearest) == ("limit", "5, 6", "5")


def test_a_choice_is_one_of_its_options() -> None:
    assert take_choice({"bom": ["1"]}, "bom", ("0", "1")) == "1"
    assert take_choice({}, "bom", ("0", "1")) == ""
    with pytest.raises(UnknownCodeError) as refused:
        take_choice({"edition": ["draff"]}, "edition", ("2025-1", "draft"))
    assert refused.value.nearest == "draft"


@pytest.mark.parametrize(("value", "nearest"), [("0", "1"), ("501", "500"), ("-5", "500")])
def test_a_number_below_the_least_is_told_the_least(value: str, nearest: str) -> None:
    with pytest.raises(UnknownCodeError) as refused:
        take_number({"limit": [value]}, "limit", 7, 500, least=1)
    assert refused.value.nearest == nearest
    assert str(refused.value) == f"“{value}” is not a whole number from 1 to 500."


def test_columns_are_taken_in_the_order_given_and_each_once() -> None:
    columns = {"value": "", "unit": "", "marker": ""}
    assert take_fields({}, columns) == ("value", "unit", "marker")
    parameters = {"fields": ["marker,value", "marker"], "ward": ["a"]}
    assert take_fields(parameters, columns) == ("marker", "value")
    assert parameters == {"ward": ["a"]}


@pytest.mark.parametrize(("value", "nearest"), [("units", "unit"), ("value,,unit", None), ("", None), ("zzz", None)])
def test_a_column_that_does_not_exist_is_refused_with_the_nearest_or_with_all(value: str, nearest: str | None) -> None:
    with pytest.raises(UnknownCodeError) as refused:
        take_fields({"fields": [value]}, {"value": "", "unit": "", "marker": ""})
    assert (refused.value.parameter, refused.value.nearest) == ("fields", nearest)
    assert nearest or "value, unit, marker" in str(refused.value)


def test_a_parameter_without_a_value_is_refused() -> None:
    refuse_empty({"ward": ["a", "b"]})
    with pytest.raises(UnknownCodeError) as refused:
        refuse_empty({"ward": ["a"], "period": ["", "b"]})
    assert refused.value.parameter == "period"


def test_so_many_values_are_read_and_one_more_is_refused_by_its_parameter() -> None:
    full = QueryParams([("period", "a"), *[("ward", str(number)) for number in range(MOST_VALUES - 1)]])
    assert len(values_by_parameter(full)["ward"]) == MOST_VALUES - 1
    with pytest.raises(UnknownCodeError) as refused:
        values_by_parameter(QueryParams([*full.multi_items(), ("strand", "a")]))
    assert refused.value.parameter == "ward"
    assert "201" in str(refused.value)


@given(st.integers(0, 500))
def test_a_number_up_to_the_most_is_taken(number: int) -> None:
    assert take_number({"limit": [str(number)]}, "limit", 7, 500) == number


@pytest.mark.parametrize("value", ["501", "-1", "1.5", " 1", "1e2", "٣", "²", "0x10", "1_0", "9" * 5000, "ten"])
def test_any_other_number_is_refused_and_the_most_is_named(value: str) -> None:
    with pytest.raises(UnknownCodeError) as refused:
        take_number({"limit": [value]}, "limit", 7, 500)
    assert refused.value.nearest == "500"


def test_no_number_is_the_usual_one() -> None:
    assert take_number({}, "limit", 7, 500) == 7
    assert take_number({"limit": [""]}, "limit", 7, 500) == 7


@pytest.mark.parametrize(
    ("error", "parameter", "value", "nearest"),
    [
        (UnknownCodeError("ward", "E05", "E05013703"), "ward", "E05", "E05013703"),
        (UnknownParameterError("wards", "ward"), "wards", "", "ward"),
        (NotReadyError("Nothing is built."), "", "", None),
    ],
)
def test_a_problem_has_the_same_members_whatever_went_wrong(
    error: UnknownCodeError, parameter: str, value: str, nearest: str | None
) -> None:
    answer = problem(error)
    assert answer.status_code == 400
    assert json.loads(answer.body) == {
        "type": "about:blank",
        "title": "The address asks for something that does not exist.",
        "status": 400,
        "detail": str(error),
        "parameter": parameter,
        "value": value,
        "nearest": nearest,
    }


def test_a_problem_may_be_read_by_any_site_and_guessed_at_by_none() -> None:
    answer = problem_response(404, "Gone.", "It is gone.")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
