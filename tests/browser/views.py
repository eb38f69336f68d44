"""The views that the checks of accessibility walk: every page, each thing that a page can show, and each state."""

from dataclasses import dataclass

from data_access.page_list import PAGES

EMBEDDED = ("/embed/indicator/children-looked-after/groups", "/embed/wards/map", "/embed/nothing")
FIGURE = "/figure/2026-1.free-school-meals.ay2019-20.E09000019.dfe-black.all"
WARD = "E05013703"


@dataclass(frozen=True)
class View:
    """One address, and whether Streamlit draws it.

    ``title`` is what the browser's tab must begin with, where the address does not settle it. Without its scripts a
    page of the app stays as it was served.
    """

    address: str
    is_app: bool = True
    title: str = ""
    has_scripts: bool = True

    def __str__(self) -> str:
        return self.address if self.has_scripts else f"{self.address} before its scripts"


def _app_pages() -> list[View]:
    return [View(spec.address, title=spec.title) for spec in PAGES]


def _read_pages() -> list[View]:
    of_list = [spec for spec in PAGES if spec.url != "search"]
    return [View(f"/read{spec.address}".rstrip("/"), is_app=False, title=spec.title) for spec in of_list]


THINGS = (
    View("/indicator?indicator=children-looked-after", title="Children looked after, by ethnic group"),
    View("/indicator?indicator=stop-and-search", title="Stops and searches"),
    View(f"/ward?ward={WARD}", title="Finsbury Park"),
    View("/group?ethnicity=eth5-black", title="One ethnic group: Black"),
    View("/commitments?commitment=children-target-03"),
    View(f"/wards?indicator=stop-and-search&ethnicity=eth5-asian&view=hexagons&ward={WARD}", title="Ward map"),
    View("/search?q=finsbry", title="Search"),
)
# An address that asks for something wrong, empty or unknown, which a page answers.
STATES = (
    View("/indicator?indicator=childen-looked-after", title="One indicator"),
    View("/explore?ward=Nags+Head&strand=employer", title="Explore outcomes"),
    View(f"/explore?strand=employer&ward={WARD}", title="Explore outcomes"),
    View("/commitments?edition=1999-9", title="Commitments"),
    View("/search?q=xyzzy", title="Search"),
    View("/read/explore?ward=Nags+Head&strand=employer", is_app=False, title="Explore outcomes"),
    View("/read/indicator/nothing", is_app=False),
    View("/read/nothing", is_app=False, title="There is no page at this address"),
    View("/figure/nothing", is_app=False),
    View("/nothing", is_app=False),
    *(
        View(address, is_app=False, title=title, has_scripts=False)
        for address, title in (
            ("/", "Overview"),
            ("/wards", "Ward map"),
            ("/indicator?indicator=children-looked-after", "Children looked after, by ethnic group"),
        )
    ),
)
# What a portal without figures answers, and what its sentence is in: the page as it was served has none.
NOT_READY = (
    (View("/explore", is_app=False, title="Explore outcomes", has_scripts=False), "h1"),
    (View("/read/explore", is_app=False, title="The figures are not ready"), ".ci-lead"),
    (View("/explore", is_app=False, title="Explore outcomes"), "[data-testid=stMain] [role=alert]"),
)
APP = (*_app_pages(), *THINGS)
PLAIN = (
    *_read_pages(),
    View("/read/indicator/children-looked-after", is_app=False, title="Children looked after, by ethnic group"),
    View(f"/read/ward/{WARD}", is_app=False, title="Finsbury Park"),
    View("/read/group/eth5-black", is_app=False, title="One ethnic group: Black"),
    View("/read/commitment/children-target-03", is_app=False),
    View("/read/wards?indicator=stop-and-search&ethnicity=eth5-asian&view=hexagons", is_app=False, title="Ward map"),
    View(FIGURE, is_app=False),
)
