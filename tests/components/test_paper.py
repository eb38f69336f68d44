"""Paper: every page drawn as plain HTML, its choices a form, its charts pictures, and nothing left to a script."""

from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from components import surface
from components.paper import Paper, draw
from components.surface import Forms
from data_access.page_list import PAGES

SCRIPT = "<script>alert('1')</script>\"&"
ESCAPED = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&quot;&amp;"
ROOT = Path(__file__).parents[2]


def paper(*choices: tuple[str, str], fixed: tuple[str, ...] = ()) -> Paper:
    return Paper(choices, "/read/explore", fixed, lambda key, form: f"/{key}.svg?form={form}&more=1")


def element(drawn: Paper) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(drawn.taken(), create_parent="div")


def panel(drawn: Paper) -> surface.Place:
    return drawn.place("ci-choice-explore")


def hidden_fields(form: lxml_html.HtmlElement) -> list[tuple[str, str]]:
    return [(field.get("name"), field.get("value")) for field in form.iter("input")]


def test_what_is_drawn_is_kept_in_order_and_taken_once() -> None:
    drawn = paper()
    drawn.html("<p>one</p>")
    drawn.spoken("<p>two</p>")
    assert drawn.taken() == "<p>one</p><p>two</p>"
    assert drawn.taken() == ""


def test_a_place_kept_for_later_holds_what_is_drawn_in_it_afterwards() -> None:
    drawn = paper()
    before = drawn.later()
    drawn.html("<p>after</p>")
    with before:
        drawn.html("<p>before</p>")
    assert drawn.taken() == "<p>before</p><p>after</p>"


def test_a_place_left_by_an_error_is_no_longer_drawn_in() -> None:
    drawn = paper()
    with pytest.raises(ValueError, match="within"), drawn.place("ci-foot"):
        message = "within"
        raise ValueError(message)
    drawn.html("<p>outside</p>")
    assert drawn.taken() == '<div class="st-key-ci-foot"></div><p>outside</p>'


@pytest.mark.parametrize("kind", ["sec", "wide"])
def test_a_section_is_named_by_its_heading(kind: str) -> None:
    drawn = paper()
    with drawn.place(f"ci-{kind}-each-group"):
        drawn.html('<h2 id="each-group">Each group</h2>')
    (section,) = element(drawn).iter("section")
    assert section.get("aria-labelledby") == "each-group"
    assert section.get_element_by_id("each-group").text == "Each group"


def test_columns_hold_what_is_drawn_in_each() -> None:
    drawn = paper()
    first, second = drawn.columns((1, 2))
    with second:
        drawn.html("b")
    with first:
        drawn.html("a")
    assert drawn.taken() == '<div class="ci-columns ci-columns-2"><div>a</div><div>b</div></div>'


def test_boxes_of_one_panel_are_one_form_that_keeps_the_other_choices() -> None:
    drawn = paper(("ward", "E05013703"), ("period", "cy2021"), ("edition", "2026-1"), ("page", "3"), ("empty", ""))
    with panel(drawn):
        drawn.choose_one("Date", {"cy2020": "2020", "cy2021": "2021"}, "period", "cy2021", "cy2020")
        drawn.choose_one("Order", {"name": "By name", "value": "Highest"}, "sort", "name", "name")
    (form,) = element(drawn).iter("form")
    assert (form.get("method"), form.get("action")) == ("get", "/read/explore")
    assert [box.get("name") for box in form.iter("select")] == ["period", "sort"]
    # Another choice begins at the first page of the table.
    assert hidden_fields(form) == [("ward", "E05013703"), ("edition", "2026-1")]
    assert [button.text for button in form.iter("button")] == ["Show"]
    assert [option.get("value") for option in form.iter("option") if "selected" in option.attrib] == ["cy2021", "name"]


def test_what_the_path_says_is_not_said_again_by_the_form() -> None:
    drawn = paper(("indicator", "neet"), ("ward", "E05013703"), fixed=("indicator",))
    drawn.choose_one("Date", {"cy2020": "2020"}, "period", "cy2020", "")
    (form,) = element(drawn).iter("form")
    assert hidden_fields(form) == [("ward", "E05013703")]


def test_a_panel_without_boxes_has_no_button() -> None:
    drawn = paper()
    with panel(drawn):
        drawn.html("<p>Showing everything.</p>")
    assert not list(element(drawn).iter("button"))


def test_a_box_of_several_codes_offers_many_once_there_are_many_and_one_or_none_before() -> None:
    options = {"a": "A", "b": "B", "c": "C"}
    for chosen in ((), ("b",), ("a", "c")):
        drawn = paper(*(("ethnicity", code) for code in chosen))
        drawn.choose_several("Ethnic group", options, "ethnicity", chosen, "All groups")
        (box,) = element(drawn).iter("select")
        assert ("multiple" in box.attrib) == (len(chosen) > 1)
        found = [(option.get("value"), option.text, "selected" in option.attrib) for option in box.iter("option")]
        assert found == [("", "All groups", False), *((code, words, code in chosen) for code, words in options.items())]


