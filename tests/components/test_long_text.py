"""Long text: a small part of Markdown becomes HTML, and whatever else stands in it stays text."""

from pathlib import Path

import pytest

from components.long_text import LongTextError, parse, sections

TEXTS = Path(__file__).parents[2] / "config" / "text"
NAMES = sorted(path.stem for path in TEXTS.glob("*.md"))
SCRIPT = "<script>alert(1)</script>"


def html_of(body: str) -> str:
    (section,) = parse(f"## Heading {{key}}\n{body}")
    return section.html


def test_a_section_has_a_heading_a_key_and_a_margin_note() -> None:
    first, second = parse("left out\n\n## One {one}\n> A note\n> on two lines\n\nWords.\n\n## Two words {two-words}\n")
    assert (first.key, first.heading, first.html) == ("one", "One", '<p class="ci-p">Words.</p>')
    assert first.note.startswith("A note")
    assert (second.key, second.heading, second.note, second.html) == ("two-words", "Two words", "", "")


@pytest.mark.parametrize("heading", ["## No key", "## Spaces {a key}", "## Capitals {Key}", "## {key}"])
def test_a_heading_without_a_key_is_refused(heading: str) -> None:
    with pytest.raises(LongTextError, match="has no key in braces"):
        parse(f"{heading}\n\nWords.")


def test_a_text_that_does_not_exist_is_named() -> None:
    with pytest.raises(LongTextError, match=r"config/text/nothing\.md does not exist"):
        sections("nothing")


def test_paragraphs_lists_and_smaller_headings_become_html() -> None:
    html = html_of("Words\nand more.\n\n### Smaller\n\n- one\n- two\n  lines")
    assert html == (
        '<p class="ci-p">Words and more.</p><h3 class="ci-h3">Smaller</h3>'
        '<ul class="ci-list"><li>one</li><li>two lines</li></ul>'
    )


def test_bold_code_and_links_become_html() -> None:
    html = html_of("**Bold**, `[c]` and [here](/data?a=1&b=2).")
    assert html == (
        '<p class="ci-p"><strong>Bold</strong>, <code>[c]</code> and '
        '<a href="/data?a=1&amp;b=2" target="_self">here</a>.</p>'
    )


@pytest.mark.parametrize(
    "body",
    [
        SCRIPT,
        f"- {SCRIPT}",
        f"### {SCRIPT}",
        f"**{SCRIPT}**",
        f"`{SCRIPT}`",
        f"[{SCRIPT}](/data)",
        f'[words](/data"{SCRIPT.replace(" ", "")})',
    ],
)
def test_text_is_escaped_wherever_it_stands(body: str) -> None:
    html = html_of(body)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_the_portal_can_be_read(name: str) -> None:
    found = sections(name)
    keys = [section.key for section in found]
    assert found
    assert len(set(keys)) == len(keys)
    assert all(section.html for section in found)


@pytest.mark.parametrize("name", NAMES)
def test_no_markdown_is_left_in_a_text_of_the_portal(name: str) -> None:
    html = "".join(section.html for section in sections(name))
    assert [mark for mark in ("**", "](", "##", "`") if mark in html] == []
