"""What an address says of itself where it is shared: its words as og: tags, and a picture of its figure."""

from collections.abc import Sequence
from html import escape
from textwrap import shorten
from urllib.parse import parse_qsl

from components.paper import Sheet
from data_access.citations import source_words
from data_access.key_figures import KeyFigure
from data_access.page_list import SINGLE, PageSpec
from data_access.public_address import public_address
from data_access.records import Source
from open_data.read.addresses import ROOT, ReadAddress

PICTURE = "social.png"
# As pictures.social draws it; that package is loaded only when a picture is asked for.
_WIDTH, _HEIGHT = 1200, 630
_LONGEST = 300


def shortened(text: str) -> str:
    """As many whole sentences as a search engine or a shared link has room for; of one that is longer, its start."""
    if len(text) <= _LONGEST:
        return text
    end = text.rfind(". ", 0, _LONGEST)
    return text[: end + 1] if end > 0 else shorten(text, _LONGEST, placeholder="…")


def tags(*, title: str, description: str, address: str, pictured: ReadAddress, name: str) -> str:
    """The elements of a page's head that tell a site what to show for its address.

    ``address`` is the view's own, filters and all: a site that is told another shows that one's picture instead.
    """
    description = shortened(description)
    picture = f"{public_address().url}{picture_address(pictured)}"
    told = (
        ("property", "og:type", "website"),
        ("property", "og:site_name", name),
        ("property", "og:locale", "en_GB"),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:url", f"{public_address().url}{address}"),
        ("property", "og:image", picture),
        ("property", "og:image:type", "image/png"),
        ("property", "og:image:width", str(_WIDTH)),
        ("property", "og:image:height", str(_HEIGHT)),
        ("property", "og:image:alt", f"{title}. {description}"),
        ("name", "twitter:card", "summary_large_image"),
    )
    return "\n  ".join(f'<meta {kind}="{key}" content="{escape(value)}">' for kind, key, value in told)


def picture_address(address: ReadAddress) -> str:
    """Where the picture of a view is."""
    path = f"{ROOT}/{PICTURE}" if address.path == ROOT else f"{address.path}/{PICTURE}"
    return f"{path}?{address.query}".rstrip("?")


def of_app(spec: PageSpec, query: str, *, is_single: bool) -> ReadAddress:
    """The view on paper of a page of the app; one that shows no single thing is pictured as its list."""
    pairs = tuple(parse_qsl(query))
    parameter = SINGLE.get(spec.url, ("", ""))[0]
    shown = next((pair for pair in pairs if pair[0] == parameter), None) if is_single else None
    return ReadAddress(spec.url, shown, tuple(pair for pair in pairs if pair[0] != parameter))


def picture(found: Sheet, title: str, name: str) -> bytes:
    """The picture of one view, 1200 by 630 pixels.

    Raises:
        PictureError: it cannot be drawn.
    """
    from open_data import pictures

    return pictures.social_picture(**card(found, title, name))


def card(found: Sheet, title: str, name: str) -> dict[str, str]:
    """What the picture of a view says, all of it from its page; of a hidden figure the reason alone."""
    account = found.account
    key = account.key_figure or KeyFigure("", "")
    return {
        "title": title,
        "sentence": found.sentence,
        "figure": key.text,
        "period": key.period,
        "marker": key.marker,
        "source": _source(account.whole.sources),
        "edition": account.edition,
        "name": name,
    }


def _source(sources: Sequence[Source]) -> str:
    # The publisher first: a long title is cut at the end of the line.
    if len(sources) == 1:
        return f"Source: {sources[0].publisher}, {sources[0].title}."
    return source_words(sources) or "Each figure is with its source on the page."
