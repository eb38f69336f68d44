"""The HTML of each page before Streamlit draws it, and the answer where there is no page."""

import re
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data_access.definitions import read_settings
from data_access.files import DEFAULT_FOLDERS, config_texts
from data_access.page_list import PAGES, PageSpec
from data_access.public_address import public_address
from open_data.assets import read_assets
from open_data.page_shells import ShellContent, ShellError, shell_routes, streamlit_index

pytest_plugins = ["tests.open_data.whole_site"]

NAME = read_settings(config_texts(DEFAULT_FOLDERS), []).name
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
EVERY_PAGE = pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.url or "first")


class Shell(HTMLParser):
    """Elements as (tag, attributes, text, whether inside #root), in the order in which they open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str], bool]] = []
        self._open: list[int] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        given = {name: value or "" for name, value in attrs}
        inside = any(self.elements[index][1].get("id") == "root" for index in self._open)
        self.elements.append((tag, given, [], inside))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open, which must be this one."""
        assert tag in VOID or self.elements[self._open.pop()][0] == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element written as one tag, which holds nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Give words to every element they are in."""
        for index in self._open:
            self.elements[index][2].append(data)

    def words(self, tag: str, **wanted: str) -> list[str]:
        """The words of every such element."""
        return ["".join(found).strip() for _, found in self._matching(tag, wanted)]

    def values(self, tag: str, attribute: str, **wanted: str) -> list[str]:
        """One attribute of every such element that has it."""
        return [given[attribute] for given, _ in self._matching(tag, wanted) if attribute in given]

    def _matching(self, tag: str, wanted: dict[str, str]) -> list[tuple[dict[str, str], list[str]]]:
        return [
            (given, words) for name, given, words, _ in self.elements if name == tag and wanted.items() <= given.items()
        ]

    def inside_root(self, tag: str) -> list[str]:
        """The words of every such element inside #root."""
        return ["".join(words).strip() for name, _, words, inside in self.elements if name == tag and inside]


READ: dict[str, Shell] = {}


def shell_of(site: TestClient, address: str) -> Shell:
    """The shell at an address, asked for once in a run: the same edition always has the same."""
    if address not in READ:
        answer = site.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        READ[address] = Shell(answer.text)
    return READ[address]


def with_content(content: ShellContent, address: str = "/explore") -> str:
    with TestClient(Starlette(routes=shell_routes(lambda _url, _query: content))) as testing:
        return testing.get(address).text


@EVERY_PAGE
def test_a_page_has_its_own_title_description_and_language(site: TestClient, spec: PageSpec) -> None:
    shell = shell_of(site, spec.address)
    assert shell.words("title") == [f"{spec.title} · {NAME}"]
    assert shell.values("meta", "content", name="description") == [spec.description]
    assert shell.values("html", "lang") == ["en-GB"]


def test_no_two_pages_share_a_title_or_a_description(site: TestClient) -> None:
    shells = [shell_of(site, spec.address) for spec in PAGES]
    assert len({shell.words("title")[0] for shell in shells}) == len(PAGES)
    assert len({shell.values("meta", "content", name="description")[0] for shell in shells}) == len(PAGES)


@EVERY_PAGE
def test_the_canonical_link_is_the_page_without_its_filters(site: TestClient, spec: PageSpec) -> None:
    shell = shell_of(site, f"{spec.address}?strand=employer&period=cy2021")
    assert shell.values("link", "href", rel="canonical") == [public_address().url + spec.address]


@EVERY_PAGE
def test_the_words_and_the_menu_are_there_before_any_script_runs(site: TestClient, spec: PageSpec) -> None:
    shell = shell_of(site, spec.address)
    assert len(shell.inside_root("h1")) == 1
    assert shell.inside_root("p")[-1]
    menu = [entry.menu_label for entry in PAGES if entry.menu_label]
    links = shell.inside_root("a")
    assert [text for text in links if text in menu][: len(menu)] == menu
    assert "Data and files" in links


