"""Streamlit's screen: the one surface that redraws itself when a reader chooses.

A page is gathered before it is drawn. An element of Streamlit costs a server as much as a query, so neighbouring
markup is sent as one element, and only what holds a box, a chart or a spoken sentence becomes a container.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from html import escape
from types import TracebackType
from typing import Any, Protocol

import streamlit as st

from components import registry
from components.surface import Forms, Place
from data_access.key_figures import KeyFigure
from data_access.records import Source

_PAGE = "page-of-last-run"
_KEPT = "choices-kept"
_LASTING = "address-to-print"
_CHARTS = "charts-drawn"
_TITLE_END = "Challenging Inequality"
# The head and the foot reach the edges of the window, which what stands between them does not.
_BY_THEMSELVES = frozenset({"ci-masthead", "ci-foot"})
_HEADINGS = frozenset(spec.heading for spec in registry.PAGES)


class _Drawn(Protocol):
    """A part of a page that has been gathered."""

    def plain(self) -> str | None:
        """The part as markup, or None if it needs an element of its own."""

    def draw(self) -> None:
        """Draw it with Streamlit, in the container that is open."""


@dataclass
class _Markup:
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
class _Element:
    """What only Streamlit can draw."""

    make: Callable[[], object]

    def plain(self) -> str | None:
        return None

    def draw(self) -> None:
        self.make()


@dataclass
class _Block:
    """Parts in order; entering it makes it the place that is drawn in."""

    parts: list[_Drawn] = field(default_factory=list)

    def __enter__(self) -> "_Block":
        _gathered.get().open_blocks.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _gathered.get().open_blocks.pop()

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
            elif isinstance(part, _Container) and part.key in _BY_THEMSELVES:
                _send(waiting)
                _send([html])
            else:
                waiting.append(html)
        _send(waiting)


@dataclass
class _Container(_Block):
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


class _Later(_Block):
    """A place without a name, in which the parts stand further apart."""

    def plain(self) -> str | None:
        inside = super().plain()
        return None if inside is None else f'<div class="ci-block ci-apart">{inside}</div>'

    def draw(self) -> None:
        with st.container():
            super().draw()


@dataclass
class _Section(_Container):
    """A section: its two columns are set by the stylesheet, because Streamlit's would be three containers more."""

    def draw(self) -> None:
        with st.container(key=self.key):
            for part in self.parts:
                for column in part.columns if isinstance(part, _Columns) else [part]:
                    column.draw()


@dataclass
class _Columns:
    """Blocks side by side."""

    weights: Sequence[float]
    columns: Sequence[_Block]

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
        _Markup(waiting[0] if len(waiting) == 1 else f'<div class="ci-block">{_joined(waiting)}</div>').draw()
        waiting.clear()


@dataclass
class _Gathered:
    """A page that is being gathered: the title of its tab, the blocks that are open, outermost first, and its address.

    ``choices`` are the parameters that have been read so far, ``found`` what the page has asked for once.
    """

    title: str
    open_blocks: list[_Block]
    choices: dict[str, list[str]] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)


_gathered: ContextVar[_Gathered] = ContextVar("page being gathered")


@contextmanager
def drawn(title: str) -> Iterator[None]:
    """Gather what is drawn inside, and draw it at the end, whatever happens before."""
    whole = _Block()
    page = _Gathered(title, [whole])
    given = _gathered.set(page)
    try:
        yield
    finally:
        _gathered.reset(given)
        st.set_page_config(page_title=f"{page.title} · {_TITLE_END}", layout="wide")
        whole.draw()


