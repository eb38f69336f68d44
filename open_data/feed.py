"""The Atom feed of what happened, whole or for one strand (RFC 4287)."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response

from data_access.events import KINDS, Event, events, stable_id, start_of
from data_access.interface_text import text_of
from data_access.portal import Served, served
from data_access.public_address import public_address
from data_access.records import Code
from open_data.api import answers_problems
from open_data.requests import refuse_others, take_choice, values_by_parameter
from open_data.responses import entity_tag, not_modified, text_response, xml_text

PATH = "/feed.xml"
MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@answers_problems
def feed(request: Request) -> Response:
    """GET /feed.xml: editions, corrections, reports and passed dates, newest first; ``strand`` for one strand."""
    parameters = values_by_parameter(request.query_params)
    edition = served()
    strand_code = take_choice(parameters, "strand", tuple(edition.repository.catalogue.codes.strands))
    refuse_others(parameters, ("strand",))
    text = atom(events(strand_code), edition, strand_code)
    # A withdrawn figure changes the text and not the edition, so the tag is made from the text.
    tag = entity_tag(text)
    return not_modified(request, tag) or text_response(text, tag, MEDIA_TYPE)


def atom(found: Iterable[Event], edition: Served, strand_code: str = "") -> str:
    """The events as an Atom document, in the order given."""
    entries = list(found)
    catalogue, root = edition.repository.catalogue, public_address().url
    settings, strands = catalogue.settings, catalogue.codes.strands
    query = f"?strand={strand_code}" if strand_code else ""
    about = f": {strands[strand_code].label}" if strand_code else ""
    newest = max((entry.at for entry in entries), default=start_of(edition.today))

    document = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": text_of("frame.language")})
    _add(document, "id", stable_id(f"feed/{strand_code}"))
    _add(document, "title", f"{settings.name}{about}")
    _add(document, "subtitle", text_of("feed.subtitle"))
    _add(document, "updated", newest.isoformat())
    _add(document, "link", rel="self", type=MEDIA_TYPE, href=f"{root}{PATH}{query}")
    _add(document, "link", rel="alternate", type="text/html", href=f"{root}/stocktake{query}")
    author = ET.SubElement(document, "author")
    _add(author, "name", settings.name)
    _add(author, "uri", f"{root}/about")
    _add(document, "rights", f"{settings.licence}. {settings.attribution}")
    for entry in entries:
        _add_entry(document, entry, root, strands)
    return xml_text(document)


def _add_entry(document: ET.Element, event: Event, root: str, strands: dict[str, Code]) -> None:
    entry = ET.SubElement(document, "entry")
    when = event.at.isoformat()
    _add(entry, "id", event.id)
    _add(entry, "title", event.title)
    _add(entry, "published", when)
    _add(entry, "updated", when)
    _add(entry, "link", rel="alternate", type="text/html", href=f"{root}/{event.page}")
    _add(entry, "summary", event.sentence)
    _add(entry, "category", term=event.kind, label=KINDS[event.kind])
    if event.strand_code in strands:
        label = strands[event.strand_code].label
        _add(entry, "category", term=event.strand_code, label=label, scheme=f"{root}/stocktake")
    for code in event.ward_codes:
        _add(entry, "category", term=code, scheme=f"{root}/api/v1/areas")


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    child = ET.SubElement(parent, name, {key: _NOT_XML.sub("", value) for key, value in attributes.items()})
    if text:
        child.text = _NOT_XML.sub("", text)
