"""Small pieces of escaped HTML."""

import base64
import re
from html import escape

from components import surface

# What a drawing says of itself; on paper the page says it instead.
_OWN_WORDS = re.compile(r' (?:class|role|aria-\w+)="[^"]*"')


def link(text: str, href: str) -> str:
    """A link that opens in the same tab."""
    target = "" if surface.current().is_paper else ' target="_self"'
    return f'<a href="{escape(href)}"{target}>{escape(text)}</a>'


def anchor(text: str, url: str) -> str:
    """A link to another site where there is an address, else the text alone."""
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>' if url else escape(text)


def picture(svg: str, words: str, *, css_class: str = "", width: int, height: int) -> str:
    """A small drawing, as an image on the screen: Streamlit takes SVG elements out of the HTML it is given."""
    if surface.current().is_paper:
        told = f'role="img" aria-label="{escape(words)}"' if words else 'aria-hidden="true"'
        tag, _, drawn = svg.partition(">")
        css = f' class="{css_class}"' if css_class else ""
        return f"{_OWN_WORDS.sub('', tag).replace('<svg', f'<svg{css} {told}', 1)}>{drawn}"
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    address = "data:image/svg+xml;base64," + base64.b64encode(named.encode()).decode()
    return f'<img class="{css_class}" src="{address}" alt="{escape(words)}" width="{width}" height="{height}">'
