"""Streamlit's screen: the one surface that redraws itself when a reader chooses. What it draws is gathered first."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from components import registry
from components.gathering import Block, Columns, Container, Drawn, Element, Later, Markup, Section, gathered
from components.surface import Forms, Place
from data_access.key_figures import KeyFigure
from data_access.records import Source

_PAGE = "page-of-last-run"
_KEPT = "choices-kept"
_LASTING = "address-to-print"
_CHARTS = "charts-drawn"
_HEADINGS = frozenset(spec.heading for spec in registry.PAGES)


class Screen:
    """Draws with Streamlit, and keeps choices in the address of the browser.

    Streamlit's own ``bind=`` puts labels in the address and does not undo with Back, so it is not used.
    """

    is_paper = False

    def values(self, name: str) -> list[str]:
        """As the surface says."""
        page = gathered.get(None)
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
            gathered.get().choices.clear()

    def once(self, what: str, find: Callable[[], Any]) -> Any:
        """As the surface says."""
        page = gathered.get(None)
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

    def _add(self, part: Drawn) -> None:
        gathered.get().open_blocks[-1].parts.append(part)

    def html(self, markup: str) -> None:
        """As the surface says."""
        self._add(Markup(markup))

    def spoken(self, markup: str) -> None:
        """As the surface says."""
        # Through st.html the node would be made anew on each run, and a new node is not announced.
        self._add(Element(partial(st.markdown, markup, unsafe_allow_html=True)))

    def head(self, heading: str, sentence: str) -> None:
        """The shell names the page, and a page that shows one thing is named after it; its charts are drawn after."""
        st.session_state[_CHARTS] = []
        if heading not in _HEADINGS:
            gathered.get().title = heading

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
        kind = Section if key.startswith("ci-sec-") else Container
        return self._placed(kind(key=key, is_beside=beside))

    def later(self) -> Place:
        """As the surface says."""
        return self._placed(Later())

    def _placed(self, block: Block) -> Block:
        self._add(block)
        return block

    def columns(self, weights: Sequence[float]) -> Sequence[Place]:
        """As the surface says."""
        columns = [Block() for _ in weights]
        self._add(Columns(weights, columns))
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
        self._add(Element(box))

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
        self._add(Element(box))
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
        self._add(Element(partial(st.pagination, pages, key=name)))
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
                self._add(Element(partial(st.vega_lite_chart, dict(spec), theme=None, width="stretch", key=name)))

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
                self._add(Element(deck))
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
