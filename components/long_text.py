"""Reads config/text/*.md, long text in a small part of Markdown, and turns it into HTML.

A section is ``## Heading {key}``, and a line ``> note`` under it is its margin note. Inside: paragraphs,
lists of ``- ``, ``### `` headings, **bold**, `code` and [links](address).
"""

import re
from dataclasses import dataclass
from html import escape

from components import layout
from components.markup import link
from data_access.files import text_path

_HEADING = re.compile(r"^(?P<heading>.+?) \{(?P<key>[a-z-]+)\}$")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")


class LongTextError(ValueError):
    """A text under config/text/ is not written as it should be."""


@dataclass(frozen=True)
class TextSection:
    """One section of a long text; ``key`` is also the address of its heading within the page."""

    key: str
    heading: str
    note: str
    html: str


def sections(name: str) -> tuple[TextSection, ...]:
    """The sections of ``config/text/<name>.md``.

    Raises:
        LongTextError: there is no such text, or a heading has no key.
    """
    try:
        path = text_path(f"{name}.md")
    except FileNotFoundError as error:
        raise LongTextError(str(error)) from error
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> tuple[TextSection, ...]:
    """The sections of a text; what stands before the first ``## `` is left out."""
    return tuple(_section(part) for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:])


def _section(part: str) -> TextSection:
    first, _, rest = part.partition("\n")
    found = _HEADING.match(first.strip())
    if found is None:
        message = f"the heading “{first.strip()}” has no key in braces"
        raise LongTextError(message)
    blocks = [block.strip() for block in re.split(r"\n\s*\n", rest) if block.strip()]
    note = ""
    if blocks and blocks[0].startswith("> "):
        note = _joined(blocks.pop(0).removeprefix("> "))
    return TextSection(found["key"], found["heading"], note, "".join(_block(block) for block in blocks))


def _block(block: str) -> str:
    if block.startswith("- "):
        items = re.split(r"^- ", block, flags=re.MULTILINE)[1:]
        return f'<ul class="ci-list">{"".join(f"<li>{_inline(item)}</li>" for item in items)}</ul>'
    if block.startswith("### "):
        return f'<h3 class="ci-h3">{_inline(block.removeprefix("### "))}</h3>'
    return f'<p class="ci-p">{_inline(block)}</p>'


def _joined(text: str) -> str:
    return " ".join(text.split())


def _inline(text: str) -> str:
    pieces = []
    end = 0
    text = _joined(text)
    for found in _LINK.finditer(text):
        pieces += [_marked(text[end : found.start()]), link(found[1], found[2])]
        end = found.end()
    return "".join([*pieces, _marked(text[end:])])


def _marked(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", _BOLD.sub(r"<strong>\1</strong>", escape(text)))


def show(name: str) -> None:
    """Draw every section of a long text."""
    for part in sections(name):
        with layout.section(part.key, part.heading, part.note):
            layout.block(part.html)
