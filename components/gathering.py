"""A page that is gathered before Streamlit draws it.

An element of Streamlit costs a server as much as a query, so neighbouring markup is sent as one element, and only what
holds a box, a chart or a spoken sentence becomes a container.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from html import escape
from types import TracebackType
from typing import Any, Protocol

import streamlit as st

_TITLE_END = "Challenging Inequality"
# The head and the foot reach the edges of the window, which what stands between them does not.
_BY_THEMSELVES = frozenset({"ci-masthead", "ci-foot"})


class Drawn(Protocol):
    """A part of a page that has been gathered."""

    def plain(self) -> str | None:
        """The part as markup, or None if it needs an element of its own."""

    def draw(self) -> None:
        """Draw it with Streamlit, in the container that is open."""


@dataclass
class Markup:
    """Markup whose text is escaped."""

    html: str

    def plain(self) -> str | None:
        return self.html

    def draw(self) -> None:
        # Not its text, which Streamlit would look for among the files.
        st.html(self)

    def _repr_html_(self) -> str:
        return self.html


@dataclass
class Element:
    """What only Streamlit can draw."""

    make: Callable[[], object]

    def plain(self) -> str | None:
        return None

    def draw(self) -> None:
        self.make()


@dataclass
class Block:
    """Parts in order; entering it makes it the place that is drawn in."""

    parts: list[Drawn] = field(default_factory=list)

    def __enter__(self) -> "Block":
        gathered.get().open_blocks.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        gathered.get().open_blocks.pop()

    def plain(self) -> str | None:
        found = [part.plain() for part in self.parts]
        known = [html for html in found if html is not None]
        return _joined(known) if len(known) == len(found) else None

    def draw(self) -> None:
        waiting: list[str] = []
        for part in self.parts:
            html = part.plain()
            if html is None:
                _send(waiting)
                part.draw()
            elif isinstance(part, Container) and part.key in _BY_THEMSELVES:
                _send(waiting)
                _send([html])
            else:
                waiting.append(html)
        _send(waiting)


@dataclass
class Container(Block):
    """A block with a name for the stylesheet."""

    key: str = ""
    is_beside: bool = False

    def plain(self) -> str | None:
        inside = None if self.is_beside else super().plain()
        if inside is None:
            return None
        if self.key.startswith(("ci-sec-", "ci-wide-")):
            name = escape(self.key.split("-", 2)[2])
            return f'<section class="st-key-{escape(self.key)} ci-block" aria-labelledby="{name}">{inside}</section>'
        return f'<div class="st-key-{escape(self.key)} ci-block">{inside}</div>'

    def draw(self) -> None:
        with st.container(horizontal=self.is_beside, key=self.key):
            super().draw()


class Later(Block):
    """A place without a name, in which the parts stand further apart."""

    def plain(self) -> str | None:
        inside = super().plain()
        return None if inside is None else f'<div class="ci-block ci-apart">{inside}</div>'

    def draw(self) -> None:
        with st.container():
            super().draw()


@dataclass
class Section(Container):
    """A section: its two columns are set by the stylesheet, because Streamlit's would be three containers more."""

    def draw(self) -> None:
        with st.container(key=self.key):
            for part in self.parts:
                for column in part.columns if isinstance(part, Columns) else [part]:
                    column.draw()


@dataclass
class Columns:
    """Blocks side by side."""

    weights: Sequence[float]
    columns: Sequence[Block]

    def plain(self) -> str | None:
        found = [column.plain() for column in self.columns]
        if None in found:
            return None
        inside = "".join(f'<div class="ci-block">{html}</div>' for html in found)
        return f'<div class="ci-columns ci-columns-{len(found)}">{inside}</div>'

    def draw(self) -> None:
        for place, column in zip(st.columns(list(self.weights), gap="large"), self.columns, strict=True):
            with place:
                column.draw()


def _joined(parts: Sequence[str]) -> str:
    return "".join(f'<div class="ci-part">{part}</div>' for part in parts)


def _send(waiting: list[str]) -> None:
    """Draw the markup that waits as one element, and forget it."""
    if waiting:
        Markup(waiting[0] if len(waiting) == 1 else f'<div class="ci-block">{_joined(waiting)}</div>').draw()
        waiting.clear()


@dataclass
class Gathered:
    """A page that is being gathered: the title of its tab, the blocks that are open, outermost first, and its address.

    ``choices`` are the parameters that have been read so far, ``found`` what the page has asked for once.
    """

    title: str
    open_blocks: list[Block]
    choices: dict[str, list[str]] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)


gathered: ContextVar[Gathered] = ContextVar("page being gathered")


@contextmanager
def drawn(title: str) -> Iterator[None]:
    """Gather what is drawn inside, and draw it at the end, whatever happens before."""
    whole = Block()
    page = Gathered(title, [whole])
    given = gathered.set(page)
    try:
        yield
    finally:
        gathered.reset(given)
        st.set_page_config(page_title=f"{page.title} · {_TITLE_END}", layout="wide")
        whole.draw()
