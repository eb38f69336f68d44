"""Search that forgives mistakes of spelling: over outcomes, commitments, wards, groups, words and pages."""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from textwrap import shorten

from rapidfuzz import fuzz, process

from data_access.files import text_path
from data_access.formats import day, list_words, plural
from data_access.glossary import glossary
from data_access.interface_text import text_of
from data_access.page_list import PAGES
from data_access.records import Catalogue, Commitment, EthnicGroup, Indicator, Selection
from data_access.repository import Repository
from data_access.selection import query_string

LONGEST = 200
MOST_RESULTS = 20
KINDS = ("Outcome", "Commitment", "Ward", "Ethnic group", "Word or rule", "Page", "Strand", "Service area")
POSTCODE_NOTE = text_of("search.postcode")
_MOST_WORDS = 20
_LONGEST_LINE = 180
_NEAR_WORDS = 5
# How much a word counts by where it stands.
_TITLE, _NAMES, _TEXT, _ASIDE = 1.0, 0.85, 0.5, 0.3
_AGAIN = 0.05
_BEGINNING, _MISSPELT, _SAID = 0.85, 0.9, 0.8
_CLOSE, _NEAR = 77, 55
_SHORTEST_TO_MISSPELL, _SHORTEST_BEGINNING = 4, 3
_SHORTEST_STEM = 4
_WHOLE_TITLE = 0.3
_LEAST = 0.3
_LEAST_OF_BEST = 0.45
_OF_ONE_KIND, _NEARLY = 2, 0.8
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by can did do does for from had has have how i in is it its me my of on or our so than "
        "that the their them there they this to was we were what when where which who why will with owns you your",
    )
)
_WORD = re.compile(r"[^\W_]+")
_POSTCODE = re.compile(r"(?:n|nw|e|ec|wc|se|sw|w)\d{1,2}[a-z]?(?: ?\d[a-z]{0,2})?", re.IGNORECASE)
_SECTION = re.compile(r"^## (?P<heading>.+?) \{(?P<key>[a-z-]+)\}$", re.MULTILINE)
_MARKS = re.compile(r"[*`]|\]\([^)]*\)|\[|^>.*$", re.MULTILINE)


@dataclass(frozen=True)
class Found:
    """One answer: what it is, a line on what it holds, and its address from the root without a slash."""

    kind: str
    title: str
    why: str
    address: str


@dataclass(frozen=True)
class Answer:
    """What answers a search, best first; with none, the ``nearest`` words that would find something.

    ``note`` is what the reader should know besides, or empty.
    """

    query: str
    results: tuple[Found, ...]
    note: str = ""
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Entry:
    """An answer with the texts it is found by and how much each counts; a ``name`` is read in place of its title."""

    found: Found
    texts: tuple[tuple[str, float], ...]
    name: str = ""

    @property
    def title(self) -> str:
        """The words of its title that may be searched for."""
        return self.name or self.found.title


