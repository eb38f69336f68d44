"""Streamlit's screen: choices are read from the address, written to it, and carried to the next page."""

from streamlit.testing.v1 import AppTest


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
    SCREEN.html(f"<p>{SCREEN.query()}</p>")


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
    app = AppTest.from_function(boxes)
    app.query_params["one"] = "b"
    app.query_params["many"] = ["c", "a"]
    drawn(app)
    assert app.selectbox(key="choose-one").value == "b"
    assert app.multiselect(key="choose-many").value == ["c", "a"]


def test_a_choice_goes_into_the_address_and_the_default_stays_out_of_it() -> None:
    app = drawn(AppTest.from_function(boxes))
    app.selectbox(key="choose-one").set_value("b")
    app.multiselect(key="choose-many").set_value(["a", "c"])
    drawn(app)
    assert (values(app, "one"), values(app, "many")) == (["b"], ["a", "c"])
    app.selectbox(key="choose-one").set_value("a")
    app.multiselect(key="choose-many").set_value([])
    drawn(app)
    assert (values(app, "one"), values(app, "many")) == ([], [])


def test_each_form_of_a_chart_is_drawn_and_pages_are_turned_where_there_are_several() -> None:
    app = drawn(AppTest.from_function(boxes))
    assert len(app.get("vega_lite_chart")) == 2
    assert app.html[0].value == "<p>1 of 3, 1 of 1</p>"
    assert len(app.pagination) == 1
    app.pagination[0].set_value(2)
    assert drawn(app).html[0].value == "<p>2 of 3, 1 of 1</p>"


def test_choices_are_carried_to_a_page_whose_address_has_none() -> None:
    app = AppTest.from_function(other_page)
    app.session_state["page-of-last-run"] = "first"
    app.session_state["choices-kept"] = {"many": ["a", "c"], "one": []}
    drawn(app)
    assert (values(app, "many"), values(app, "one")) == (["a", "c"], [])


def test_choices_in_the_address_are_not_mixed_with_those_of_the_page_before() -> None:
    app = AppTest.from_function(other_page)
    app.session_state["page-of-last-run"] = "first"
    app.session_state["choices-kept"] = {"many": ["a", "c"]}
    app.query_params["one"] = "b"
    drawn(app)
    assert (values(app, "many"), values(app, "one")) == ([], ["b"])


def test_a_choice_taken_away_on_a_page_is_not_brought_back_there() -> None:
    app = AppTest.from_function(other_page)
    app.session_state["page-of-last-run"] = "second"
    app.session_state["choices-kept"] = {"many": ["a"]}
    assert values(drawn(app), "many") == []


def test_the_lasting_address_is_printed_once_in_place_of_the_one_asked_for() -> None:
    app = drawn(AppTest.from_function(lasting))
    assert [entry.value for entry in app.html] == ["<p>/lasting</p>", "<p>/asked</p>"]
