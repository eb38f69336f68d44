"""Small pieces of escaped HTML."""

import base64
from html import escape


def link(text: str, href: str) -> str:
    """A link that opens in the same tab."""
    return f'<a href="{escape(href)}" target="_self">{escape(text)}</a>'


def anchor(text: str, url: str) -> str:
    """A link to another site where there is an address, else the text alone."""
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>' if url else escape(text)


def picture(svg: str, words: str, *, css_class: str = "", width: int, height: int) -> str:
    """A small drawing as an image: Streamlit takes SVG elements out of the HTML it is given."""
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    address = "data:image/svg+xml;base64," + base64.b64encode(named.encode()).decode()
    return f'<img class="{css_class}" src="{address}" alt="{escape(words)}" width="{width}" height="{height}">'