class _Index:
    """Where each word stands, and how telling it is."""

    def __init__(self, entries: Iterable[_Entry], said: Mapping[str, tuple[str, ...]]) -> None:
        self.entries, self.said = tuple(entries), said
        self.titles = [" ".join(_words(entry.title)) for entry in self.entries]
        self.places: dict[str, dict[int, float]] = {}
        self.spelt: dict[str, str] = {}
        for number, entry in enumerate(self.entries):
            for text, weight in ((entry.title, _TITLE), *entry.texts):
                self._take(number, text, weight)
        self.words = list(self.places)

    def _take(self, number: int, text: str, weight: float) -> None:
        for plain in _plain_words(text):
            stem = _stem(plain)
            self.spelt.setdefault(stem, plain)
            found = self.places.setdefault(stem, {})
            before = found.get(number, 0)
            found[number] = min(max(weight, before) + (_AGAIN if before else 0), _TITLE)

    def telling(self, word: str) -> float:
        """How much a word says: the rarer, the more."""
        return math.log(1 + len(self.entries) / len(self.places[word]))

    def like(self, word: str) -> dict[str, float]:
        """The words of the index that a reader may have meant by one, each with how surely, up to 1."""
        found = {word: 1.0} if word in self.places else self._misspelt(word)
        for near, sure in list(found.items()):
            self._add(found, ((here, sure * _SAID) for here in self.said.get(near, ())))
        for near, sure in [(word, 1.0), *found.items()]:
            if len(near) >= _SHORTEST_BEGINNING:
                longer = (other for other in self.words if other.startswith(near) and other != near)
                self._add(found, ((other, sure * _BEGINNING) for other in longer))
        return {near: sure for near, sure in found.items() if near in self.places}

    def _misspelt(self, word: str) -> dict[str, float]:
        if word in self.said:
            return {word: 1.0}
        if len(word) < _SHORTEST_TO_MISSPELL:
            return {}
        known = [*self.words, *self.said]
        close = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=_NEAR_WORDS)
        return {str(near): _MISSPELT * score / 100 for near, score, _ in close}

    @staticmethod
    def _add(found: dict[str, float], more: Iterable[tuple[str, float]]) -> None:
        for word, sure in more:
            found[word] = max(sure, found.get(word, 0))

    def scores(self, words: list[str]) -> dict[int, float]:
        """How well each entry answers, from 0 to a little over 1, by its number."""
        most = math.log(1 + len(self.entries))
        whole, total = 0.0, dict[int, float]()
        for word in words:
            meant = self.like(word)
            worth = self.telling(max(meant, key=lambda near: meant[near])) if meant else most
            whole += worth
            best: dict[int, float] = {}
            for near, sure in meant.items():
                for number, weight in self.places[near].items():
                    best[number] = max(best.get(number, 0), sure * weight)
            for number, share in best.items():
                total[number] = total.get(number, 0) + worth * share
        asked = " ".join(words)
        return {
            number: score / whole + _WHOLE_TITLE * fuzz.ratio(asked, self.titles[number]) / 100
            for number, score in total.items()
        }

    def nearest(self, words: Iterable[str]) -> tuple[str, ...]:
        """The words of the index most like those asked for."""
        near: dict[str, float] = {}
        for word in words:
            close = process.extract(word, self.words, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_NEAR_WORDS)
            near |= {self.spelt[str(found)]: score for found, score, _ in close}
        return tuple(sorted(near, key=lambda word: (-near[word], word))[:_NEAR_WORDS])


def search(repository: Repository, query: str) -> Answer:
    """What answers a search in an edition, best first, ``MOST_RESULTS`` at most.

    Only the first ``LONGEST`` characters are read. A postcode leads to the ward map, with a note that says why.
    """
    asked = " ".join(query[:LONGEST].split())
    index = _index(repository)
    postcodes = [part[0] for part in _POSTCODE.finditer(asked) if _stands_alone(asked, part.span())]
    words = _words(_POSTCODE.sub(" ", asked) if postcodes else asked)
    results = _ranked(index, words)
    if postcodes:
        ward_map = next(entry.found for entry in index.entries if entry.found.address == "wards")
        others = (found for found in results if found != ward_map)
        return Answer(asked, (ward_map, *others)[:MOST_RESULTS], POSTCODE_NOTE)
    return Answer(asked, results, nearest=() if results else index.nearest(words))


def _stands_alone(text: str, span: tuple[int, int]) -> bool:
    start, end = span
    return not text[max(start - 1, 0) : start].isalnum() and not text[end : end + 1].isalnum()


def _ranked(index: _Index, words: list[str]) -> tuple[Found, ...]:
    scores = index.scores(words)
    least = max([_LEAST, *(_LEAST_OF_BEST * score for score in scores.values())])
    best = sorted((-score, number) for number, score in scores.items() if score >= least)
    return tuple(index.entries[number].found for _, number in _mixed(index, best)[:MOST_RESULTS])


