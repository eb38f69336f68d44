"""What is shown where an address is shared: the view's own words, and a picture that draws no hidden number."""

import io
from dataclasses import replace

import pytest
from lxml import html as lxml_html
from PIL import Image
from starlette.testclient import TestClient

from data_access import views
from data_access.key_figures import KeyFigure
from data_access.page_list import PAGES
from data_access.portal import served
from data_access.public_address import public_address
from data_access.records import Selection
from data_access.sentences import headline
from open_data.pictures.social import social_svg
from open_data.read.addresses import parse
from open_data.read.pages import sheet
from open_data.read.social import card, shortened

pytest_plugins = ["tests.open_data.whole_site"]

LOOKED_AFTER = "/read/indicator/children-looked-after"
HOME = public_address().url
INDICATORS = tuple(served().repository.catalogue.indicators)
WANTED = {
    *("og:title", "og:description", "og:type", "og:url", "og:image", "og:image:width", "og:image:height"),
    *("og:image:alt", "og:site_name", "twitter:card"),
}
VIEWS = [
    LOOKED_AFTER,
    f"{LOOKED_AFTER}?period=d2021-03-31&reference=none",
    "/read",
    "/read/wards?indicator=stop-and-search&ethnicity=eth5-other",
    "/read/commitment/housing-action-03",
    "/indicator?indicator=children-looked-after",
    "/indicator?indicator=children-looked-after&period=d2021-03-31",
    "/commitments?commitment=housing-action-03",
    "/explore?strand=employer",
    "/indicator?indicator=nothing",
    *(spec.address for spec in PAGES),
]


def shared(text: str) -> dict[str, str]:
    found = lxml_html.fromstring(text).xpath("//head/meta[starts-with(@property, 'og:') or @name='twitter:card']")
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in found}


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_says_what_to_show_for_its_address(site: TestClient, view: str) -> None:
    told = shared(site.get(view).text)
    assert told.keys() >= WANTED
    assert all(told.values())
    assert told["og:url"] == f"{HOME}{view}"
    assert told["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize("view", VIEWS[:9])
def test_the_picture_of_an_address_is_there_and_as_large_as_told(site: TestClient, view: str) -> None:
    told = shared(site.get(view).text)
    assert told["og:image"].startswith(f"{HOME}/read/")
    answer = site.get(told["og:image"].removeprefix(HOME))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert len(answer.content) < 300_000
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (int(told["og:image:width"]), int(told["og:image:height"])) == (1200, 630)


def test_the_app_and_the_read_page_share_one_picture_and_one_sentence(site: TestClient) -> None:
    in_app = shared(site.get("/indicator?indicator=children-looked-after&period=d2021-03-31").text)
    on_paper = shared(site.get(f"{LOOKED_AFTER}?period=d2021-03-31").text)
    for name in ("og:title", "og:description", "og:image"):
        assert in_app[name] == on_paper[name]
    assert "343 children" in in_app["og:description"]


def test_a_filtered_view_has_words_and_a_picture_of_its_own_and_the_canonical_link_of_all(client: TestClient) -> None:
    whole, filtered = client.get(LOOKED_AFTER).text, client.get(f"{LOOKED_AFTER}?period=d2021-03-31").text
    canonical = [lxml_html.fromstring(text).xpath("//link[@rel='canonical']/@href") for text in (whole, filtered)]
    assert canonical == [[f"{HOME}{LOOKED_AFTER}"]] * 2
    assert shared(whole)["og:description"] != shared(filtered)["og:description"]
    pictures = [client.get(shared(text)["og:image"].removeprefix(HOME)).content for text in (whole, filtered)]
    assert pictures[0] != pictures[1]


def test_a_picture_that_is_held_already_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"{LOOKED_AFTER}/social.png")
    again = client.get(f"{LOOKED_AFTER}/social.png", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", ["/read/nothing/social.png", "/read/indicator/nothing/social.png"])
def test_a_page_that_does_not_exist_has_no_picture(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def words(path: str, query: str = "", **changed: KeyFigure) -> dict[str, str]:
    address = parse(path, query)
    assert address is not None
    found = sheet(address)
    found = replace(found, account=replace(found.account, **changed)) if changed else found
    return card(found, found.heading, "Challenging Inequality")


def test_a_picture_says_the_figure_its_period_its_source_and_that_nobody_approved_the_edition() -> None:
    told = words("indicator/children-looked-after")
    assert (told["figure"], told["period"]) == ("282", "31 March 2025")
    assert told["source"].startswith("Source: Department for Education, Children looked after in England")
    assert told["edition"] == "Edition 2026-1, not yet approved"
    assert "Of these, 98 were Black" in told["sentence"]


def test_the_picture_of_a_hidden_figure_draws_the_reason_and_no_number() -> None:
    told = words("indicator/children-looked-after", key_figure=KeyFigure("", "31 March 2025", "c"))
    assert told["figure"] == ""
    drawn = social_svg(**told)
    assert ">Hidden to protect people</text>" in drawn
    assert ">282</text>" not in drawn
    assert ">282</text>" in social_svg(**words("indicator/children-looked-after"))


def test_every_description_is_long_enough_to_say_something_and_short_enough_to_be_read() -> None:
    repository = served().repository
    opened = [views.indicator_view(repository, indicator_id, Selection()) for indicator_id in INDICATORS]
    told = [
        *(spec.description for spec in PAGES),
        *(headline(view) for view in opened),
        *(commitment.summary for commitment in repository.catalogue.commitments.values()),
        *(words(path)["sentence"] for path in ("ward/E05013703", "ward/E05000367", "group/eth5-black")),
    ]
    assert min(map(len, told)) >= 30
    assert max(map(len, told)) > 300
    for sentences in told:
        short = shortened(sentences)
        assert len(short) <= 300
        assert sentences.startswith(short)
        assert short.endswith(".")
