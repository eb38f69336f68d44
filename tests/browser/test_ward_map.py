"""The ward map in a real browser: its colours, its tooltip, a click, the keyboard, a phone, and no WebGL."""

import io
import math
import re
import shutil

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from data_access.boundaries import SHARE, Boundaries
from data_access.portal import served
from data_access.records import Selection
from data_access.ward_views import WardMapView, boundaries_of, choose, default_measure, ward_map_view
from visuals.maps import HEIGHT, ward_deck
from visuals.palette import LIGHT

from .conftest import BROWSERS
from .visits import settled, sideways, told, visit

FINSBURY_PARK = "E05013703"
ASIAN = "/wards?indicator=stop-and-search&ethnicity=eth5-asian"
BLACK = "/wards?indicator=stop-and-search&ethnicity=eth5-black"
# Software rendering blends a little at the edges of glyphs; a filled point is exact or nearly so.
CLOSE = 6
PATIENCE = 20_000


def shapes() -> Boundaries:
    return boundaries_of(served().repository, "2022")


def view_of(ethnicity: str) -> WardMapView:
    repository = served().repository
    choice, _ = choose(repository, Selection(indicator=("stop-and-search",), ethnicity=(ethnicity,)))
    assert default_measure(repository.catalogue.indicators[choice.indicator_id], ethnicity) == SHARE
    return ward_map_view(repository, shapes(), choice, SHARE)


def deck(page: Page) -> Locator:
    return page.locator(".st-key-ci-deck > :first-child [data-testid=stDeckGlJsonChart]")


def place_on(page: Page, code: str, below: float) -> tuple[float, float]:
    """Where a ward's label stands on the deck, and so many pixels below it, worked out as the deck does."""
    view = view_of("eth5-asian")
    state = ward_deck(shapes(), view.measured, view.classes).initial_view_state
    ward = shapes().ward(code)
    box = deck(page).bounding_box()
    assert ward is not None
    assert box is not None
    assert round(box["height"]) == HEIGHT[False]
    across, up = _mercator(*ward.label_point, state.zoom)
    middle_across, middle_up = _mercator(state.longitude, state.latitude, state.zoom)
    return box["width"] / 2 + across - middle_across, box["height"] / 2 - (up - middle_up) + below


def _mercator(longitude: float, latitude: float, zoom: float) -> tuple[float, float]:
    size = 512 * 2**zoom
    up = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)
    return size * longitude / 360, size * up


def pixel(page: Page, code: str, below: float = 34) -> tuple[int, int, int]:
    """The colour of a ward, under its lettering."""
    x, y = place_on(page, code, below)
    image = Image.open(io.BytesIO(deck(page).screenshot())).convert("RGB")
    found = image.getpixel((round(x), round(y)))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def shade(view: WardMapView, code: str) -> tuple[int, int, int]:
    """The colour that the legend gives to the class of a ward."""
    ward = next(entry for entry in view.measured.wards if entry.area_code == code)
    assert ward.value is not None
    colour = LIGHT.map_ramp[view.classes.shades[view.classes.class_of(ward.value)]]
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def wait_for_shade(page: Page, view: WardMapView, code: str) -> None:
    """Wait until a ward has the colour of its class; drawing without a graphics card takes a moment."""
    wanted = shade(view, code)
    for _ in range(40):
        found = pixel(page, code)
        if all(abs(one - other) <= CLOSE for one, other in zip(found, wanted, strict=True)):
            return
        page.wait_for_timeout(250)
    pytest.fail(f"{code} is {found} and its class has {wanted}")


def changing_ward() -> str:
    """A ward that is in one class for one group and in another for the other."""
    before, after = view_of("eth5-asian"), view_of("eth5-black")
    shown = [ward.area_code for ward in before.measured.wards if ward.value is not None]
    return next(code for code in ("E05013699", *shown) if shade(before, code) != shade(after, code))


def test_a_ward_changes_colour_with_its_class_when_the_group_changes(page: Page) -> None:
    code = changing_ward()
    visit(page, ASIAN)
    wait_for_shade(page, view_of("eth5-asian"), code)
    _pick(page, "Ethnic group", "Black")
    expect(told(page)).to_contain_text("17 with a figure")
    wait_for_shade(page, view_of("eth5-black"), code)
    assert "ethnicity=eth5-black" in page.url


def test_a_pointer_over_a_ward_tells_its_figure(page: Page) -> None:
    visit(page, ASIAN)
    wait_for_shade(page, view_of("eth5-asian"), FINSBURY_PARK)
    _point_at(page, FINSBURY_PARK)
    tooltip = page.locator(".deck-tooltip").first
    expect(tooltip).to_contain_text("Finsbury Park", timeout=PATIENCE)
    expect(tooltip).to_contain_text("15.2% of Islington’s total stops and searches")


