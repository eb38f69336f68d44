"""What a page is drawn on: Streamlit's screen, or paper, which is plain HTML that needs no script.

The parts of a page speak to the surface in force alone, so that a page says the same on both.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from data_access.key_figures import KeyFigure
from data_access.records import Source

Place = AbstractContextManager[Any]
Forms = Mapping[str, Mapping[str, Any]]


class Surface(Protocol):
    """The few things that a page needs of what it is drawn on; ``is_paper`` tells the two apart for small markup."""

    is_paper: bool

    def values(self, name: str) -> list[str]:
        """The values that the address gives a parameter, in order."""

    def query(self) -> list[tuple[str, str]]:
        """Every parameter of the address with its value, in order."""

    def arrive(self, page: str, names: Sequence[str]) -> None:
        """Bring the choices of the page before to an address that carries none of them, where those are kept."""

    def once(self, what: str, find: Callable[[], Any]) -> Any:
        """What ``find`` gives the first time that the page asks for ``what``."""

    def put(self, name: str, code: str) -> None:
        """Put a code into the address, or take the parameter out with an empty one."""

    def html(self, markup: str) -> None:
        """Draw markup whose text is escaped."""

    def spoken(self, markup: str) -> None:
        """The same, for a sentence that must be heard again when it changes."""

    def head(self, heading: str, sentence: str) -> None:
        """Take note of the page's name and of the sentence that answers it."""

    def key_figure(self, found: KeyFigure) -> None:
        """Take note of the figure that the page's sentence tells first."""

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
        """Take note of what the page or one chart shows: title, rows as CSV, sources, how to read it, legend (HTML)."""

    def charts_drawn(self) -> list[str]:
        """The keys of the charts drawn since the page was named, a map among them as “map”."""

    def lasting_address(self, address: str) -> None:
        """Take note of the address to print in place of the one that was asked for."""

    def printed_address(self, address: str) -> str:
        """The address to print: the one taken note of, else the one given."""

    def place(self, key: str, *, beside: bool = False) -> Place:
        """A block with a name of its own; ``beside`` sets what is drawn in it side by side."""

    def later(self) -> Place:
        """A place here for what is drawn after what follows."""

    def columns(self, weights: Sequence[float]) -> Sequence[Place]:
        """Columns side by side."""

    def choose_one(self, label: str, options: Mapping[str, str], name: str, current: str, default: str) -> None:
        """A box for one code of ``name``; the default stays out of the address."""

    def choose_several(
        self, label: str, options: Mapping[str, str], name: str, current: Sequence[str], nothing: str
    ) -> None:
        """A box for any number of codes; none is told by ``nothing``."""

    def turn_pages(self, pages: int, key: str) -> int:
        """Numbers to turn pages by; the page that is open, from 1."""

    def chart(self, key: str, forms: Forms, description: str) -> None:
        """A chart in a form for desks and one for phones, each a Vega-Lite spec, and what it shows in words."""

    def map(
        self,
        key: str,
        decks: Callable[[], Forms],
        flat: Callable[[], Forms],
        pick: Callable[[str], None],
        notice: str,
    ) -> None:
        """A map to explore, with a chart of the same shapes where it cannot be drawn, told by ``notice``.

        ``decks`` holds for each form ``deck``, ``height`` and ``alt``; ``pick`` takes the code of a chosen shape.
        """


_in_force: ContextVar[Surface | None] = ContextVar("surface", default=None)


def current() -> Surface:
    """The surface that the page is being drawn on: Streamlit's screen unless another is in force."""
    found = _in_force.get()
    if found is None:
        from components.screen import SCREEN

        return SCREEN
    return found


@contextmanager
def drawn_on(surface: Surface) -> Iterator[None]:
    """Draw on a surface for as long as the block lasts."""
    token = _in_force.set(surface)
    try:
        yield
    finally:
        _in_force.reset(token)