def _mixed(index: _Index, best: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The same order, but a nearly as good answer of another kind comes third where the first three are of one."""
    kinds = [index.entries[number].found.kind for _, number in best]
    other = next((place for place, kind in enumerate(kinds) if kind != kinds[0]), 0)
    if other <= _OF_ONE_KIND or best[other][0] > _NEARLY * best[0][0]:
        return best
    return [*best[:_OF_ONE_KIND], best[other], *best[_OF_ONE_KIND:other], *best[other + 1 :]]


def _words(text: str) -> list[str]:
    """The words of a text as the index holds them, without those that say nothing and without repeats."""
    plain = _plain_words(text)
    telling = [word for word in plain if word not in _STOP] or plain
    return list(dict.fromkeys(_stem(word) for word in telling))[:_MOST_WORDS]


def _plain_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in folded if not unicodedata.combining(char) and char not in "'’")
    return _WORD.findall(plain)


def _stem(word: str) -> str:
    """A word without its commonest endings, so that homes, housed and housing meet home and house."""
    if len(word) > _SHORTEST_STEM and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) >= _SHORTEST_STEM and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    for ending in ("ing", "ed", "e"):
        # Police and policy are two words.
        if word.endswith(ending) and not word.endswith("ce") and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


@lru_cache(maxsize=4)
def _index(repository: Repository) -> _Index:
    """The index of an edition, made once; a process holds one repository for each."""
    catalogue = repository.catalogue
    with_figures = frozenset(repository.codes_with_figures(Selection())["ethnicity"])
    return _Index(
        (
            *(_indicator(entry, catalogue) for entry in catalogue.indicators.values()),
            *(_commitment(entry, catalogue) for entry in catalogue.commitments.values()),
            *_wards(catalogue),
            *_groups(catalogue, with_figures),
            *_texts(),
            *_pages(),
            *_parts_of_the_strategy(catalogue),
        ),
        _said(),
    )


def _said() -> dict[str, tuple[str, ...]]:
    """What people say and this record does not: each word with the words that stand here for it."""
    text = text_path("search_words.csv").read_text(encoding="utf-8")
    return {_stem(row["said"]): tuple(_words(row["here"])) for row in csv.DictReader(io.StringIO(text))}


def _indicator(entry: Indicator, catalogue: Catalogue) -> _Entry:
    codes = catalogue.codes
    place = (codes.strands[entry.strand_code].label, codes.service_areas[entry.service_area_code].label)
    broad = "eth5" in entry.classification_codes
    groups = (group.label for group in codes.ethnic_groups.values() if broad and group.classification_code == "eth5")
    found = Found("Outcome", entry.title, _line(entry.definition), f"indicator?indicator={entry.id}")
    return _Entry(
        found,
        (
            (f"{entry.id} {entry.unit}", _NAMES),
            (f"{entry.definition} {entry.population} {' '.join(entry.caveats)} {' '.join(groups)}", _TEXT),
            (f"{' '.join(place)} outcome figure number statistic data", _ASIDE),
        ),
    )


def _commitment(entry: Commitment, catalogue: Catalogue) -> _Entry:
    codes = catalogue.codes
    area = codes.service_areas[entry.service_area_code].label
    strand = codes.strands[entry.strand_code].label
    due = f" Due {day(entry.due)}." if entry.due else ""
    found = Found("Commitment", entry.title, f"{_line(entry.summary)}{due}", f"commitments?commitment={entry.id}")
    return _Entry(
        found,
        (
            (f"{entry.summary} {entry.issue} {entry.action} {entry.outcome}", _TEXT),
            (f"{area} {strand} {entry.type} {entry.owner}", _TEXT),
            ("commitment promise pledge owner own responsible due date measure", _ASIDE),
        ),
    )


def _wards(catalogue: Catalogue) -> Iterator[_Entry]:
    wards = [area for area in catalogue.codes.areas.values() if area.area_type == "ward"]
    newest = max((area.vintage for area in wards), default="")
    for area in wards:
        why = "Every figure for this ward, beside Islington and the other wards."
        title = area.label
        if area.vintage != newest:
            title = f"{area.label} (ward until May 2022)"
            why = "Figures for the ward as it was until May 2022. The wards of today have other bounds."
        yield _Entry(Found("Ward", title, why, f"ward?ward={area.code}"), ((f"ward {area.code}", _ASIDE),), area.label)


def _groups(catalogue: Catalogue, with_figures: frozenset[str]) -> Iterator[_Entry]:
    """The broad groups, each with a page, and every other name that a figure is published under."""
    aliases: dict[str, list[str]] = {}
    for (_, alias), code in catalogue.codes.aliases.items():
        aliases.setdefault(code, []).append(alias)
    others: dict[str, list[EthnicGroup]] = {}
    for group in catalogue.codes.ethnic_groups.values():
        names = ((" ".join(aliases.get(group.code, [])), _NAMES), ("ethnic group people resident", _NAMES))
        if group.classification_code == "eth5":
            why = "Every figure in Islington for this group, and how it compares."
            yield _Entry(Found("Ethnic group", group.label, why, f"group?ethnicity={group.code}"), names)
        elif group.code in with_figures:
            others.setdefault(group.label, []).append(group)
    for label, same in others.items():
        yield _name_of_groups(label, same, catalogue, aliases)


def _name_of_groups(
    label: str, same: list[EthnicGroup], catalogue: Catalogue, aliases: Mapping[str, list[str]]
) -> _Entry:
    lists = [catalogue.codes.classifications[group.classification_code].label for group in same]
    why = f"Figures published under this name: {list_words(lists)}."
    address = f"explore?{query_string(Selection(ethnicity=tuple(group.code for group in same)))}"
    also = " ".join(alias for group in same for alias in aliases.get(group.code, []))
    return _Entry(
        Found("Ethnic group", f"{label}, as named in figures", why, address),
        ((also, _NAMES), ("ethnic group people resident", _TEXT)),
        label,
    )


def _texts() -> Iterator[_Entry]:
    """The sections of the long texts, and every term of the glossary."""
    for page in ("methods", "about"):
        text = text_path(f"{page}.md").read_text(encoding="utf-8")
        heads = list(_SECTION.finditer(text))
        for head, following in zip(heads, [*heads[1:], None], strict=True):
            body = text[head.end() : following.start() if following else len(text)]
            yield from _section(f"{page}#{head['key']}", head["heading"], body)
    for term in glossary():
        found = Found("Word or rule", term.term, _line(term.meaning), f"methods#{term.key}")
        yield _Entry(found, ((" ".join(term.also), _NAMES), (term.meaning, _TEXT)))


def _section(address: str, heading: str, body: str) -> Iterator[_Entry]:
    plain = " ".join(_MARKS.sub("", body).split())
    yield _Entry(Found("Word or rule", heading, _line(plain), address), ((plain, _TEXT),))


def _line(text: str) -> str:
    """The first sentence of a text, cut at a word where it is long."""
    return shorten(re.split(r"(?<=[.?!]) ", text, maxsplit=1)[0], _LONGEST_LINE, placeholder="…")


def _pages() -> Iterator[_Entry]:
    for spec in PAGES:
        if spec.url != "search":
            found = Found("Page", spec.title, spec.description, spec.url or "/")
            yield _Entry(found, ((spec.heading, _NAMES), (f"{spec.description} page", _TEXT)))


def _parts_of_the_strategy(catalogue: Catalogue) -> Iterator[_Entry]:
    commitments, indicators = catalogue.commitments.values(), catalogue.indicators.values()
    parts = (
        ("Strand", "strand", catalogue.codes.strands),
        ("Service area", "service_area", catalogue.codes.service_areas),
    )
    for kind, name, codes in parts:
        for code, entry in codes.items():
            promised = sum(1 for one in commitments if getattr(one, f"{name}_code") == code)
            measured = sum(1 for one in indicators if getattr(one, f"{name}_code") == code)
            why = f"{plural(promised, 'commitment')}; {plural(measured, 'outcome')} with figures."
            found = Found(kind, entry.label, why, f"commitments?{name}={code}")
            yield _Entry(found, ((f"{kind} strategy", _ASIDE),))