def test_a_click_on_a_ward_outlines_it_opens_its_figures_and_moves_nothing(page: Page) -> None:
    visit(page, ASIAN)
    wait_for_shade(page, view_of("eth5-asian"), FINSBURY_PARK)
    before = deck(page).bounding_box()
    x, y = _point_at(page, FINSBURY_PARK)
    for _ in range(4):
        # A click is missed while the deck still looks for what is under the pointer.
        page.wait_for_timeout(900)
        page.mouse.click(x, y)
        if _is_outlined(page):
            break
    expect(told(page)).to_contain_text("Outlined: Finsbury Park.")
    assert f"ward={FINSBURY_PARK}" in page.url
    expect(page.get_by_role("heading", name="Finsbury Park", level=2)).to_be_visible()
    settled(page)
    assert deck(page).bounding_box() == before
    # The others keep the colours of the legend.
    code = next(ward.area_code for ward in view_of("eth5-asian").listed if ward.area == "Bunhill")
    wait_for_shade(page, view_of("eth5-asian"), code)


def _is_outlined(page: Page) -> bool:
    for _ in range(20):
        if "Outlined" in told(page).inner_text():
            return True
        page.wait_for_timeout(250)
    return False


def _pick(page: Page, box: str, option: str) -> None:
    """Pick an option of a box by its own label: an outcome's title may hold the same words in lower case."""
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(5):
        # A list that opens while the page is still being drawn is closed again.
        page.get_by_role("combobox", name=re.compile(box)).click()
        page.wait_for_timeout(1500)
        if wanted.is_visible():
            break
    wanted.click()


def _point_at(page: Page, code: str) -> tuple[float, float]:
    deck(page).scroll_into_view_if_needed()
    box = deck(page).bounding_box()
    assert box is not None
    x, y = place_on(page, code, 34)
    page.mouse.move(box["x"] + x - 3, box["y"] + y - 3)
    page.wait_for_timeout(300)
    page.mouse.move(box["x"] + x, box["y"] + y)
    return box["x"] + x, box["y"] + y


def test_the_list_is_reached_by_keyboard_and_leads_to_a_ward(page: Page) -> None:
    visit(page, ASIAN)
    page.get_by_role("region", name="The wards, highest first").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Finsbury Park", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Finsbury Park", timeout=PATIENCE)
    assert f"/ward?ward={FINSBURY_PARK}" in page.url


def test_a_ward_can_be_outlined_by_keyboard(page: Page) -> None:
    visit(page, ASIAN)
    page.get_by_label("Ward to outline").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Bunhill")
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("Outlined: Bunhill.")


@pytest.mark.parametrize("view", ["map", "hexagons"])
@pytest.mark.parametrize("address", ["/wards?", "/wards?indicator=residents-by-ethnic-group-2011-old-wards&"])
def test_the_map_fits_a_phone(page: Page, address: str, view: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, f"{address}view={view}")
    assert sideways(page) == 0


@pytest.mark.parametrize("address", ["/ward", f"/ward?ward={FINSBURY_PARK}", "/ward?ward=E05000374"])
def test_the_page_of_a_ward_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, address)
    assert sideways(page) == 0


def test_the_choice_of_hexagons_stays_in_the_address(page: Page) -> None:
    visit(page, ASIAN)
    _pick(page, "Drawn as", "Hexagons")
    expect(page.locator(".st-key-ci-forms-hexagons > :first-child")).to_be_visible(timeout=PATIENCE)
    assert "view=hexagons" in page.url
    page.reload()
    settled(page)
    expect(page.locator(".st-key-ci-forms-hexagons > :first-child")).to_be_visible(timeout=PATIENCE)


def test_with_webgl_the_other_drawing_stays_away(page: Page) -> None:
    visit(page, ASIAN)
    expect(deck(page)).to_be_visible()
    expect(page.get_by_text("This browser does not draw with WebGL")).to_be_hidden()


def test_without_webgl_the_page_says_so_and_draws_the_wards_in_another_way(browser: Browser, portal: str) -> None:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    started = browser.browser_type.launch(executable_path=executable, args=["--no-sandbox", "--disable-3d-apis"])
    page = started.new_context(base_url=portal, viewport={"width": 1280, "height": 900}).new_page()
    visit(page, ASIAN)
    expect(page.get_by_text("This browser does not draw with WebGL")).to_be_visible(timeout=PATIENCE)
    expect(deck(page)).to_be_hidden()
    drawn = page.locator(".st-key-ci-forms-flat > :first-child svg.marks")
    expect(drawn).to_be_visible(timeout=PATIENCE)
    expect(drawn.locator('[role="graphics-symbol"][aria-label^="Finsbury Park: 15.2%"]')).to_have_count(1)
    expect(page.get_by_role("link", name="Finsbury Park", exact=True)).to_be_visible()
    started.close()
