"""Streamlit's screen: choices are read from the address, written to it, and carried to the next page."""

import re

from streamlit.testing.v1 import AppTest

from tests.gathered_page import page_of


def boxes() -> None:
    """A page with a box of each kind, a chart and pages to turn."""
    from components.screen import SCREEN

    SCREEN.arrive("first", ["one", "many"])
    SCREEN.head("Nothing", "to do")
    one = next(iter(SCREEN.values("one")), "a")
    SCREEN.choose_one("One", {"a": "A", "b": "B"}, "one", one, "a")
    SCREEN.choose_several("Many", {"a": "A", "b": "B", "c": "C"}, "many", SCREEN.values("many"), "All")
    SCREEN.chart("key", {form: {"mark": "bar", "data": {"values": []}} for form in ("desk", "phone")}, "Words")
    SCREEN.html(f"<p>{SCREEN.turn_pages(3, 'table')} of 3, {SCREEN.turn_pages(1, 'other')} of 1</p>")


def other_page() -> None:
    """The page that a reader goes on to."""
    from components.screen import SCREEN

    SCREEN.arrive("second", ["one", "many"])


def lasting() -> None:
    """A page whose printed address is another than the one asked for."""
    from components.screen import SCREEN

    SCREEN.lasting_address("/lasting")
    for _ in range(2):
        SCREEN.html(f"<p>{SCREEN.printed_address('/asked')}</p>")


def drawn(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def values(app: AppTest, name: str) -> list[str]:
    found = app.query_params.get(name, [])
    return [found] if isinstance(found, str) else list(found)


def test_boxes_show_what_the_address_says() -> None:
    app = page_of(boxes)
    app.query_params["one"] = "b"
    app.query_params["many"] = ["c", "a"]
    drawn(app)
    assert app.selectbox(key="choose-one").value == "b"
    assert app.multiselect(key="choose-many").value == ["c", "a"]


def test_a_choice_goes_into_the_address_and_the_default_stays_out_of_it() -> None:
    app = drawn(page_of(boxes))
    app.selectbox(key="choose-one").set_value("b")
    app.multiselect(key="choose-many").set_value(["a", "c"])
    drawn(app)
    assert (values(app, "one"), values(app, "many")) == (["b"], ["a", "c"])
    app.selectbox(key="choose-one").set_value("a")
    app.multiselect(key="choose-many").set_value([])
    drawn(app)
    assert (values(app, "one"), values(app, "many")) == ([], [])


def test_each_form_of_a_chart_is_drawn_and_pages_are_turned_where_there_are_several() -> None:
    app = drawn(page_of(boxes))
    assert len(app.get("vega_lite_chart")) == 2
    assert app.html[0].value == "<p>1 of 3, 1 of 1</p>"
    assert len(app.pagination) == 1
    app.pagination[0].set_value(2)
    assert drawn(app).html[0].value == "<p>2 of 3, 1 of 1</p>"


def test_choices_are_carried_to_a_page_whose_address_has_none() -> None:
    app = page_of(other_page)
    app.session_state["page-of-last-run"] = "first"
    app.session_state["choices-kept"] = {"many": ["a", "c"], "one": []}
    drawn(app)
    assert (values(app, "many"), values(app, "one")) == (["a", "c"], [])


def test_choices_in_the_address_are_not_mixed_with_those_of_the_page_before() -> None:
    app = page_of(other_page)
    app.session_state["page-of-last-run"] = "first"
    app.session_state["choices-kept"] = {"many": ["a", "c"]}
    app.query_params["one"] = "b"
    drawn(app)
    assert (values(app, "many"), values(app, "one")) == ([], ["b"])


def test_a_choice_taken_away_on_a_page_is_not_brought_back_there() -> None:
    app = page_of(other_page)
    app.session_state["page-of-last-run"] = "second"
    app.session_state["choices-kept"] = {"many": ["a"]}
    assert values(drawn(app), "many") == []


def test_the_lasting_address_is_printed_once_in_place_of_the_one_asked_for() -> None:
    app = drawn(page_of(lasting))
    (entry,) = app.html
    assert re.findall("<p>(.*?)</p>", entry.value) == ["/lasting", "/asked"]


def parts() -> None:
    """A page of markup, places and columns around one chart."""
    from components.screen import SCREEN

    later = SCREEN.later()
    with SCREEN.place("ci-sec-plain"):
        side, content = SCREEN.columns((1, 3))
        with content:
            SCREEN.html("<p>right</p>")
        with side:
            SCREEN.html("<p>left</p>")
    with SCREEN.place("ci-sec-drawn"):
        side, content = SCREEN.columns((1, 3))
        with side:
            SCREEN.html("<p>note</p>")
        with content:
            SCREEN.html("<p>above</p>")
            SCREEN.html("<p>still above</p>")
            SCREEN.chart("key", {form: {"mark": "bar", "data": {"values": []}} for form in ("desk", "phone")}, "Words")
            SCREEN.html("<p>below</p>")
    with later:
        SCREEN.html("<p>first</p>")
    with SCREEN.place("ci-foot"):
        SCREEN.html("<p>foot</p>")


def words(markup: str) -> list[str]:
    return re.findall("<p>(.*?)</p>", markup)


def test_neighbouring_markup_is_one_element_in_the_order_of_the_page() -> None:
    app = drawn(page_of(parts))
    sent = [words(entry.value) for entry in app.html]
    assert sent == [["first", "left", "right"], ["note"], ["above", "still above"], ["below"], ["foot"]]


def test_a_section_of_markup_alone_is_a_named_part_of_the_page() -> None:
    app = drawn(page_of(parts))
    assert '<section class="st-key-ci-sec-plain ci-block" aria-labelledby="plain">' in app.html[0].value
    assert "st-key-ci-sec-drawn" not in "".join(entry.value for entry in app.html)


def breaking() -> None:
    """A page that fails half way."""
    from components.screen import SCREEN

    with SCREEN.place("ci-sec-plain"):
        SCREEN.html("<p>what came before</p>")
        raise RuntimeError("half way")


def test_what_was_drawn_before_a_failure_is_shown() -> None:
    app = page_of(breaking).run()
    assert [words(entry.value) for entry in app.html] == [["what came before"]]
    assert "half way" in app.exception[0].message


def turning() -> None:
    """A table whose pages may become fewer."""
    import streamlit as st

    from components.screen import SCREEN

    SCREEN.html(f"<p>{SCREEN.turn_pages(st.session_state.get('pages', 3), 'table')}</p>")


def test_a_page_that_is_no_longer_there_gives_way_to_the_first() -> None:
    app = drawn(page_of(turning))
    app.pagination[0].set_value(3)
    assert words(drawn(app).html[0].value) == ["3"]
    app.session_state["pages"] = 2
    assert words(drawn(app).html[0].value) == ["1"]
    assert app.pagination[0].value == 1
