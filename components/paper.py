"""Paper: a page drawn once as plain HTML. Its choices are a form that any browser sends, and no script is needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any
from urllib.parse import urlencode

from components import glossary, layout, store, surface
from components.surface import Forms, Place
from data_access.interface_text import text_of
from data_access.key_figures import KeyFigure
from data_access.page_list import SINGLE, find, things
from data_access.records import Source

_PAGES_FOLDER = Path(__file__).resolve().parents[1] / "pages"
_PAGE_NUMBER = "page"
# The widest picture and the narrowest screen that it is drawn for, in px.
_PHONE = 700


@dataclass(frozen=True)
class RestsOn:
    """What is shown: its title, the address of its rows as CSV, its sources and how to read it; each may be empty.

    ``legend`` is HTML, escaped already.
    """

    title: str = ""
    csv: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
    legend: str = ""


@dataclass(frozen=True)
class Account:
    """What a page says of its figures, for where a part of it stands alone.

    ``edition`` names the edition and whether it is approved, ``edition_line`` also the day it is read on.
    """

    edition: str
    edition_line: str
    is_latest: bool
    key_figure: KeyFigure | None
    whole: RestsOn
    by_chart: dict[str, RestsOn]

    def of(self, chart: str) -> RestsOn:
        """What one chart rests on, where it says so itself, else what the page does."""
        return self.by_chart.get(chart, self.whole)


@dataclass(frozen=True)
class Sheet:
    """A page as paper holds it: its name and sentence, its HTML in three parts, and the charts by their keys.

    ``is_single`` tells that it shows the one thing that the address names.
    """

    heading: str
    sentence: str
    masthead: str
    body: str
    foot: str
    charts: dict[str, Forms]
    is_single: bool
    account: Account


@dataclass
class Block:
    """A piece of the page that holds others; entering it makes it the place to draw in."""

    paper: "Paper"
    opening: str = ""
    closing: str = ""
    parts: list["str | Block"] = field(default_factory=list)
    within: "Block | None" = None

    def __enter__(self) -> "Block":
        self.paper.open_blocks.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.paper.open_blocks.pop()

    def __str__(self) -> str:
        return f"{self.opening}{''.join(str(part) for part in self.parts)}{self.closing}"


@dataclass
class Form(Block):
    """A block whose boxes are sent as the address of the page, with the other choices made already."""

    names: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in self.paper.choices
            if name not in {*self.names, *self.paper.fixed, _PAGE_NUMBER}
        )
        fields, *told = [str(part) for part in self.parts]
        button = (
            f'<p class="ci-send"><button type="submit">{escape(text_of("frame.show"))}</button></p>'
            if self.names
            else ""
        )
        action = escape(self.paper.action)
        return f'<form method="get" action="{action}">{fields}{button}{hidden}{"".join(told)}</form>'


class Paper:
    """Collects what a page draws.

    ``choices`` are the parameters of the address; those named in ``fixed`` are told by its path. ``pictures`` gives
    the address of a chart in one of its forms, or None where charts are left out.
    """

    is_paper = True

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        action: str,
        fixed: Sequence[str] = (),
        pictures: Callable[[str, str], str] | None = None,
    ) -> None:
        self.choices = [(name, value) for name, value in choices if value]
        self.action, self.fixed, self._pictures = action, tuple(fixed), pictures
        self.heading, self.sentence = "", ""
        self.charts: dict[str, Forms] = {}
        self.told_first: KeyFigure | None = None
        self.rests: dict[str, RestsOn] = {}
        self._found: dict[str, Any] = {}
        self.root = Block(self)
        self.open_blocks = [self.root]

    def taken(self) -> str:
        """The HTML drawn so far, which is then forgotten."""
        html = str(self.root)
        self.root.parts.clear()
        return html

    def _draw(self, part: "str | Block") -> None:
        self.open_blocks[-1].parts.append(part)

    def _block(self, opening: str, closing: str) -> Block:
        block = Block(self, opening, closing, within=self.open_blocks[-1])
        self._draw(block)
        return block

    def values(self, name: str) -> list[str]:
        """As the surface says."""
        return [value for given, value in self.choices if given == name]

    def query(self) -> list[tuple[str, str]]:
        """As the surface says."""
        return self.choices

    def arrive(self, page: str, names: Sequence[str]) -> None:
        """Nothing to do: the address alone says what is shown."""

    def once(self, what: str, find: Callable[[], Any]) -> Any:
        """As the surface says."""
        if what not in self._found:
            self._found[what] = find()
        return self._found[what]

    def put(self, name: str, code: str) -> None:
        """Nothing to do: paper is not clicked on."""

    def html(self, markup: str) -> None:
        """As the surface says."""
        self._draw(markup)

    def spoken(self, markup: str) -> None:
        """As the surface says."""
        self._draw(markup)

    def head(self, heading: str, sentence: str) -> None:
        """As the surface says; the first one names the page."""
        self.heading, self.sentence = self.heading or heading, self.sentence or sentence

    def key_figure(self, found: KeyFigure) -> None:
        """As the surface says."""
        self.told_first = found

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
        """As the surface says; what is told first holds, but notes add up."""
        known = self.rests.get(chart, RestsOn())
        notes = " ".join(part for part in (known.note, note) if part)
        self.rests[chart] = RestsOn(
            title=known.title or title,
            csv=known.csv or csv,
            sources=known.sources or tuple(sources),
            note=notes,
            legend=known.legend or legend,
        )

    def charts_drawn(self) -> list[str]:
        """As the surface says."""
        return list(self.charts)

    def account(self) -> Account:
        """What the page has said of its figures."""
        by_chart = {key: rests for key, rests in self.rests.items() if key}
        whole, is_latest = self.rests.get("", RestsOn()), store.edition().is_latest
        return Account(store.edition_name(), store.edition_line(), is_latest, self.told_first, whole, by_chart)

    def lasting_address(self, address: str) -> None:
        """Nothing to do: the frame prints the address of the page."""

    def printed_address(self, address: str) -> str:
        """As the surface says."""
        return address

    def place(self, key: str, *, beside: bool = False) -> Place:
        """As the surface says; sections are sections, and the panel of choices is a form."""
        if key.startswith(("ci-sec-", "ci-wide-")):
            name = key.split("-", 2)[2]
            return self._block(f'<section class="st-key-{escape(key)}" aria-labelledby="{escape(name)}">', "</section>")
        if key.startswith("ci-choice-"):
            panel = self._block(f'<div class="st-key-{escape(key)}">', "</div>")
            form = Form(self, within=panel)
            panel.parts.append(form)
            return form
        return self._block(f'<div class="st-key-{escape(key)}">', "</div>")

    def later(self) -> Place:
        """As the surface says."""
        return self._block("", "")

    def columns(self, weights: Sequence[float]) -> Sequence[Place]:
        """As the surface says."""
        row = self._block(f'<div class="ci-columns ci-columns-{len(weights)}">', "</div>")
        columns = [Block(self, "<div>", "</div>", within=row) for _ in weights]
        row.parts.extend(columns)
        return columns

    def choose_one(self, label: str, options: Mapping[str, str], name: str, current: str, default: str) -> None:
        """As the surface says; every code is written out, so that the address stays true if a default changes."""
        self._box(label, name, _options(options, (current,)))

    def choose_several(
        self, label: str, options: Mapping[str, str], name: str, current: Sequence[str], nothing: str
    ) -> None:
        """As the surface says; a box for one code until an address has chosen more."""
        nothing_chosen = f'<option value="">{escape(nothing)}</option>'
        self._box(label, name, nothing_chosen + _options(options, current), several=len(current) > 1)

    def _box(self, label: str, name: str, options: str, *, several: bool = False) -> None:
        kind = ' multiple size="4"' if several else ""
        box = (
            f'<label class="ci-box"><span>{escape(label)}</span>'
            f'<select name="{escape(name)}"{kind}>{options}</select></label>'
        )
        form = self._form()
        if form is None:
            self._draw(Form(self, parts=[box], names=[name]))
        else:
            form.names.append(name)
            self._draw(box)

    def _form(self) -> Form | None:
        """The form around the place that is drawn in."""
        block: Block | None = self.open_blocks[-1]
        while block and not isinstance(block, Form):
            block = block.within
        return block if isinstance(block, Form) else None

    def turn_pages(self, pages: int, key: str) -> int:
        """As the surface says, with links to the page before and the page after."""
        asked = next(iter(self.values(_PAGE_NUMBER)), "1")
        page = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        steps = [(text_of("frame.page-before"), page - 1), (text_of("frame.next-page"), page + 1)]
        links = [self._page_link(words, to) for words, to in steps if 1 <= to <= pages]
        if links:
            where = f"<span>{escape(text_of('frame.page-of', page=str(page), pages=str(pages)))}</span>"
            name = escape(text_of("frame.pages-of-the-table"))
            self._draw(f'<nav class="ci-turn" aria-label="{name}">{where} {" ".join(links)}</nav>')
        return page

    def _page_link(self, words: str, page: int) -> str:
        kept = [(name, value) for name, value in self.choices if name not in {*self.fixed, _PAGE_NUMBER}]
        address = f"{self.action}?{urlencode([*kept, (_PAGE_NUMBER, str(page))])}"
        return f'<a href="{escape(address)}#figures">{words}</a>'

    def chart(self, key: str, forms: Forms, description: str) -> None:
        """As the surface says: a picture drawn by the server, in the form that fits."""
        self.charts[key] = forms
        if self._pictures is None:
            return
        wide, narrow = (escape(self._pictures(key, form)) for form in ("desk", "phone"))
        self._draw(
            f'<figure class="ci-figure"><picture><source media="(max-width: {_PHONE}px)" srcset="{narrow}">'
            f'<img src="{wide}" alt="{escape(description)}" loading="lazy"></picture></figure>'
        )

    def map(
        self,
        key: str,
        decks: Callable[[], Forms],
        flat: Callable[[], Forms],
        pick: Callable[[str], None],
        notice: str,
    ) -> None:
        """As the surface says: the chart of the shapes."""
        forms = flat()
        self.chart("map", forms, str(forms["desk"].get("description", "")))


def _options(options: Mapping[str, str], chosen: Sequence[str]) -> str:
    return "".join(
        f'<option value="{escape(code)}"{" selected" if code in chosen else ""}>{escape(label)}</option>'
        for code, label in options.items()
    )


def draw(url: str, paper: Paper) -> Sheet:
    """One page of the list on paper.

    Raises:
        KeyError: there is no such page.
        NotReadyError: there are no figures to read.
    """
    spec = find(url)
    with surface.drawn_on(paper):
        layout.masthead(spec.menu_label or spec.title)
        masthead = paper.taken()
        layout.edition_notice(spec.url)
        exec(_compiled(spec.script), {"__name__": "__page__"})  # noqa: S102 - our own pages, by name from the list
        glossary.words_used(spec.url)
        body = paper.taken()
        layout.footer()
        is_single, account = _shows_one(url, paper), paper.account()
    return Sheet(
        heading=paper.heading or spec.heading,
        sentence=paper.sentence,
        masthead=masthead,
        body=body,
        foot=paper.taken(),
        charts=paper.charts,
        is_single=is_single,
        account=account,
    )


def _shows_one(url: str, paper: Paper) -> bool:
    parameter = SINGLE.get(url, ("", ""))[0]
    known = things(store.catalogue()).get(url, [])
    return any(value in known for value in paper.values(parameter))


@lru_cache(maxsize=64)
def _compiled(script: str) -> CodeType:
    path = _PAGES_FOLDER / script
    return compile(path.read_text(encoding="utf-8"), str(path), "exec")
