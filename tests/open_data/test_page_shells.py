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
from open_data.page_shells import ShellContent, ShellError, ShellLink, shell_routes, streamlit_index

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
        """Note an element written as one tag."""
        self.handle_starttag(tag, attrs)

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


def shell_of(site: TestClient, address: str) -> Shell:
    answer = site.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Shell(answer.text)


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
    shell = shell_of(site, f"{spec.address}?ward=E05013703&strand=employer")
    assert shell.values("link", "href", rel="canonical") == [public_address().url + spec.address]


@EVERY_PAGE
def test_the_words_and_the_menu_are_there_before_any_script_runs(site: TestClient, spec: PageSpec) -> None:
    shell = shell_of(site, spec.address)
    assert shell.inside_root("h1") == [spec.heading]
    assert spec.description in shell.inside_root("p")
    menu = [entry.menu_label for entry in PAGES if entry.menu_label]
    assert shell.inside_root("a")[: len(menu)] == menu
    assert "All figures as CSV" in shell.inside_root("a")


@EVERY_PAGE
def test_the_menu_marks_the_page_that_is_open(site: TestClient, spec: PageSpec) -> None:
    marked = shell_of(site, spec.address).values("a", "href", **{"aria-current": "page"})
    assert marked == ([spec.address] if spec.menu_label else [])


def test_every_link_in_a_page_leads_somewhere(site: TestClient) -> None:
    for address in set(shell_of(site, "/").values("a", "href")):
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
def test_a_page_names_no_other_host(site: TestClient, spec: PageSpec) -> None:
    html = re.sub(r"<!--.*?-->", "", site.get(spec.address).text, flags=re.DOTALL)
    assert set(re.findall(r"https?://[^/\"'\s]+", html)) == {public_address().url}
    assert not re.search(r"""(?:href|src)=["']//""", html)


@EVERY_PAGE
def test_a_reader_is_not_told_of_streamlits_empty_page(site: TestClient, spec: PageSpec) -> None:
    html = site.get(spec.address).text
    assert "openapi.json" not in html
    assert "You need to enable JavaScript" not in html
    assert html.count("<noscript>") == 1


def test_a_status_for_screen_readers_stands_outside_the_part_that_is_redrawn(site: TestClient) -> None:
    found = [(tag, inside) for tag, given, _, inside in shell_of(site, "/").elements if given.get("role") == "status"]
    assert found == [("div", False)]


def test_an_unchanged_page_is_not_sent_twice(site: TestClient) -> None:
    first = site.get("/methods")
    again = site.get("/methods", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = site.get("/about", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_what_a_reader_puts_in_the_address_is_not_written_into_the_page(site: TestClient) -> None:
    plain = site.get("/explore").text
    assert site.get("/explore?ward=<script>alert(1)</script>").text == plain


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
        ("/manifest.json", 200, "application/json"),
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


def test_a_page_may_carry_words_of_its_own() -> None:
    content = ShellContent(
        title="Ours",
        description="Told",
        sentence="One sentence.",
        paragraphs=("First.", "Second."),
        links=(ShellLink("A file", "/file.csv"),),
        heading="Another heading",
        canonical_query="id=looked-after",
        edition_line="Edition of 2025",
    )
    shell = Shell(with_content(content))
    assert shell.inside_root("h1") == ["Another heading"]
    assert {"One sentence.", "First.", "Second.", "Edition of 2025"} <= set(shell.inside_root("p"))
    assert "/file.csv" in shell.values("a", "href")
    assert shell.values("link", "href", rel="canonical") == [f"{public_address().url}/explore?id=looked-after"]


def test_words_that_look_like_html_stay_words() -> None:
    nasty = '"><script>alert("x")</script>&amp;'
    html = with_content(ShellContent(nasty, nasty, nasty, (nasty,), (ShellLink(nasty, nasty),), nasty, nasty, nasty))
    assert "<script>alert" not in html
    shell = Shell(html)
    assert shell.words("title") == [f"{nasty} · {NAME}"]
    assert shell.values("meta", "content", name="description") == [nasty]
    assert shell.inside_root("h1") == [nasty]


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