@pytest.mark.parametrize(
    ("address", "sentence", "cell"),
    [
        ("/", "In 2021 the council made 117 commitments", "Not yet searched"),
        ("/indicator?indicator=stop-and-search&ward=E05013703", "Finsbury Park", "Black"),
        ("/ward?ward=E05013703", "Finsbury Park had", "4,403"),
        ("/group?ethnicity=eth5-black", "people from the Black group", "34.8"),
        ("/commitments?commitment=housing-action-03", "", "No published result that we hold"),
    ],
)
def test_the_key_figures_of_a_page_are_in_it_before_any_script_runs(
    site: TestClient, address: str, sentence: str, cell: str
) -> None:
    shell = shell_of(site, address)
    assert sentence in "".join(shell.inside_root("p"))
    assert any(cell in words for tag in ("td", "th", "dd") for words in shell.inside_root(tag))


def test_the_choices_of_a_page_are_a_form_that_needs_no_script(site: TestClient) -> None:
    shell = shell_of(site, "/indicator?indicator=stop-and-search&reference=none")
    assert shell.values("form", "action", method="get")[:2] == ["/search", "/indicator"]
    assert {"area", "sort", "indicator"} <= {
        *shell.values("select", "name"),
        *shell.values("input", "name", type="hidden"),
    }


def test_a_page_of_one_thing_has_its_title_sentence_and_canonical_address(site: TestClient) -> None:
    shell = shell_of(site, "/indicator?indicator=stop-and-search&reference=none")
    assert shell.words("title") == [f"Stops and searches, by self-described ethnic group · {NAME}"]
    (told,) = shell.values("meta", "content", name="description")
    assert "4,403" in told
    (canonical,) = shell.values("link", "href", rel="canonical")
    assert canonical == f"{public_address().url}/indicator?indicator=stop-and-search"


@EVERY_PAGE
def test_the_menu_marks_the_page_that_is_open(site: TestClient, spec: PageSpec) -> None:
    marked = shell_of(site, spec.address).values("a", "href", **{"aria-current": "page"})
    assert marked == ([spec.address] if spec.menu_label else [])


def test_every_link_in_a_page_leads_somewhere(site: TestClient) -> None:
    for address in set(shell_of(site, "/").values("a", "href")):
        if address.startswith("http"):
            continue
        assert site.head(address).status_code == 200, address


@EVERY_PAGE
def test_streamlits_own_scripts_and_styles_are_kept(site: TestClient, spec: PageSpec) -> None:
    html = site.get(spec.address).text
    theirs = re.findall(r'"\./(static/(?:js|css)/[^"]+)"', streamlit_index())
    assert len(theirs) > 10
    assert re.findall(r'"/(static/(?:js|css)/[^"]+)"', html) == theirs
    assert html.count("window.prerenderReady = false") == 1
    assert "./" not in re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)


def test_every_script_style_and_font_a_page_asks_for_exists(site: TestClient) -> None:
    shell = shell_of(site, "/explore")
    wanted = shell.values("script", "src")
    for kind in ("stylesheet", "modulepreload", "preload", "icon"):
        found = shell.values("link", "href", rel=kind)
        assert found, kind
        wanted += found
    for address in wanted:
        answer = site.head(address)
        assert answer.status_code == 200, address
        assert not answer.headers["content-type"].startswith("text/html"), address


@EVERY_PAGE
def test_a_page_fetches_nothing_from_another_host(site: TestClient, spec: PageSpec) -> None:
    html = re.sub(r"<!--.*?-->", "", site.get(spec.address).text, flags=re.DOTALL)
    fetched = re.sub(r"<a [^>]*>", "", html)
    named = set(re.findall(r"""(?:href|src|action)=["'](https?://[^/"']+)""", fetched))
    assert named == {public_address().url}
    assert not re.search(r"""(?:href|src)=["']//""", html)


@EVERY_PAGE
def test_a_reader_is_not_told_of_streamlits_empty_page(site: TestClient, spec: PageSpec) -> None:
    html = site.get(spec.address).text
    assert 'rel="service-desc"' not in html
    assert "You need to enable JavaScript" not in html
    assert html.count("<noscript>") == 1


def test_the_statuses_for_screen_readers_stand_outside_the_part_that_is_redrawn(site: TestClient) -> None:
    found = [(tag, inside) for tag, given, _, inside in shell_of(site, "/").elements if given.get("role") == "status"]
    assert found == [("div", False), ("p", False)]


