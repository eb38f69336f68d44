"""Server-drawn pictures: whole, small, in the portal's face, silent about what is hidden, and nothing from outside."""

import base64
import io
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
import pytest
from defusedxml.ElementTree import fromstring
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from data_access import views, ward_views
from data_access.columns import PublicRow
from data_access.portal import served
from data_access.records import ALL, Selection
from open_data.pictures import PictureError, png, social_picture, svg
from open_data.pictures.cache import PictureCache
from open_data.pictures.faces import FONTS, HEAVY, MEDIUM, REGULAR, SANS_FACES, SERIF_HEAVY, Face, text_width, wrap
from open_data.pictures.social import HEIGHT, WIDTH, cut, social_svg
from open_data.pictures.tidying import short_number, tidied
from tests.visuals.test_palette import contrast
from visuals import charts, maps
from visuals.palette import LIGHT

Spec = dict[str, Any]
SVG = "{http://www.w3.org/2000/svg}"
NAMED = {"title": "Children looked after", "description": "Six groups in Islington."}
CARD = {
    "title": "Children looked after, by ethnic group",
    "sentence": "On 31 March 2025 Islington was looking after 282 children, 61 fewer than in 2021.",
    "figure": "34.8%",
    "period": "31 March 2025",
    "source": "Source: Department for Education",
    "edition": "Edition 2026-1, not yet approved",
}
WORDS_OF_CARD = {**CARD, "marker": "", "name": "Challenging Inequality"}
WIDE = {"width": 100, "height": 100}
ROWS = {"data": {"values": [{"a": 1}]}}
SMALL: Spec = {"mark": "point", **ROWS, **WIDE}
MOST_BYTES = {"dots": 20_000, "multiples": 40_000, "map": 40_000, "hexagons": 30_000}


def frame(rows: list[PublicRow]) -> pd.DataFrame:
    return pd.DataFrame.from_records(rows, columns=list(PublicRow._fields))


def looked_after(**changed: object) -> Spec:
    """The chart of children looked after; ``changed`` columns take the place of the published ones where hidden."""
    view = views.indicator_view(served().repository, "children-looked-after", Selection())
    rows = frame([row for row in view.groups if row.ethnicity_code != ALL])
    for column, value in changed.items():
        rows.loc[rows["marker"] == "c", column] = value
    return charts.group_dots(rows, unit=view.indicator.unit, decimals=1, area="Islington", width=720)


def over_time() -> Spec:
    view = views.indicator_view(served().repository, "children-looked-after", Selection())
    rows = frame([row for row in view.series if row.ethnicity_code != ALL])
    return charts.small_multiples(rows, unit=view.indicator.unit, decimals=1, columns=5, title="", breaks=[], width=880)


def by_ward(*, hexagons: bool = False) -> Spec:
    repository = served().repository
    wished = Selection(indicator=("stop-and-search-officer-defined",), ethnicity=("officer-unknown",))
    choice, _ = ward_views.choose(repository, wished)
    shapes = ward_views.boundaries_of(repository, choice.vintage)
    view = ward_views.ward_map_view(repository, shapes, choice)
    if hexagons:
        return maps.hexagon_map(ward_views.hexagons_of(repository), view.measured, view.classes, width=600)
    return maps.ward_altair_map(shapes, view.measured, view.classes, width=600)


@pytest.fixture(scope="module")
def specs() -> dict[str, Spec]:
    """One chart of each kind, from the edition that is served."""
    return {"dots": looked_after(), "multiples": over_time(), "map": by_ward(), "hexagons": by_ward(hexagons=True)}


@pytest.fixture(scope="module")
def drawn(specs: dict[str, Spec]) -> dict[str, str]:
    """Those charts as SVG."""
    return {kind: svg(spec, **NAMED) for kind, spec in specs.items()}


def written(drawing: str) -> list[str]:
    return ["".join(text.itertext()) for text in fromstring(drawing).iter(f"{SVG}text")]


