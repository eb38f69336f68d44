"""The anatomy of a page: every function that takes plain text escapes it."""

from collections.abc import Callable

import pytest

from components import layout
from tests.gathered_page import page_of

SCRIPT = "<script>alert('1')</script>\"&"
ESCAPED = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&quot;&amp;"


def html_of(draw: Callable[..., None], **arguments: object) -> str:
    app = page_of(draw, **arguments).run()
    assert not app.exception
    return "".join(entry.value for entry in (*app.html, *app.markdown))


def _opening(text: str) -> None:
    from components import layout

    layout.opening([(text, text), (text, None)], text, text, text)


def _sections(text: str) -> None:
    from components import layout

    with layout.section("key", text, text):
        layout.say(text)
        layout.caption(text)
        layout.cite(text)


def _panel(text: str) -> None:
    from components import layout

    with layout.choice_panel("key") as panel:
        panel.told(text, text)


def _notices(text: str) -> None:
    from components import layout

    layout.notice(text)
    layout.nothing_matches((text, text, 2), "explore")


def _lists(text: str) -> None:
    from components import layout

    layout.link_list([(text, text)])
    layout.files([layout.FileLink(text, text, text)])
    layout.ways([(text, text, text)])
    layout.definitions([(text, text)])
    layout.bullets([text])
    layout.key_line([(text, text)])


def _statuses(text: str) -> None:
    from components import statuses

    statuses.rows([("clock", text, True)])
    statuses.counts([("reported", [(text, 1)]), ("shown", [(text, 2)]), ("clock", [(text, 3)])])


@pytest.mark.parametrize(
    ("draw", "places"),
    [(_opening, 6), (_sections, 5), (_panel, 2), (_notices, 4), (_lists, 13), (_statuses, 4)],
)
def test_text_is_escaped_wherever_it_stands_on_a_page(draw: Callable[..., None], places: int) -> None:
    html = html_of(draw, text=SCRIPT)
    assert "<script" not in html
    assert html.count(ESCAPED) == places


def _masthead(name: str) -> None:
    from components import layout

    layout.masthead(name)
    layout.footer()


def test_the_head_of_a_page_escapes_its_name() -> None:
    html = html_of(_masthead, name=SCRIPT)
    assert "<script" not in html
    assert f">{ESCAPED}</p>" in html


def test_an_error_interrupts_and_a_notice_does_not() -> None:
    assert 'role="alert"' in html_of(_notices, text="Error: nothing can be read.")
    assert 'role="alert"' not in html_of(_notices, text="Nothing can be read.")


def test_what_was_chosen_is_announced() -> None:
    assert html_of(_panel, text="explore") == (
        '<p class="ci-told" role="status">explore <a href="explore" target="_self">Start again</a></p>'
    )


def _folded(items: list[str]) -> None:
    from components import layout

    layout.folded_list("source", items)


def test_a_long_list_is_folded_and_a_short_one_is_open() -> None:
    assert html_of(_folded, items=["One."] * 3) == '<p class="ci-p">One.</p>' * 3
    assert "<summary>4 sources</summary>" in html_of(_folded, items=["One."] * 4)


def _nothing() -> None:
    from components import layout

    layout.nothing_matches(None, "explore")


def test_where_no_single_choice_is_to_blame_the_way_on_is_to_start_again() -> None:
    html = html_of(_nothing)
    assert "No outcome matches all of these choices." in html
    assert '<a href="explore" target="_self">Start again</a>' in html


def test_the_symbols_are_explained_in_the_words_of_the_code_list() -> None:
    from data_access.formats import MARKER_WORDS

    assert dict(layout.SYMBOL_MEANINGS) == {f"[{code}]": words for code, words in MARKER_WORDS.items()}
