"""What search engines are told: every page there is, and what to leave alone."""

from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response

from data_access.page_list import PAGES, read_addresses
from data_access.portal import served
from data_access.public_address import public_address
from open_data.api import answers_problems
from open_data.responses import entity_tag, not_modified, text_response, xml_text

PATH = "/sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Addresses that Streamlit answers for a page that is open; a page's own address may stand before the first.
_INTERNAL = ("/_stcore/", "/*/_stcore/", "/media/", "/component/")


@answers_problems
def sitemap(request: Request) -> Response:
    """GET /sitemap.xml: every page, and every page that needs no JavaScript."""
    root = public_address().url
    document = ET.Element("urlset", {"xmlns": _NAMESPACE})
    paths = [*(spec.address for spec in PAGES), *read_addresses(served().repository.catalogue)]
    for path in dict.fromkeys(paths):
        ET.SubElement(ET.SubElement(document, "url"), "loc").text = f"{root}{path}"
    text = xml_text(document)
    tag = entity_tag(text)
    return not_modified(request, tag) or text_response(text, tag, "application/xml")


def robots(request: Request) -> Response:
    """GET /robots.txt: all may be read but the addresses between Streamlit and an open page."""
    closed = (f"Disallow: {path}" for path in _INTERNAL)
    text = "\n".join(["User-agent: *", "Allow: /", *closed, "", f"Sitemap: {public_address().url}{PATH}", ""])
    tag = entity_tag(text)
    return not_modified(request, tag) or text_response(text, tag, "text/plain")
