"""Charts and maps as pictures, from the specifications that the app draws them from."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from open_data.pictures import engine, faces
from open_data.pictures.cache import PictureCache
from open_data.pictures.errors import PictureError
from open_data.pictures.tidying import SVG, letters_by_weight, tidied
from visuals.palette import LIGHT

_LONGEST_SIDE = 30_000
_MOST_PIXELS = 40_000_000
_SCALES = (0.25, 4.0)
_FOOT_SIZE, _FOOT_LINE, _FOOT_MARGIN = 13, 18, 4
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FETCHES = frozenset({"url", "href"})

_svgs: PictureCache[str] = PictureCache(entries=400, size=16_000_000)
_pngs: PictureCache[bytes] = PictureCache(entries=200, size=24_000_000)

register_namespace("", SVG)


def svg(spec: Mapping[str, Any], *, title: str, description: str) -> str:
    """A chart as an SVG with a name and a description, which needs nothing from outside: for ``<img>`` or a file.

    ``spec`` is what a builder of ``visuals`` made for a width in pixels.

    Raises:
        PictureError: the specification cannot be drawn, has no width of its own, or points to another file.
    """
    source = _source(spec)
    key = _key(source, title, description)
    return _svgs.get(key, lambda: _named(tidied(engine.chart_to_svg(source), f"p{key[:10]}"), key, title, description))


def png(spec: Mapping[str, Any], *, scale: float = 2.0, foot: str = "") -> bytes:
    """A chart as a PNG of ``scale`` pixels for each of its own; ``foot`` is printed below it (source, edition).

    Raises:
        PictureError: as for ``svg``, or the scale is below a quarter or above four, or the picture too large.
    """
    if not _SCALES[0] <= scale <= _SCALES[1]:
        message = f"A picture can be drawn from {_SCALES[0]:g} to {_SCALES[1]:g} times its size, not {scale:g} times"
        raise PictureError(message)
    source = _source(spec)
    if (pixels := spec["width"] * spec["height"] * scale**2) > _MOST_PIXELS:
        message = f"This picture would have {pixels:,.0f} pixels; {_MOST_PIXELS:,} are the most that are drawn"
        raise PictureError(message)
    return _pngs.get(_key(source, f"{scale:g}", foot), lambda: engine.svg_to_png(_footed(source, foot), scale))


def _source(spec: Mapping[str, Any]) -> str:
    """The specification as JSON, on the paper of the page, once it is known to be one that can be drawn."""
    if not isinstance(spec, Mapping) or not ({"mark", "layer"} & spec.keys()):
        raise PictureError("This is not a chart: it has neither a mark nor layers")
    for side in ("width", "height"):
        _check_side(side, spec.get(side))
    if any(key in _FETCHES for key in _keys(spec)):
        raise PictureError("This chart points to another file; a picture is drawn from its own rows alone")
    background = spec.get("background", "transparent")
    on_paper = {**spec, "background": LIGHT.bg if background == "transparent" else background}
    try:
        return json.dumps(on_paper, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        message = f"This chart holds something that is not JSON: {error}"
        raise PictureError(message) from error


def _check_side(side: str, length: object) -> None:
    if isinstance(length, bool) or not isinstance(length, int | float) or not 0 < length <= _LONGEST_SIDE:
        message = f"This chart has no {side} in pixels from 1 to {_LONGEST_SIDE} but {length!r}: build it for a width"
        raise PictureError(message)


def _keys(part: Any) -> Iterator[str]:
    """Every key of a specification, however deep."""
    waiting = [part]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Mapping):
            yield from found
            waiting.extend(found.values())
        elif isinstance(found, list | tuple):
            waiting.extend(found)


def _key(*parts: str) -> str:
    """One short name for a picture and all it is made from."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _named(root: Element, key: str, title: str, description: str) -> str:
    """The drawing with its name, its description and its face."""
    ids = {name: f"p{key[:10]}-{name}" for name in ("title", "desc")}
    root.set("role", "img")
    root.set("aria-labelledby", ids["title"])
    root.set("aria-describedby", ids["desc"])
    head = []
    for name, text in (("title", title), ("desc", description)):
        element = Element(f"{{{SVG}}}{name}", {"id": ids[name]})
        element.text = _NOT_IN_XML.sub(" ", text)
        head.append(element)
    style = Element(f"{{{SVG}}}style")
    style.text = faces.font_face_rules(letters_by_weight(root))
    root[:0] = [*head, style]
    return tostring(root, encoding="unicode")


def _footed(source: str, foot: str) -> str:
    """The drawing with lines of small print below it."""
    root = tidied(engine.chart_to_svg(source), "p")
    width, height = (float(root.attrib[side]) for side in ("width", "height"))
    lines = faces.wrap(faces.in_face(foot, faces.REGULAR), faces.REGULAR, _FOOT_SIZE, width - 2 * _FOOT_MARGIN)
    if lines:
        paper = Element(f"{{{SVG}}}rect", {"width": "100%", "height": "100%", "fill": LIGHT.bg})
        root.insert(0, paper)
    for count, line in enumerate(lines, start=1):
        place = {"x": f"{_FOOT_MARGIN}", "y": f"{height + count * _FOOT_LINE:g}"}
        look = {"font-size": f"{_FOOT_SIZE}px", "fill": LIGHT.muted}
        SubElement(root, f"{{{SVG}}}text", place | look).text = line
    tall = height + (len(lines) * _FOOT_LINE + _FOOT_MARGIN if lines else 0)
    root.attrib |= {"height": f"{tall:g}", "viewBox": f"0 0 {width:g} {tall:g}"}
    return tostring(root, encoding="unicode")
