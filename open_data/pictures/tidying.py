"""An SVG that Vega drew, made small and made sure of: no link, no script, no more digits than anybody can see."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from open_data.pictures.errors import PictureError
from open_data.pictures.faces import SANS

SVG = "http://www.w3.org/2000/svg"
_ALLOWED = frozenset(
    f"{{{SVG}}}{name}" for name in ("svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "clipPath")
)
# A picture has one name and one description: what Vega says of each mark would not be heard inside it.
_DROPPED = frozenset({"class", "role", "version", "pointer-events", "cursor"})
_SAYS_NOTHING = frozenset({("opacity", "1"), ("transform", "translate(0,0)")})
_MEASURED = frozenset(
    {"d", "transform", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "r", "cx", "cy", "width", "height", "viewBox"}
    | {"font-size", "stroke-width", "stroke-dasharray", "stroke-dashoffset"}
    | {"opacity", "fill-opacity", "stroke-opacity"}
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def tidied(drawing: str, mark: str) -> Element:
    """The drawing as a tree; ``mark`` makes its ids unlike those of any other picture on a page.

    Raises:
        PictureError: it is not XML, or holds a link, a picture or anything else that charts are not made of.
    """
    try:
        root: Element = fromstring(drawing)
    except (ParseError, DefusedXmlException) as error:
        message = f"This chart holds characters that cannot be drawn: {error}"
        raise PictureError(message) from error
    for element in root.iter():
        _check(element)
        _shorten(element, mark)
    _prune(root)
    root.set("font-family", f"{SANS}, Verdana, sans-serif")
    return root


def _check(element: Element) -> None:
    if element.tag not in _ALLOWED or any("href" in name for name in element.attrib):
        message = f"This chart holds a link or a foreign part ({element.tag.rpartition('}')[2]}), which is not drawn"
        raise PictureError(message)


def _shorten(element: Element, mark: str) -> None:
    kept = {
        name: _value(name, value, mark)
        for name, value in element.attrib.items()
        if name not in _DROPPED and not name.startswith("aria-") and not _is_our_face(name, value)
    }
    element.attrib.clear()
    element.attrib.update(dict(pair for pair in kept.items() if pair not in _SAYS_NOTHING))


def _is_our_face(name: str, value: str) -> bool:
    return name == "font-family" and SANS in value


def _value(name: str, value: str, mark: str) -> str:
    if name in _MEASURED:
        return _NUMBER.sub(lambda found: short_number(found[0]), value)
    if name == "id":
        return f"{mark}-{value}"
    return _REFERENCE.sub(rf"url(#{mark}-\1)", value)


def short_number(number: str) -> str:
    """A number with two decimals at most."""
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else re.sub(r"^(-?)0\.", r"\1.", text)


def _prune(element: Element) -> None:
    """Take out what is not seen: hidden parts, paths without a line, and groups without anything."""
    for child in list(element):
        _prune(child)
        if _is_unseen(child):
            element.remove(child)


def _is_unseen(element: Element) -> bool:
    if element.get("display") == "none":
        return True
    tag = element.tag.rpartition("}")[2]
    if tag == "path":
        return not element.get("d")
    return tag in {"g", "defs"} and len(element) == 0


def letters_by_weight(root: Element) -> dict[int, set[str]]:
    """The characters that a drawing writes, by the weight they are written in."""
    found: dict[int, set[str]] = {}
    for weight, text in _written(root, 400):
        if text.strip():
            found.setdefault(weight, set()).update(text)
    return found


def _written(element: Element, weight: int) -> Iterator[tuple[int, str]]:
    weight = _weight(element.get("font-weight", ""), weight)
    yield weight, element.text or ""
    for child in element:
        yield from _written(child, weight)
        yield weight, child.tail or ""


def _weight(name: str, inherited: int) -> int:
    if name.isdecimal():
        return int(name)
    return {"normal": 400, "bold": 700}.get(name, inherited)