def embedded_faces(drawing: str) -> Iterator[tuple[int, set[int]]]:
    """The weight of each face inside a picture, and the characters that it has."""
    for weight, content in re.findall(r"font-weight:(\d+);src:url\(data:font/woff2;base64,([^)]+)\)", drawing):
        yield int(weight), set(TTFont(io.BytesIO(base64.b64decode(content))).getBestCmap())


@pytest.mark.parametrize("kind", MOST_BYTES)
def test_a_chart_is_an_image_with_a_title_and_a_description(drawn: dict[str, str], kind: str) -> None:
    root = fromstring(drawn[kind])
    title, description = root[0], root[1]
    assert (root.get("role"), title.tag, description.tag) == ("img", f"{SVG}title", f"{SVG}desc")
    assert (title.text, description.text) == (NAMED["title"], NAMED["description"])
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), description.get("id"))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


@pytest.mark.parametrize("kind", MOST_BYTES)
def test_a_chart_runs_nothing_and_points_nowhere(drawn: dict[str, str], kind: str) -> None:
    root = fromstring(drawn[kind])
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "style", "g", "path", "rect", "line", "circle", "text", "tspan"}
    assert not [name for element in root.iter() for name in element.attrib if "href" in name or name.startswith("on")]
    assert re.findall(r"https?://[^\"]+", drawn[kind]) == ["http://www.w3.org/2000/svg"]
    assert {address[:15] for address in re.findall(r"url\(([^)]+)\)", drawn[kind])} == {"data:font/woff2"}


@pytest.mark.parametrize("kind", MOST_BYTES)
def test_a_chart_is_small_and_has_two_decimals_at_most(drawn: dict[str, str], kind: str) -> None:
    assert len(drawn[kind].encode()) < MOST_BYTES[kind]
    drawing = re.sub(r"<style>.*?</style>|<(title|desc)[^>]*>.*?</\1>|>[^<]+<", "", drawn[kind])
    assert not re.findall(r"\d*\.\d{3,}", drawing)


@pytest.mark.parametrize("kind", MOST_BYTES)
def test_every_letter_of_a_chart_is_in_the_face_that_travels_with_it(drawn: dict[str, str], kind: str) -> None:
    faces = dict(embedded_faces(drawn[kind]))
    by_weight: dict[int, set[int]] = {}
    for text in fromstring(drawn[kind]).iter(f"{SVG}text"):
        by_weight.setdefault(int(text.get("font-weight", "400")), set()).update(map(ord, "".join(text.itertext())))
    assert by_weight
    assert all(letters <= faces[weight] for weight, letters in by_weight.items())
    assert sum(len(found) for found in re.findall(r"base64,([^)]+)", drawn[kind])) < 25_000


def test_no_two_charts_on_a_page_share_an_id(specs: dict[str, Spec], drawn: dict[str, str]) -> None:
    pictures = [*drawn.values(), svg(specs["dots"], title="Another", description="The same rows.")]
    ids = [found for picture in pictures for found in re.findall(r'\bid="([^"]+)"', picture)]
    assert len(ids) == len(set(ids)) >= 2 * len(pictures)


def test_a_chart_writes_the_published_figures(drawn: dict[str, str]) -> None:
    assert "34.8%" in " ".join(written(drawn["dots"]))
    assert any("2021" in text for text in written(drawn["multiples"]))
    assert "Finsbury" in " ".join(written(drawn["map"])) and "Finsbury" in " ".join(written(drawn["hexagons"]))


def test_a_hidden_figure_is_not_in_a_chart_even_where_its_row_still_has_it() -> None:
    hidden = {"value": 87.6543, "numerator": 4321.0, "lower": 81.2345, "upper": 93.4567}
    found = svg(looked_after(**hidden), **NAMED)
    assert "[c] hidden to protect people" in written(found)
    assert not [digits for digits in ("87.6", "87.7", "4321", "4,321", "81.2", "93.4", "93.5") if digits in found]
    assert found == svg(looked_after(), **NAMED)


