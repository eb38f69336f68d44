"""Words that somebody might put into an address to see what comes of it, and how to see that in a page."""

import re

import lxml.html
from hypothesis import strategies as st

from data_access import register
from data_access.portal import served
from data_access.selection import DATA_PARAMETERS, options

# Each would leave an element, an attribute, a header or an address of its own name where it is not neutralised.
HOSTILE = (
    *("<zq onzq=1>", '"><zq>', "'><zq>", '" onzq="1', "' onzq='1", "` onzq=1 ", "</script><zq>", "</title><zq>"),
    *("</style><zq>", "--><zq>", "]]><zq/>", "<zq\n>", "\0<zq>", "<\0zq>", "\u202e<zq>", "%3Czq%3E", "%253Czq%253E"),
    *("javascript:zq()", "data:text/html,<zq>", "//zq.example", "\\\\zq.example", "\r\nX-Zq: 1", "\r\n\r\n<zq>"),
    *("{{ 'zq' }}", "${zq}", "=zq()", "../../zq", "' OR 'zq'='zq", '"; DROP TABLE zq; --', "zq" * 700),
    *("", " ", ".", "..", "/", "\ufeff", "\ufffe", "e\u0301", "\U0001d7d8", "١٢", "-1", "1e309", "nan", "9" * 400),
)
OTHER_PARAMETERS = (
    *("page", "q", "sort", "view", "measure", "reference", "year", "edition", "form", "commitment", "embed"),
    *("embed_options", "vintage", "fields", "limit", "cursor", "bom"),
)
PARAMETERS = tuple(dict.fromkeys((*DATA_PARAMETERS, *register.PARAMETERS, *OTHER_PARAMETERS)))
KNOWN = sorted({code for codes in options(served().repository.catalogue).values() for code in codes})
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORDS = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(KNOWN),
    TEXTS,
    st.builds("{}{}{}".format, TEXTS, st.sampled_from(HOSTILE), TEXTS),
)
NAMES = st.one_of(st.sampled_from(PARAMETERS), st.sampled_from(PARAMETERS), WORDS)


def run_as_html(html: str) -> list[str]:
    """The elements, attributes and addresses of a page that only a word of the address can have brought there."""
    found = []
    for element in lxml.html.document_fromstring(html).iter():
        if not isinstance(element.tag, str):
            found += ["comment"] if "<zq" in (element.text or "") else []
            continue
        found += [element.tag] if "zq" in element.tag else []
        for name, value in element.attrib.items():
            leads_away = name in {"href", "src", "action"} and re.match(
                r"(?i)[\s\0]*(javascript:|data:(?!image/)|//|\\|https?://zq)", value
            )
            found += [f"{name}={value}"] if "onzq" in name or leads_away else []
    return found
