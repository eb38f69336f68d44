"""Small pieces of escaped HTML."""

from html import escape


def link(text: str, href: str) -> str:
    """A link that opens in the same tab."""
    return f'<a href="{escape(href)}" target="_self">{escape(text)}</a>'


def anchor(text: str, url: str) -> str:
    """A link to another site where there is an address, else the text alone."""
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>' if url else escape(text)
