"""Which pages there are: read by the navigation and by the HTML that is served before the app starts."""

from dataclasses import dataclass


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
        title="Overview",
        menu_label="Overview",
        description="What Islington Council promised in its 2021 Challenging Inequality strategy, and what "
        "published figures by ethnic group and ward show.",
        heading="What was promised, and what the figures show",
    ),
    PageSpec(
        script="explore_outcomes.py",
        url="explore",
        title="Explore outcomes",
        menu_label="Explore outcomes",
        description="Every published figure in this record, by strand, service area, ethnic group, ward and "
        "period, with its source and a file to take away.",
        heading="Explore outcomes",
    ),
    PageSpec(
        script="ward_map.py",
        url="wards",
        title="Ward map",
        menu_label="Ward map",
        description="Any figure published by ward, as a map of Islington’s wards, as hexagons and as a list, for "
        "each ethnic group and period there is.",
        heading="Ward map",
    ),
    PageSpec(
        script="one_ward.py",
        url="ward",
        title="One ward",
        menu_label=None,
        description="Every published figure for one of Islington’s wards beside the borough and the other wards, "
        "its residents by ethnic group, and stops and searches there.",
        heading="One ward",
    ),
    PageSpec(
        script="one_indicator.py",
        url="indicator",
        title="One indicator",
        menu_label=None,
        description="How ethnic groups compare on one published figure, with its interval, definition, source "
        "and the commitments it bears on.",
        heading="One indicator",
    ),
    PageSpec(
        script="one_group.py",
        url="group",
        title="One ethnic group",
        menu_label=None,
        description="Every published figure in Islington for one ethnic group, with its interval, what stands out "
        "and what cannot be told.",
        heading="One ethnic group",
    ),
    PageSpec(
        script="commitments.py",
        url="commitments",
        title="Commitments",
        menu_label="Commitments",
        description="Every commitment of the strategy: what it is for, who owns it, its date, and what is known "
        "of its result.",
        heading="Commitments",
    ),
    PageSpec(
        script="stocktake.py",
        url="stocktake",
        title="Stocktake",
        menu_label="Stocktake",
        description="Where every commitment stands in one year: what is reported, what the figures show, which "
        "dates have passed, and what has no data.",
        heading="The annual stocktake",
    ),
    PageSpec(
        script="scrutiny_pack.py",
        url="pack",
        title="Scrutiny pack",
        menu_label=None,
        description="The stocktake of one strand or all, made to be printed for a committee: changes, passed dates, "
        "what has no data, and questions.",
        heading="Scrutiny pack",
    ),
    PageSpec(
        script="data_downloads.py",
        url="data",
        title="Data and downloads",
        menu_label="Data",
        description="The figures and the register of commitments as files, with their columns explained, and an "
        "address for programs.",
        heading="Data and downloads",
    ),
    PageSpec(
        script="methods_words.py",
        url="methods",
        title="Methods and words",
        menu_label="Methods",
        description="The rules behind the figures, the symbols, the words for ethnic groups, and what cannot be "
        "shown and why.",
        heading="Methods and words",
    ),
    PageSpec(
        script="about.py",
        url="about",
        title="About",
        menu_label="About",
        description="Who runs this record, how the strategy is meant to be watched, accessibility, other formats "
        "and how to report a mistake.",
        heading="About this record",
    ),
)
_BY_URL = {spec.url: spec for spec in PAGES}


def find(url: str) -> PageSpec:
    """The page at one address, given without its slash.

    Raises:
        KeyError: no page has that address.
    """
    return _BY_URL[url]
