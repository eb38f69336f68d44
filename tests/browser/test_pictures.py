"""A server-drawn chart in a browser: through ``<img>`` it has the portal's face, and asks nobody for it."""

import base64
import io
import re

from PIL import Image, ImageChops
from playwright.sync_api import Browser

from open_data.pictures import svg
from open_data.pictures.faces import FONTS

CHART = {
    "width": 420,
    "height": 120,
    "data": {"values": [{"group": "Asian"}, {"group": "Black"}, {"group": "Mixed"}]},
    "mark": {"type": "text", "size": 20, "fontWeight": 600},
    "encoding": {"y": {"field": "group", "type": "nominal", "title": None}, "text": {"field": "group"}},
    "config": {"font": "Atkinson Hyperlegible Next, Verdana, sans-serif"},
}


def data_address(content: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def image_of(drawing: str) -> str:
    return f'<img alt="" src="{data_address(drawing.encode(), "image/svg+xml")}">'


def pixels_apart(one: Image.Image, other: Image.Image) -> int:
    """How many pixels of two pictures differ by more than the smoothing of an edge."""
    apart = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > 60 else 0)
    return apart.histogram()[255]


def test_a_chart_shown_as_an_image_has_the_face_of_the_page_and_makes_no_request(browser: Browser) -> None:
    drawing = svg(CHART, title="Groups", description="Three groups.")
    bare = re.sub(r"<style>.*?</style>", "", drawing)
    whole = data_address((FONTS / "atkinson-hyperlegible-next-latin-wght-normal.woff2").read_bytes(), "font/woff2")
    face = f'<style>@font-face{{font-family:"Atkinson Hyperlegible Next";font-weight:200 800;src:url({whole})}}</style>'
    page = browser.new_page(viewport={"width": 600, "height": 200})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    def shown(body: str) -> Image.Image:
        page.set_content(f'<!doctype html><body style="margin:0">{body}')
        page.evaluate("document.fonts.ready.then(() => Promise.all([...document.images].map(i => i.decode())))")
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")

    as_image, without_face, in_page = shown(image_of(drawing)), shown(image_of(bare)), shown(face + bare)
    page.close()
    assert pixels_apart(as_image, without_face) > 200
    assert pixels_apart(as_image, in_page) < 20
    assert all(address.startswith("data:") for address in requests)