def test_hidden_wards_have_a_symbol_and_no_number(drawn: dict[str, str]) -> None:
    for kind in ("map", "hexagons"):
        texts = [text for text in written(drawn[kind]) if re.search(r"\d|\[", text)]
        # Nine wards, whose symbols stand on a halo of their own.
        assert texts.count("[c]") == 18


@settings(max_examples=15, deadline=None)
@given(title=st.text(max_size=60), description=st.text(max_size=60))
def test_any_words_can_name_a_chart(title: str, description: str) -> None:
    root = fromstring(svg(SMALL, title=title, description=description))
    for element, text in zip(root[:2], (title, description), strict=True):
        allowed = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", text)
        # XML reads every line end as a line feed.
        assert (element.text or "") == allowed.replace("\r\n", "\n").replace("\r", "\n")


def test_marks_that_mean_something_in_xml_are_words_in_a_picture() -> None:
    odd = """<script>&amp;"'</title>"""
    root = fromstring(svg(looked_after(), title=odd, description=odd))
    assert (root[0].text, root[1].text) == (odd, odd)
    assert odd in " ".join(written(social_svg(**{**WORDS_OF_CARD, "title": odd})))


ODD_SPECS: dict[str, Any] = {
    "empty": {},
    "not a mapping": ["mark"],
    "no width": {"mark": "point", **ROWS},
    "as wide as what holds it": {"mark": "point", **ROWS, "height": 100, "width": "container"},
    "endless": {"mark": "point", **ROWS, "height": 100, "width": math.inf},
    "not a number": {"mark": "point", "data": {"values": [{"a": math.nan}]}, **WIDE},
    "not JSON": {"mark": "point", "data": {"values": [{"a": object()}]}, **WIDE},
    "no such mark": {"mark": "nothing", **ROWS, **WIDE},
    "no layers": {"layer": None, **WIDE},
    "a broken expression": {"mark": "point", **ROWS, "transform": [{"calculate": "f(", "as": "b"}], **WIDE},
    "a file elsewhere": {"mark": "point", "data": {"url": "https://example.org/rows.csv"}, **WIDE},
    "a file here": {"mark": "point", "data": {"url": "file:///etc/hostname"}, **WIDE},
    "a picture": {"mark": {"type": "image", "url": "https://example.org/a.png"}, **ROWS, **WIDE},
    "a link": {"mark": {"type": "point", "href": "https://example.org"}, **ROWS, **WIDE},
}


@pytest.mark.parametrize("name", ODD_SPECS)
def test_a_chart_that_cannot_be_drawn_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(PictureError, match=r"^This (chart|is not a chart)") as refused:
        svg(ODD_SPECS[name], **NAMED)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "part",
    [
        '<image href="https://example.org/a.png"/>',
        '<a href="https://example.org"/>',
        "<script/>",
        '<path href="#a" d="M0,0"/>',
        "<foreignObject/>",
        "<unclosed>",
    ],
)
def test_a_drawing_with_a_link_a_picture_or_a_script_in_it_is_refused(part: str) -> None:
    with pytest.raises(PictureError, match=r"^This chart holds"):
        tidied(f'<svg xmlns="http://www.w3.org/2000/svg">{part}</svg>', "a")


@pytest.mark.parametrize("scale", [0.0, 0.1, 5.0, math.nan, math.inf])
def test_a_scale_out_of_range_is_refused(specs: dict[str, Spec], scale: float) -> None:
    with pytest.raises(PictureError, match="times its size"):
        png(specs["dots"], scale=scale)


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    with pytest.raises(PictureError, match="are the most that are drawn"):
        png({"mark": "point", **ROWS, "width": 9000, "height": 9000}, scale=1)