def test_whatever_stands_in_a_choice_is_escaped() -> None:
    drawn = paper((SCRIPT, SCRIPT))
    with panel(drawn):
        drawn.choose_several(SCRIPT, {SCRIPT: SCRIPT}, "name", [SCRIPT], SCRIPT)
    drawn.turn_pages(3, "key")
    markup = drawn.taken()
    assert "<script" not in markup
    # The hidden field's name and value; the box's label, its word for nothing, the code and its label.
    assert markup.count(ESCAPED) == 6


@pytest.mark.parametrize(
    ("asked", "page"), [("", 1), ("2", 2), ("3", 3), ("4", 3), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("9" * 50, 1)]
)
def test_a_page_that_does_not_exist_is_the_nearest_that_does(asked: str, page: int) -> None:
    assert paper(("page", asked)).turn_pages(3, "key") == page


def test_pages_are_turned_by_links_that_keep_the_choices() -> None:
    drawn = paper(("ward", "a b"), ("page", "2"), ("indicator", "neet"), fixed=("indicator",))
    drawn.turn_pages(3, "key")
    (turner,) = element(drawn).iter("nav")
    assert [(link.text, link.get("href")) for link in turner.iter("a")] == [
        ("Page before", "/read/explore?ward=a+b&page=1#figures"),
        ("Next page", "/read/explore?ward=a+b&page=3#figures"),
    ]
    assert "Page 2 of 3" in turner.text_content()


def test_a_table_of_one_page_has_nothing_to_turn() -> None:
    drawn = paper()
    assert drawn.turn_pages(1, "key") == 1
    assert drawn.taken() == ""


FORMS: Forms = {"desk": {"mark": "wide"}, "phone": {"mark": "narrow"}}


def test_a_chart_is_a_picture_in_the_form_that_fits_with_its_description() -> None:
    drawn = paper()
    drawn.chart("groups", FORMS, f"3 groups {SCRIPT}")
    root = element(drawn)
    (image,) = root.iter("img")
    (narrow,) = root.iter("source")
    assert (image.get("src"), image.get("alt")) == ("/groups.svg?form=desk&more=1", f"3 groups {SCRIPT}")
    assert narrow.get("srcset") == "/groups.svg?form=phone&more=1"
    assert drawn.charts == {"groups": FORMS}


def test_where_pictures_are_left_out_a_chart_is_known_but_not_drawn() -> None:
    drawn = Paper((), "/explore")
    drawn.chart("groups", FORMS, "3 groups")
    assert drawn.taken() == ""
    assert drawn.charts == {"groups": FORMS}


def test_a_map_is_the_chart_of_its_shapes_and_no_deck_is_made() -> None:
    def decks() -> Forms:
        pytest.fail("paper makes no deck")

    drawn = paper()
    flat: dict[str, dict[str, Any]] = {form: {"description": "17 wards"} for form in ("desk", "phone")}
    drawn.map("E05013703", decks, lambda: flat, lambda _: None, "<p>No WebGL</p>")
    (image,) = element(drawn).iter("img")
    assert image.get("alt") == "17 wards"
    assert drawn.charts == {"map": flat}


def test_values_and_query_are_those_of_the_address() -> None:
    drawn = paper(("ward", "b"), ("period", "p"), ("ward", "a"), ("gone", ""))
    assert drawn.values("ward") == ["b", "a"]
    assert drawn.values("gone") == drawn.values("else") == []
    assert drawn.query() == [("ward", "b"), ("period", "p"), ("ward", "a")]


def test_nothing_is_changed_by_what_only_a_screen_can_do() -> None:
    drawn = paper(("ward", "b"))
    drawn.arrive("explore", ["ward"])
    drawn.put("ward", "c")
    drawn.lasting_address("https://example.org/other")
    assert drawn.query() == [("ward", "b")]
    assert drawn.taken() == ""
    assert drawn.printed_address("https://example.org/") == "https://example.org/"


def test_the_first_heading_names_the_page() -> None:
    drawn = paper()
    drawn.head("First", "Sentence.")
    drawn.head("Second", "Another.")
    assert (drawn.heading, drawn.sentence) == ("First", "Sentence.")


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.url or "first")
def test_every_page_is_drawn_with_its_heading_between_head_and_foot(spec: Any) -> None:
    sheet = draw(spec.url, Paper((), spec.address))
    assert sheet.heading == spec.heading
    assert not sheet.is_single
    assert sheet.sentence
    assert sheet.body.count("<h1") == 1
    assert 'class="ci-mast"' in sheet.masthead
    assert 'class="ci-foot"' in sheet.foot
    assert "<h1" not in sheet.masthead + sheet.foot
    assert "<img" not in sheet.body


def test_a_page_of_one_thing_says_so_and_a_thing_that_does_not_exist_does_not() -> None:
    assert draw("ward", Paper([("ward", "E05013703")], "/ward")).is_single
    assert not draw("ward", Paper([("ward", "nowhere")], "/ward")).is_single
    assert not draw("explore", Paper([("ward", "E05013703")], "/explore")).is_single


def test_a_page_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("nothing", paper())


def test_drawing_on_paper_ends_with_the_page() -> None:
    draw("about", paper())
    assert not surface.current().is_paper
