"""The anatomy of a page: what stands where, in markup that portal.css dresses.

Every function takes plain text and escapes it; only ``paragraph`` and ``panel_text`` take HTML.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

from components import registry, search_box, store, surface
from components.markup import link
from data_access.interface_text import text_of


@dataclass(frozen=True)
class FileLink:
    """A file to take away: what it is, where it is, and a word on its size such as “36 rows”."""

    text: str
    href: str
    detail: str = ""


def masthead(page_name: str) -> None:
    """The name, the tag line and the edition line at the head of every page."""
    settings = store.catalogue().settings
    with surface.current().place("ci-masthead"):
        surface.current().html(
            '<div class="ci-mast"><div class="ci-wrap">'
            f'<p class="ci-name">{escape(settings.name)} <small>{escape(settings.tagline)}</small></p>'
            f'<p class="ci-edition">{_edition(store.edition_line())}</p>{search_box.box_html()}'
            f'<p class="ci-to-search">{link(text_of("frame.search"), "search")}</p>'
            f'<p class="ci-here" aria-hidden="true">{escape(page_name)}</p></div></div>'
        )


def edition_notice(page: str) -> None:
    """Say so where the edition being read is not the one shown by default, or the one asked for does not exist."""
    if asked := store.unknown_edition():
        notice(text_of("frame.no-such-edition", asked=asked))
    if corrected := store.corrected_lately():
        notice(corrected)
    edition = store.edition()
    if not edition.is_latest:
        notice(text_of("frame.not-the-latest", edition=edition.repository.edition))
        link_list([(text_of("frame.see-the-latest-edition"), f"/{page}")])


def _edition(line: str) -> str:
    # A phone has no room for these words beside the date.
    words = f"{escape(text_of('frame.as-at'))} "
    return escape(line).replace(words, f"<i>{words}</i>")


def opening(path: Sequence[tuple[str, str | None]], heading: str, sentence: str, under: str = "") -> None:
    """The path, the page's name, the sentence that answers its question, and what that sentence is not."""
    surface.current().head(heading, sentence)
    surface.current().rests_on(note=under)
    surface.current().html(
        f'<div class="ci-opening">{_path(path)}<h1 class="ci-h1">{escape(heading)}</h1>'
        f'<p class="ci-lead">{escape(sentence)}</p>{_told_once("ci-under", under)}</div>'
    )


def _path(path: Sequence[tuple[str, str | None]]) -> str:
    if not path:
        return ""
    steps = " / ".join(link(text, href) if href else escape(text) for text, href in path)
    return f'<p class="ci-path">{steps}</p>'


def _told_once(css_class: str, text: str) -> str:
    return f'<p class="{css_class}">{escape(text)}</p>' if text else ""


@contextmanager
def section(key: str, heading: str, note: str = "") -> Iterator[None]:
    """A ruled section: heading and margin note at left, and at right whatever is drawn inside."""
    with surface.current().place(f"ci-sec-{key}"):
        side, content = surface.current().columns((1, 3.6))
        with side:
            surface.current().html(
                f'<div class="ci-side"><h2 class="ci-h2" id="{escape(key)}">{escape(heading)}</h2>'
                f"{_told_once('ci-margin', note)}</div>"
            )
        with content:
            yield


@contextmanager
def wide_section(key: str, heading: str, note: str = "") -> Iterator[None]:
    """A ruled section whose heading and note stand above what is drawn inside, which takes the whole width."""
    with surface.current().place(f"ci-wide-{key}"):
        surface.current().html(
            f'<h2 class="ci-h2 ci-beside" id="{escape(key)}">{escape(heading)}</h2>{_told_once("ci-margin", note)}'
        )
        yield


@contextmanager
def map_columns() -> Iterator[tuple[surface.Place, surface.Place]]:
    """A wide column for a map and a narrower one for its list, one under another on a phone."""
    with surface.current().place("ci-mapcolumns"):
        pictured, listed = surface.current().columns((600, 400))
        yield pictured, listed


@contextmanager
def three_columns(key: str) -> Iterator[tuple[surface.Place, surface.Place, surface.Place]]:
    """Three equal columns inside a section, one under another on a phone."""
    with surface.current().place(f"ci-three-{key}"):
        first, second, third = surface.current().columns((1, 1, 1))
        yield first, second, third