class Screen:
    """Draws with Streamlit, and keeps choices in the address of the browser.

    Streamlit's own ``bind=`` puts labels in the address and does not undo with Back, so it is not used.
    """

    is_paper = False

    def values(self, name: str) -> list[str]:
        """As the surface says."""
        page = _gathered.get(None)
        choices = page.choices if page else {}
        if name not in choices:
            choices[name] = list(st.query_params.get_all(name))
        return list(choices[name])

    def query(self) -> list[tuple[str, str]]:
        """As the surface says."""
        return [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]

    def arrive(self, page: str, names: Sequence[str]) -> None:
        """As the surface says."""
        arrived = st.session_state.get(_PAGE) != page
        st.session_state[_PAGE] = page
        kept: Mapping[str, list[str]] = st.session_state.get(_KEPT, {})
        if arrived and not any(name in st.query_params for name in names):
            for name in names:
                if kept.get(name):
                    st.query_params[name] = kept[name]
            _gathered.get().choices.clear()

    def once(self, what: str, find: Callable[[], Any]) -> Any:
        """As the surface says."""
        page = _gathered.get(None)
        found = page.found if page else {}
        if what not in found:
            found[what] = find()
        return found[what]

    def put(self, name: str, code: str) -> None:
        """As the surface says."""
        if code:
            st.query_params[name] = code
        else:
            st.query_params.pop(name, None)

    def _add(self, part: _Drawn) -> None:
        _gathered.get().open_blocks[-1].parts.append(part)

    def html(self, markup: str) -> None:
        """As the surface says."""
        self._add(_Markup(markup))

    def spoken(self, markup: str) -> None:
        """As the surface says."""
        # Through st.html the node would be made anew on each run, and a new node is not announced.
        self._add(_Element(partial(st.markdown, markup, unsafe_allow_html=True)))

    def head(self, heading: str, sentence: str) -> None:
        """The shell names the page, and a page that shows one thing is named after it; its charts are drawn after."""
        st.session_state[_CHARTS] = []
        if heading not in _HEADINGS:
            _gathered.get().title = heading

    def key_figure(self, found: KeyFigure) -> None:
        """Nothing to do: the shell has it from paper."""

    def rests_on(
        self,
        *,
        title: str = "",
        csv: str = "",
        sources: Sequence[Source] = (),
        note: str = "",
        legend: str = "",
        chart: str = "",
    ) -> None:
        """Nothing to do: what is embedded is drawn on paper."""

    def charts_drawn(self) -> list[str]:
        """As the surface says."""
        return list(st.session_state.get(_CHARTS, []))

    def _note_chart(self, key: str) -> None:
        st.session_state[_CHARTS] = [*st.session_state.get(_CHARTS, []), key]

    def lasting_address(self, address: str) -> None:
        """As the surface says."""
        st.session_state[_LASTING] = address

    def printed_address(self, address: str) -> str:
        """As the surface says."""
        return str(st.session_state.pop(_LASTING, address))

    def place(self, key: str, *, beside: bool = False) -> Place:
        """As the surface says."""
        kind = _Section if key.startswith("ci-sec-") else _Container
        return self._placed(kind(key=key, is_beside=beside))

    def later(self) -> Place:
        """As the surface says."""
        return self._placed(_Later())

    def _placed(self, block: _Block) -> _Block:
        self._add(block)
        return block

    def columns(self, weights: Sequence[float]) -> Sequence[Place]:
        """As the surface says."""
        columns = [_Block() for _ in weights]
        self._add(_Columns(weights, columns))
        return columns

    def choose_one(self, label: str, options: Mapping[str, str], name: str, current: str, default: str) -> None:
        """As the surface says."""
        box = partial(
            st.selectbox,
            label,
            list(options),
            format_func=lambda code: options.get(code, code),
            key=_set_box(name, current),
            on_change=self._write,
            args=(name, default),
        )
        self._add(_Element(box))

    def choose_several(
        self, label: str, options: Mapping[str, str], name: str, current: Sequence[str], nothing: str
    ) -> None:
        """As the surface says."""
        box = partial(
            st.multiselect,
            label,
            list(options),
            format_func=lambda code: options.get(code, code),
            key=_set_box(name, list(current)),
            placeholder=nothing,
            on_change=self._write,
            args=(name,),
        )
        self._add(_Element(box))
        st.session_state.setdefault(_KEPT, {})[name] = list(current)

    def _write(self, name: str, default: str = "") -> None:
        """Put a changed choice into the address, which adds a step that Back undoes."""
        chosen = st.session_state[_box(name)]
        codes = chosen if isinstance(chosen, list) else [chosen]
        if codes and codes != [default]:
            st.query_params[name] = codes
        else:
            st.query_params.pop(name, None)

    def turn_pages(self, pages: int, key: str) -> int:
        """As the surface says."""
        if pages == 1:
            return 1
        name = f"page-{key}"
        self._add(_Element(partial(st.pagination, pages, key=name)))
        opened: int = st.session_state.get(name, 1)
        # Streamlit, too, goes back to the first page when there are no longer so many.
        return opened if opened <= pages else 1

    def chart(self, key: str, forms: Forms, description: str) -> None:
        """Both forms, each with its description in its spec; the stylesheet shows the one that fits."""
        self._note_chart(key)
        self._draw(key, forms)

    def _draw(self, key: str, forms: Forms) -> None:
        with self.place(f"ci-forms-{key}"):
            for form, spec in forms.items():
                name = f"chart-{form}-{key}"
                self._add(_Element(partial(st.vega_lite_chart, dict(spec), theme=None, width="stretch", key=name)))

    def map(
        self,
        key: str,
        decks: Callable[[], Forms],
        flat: Callable[[], Forms],
        pick: Callable[[str], None],
        notice: str,
    ) -> None:
        """Both forms of the deck, and both of the chart that takes its place where there is no WebGL."""
        self._note_chart("map")
        with self.place("ci-deck"):
            for form, about in decks().items():
                name = f"deck-{form}-{key}"
                deck = partial(
                    st.pydeck_chart,
                    about["deck"],
                    height=about["height"],
                    width="stretch",
                    selection_mode="single-object",
                    on_select=_picker(name, pick),
                    key=name,
                    alt=about["alt"],
                )
                self._add(_Element(deck))
        with self.place("ci-flat"):
            self.html(notice)
            self._draw("flat", flat())


def _box(name: str) -> str:
    return f"choose-{name}"


def _set_box(name: str, wanted: Any) -> str:
    """Make a box show what the address says; its key."""
    key = _box(name)
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    return key


def _picker(key: str, pick: Callable[[str], None]) -> Callable[[], None]:
    def picked() -> None:
        event = st.session_state[key]
        objects = event["selection"]["objects"].get("wards", [])
        pick(objects[0]["properties"]["code"] if objects else "")

    return picked


SCREEN = Screen()