def test_an_unchanged_page_is_not_sent_twice(site: TestClient) -> None:
    first = site.get("/methods")
    again = site.get("/methods", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = site.get("/about", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_what_a_reader_puts_in_the_address_is_told_as_words_and_never_as_html(site: TestClient) -> None:
    html = site.get("/explore?ward=<script>alert(1)</script>").text
    assert "<script>alert" not in html
    assert "The address asked for “&lt;script&gt;alert(1)&lt;/script&gt;”, which is not a known ward here" in html


@pytest.mark.parametrize("address", ["/nothing", "/Explore", "/explore/more", "/.env", "/pages/about.py", "/app.py"])
def test_an_address_without_a_page_is_a_404_that_lists_the_pages(site: TestClient, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-cache"
    shell = Shell(answer.text)
    assert shell.inside_root("h1") == ["There is no page at this address"]
    assert {spec.address for spec in PAGES if spec.menu_label} <= set(shell.values("a", "href"))


def test_no_app_takes_over_a_404(site: TestClient) -> None:
    html = site.get("/nothing").text
    assert "<script" not in html
    assert "modulepreload" not in html
    assert "<noscript" not in html
    assert "portal.css" in html


@pytest.mark.parametrize("spec", PAGES[1:], ids=lambda spec: spec.url)
def test_a_slash_too_many_leads_to_the_page_with_its_filters(site: TestClient, spec: PageSpec) -> None:
    answer = site.get(f"{spec.address}/?ward=E05013703&ward=E05013697")
    assert answer.status_code == 301
    assert answer.headers["location"] == f"{spec.address}?ward=E05013703&ward=E05013697"


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/_stcore/health", 200, "text/plain"),
        ("/_stcore/host-config", 200, "application/json"),
        ("/favicon.png", 200, "image/png"),
        ("/manifest.json", 404, "text/plain"),
        ("/media/nothing", 404, "text/plain"),
        ("/component/nothing", 404, "text/plain"),
        ("/explore/_stcore/health", 404, "text/plain"),
        ("/explore/_stcore/host-config", 404, "text/plain"),
    ],
)
def test_streamlits_own_addresses_are_left_to_it(site: TestClient, address: str, status: int, kind: str) -> None:
    answer = site.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith(kind)


def test_a_page_carries_the_content_it_is_given() -> None:
    body = '<h1>Another heading</h1><p>One sentence.</p><a href="/file.csv">A file</a>'
    content = ShellContent("Ours", "Told", body, masthead="<p>Edition of 2025</p>", canonical_query="id=looked-after")
    shell = Shell(with_content(content))
    assert shell.inside_root("h1") == ["Another heading"]
    assert {"One sentence.", "Edition of 2025"} <= set(shell.inside_root("p"))
    assert "/file.csv" in shell.values("a", "href")
    assert shell.values("link", "href", rel="canonical") == [f"{public_address().url}/explore?id=looked-after"]


def test_the_font_of_icons_is_spared_before_streamlits_own_script_asks_for_it(site: TestClient) -> None:
    html = site.get("/").text
    assert html.index("/assets/icons.js") < html.index('<script type="module"')


def test_words_that_look_like_html_stay_words() -> None:
    nasty = '"><script>alert("x")</script>&amp;'
    html = with_content(ShellContent(nasty, nasty, "<h1>Words</h1>", canonical_query=nasty))
    assert "<script>alert" not in html
    shell = Shell(html)
    assert shell.words("title") == [f"{nasty} · {NAME}"]
    assert shell.values("meta", "content", name="description") == [nasty]


@pytest.mark.parametrize(
    "needed",
    [
        '<html lang="en">',
        '<link rel="shortcut icon" href="./favicon.png" />',
        "SourceSans",
        'rel="service-desc"',
        "<noscript>",
        "<title>Streamlit</title>",
        '<div id="root"></div>',
        "</head>",
        "</body>",
    ],
)
def test_another_index_page_from_streamlit_stops_the_portal_and_is_named(needed: str) -> None:
    assert needed in streamlit_index()
    with pytest.raises(ShellError, match=r"Streamlit's index\.html has 0"):
        shell_routes(index_html=streamlit_index().replace(needed, "gone"))


def test_the_addresses_of_style_and_script_change_with_their_files(site: TestClient) -> None:
    html = site.get("/").text
    assets = read_assets()
    for name in ("portal.css", "portal.js", "icon.svg"):
        assert f"/assets/{name}?v={assets[name].version}" in html