class ChoicePanel:
    """The panel that holds a page's choices and the sentence that tells them."""

    def __init__(self, sentence: surface.Place) -> None:
        self._sentence = sentence

    def told(self, sentence: str, clear_href: str = "") -> None:
        """Say what is shown, in the panel: at its foot, or at its head on a phone."""
        with self._sentence:
            told(sentence, clear_href)


@contextmanager
def choice_panel(key: str) -> Iterator[ChoicePanel]:
    """A panel whose fields, drawn inside, stand side by side; ``told`` may be called after they are."""
    with surface.current().place(f"ci-choice-{key}"):
        fields = surface.current().place(f"ci-fields-{key}", beside=True)
        panel = ChoicePanel(surface.current().place(f"ci-told-{key}"))
    with fields:
        yield panel


def told(sentence: str, clear_href: str = "") -> None:
    """A sentence that screen readers hear again whenever a choice changes it."""
    again = f" {link(text_of('frame.start-again'), clear_href)}" if clear_href else ""
    surface.current().spoken(f'<p class="ci-told" role="status">{escape(sentence)}{again}</p>')


def say(sentence: str) -> None:
    """The sentence that a section's picture or table bears out."""
    surface.current().html(f'<p class="ci-say">{escape(sentence)}</p>')


def paragraph(html: str) -> None:
    """Running text; the caller has escaped it."""
    surface.current().html(f'<p class="ci-p">{html}</p>')


def block(html: str) -> None:
    """Any block of markup whose parts are already escaped, such as a table or long text."""
    surface.current().html(html)


def caption(text: str) -> None:
    """A muted line under a picture."""
    surface.current().html(f'<p class="ci-cap">{escape(text)}</p>')


def key_line(meanings: Sequence[tuple[str, str]]) -> None:
    """What each symbol in the table above means: pairs of symbol and words."""
    entries = " · ".join(f"<b>{escape(symbol)}</b> {escape(words)}" for symbol, words in meanings)
    surface.current().html(f'<p class="ci-key">{entries}</p>')


def notice(sentence: str) -> None:
    """Something the reader must know before reading on; an error begins with the word Error."""
    surface.current().html(notice_html(sentence))


def notice_html(sentence: str) -> str:
    """The markup of a notice."""
    role = "alert" if sentence.startswith("Error") else "note"
    return f'<p class="ci-notice" role="{role}">{escape(sentence)}</p>'


def link_list(links: Sequence[tuple[str, str]]) -> None:
    """Links one under another: pairs of text and address."""
    items = "".join(f"<li>{link(text, href)}</li>" for text, href in links)
    surface.current().html(f'<ul class="ci-list">{items}</ul>')


def files(links: Sequence[FileLink]) -> None:
    """Files to take away, as outlined links side by side."""
    surface.current().html(f'<ul class="ci-files">{"".join(_file(entry) for entry in links)}</ul>')


def _file(entry: FileLink) -> str:
    detail = f" <span>{escape(entry.detail)}</span>" if entry.detail else ""
    return f'<li><a href="{escape(entry.href)}" download>{escape(entry.text)}{detail}</a></li>'


def cite(text: str) -> None:
    """A citation to select and copy."""
    surface.current().html(f'<p class="ci-cite">{escape(text)}</p>')


def ways(links: Sequence[tuple[str, str, str]]) -> None:
    """Ways on from here, in three columns: title, address and a line on what is there."""
    items = "".join(f"<li>{link(title, href)}<p>{escape(text)}</p></li>" for title, href, text in links)
    surface.current().html(f'<ul class="ci-ways">{items}</ul>')


def lasting_address(address: str) -> None:
    """The address to print on this page in place of the one it was asked for, which may mean another day's view."""
    surface.current().lasting_address(address)


def printed_foot(address: str) -> None:
    """What a printer puts at the foot of every sheet: the source, the edition, the address, the sheet's number."""
    lasting = surface.current().printed_address(address)
    source = text_of("frame.printed-source", name=store.catalogue().settings.name)
    lines = (f"{source} {store.edition_line()}", lasting)
    words = "\\A ".join(_in_css(line) for line in lines)
    surface.current().html(
        "<style>@media print { @page { "
        f'@bottom-left {{ content: "{words}"; white-space: pre-line; text-align: left; width: 80%; '
        "font: 8pt Verdana, sans-serif; color: #555C63; } "
        f"@bottom-right {{ content: {_sheet_number()}; "
        "font: 8pt Verdana, sans-serif; color: #555C63; } } }</style>"
    )