def test_a_png_has_the_pixels_of_its_scale_on_the_paper_of_the_page(specs: dict[str, Spec]) -> None:
    root = fromstring(svg(specs["dots"], **NAMED))
    picture = Image.open(io.BytesIO(png(specs["dots"], scale=2)))
    assert picture.size == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))
    assert "#%02X%02X%02X" % picture.convert("RGB").getpixel((0, 0)) == LIGHT.bg  # noqa: UP031


def test_the_foot_of_a_png_is_below_the_chart_and_leaves_it_as_it_is(specs: dict[str, Spec]) -> None:
    bare = Image.open(io.BytesIO(png(specs["dots"], scale=1))).convert("RGB")
    footed = Image.open(io.BytesIO(png(specs["dots"], scale=1, foot="Source: a source. Edition 2026-1."))).convert(
        "RGB"
    )
    assert footed.width == bare.width and footed.height > bare.height
    assert footed.crop((0, 0, *bare.size)).tobytes() == bare.tobytes()
    assert len(footed.crop((0, bare.height, *footed.size)).getcolors() or []) > 5


def test_a_card_is_1200_by_630_and_small() -> None:
    picture = social_picture(**CARD)
    image = Image.open(io.BytesIO(picture))
    image.load()
    assert image.size == (1200, 630)
    assert len(picture) < 300_000


def test_a_card_full_of_letters_is_still_small_enough() -> None:
    full = {part: "Wm%8 " * 200 for part in CARD}
    assert len(social_picture(**full)) < 300_000


def test_a_card_says_all_it_was_given() -> None:
    found = " ".join(written(social_svg(**WORDS_OF_CARD)))
    assert all(words in found for words in (*CARD.values(), "Challenging Inequality"))


@pytest.mark.parametrize(
    ("marker", "words"),
    [("c", "Hidden to protect people"), ("x", "Not published"), ("z", "Does not apply")],
)
def test_a_card_of_a_figure_that_is_not_shown_says_why_and_has_no_number(marker: str, words: str) -> None:
    by_symbol = social_svg(**{**WORDS_OF_CARD, "figure": f"[{marker}]"})
    by_marker = social_svg(**{**WORDS_OF_CARD, "figure": "34.8%", "marker": marker})
    assert by_symbol == by_marker
    assert words in written(by_marker)
    assert "34.8" not in by_marker


def test_a_card_can_be_read_on_its_paper() -> None:
    root = fromstring(social_svg(**WORDS_OF_CARD))
    colours = {text.attrib["fill"] for text in root.iter(f"{SVG}text")}
    assert colours
    assert min(contrast(colour, LIGHT.bg) for colour in colours) >= 4.5


FACE_OF = {(face.family, face.weight): face for face in (*SANS_FACES, SERIF_HEAVY)}


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(max_size=300),
    sentence=st.text(max_size=900) | st.text(alphabet="ab .", max_size=2000),
    figure=st.text(max_size=80),
    period=st.text(max_size=200),
    marker=st.sampled_from(["", "c", "published"]),
)
def test_no_words_leave_the_card(title: str, sentence: str, figure: str, period: str, marker: str) -> None:
    card = {**WORDS_OF_CARD, "title": title, "sentence": sentence, "figure": figure, "period": period}
    lowest = 0.0
    for text in fromstring(social_svg(**{**card, "marker": marker})).iter(f"{SVG}text"):
        face = FACE_OF[text.attrib["font-family"], int(text.attrib["font-weight"])]
        size, words = float(text.attrib["font-size"]), text.text or ""
        at_left = text.get("text-anchor") is None
        wide = text_width(words, face, size)
        assert float(text.attrib["x"]) + (wide if at_left else -wide) <= WIDTH - 60
        if face is SERIF_HEAVY:
            lowest = max(lowest, float(text.attrib["y"]) + 0.3 * size)
    assert lowest <= 546 < HEIGHT


