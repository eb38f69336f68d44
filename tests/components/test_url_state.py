"""Choices live in the address: read from it, written to it, and carried from page to page."""

import pytest
from streamlit.testing.v1 import AppTest

from components.url_state import fingerprint
from tests.gathered_page import page_of

GROUPS = {"black": "Black", "asian": "Asian", "white": "White"}


def _boxes(options: dict[str, str], page: str = "explore") -> None:
    import streamlit as st

    from components import url_state

    url_state.restore(st.session_state.get("go to", page), ["group"])
    groups = url_state.several("Ethnic group", options, "group", "All groups")
    date = url_state.one("Date", options, "date", "black")
    st.text(f"{groups} {date}")


def app(**address: list[str]) -> AppTest:
    testing = page_of(_boxes, options=GROUPS)
    for name, values in address.items():
        testing.query_params[name] = values
    return testing.run()


def address_of(testing: AppTest, name: str) -> list[str]:
    value = testing.query_params.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def told(testing: AppTest) -> str:
    assert not testing.exception
    return str(testing.text[0].value)


def test_an_address_without_choices_leaves_the_boxes_at_their_defaults() -> None:
    testing = app()
    assert told(testing) == "() black"
    assert testing.multiselect[0].value == []
    assert (address_of(testing, "group"), address_of(testing, "date")) == ([], [])


def test_the_address_fills_the_boxes() -> None:
    testing = app(group=["white", "asian"], date=["white"])
    assert told(testing) == "('white', 'asian') white"
    assert testing.multiselect[0].value == ["white", "asian"]
    assert testing.selectbox[0].value == "white"


@pytest.mark.parametrize("wrong", ["nonsense", "", "<script>"])
def test_a_code_that_does_not_exist_is_left_out_of_the_boxes(wrong: str) -> None:
    assert told(app(group=[wrong, "asian"], date=[wrong])) == "('asian',) black"


def test_a_code_given_twice_counts_once() -> None:
    assert told(app(group=["asian", "asian"])) == "('asian',) black"


def test_a_choice_goes_into_the_address() -> None:
    testing = app()
    testing.multiselect[0].set_value(["asian", "black"]).run()
    testing.selectbox[0].set_value("white").run()
    assert (address_of(testing, "group"), address_of(testing, "date")) == (["asian", "black"], ["white"])
    assert told(testing) == "('asian', 'black') white"


def test_a_choice_taken_back_leaves_the_address() -> None:
    testing = app(group=["asian"])
    testing.multiselect[0].set_value([]).run()
    assert address_of(testing, "group") == []
    assert told(testing) == "() black"


def test_a_changed_address_changes_the_boxes_as_going_back_does() -> None:
    testing = app(group=["asian"])
    testing.query_params["group"] = ["white"]
    assert told(testing.run()) == "('white',) black"
    assert testing.multiselect[0].value == ["white"]


def test_choices_come_along_to_a_page_whose_address_has_none() -> None:
    testing = app(group=["asian"])
    del testing.query_params["group"]
    testing.session_state["go to"] = "commitments"
    assert told(testing.run()) == "('asian',) black"
    assert address_of(testing, "group") == ["asian"]


def test_an_address_with_choices_of_its_own_is_left_alone_on_arrival() -> None:
    testing = app(group=["asian"])
    testing.query_params["group"] = ["white"]
    testing.session_state["go to"] = "commitments"
    assert told(testing.run()) == "('white',) black"


def test_choices_taken_back_on_a_page_are_not_brought_back_to_it() -> None:
    testing = app(group=["asian"])
    del testing.query_params["group"]
    assert told(testing.run()) == "() black"


def test_a_fingerprint_changes_with_the_choice_and_only_with_it() -> None:
    assert fingerprint(("asian",)) == fingerprint(("asian",))
    assert fingerprint(("asian",)) != fingerprint(("asian", "white"))