def _sheet_number() -> str:
    """The number of a printed sheet, which the browser counts."""
    before, between, after = text_of("frame.page-of", page="\0", pages="\0").split("\0")
    return f'"{_in_css(before)}" counter(page) "{_in_css(between)}" counter(pages) "{_in_css(after)}"'


def _in_css(text: str) -> str:
    """Text inside a CSS string, where it can end neither the string nor the style element."""
    return "".join(char if char.isalnum() or char in " .,:/?=&-’–·" else f"\\{ord(char):x} " for char in text)


def footer() -> None:
    """What stands at the foot of every page."""
    settings = store.catalogue().settings
    pages = {spec.url: spec for spec in registry.PAGES}
    with surface.current().place("ci-foot"):
        surface.current().html(
            '<div class="ci-foot"><div class="ci-wrap ci-foot-columns"><div>'
            f'<p><a class="ci-strong" href="{escape(settings.strategy_url)}">{escape(settings.strategy_title)}</a></p>'
            f"<p>{escape(settings.attribution)}</p>"
            f"<p>{escape(text_of('frame.mistake'))} "
            f'<a href="/about#mistakes">{escape(text_of("frame.how-to-report"))}</a>. '
            f"{escape(text_of('frame.corrections'))}</p><p>{escape(store.approval())}</p></div>"
            f"<div><p>{link(text_of('frame.data-and-files'), pages['data'].address)}</p>"
            f"<p>{link(pages['methods'].title, pages['methods'].address)}</p>"
            f"<p>{link(text_of('frame.who'), '/about#who')}</p></div>"
            f"<div><p>{link(text_of('frame.accessibility'), '/about#accessibility')}</p>"
            f"<p>{link(text_of('frame.formats'), '/about#formats')}</p>"
            f"<p>{link(text_of('frame.contact'), '/about#mistakes')}</p></div></div></div>"
        )


_MOST_OPEN = 3
SYMBOL_MEANINGS = (
    ("[c]", text_of("frame.hidden-to-protect-people")),
    ("[x]", text_of("frame.not-published")),
    ("[z]", text_of("frame.does-not-apply")),
)


def later() -> surface.Place:
    """A place here for what can be written only once the choices below it are known."""
    return surface.current().later()


def definitions(entries: Sequence[tuple[str, str]]) -> None:
    """Terms and what stands against each."""
    items = "".join(f"<dt>{escape(term)}</dt><dd>{escape(words)}</dd>" for term, words in entries)
    surface.current().html(f'<dl class="ci-definitions">{items}</dl>')


def bullets(sentences: Sequence[str]) -> None:
    """Sentences one under another."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    surface.current().html(f'<ul class="ci-list">{items}</ul>')


def folded_list(noun: str, items: Sequence[str], plural: str = "") -> None:
    """Paragraphs the caller has escaped: a few stand open, a longer list behind one line to open."""
    if not items:
        return
    paragraphs = [f'<p class="ci-p">{item}</p>' for item in items]
    if len(paragraphs) <= _MOST_OPEN:
        surface.current().html("".join(paragraphs))
        return
    summary = f"{len(paragraphs)} {plural or f'{noun}s'}"
    surface.current().html(f'<details class="ci-fold"><summary>{summary}</summary>{"".join(paragraphs)}</details>')


def folded(summary: str, markup: str) -> None:
    """Markup whose parts are already escaped, behind one line to open."""
    surface.current().html(f'<details class="ci-fold"><summary>{escape(summary)}</summary>{markup}</details>')


def nothing_matches(wider: tuple[str, str, int] | None, page: str) -> None:
    """Why the view is blank, and the nearest view that is not."""
    if wider is None:
        notice(text_of("frame.none-match"))
        link_list([(text_of("frame.start-again"), page)])
        return
    box, query, outcomes = wider
    notice(
        f"No outcome matches all of these choices. Without the {box}, {outcomes} {'does' if outcomes == 1 else 'do'}."
    )
    link_list([(text_of("frame.remove", box=box), f"{page}?{query}".rstrip("?"))])