def test_a_long_text_is_cut_after_a_sentence_or_after_a_word() -> None:
    about = {"face": SERIF_HEAVY, "size": 40.0, "width": 400.0, "most": 2}
    sentences = "One sentence is here. Another one would go far beyond the room there is."
    assert " ".join(cut(sentences, **about)) == "One sentence is here."
    words = "One sentence alone that goes on for much longer than two lines of this width"
    lines = cut(words, **about)
    assert len(lines) == 2 and lines[-1].endswith("…")
    assert words.startswith(" ".join(lines).removesuffix("…"))
    assert words[len(" ".join(lines)) - 1] == " "


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcdefgh WMil", max_size=200), st.sampled_from([REGULAR, MEDIUM, HEAVY, SERIF_HEAVY]))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, face: Face) -> None:
    lines = wrap(text, face, 30, 200)
    assert all(text_width(line, face, 30) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_a_shortened_number_is_the_same_to_two_decimals(number: float) -> None:
    short = short_number(repr(number))
    assert abs(float(short) - number) <= 0.005 + 1e-9
    assert re.fullmatch(r"-?(\d+|\d*\.\d{1,2})", short)


@pytest.mark.parametrize("face", SANS_FACES, ids=lambda face: str(face.weight))
def test_the_measured_face_has_the_letters_and_widths_of_the_one_that_pages_load(face: Face) -> None:
    variable = TTFont(FONTS / "atkinson-hyperlegible-next-latin-wght-normal.woff2")
    loaded = variable.getGlyphSet(location={"wght": face.weight})
    measured = TTFont(FONTS / face.file)
    for code, name in variable.getBestCmap().items():
        width, _ = measured["hmtx"][measured.getBestCmap()[code]]
        assert width == pytest.approx(loaded[name].width, abs=1)
    assert measured["name"].getBestFamilyName() == face.family
    assert "Atkinson Hyperlegible Next Project Authors" in measured["name"].getDebugName(0)


def test_the_measured_serif_is_the_one_that_pages_load_under_a_name_its_licence_allows() -> None:
    loaded, measured = TTFont(FONTS / "source-serif-4-latin-600-normal.woff2"), TTFont(FONTS / SERIF_HEAVY.file)
    assert measured["hmtx"].metrics == loaded["hmtx"].metrics
    assert measured["name"].getBestFamilyName() == SERIF_HEAVY.family
    names = [measured["name"].getDebugName(number) for number in (1, 3, 4, 6, 16)]
    assert names and not [name for name in names if "Source" in name]


def test_eight_readers_at_once_get_the_same_bytes() -> None:
    specs = [looked_after() | {"height": 200 + count % 2} for count in range(8)]
    with ThreadPoolExecutor(8) as pool:
        drawings = list(pool.map(lambda spec: svg(spec, **NAMED), specs))
        pictures = list(pool.map(lambda spec: png(spec, scale=0.5), specs))
        cards = list(pool.map(lambda _: social_picture(**CARD), range(8)))
    assert [len(set(found)) for found in (drawings[::2], drawings[1::2], pictures[::2], pictures[1::2], cards)] == [
        1
    ] * 5
    assert drawings[0] != drawings[1]


def test_the_pictures_kept_are_bounded_by_number_and_by_bytes() -> None:
    kept: PictureCache[bytes] = PictureCache(entries=3, size=100)
    for name in "abcd":
        assert kept.get(name, lambda: b"x" * 10) == b"x" * 10
    assert (len(kept), kept.size) == (3, 30)
    assert kept.get("d", lambda: b"drawn again") == b"x" * 10
    assert kept.get("a", lambda: b"drawn again") == b"drawn again"
    kept.get("large", lambda: b"x" * 90)
    assert kept.size <= 100
    assert len(kept.get("larger than all", lambda: b"x" * 101)) == 101
    assert (len(kept), kept.size) == (0, 0)


def test_nothing_heavy_is_loaded_before_the_first_picture() -> None:
    script = "import sys, open_data.pictures; print([m for m in ('vl_convert', 'fontTools') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
