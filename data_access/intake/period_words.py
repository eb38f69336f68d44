"""From the ways in which people write a date or a year to the period code that was meant."""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime

from data_access.records import Period

# The start of a code says what kind of period it is; people write many of them alike.
KINDS = {
    "d": "a day",
    "m": "a month",
    "q": "a quarter",
    "fy": "a financial year",
    "ay": "a school year",
    "cy": "a calendar year",
    "r": "a range of months",
}
_CODE = re.compile(r"(d\d{4}-\d\d-\d\d|(fy|ay)\d{4}-\d\d|cy\d{4}|[mq]\d{4}-\d\d|r\d{4}-\d\d_\d{4}-\d\d)")
_SPLIT_YEAR = re.compile(r"(?:20)?(\d\d)\s*[/–-]\s*(?:20)?(\d\d)")
_DAYS = (
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%y",
    "%d-%b-%Y",
)


def kind_of(code: str) -> str:
    """The letters that start a period code, such as ``fy``."""
    return code.rstrip("0123456789-_r") if not code.startswith("r") else "r"


def is_code(text: str) -> bool:
    """Whether a text has the form of a period code, listed or not."""
    return bool(_CODE.fullmatch(text))


def codes_meant(text: str, kinds: Collection[str], periods: dict[str, Period]) -> list[str]:
    """The codes that a text in another form stands for, listed or not; none where it stands for no period.

    ``kinds`` are the kinds of period that the indicator has published: where a text fits several kinds
    (2024/25 is a school year and a financial year), those come alone if there are any.
    """
    found = list(dict.fromkeys([*_labelled(text, periods), *_formed(text)]))
    fitting = [code for code in found if kind_of(code) in kinds]
    return fitting or found


def _labelled(text: str, periods: dict[str, Period]) -> Iterator[str]:
    words = " ".join(text.split()).casefold()
    yield from (code for code, period in periods.items() if words in (period.label.casefold(), code.casefold()))


def _formed(text: str) -> Iterator[str]:
    years = _SPLIT_YEAR.fullmatch(text.strip())
    if years and (int(years[1]) + 1) % 100 == int(years[2]):
        yield from (f"{kind}20{years[1]}-{years[2]}" for kind in ("ay", "fy"))
    day = _day(text)
    if day:
        yield f"d{day.isoformat()}"
    if re.fullmatch(r"20\d\d", text.strip()):
        yield f"cy{text.strip()}"


def _day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(" ".join(text.split()), form).date()
        except ValueError:
            continue
    return None
