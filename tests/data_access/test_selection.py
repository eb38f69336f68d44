"""From an address to a choice and back."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.catalogue import load_catalogue
from data_access.errors import UnknownCodeError, UnknownParameterError
from data_access.files import DEFAULT_FOLDERS, config_texts
from data_access.records import Selection
from data_access.selection import (
    DATA_PARAMETERS,
    expand_ethnicity,
    options,
    parse_leniently,
    parse_strictly,
    query_string,
    told,
)

CATALOGUE = load_catalogue(config_texts(DEFAULT_FOLDERS))
OPTIONS = options(CATALOGUE)

selections = st.builds(
    Selection,
    **{
        name: st.lists(st.sampled_from(sorted(OPTIONS[name])), max_size=3, unique=True).map(tuple)
        for name in DATA_PARAMETERS
    },
)


@given(selections)
def test_an_address_gives_back_the_choice_it_was_made_from(selection: Selection) -> None:
    parameters = parse_qs(query_string(selection))
    assert parse_strictly(parameters, CATALOGUE) == selection
    assert parse_leniently(parameters, CATALOGUE) == (selection, [])


@given(st.dictionaries(st.sampled_from(DATA_PARAMETERS), st.lists(st.text(max_size=12), max_size=3)))
def test_any_address_gives_a_choice_and_names_what_it_left_out(parameters: dict[str, list[str]]) -> None:
    selection, dropped = parse_leniently(parameters, CATALOGUE)
    for name in DATA_PARAMETERS:
        kept = getattr(selection, name)
        left_out = [entry.value for entry in dropped if entry.parameter == name]
        assert set(kept) | set(left_out) == set(parameters.get(name, []))
        assert all(value in OPTIONS[name] for value in kept)


def test_a_wrong_code_names_the_nearest() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        parse_strictly({"ethnicity": ["eth5-blak"]}, CATALOGUE)
    assert caught.value.nearest == "eth5-black"
    assert "“eth5-blak” is not a known ethnicity" in str(caught.value)


def test_a_label_instead_of_a_code_names_the_code() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        parse_strictly({"ward": ["Finsbury Park"]}, CATALOGUE)
    assert caught.value.nearest == "E05013703"


def test_a_wrong_parameter_names_the_nearest() -> None:
    with pytest.raises(UnknownParameterError) as caught:
        parse_strictly({"wards": ["E05013703"]}, CATALOGUE)
    assert caught.value.nearest == "ward"


def test_a_broad_group_brings_the_groups_that_map_to_it_and_no_others() -> None:
    groups = CATALOGUE.codes.ethnic_groups
    found = set(expand_ethnicity(["eth5-asian"], groups))
    assert {"eth5-asian", "eth19-chinese", "dfe-asian", "dfe-chinese", "dfe-minor-chinese"} <= found
    assert all(groups[code].eth5_code == "eth5-asian" for code in found)
    assert not any(code.startswith(("officer-", "stated-")) for code in found)


def test_a_fine_group_brings_itself_alone() -> None:
    assert expand_ethnicity(["eth19-chinese"], CATALOGUE.codes.ethnic_groups) == ("eth19-chinese",)


def test_not_known_is_never_part_of_other() -> None:
    found = expand_ethnicity(["eth5-other"], CATALOGUE.codes.ethnic_groups)
    assert not any(CATALOGUE.codes.ethnic_groups[code].is_unknown for code in found)


def test_a_choice_is_told_in_words() -> None:
    selection = Selection(ethnicity=("eth5-black",), ward=("E05013703", "E05013712"))
    assert told(selection, CATALOGUE) == "ethnic group Black; ward Finsbury Park or Tollington"
    assert told(Selection(), CATALOGUE) == "everything published"
