"""Which pages there are: read by the navigation and by the HTML that is served before the app starts."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from data_access.interface_text import text_of
from data_access.records import Catalogue


@dataclass(frozen=True)
class PageSpec:
    """One page: its script under pages/, its address, and what it is called where.

    ``url`` is one path segment, empty for the first page. ``menu_label`` is None for a page that is
    reached from another one and is not in the navigation bar.
    """

    script: str
    url: str
    title: str
    menu_label: str | None
    description: str
    heading: str

    @property
    def address(self) -> str:
        """The path from the root, such as ``/explore``."""
        return f"/{self.url}"


PAGES = (
    PageSpec(
        script="overview.py",
        url="",
        title=text_of("pages.overview.title"),
        menu_label=text_of("pages.overview.menu"),
        description=text_of("pages.overview.description"),
        heading=text_of("pages.overview.heading"),
    ),
    PageSpec(
        script="explore_outcomes.py",
        url="explore",
        title=text_of("pages.explore.title"),
        menu_label=text_of("pages.explore.menu"),
        description=text_of("pages.explore.description"),
        heading=text_of("pages.explore.heading"),
    ),
    PageSpec(
        script="ward_map.py",
        url="wards",
        title=text_of("pages.wards.title"),
        menu_label=text_of("pages.wards.menu"),
        description=text_of("pages.wards.description"),
        heading=text_of("pages.wards.heading"),
    ),
    PageSpec(
        script="one_ward.py",
        url="ward",
        title=text_of("pages.ward.title"),
        menu_label=None,
        description=text_of("pages.ward.description"),
        heading=text_of("pages.ward.heading"),
    ),
    PageSpec(
        script="one_indicator.py",
        url="indicator",
        title=text_of("pages.indicator.title"),
        menu_label=None,
        description=text_of("pages.indicator.description"),
        heading=text_of("pages.indicator.heading"),
    ),
    PageSpec(
        script="one_group.py",
        url="group",
        title=text_of("pages.group.title"),
        menu_label=None,
        description=text_of("pages.group.description"),
        heading=text_of("pages.group.heading"),
    ),
    PageSpec(
        script="commitments.py",
        url="commitments",
        title=text_of("pages.commitments.title"),
        menu_label=text_of("pages.commitments.menu"),
        description=text_of("pages.commitments.description"),
        heading=text_of("pages.commitments.heading"),
    ),
    PageSpec(
        script="stocktake.py",
        url="stocktake",
        title=text_of("pages.stocktake.title"),
        menu_label=text_of("pages.stocktake.menu"),
        description=text_of("pages.stocktake.description"),
        heading=text_of("pages.stocktake.heading"),
    ),
    PageSpec(
        script="scrutiny_pack.py",
        url="pack",
        title=text_of("pages.pack.title"),
        menu_label=None,
        description=text_of("pages.pack.description"),
        heading=text_of("pages.pack.heading"),
    ),
    PageSpec(
        script="data_downloads.py",
        url="data",
        title=text_of("pages.data.title"),
        menu_label=text_of("pages.data.menu"),
        description=text_of("pages.data.description"),
        heading=text_of("pages.data.heading"),
    ),
    PageSpec(
        script="methods_words.py",
        url="methods",
        title=text_of("pages.methods.title"),
        menu_label=text_of("pages.methods.menu"),
        description=text_of("pages.methods.description"),
        heading=text_of("pages.methods.heading"),
    ),
    PageSpec(
        script="search.py",
        url="search",
        title=text_of("pages.search.title"),
        menu_label=None,
        description=text_of("pages.search.description"),
        heading=text_of("pages.search.heading"),
    ),
    PageSpec(
        script="about.py",
        url="about",
        title=text_of("pages.about.title"),
        menu_label=text_of("pages.about.menu"),
        description=text_of("pages.about.description"),
        heading=text_of("pages.about.heading"),
    ),
)
# Every address of a search is somebody's question, so there is none to list.
_WITHOUT_READ_PAGE = ("search",)
_BY_URL = {spec.url: spec for spec in PAGES}


def find(url: str) -> PageSpec:
    """The page at one address, given without its slash.

    Raises:
        KeyError: no page has that address.
    """
    return _BY_URL[url]


EMBED_ROOT = "/embed"
# The pages that show one thing each: the parameter that names it, and the word for it in the path on paper.
SINGLE = {
    "indicator": ("indicator", "indicator"),
    "ward": ("ward", "ward"),
    "group": ("ethnicity", "group"),
    "commitments": ("commitment", "commitment"),
}


def embed_address(address: str, chart: str) -> str:
    """The address under which one chart of a view stands alone, for another page to frame.

    Args:
        address: that of the view in the app, from the root: ``/indicator?indicator=stop-and-search``.
        chart: the key of the chart.
    """
    path, _, query = address.partition("?")
    pairs = parse_qsl(query)
    parameter, word = SINGLE.get(path.strip("/"), ("", path.strip("/")))
    shown = next((value for name, value in pairs if name == parameter), "")
    steps = [word, quote(shown, safe="")] if shown else [path.strip("/")]
    kept = urlencode([pair for pair in pairs if not shown or pair[0] != parameter])
    return f"{EMBED_ROOT}/{'/'.join(step for step in (*steps, chart) if step)}?{kept}".rstrip("?")


def things(catalogue: Catalogue) -> dict[str, list[str]]:
    """For each page that shows one thing, the codes that it may show."""
    codes = catalogue.codes
    return {
        "indicator": list(catalogue.indicators),
        "ward": [code for code, area in codes.areas.items() if area.area_type == "ward"],
        "group": [code for code, group in codes.ethnic_groups.items() if group.classification_code == "eth5"],
        "commitments": list(catalogue.commitments),
    }


def read_addresses(catalogue: Catalogue) -> list[str]:
    """The path of every page that needs no JavaScript: each page by itself, then one for each thing it can show."""
    pages = (spec.url for spec in PAGES if spec.url not in _WITHOUT_READ_PAGE)
    return [
        *(f"/read/{url}".rstrip("/") for url in pages),
        *(f"/read/{SINGLE[url][1]}/{code}" for url, known in things(catalogue).items() for code in known),
    ]
