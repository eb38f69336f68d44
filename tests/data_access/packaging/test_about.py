"""A file says in its name and in words whether it is whole or filtered, how, and from which edition."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.errors import UnknownCodeError
from data_access.packaging.about import about_commitments, about_observations, description_link, file_name
from data_access.portal import served

codes = st.text(min_size=1, max_size=40)
filters = st.dictionaries(codes, st.lists(codes, max_size=4), max_size=4)


def test_a_filtered_file_is_named_for_its_filter() -> None:
    assert file_name("observations", "2026-1", {"ethnicity": ["eth5-black"]}, "csv") == (
        "challenging-inequality-observations-2026-1-filtered-ethnicity-eth5-black.csv"
    )


@pytest.mark.parametrize("nothing", [{}, {"ward": []}])
def test_a_whole_file_is_named_as_whole(nothing: dict[str, list[str]]) -> None:
    assert file_name("commitments", "2026-1", nothing, "ods") == "challenging-inequality-commitments-2026-1.ods"


@given(filters)
def test_a_name_is_safe_and_short_whatever_the_filter(chosen: dict[str, list[str]]) -> None:
    name = file_name("observations", "2026-1", chosen, "xlsx")
    assert re.fullmatch(r"[a-z0-9-]+\.xlsx", name)
    assert len(name) <= 140


def test_two_long_filters_get_two_names() -> None:
    wards = [f"E0501{number}" for number in range(3693, 3710)]
    one = file_name("observations", "2026-1", {"ward": wards}, "csv")
    other = file_name("observations", "2026-1", {"ward": wards[:-1]}, "csv")
    assert one != other
    assert one == file_name("observations", "2026-1", {"ward": wards}, "csv")


def test_a_filtered_file_says_how_in_words_and_as_an_address() -> None:
    about = about_observations(served(), {"ethnicity": ["eth5-black"], "period": ["d2025-03-31"]}, ("value", "marker"))
    assert about.is_filtered
    assert about.extent == (
        "This is a filtered part of edition 2026-1. It holds ethnic group Black; period 31 March 2025. Of the columns "
        "it has value and marker. The filter in the address was: "
        "ethnicity=eth5-black&period=d2025-03-31&fields=value&fields=marker"
    )


def test_the_register_is_told_by_its_labels() -> None:
    about = about_commitments(served(), {"type": ["target", "outcome"], "data": ["no"]})
    assert "It holds kind of commitment Target or Outcome; answer on data Has no data." in about.extent


def test_a_whole_file_says_that_nothing_was_left_out() -> None:
    for about in (about_observations(served(), {}), about_commitments(served(), {})):
        assert not about.is_filtered
        assert about.extent == "This is the whole table of edition 2026-1. Nothing was filtered out."
        assert "not yet approved" in about.approval


def test_a_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        about_observations(served(), {"ward": ["E0"]})
    with pytest.raises(UnknownCodeError):
        about_commitments(served(), {"type": ["wish"]})


def test_a_csv_names_its_description_with_the_same_filter() -> None:
    assert description_link("observations", "ward=E05013703") == (
        '</api/v1/observations.csv-metadata.json?ward=E05013703>; rel="describedby"; type="application/csvm+json"'
    )
