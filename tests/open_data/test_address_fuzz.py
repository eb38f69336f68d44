"""Whatever an address says, the answer is a whole one: no failure, no trace of one, and no word of it run as HTML."""

import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import quote, urlencode

from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from data_access.page_list import PAGES, SINGLE
from data_access.public_address import public_address
from tests.fuzzing import fuzzed
from tests.hostile import HOSTILE, NAMES, PARAMETERS, WORDS, run_as_html

pytest_plugins = ["tests.open_data.whole_site"]

# Whatever a page knows is among these.
EVERY_PARAMETER = WORDS.map(lambda word: urlencode([(name, word) for name in PARAMETERS]))
# As a browser writes it, or bytes that are no text in any encoding and separators where none belongs.
QUERIES = st.one_of(
    EVERY_PARAMETER,
    st.lists(st.tuples(NAMES, WORDS), max_size=8).map(urlencode),
    st.lists(st.tuples(NAMES, st.just("")), max_size=3).map(lambda pairs: "&".join(quote(name) for name, _ in pairs)),
    st.builds("{}={}".format, st.sampled_from(PARAMETERS), st.binary(max_size=20).map(quote)),
    st.text("&;=+%20?#zq<\"'", max_size=30).map(lambda text: quote(text, safe="&;=+%?")),
)
SEGMENTS = WORDS.map(lambda text: quote(text, safe=""))
ON_PAPER = st.one_of(
    st.sampled_from([f"/read/{spec.url}".rstrip("/") for spec in PAGES]),
    st.builds("/read/{}/{}".format, st.sampled_from([word for _, word in SINGLE.values()]), SEGMENTS),
)
IN_THE_APP = st.one_of(st.sampled_from([spec.address for spec in PAGES]), st.builds("/{}".format, SEGMENTS))
FILES = st.one_of(
    st.builds("/figure/{}{}".format, SEGMENTS, st.sampled_from(["", ".json"])),
    st.builds("/figure/2026-1.children-looked-after.{}.{}".format, SEGMENTS, SEGMENTS),
    st.builds("/embed/{}".format, SEGMENTS),
    st.builds("/embed/{}/{}".format, st.sampled_from([spec.url or "overview" for spec in PAGES]), SEGMENTS),
    st.builds("/read/{}/{}.svg".format, st.sampled_from([spec.url for spec in PAGES[1:]]), SEGMENTS),
    st.builds("/editions/{}".format, SEGMENTS),
    st.builds("/editions/{}/{}".format, st.one_of(SEGMENTS, st.sampled_from(["latest", "2026-1"])), SEGMENTS),
    st.builds("/editions/{}.zip".format, SEGMENTS),
    st.builds("/editions/{}/changes.csv".format, SEGMENTS),
    st.builds("/api/{}".format, SEGMENTS),
    st.builds("/api/v1/stocktake/{}".format, SEGMENTS),
    st.builds("/api/v1/indicators/{}".format, SEGMENTS),
    st.builds("/assets/{}".format, SEGMENTS),
    st.builds("/static/{}".format, SEGMENTS),
    st.builds("/_stcore/{}".format, SEGMENTS),
    st.sampled_from(
        ["/feed.xml", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz", "/editions/", "/read", "/embed"]
    ),
)
STATUSES = {200, 301, 307, 308, 400, 404, 414}
TRACES = re.compile(r"Traceback|File \"/|\.py\b.*line \d|site-packages|sqlalchemy|sqlite3|jinja2|uvicorn|starlette")


def wrong_in(answer: Response) -> list[str]:
    """What is wrong with an answer, whatever was asked; nothing where it is whole."""
    wrong = [] if answer.status_code in STATUSES else [f"status {answer.status_code}"]
    for name, value in answer.headers.raw:
        wrong += [f"header {name!r}"] if b"\r" in value or b"\n" in value or name.lower() == b"x-zq" else []
    location = answer.headers.get("location", "/").removeprefix(public_address().url)
    wrong += [f"location {location}"] if not re.match(r"/(?![/\\])", location) else []
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind.startswith("text/") or kind.endswith(("json", "xml")):
        wrong += TRACES.findall(answer.text)
    if kind in {"text/html", "image/svg+xml", "application/atom+xml"} and answer.content:
        wrong += run_as_html(re.sub(r"^<\?xml[^>]*>", "", answer.text))
    elif kind.endswith("json"):
        answer.json()
    return wrong


def fuzz(site: TestClient, paths: st.SearchStrategy[str], examples: int) -> Counter[int]:
    """Ask for made-up addresses; the answers by status."""
    answers: Counter[int] = Counter()

    @fuzzed(examples)
    @given(paths, QUERIES)
    def ask(path: str, query: str) -> None:
        answer = site.get(f"{path}?{query}" if query else path)
        answers[answer.status_code] += 1
        assert wrong_in(answer) == [], f"{path}?{query}"

    ask()
    return answers


def told(what: str, answers: Counter[int]) -> str:
    by_status = ", ".join(f"{number:,} with {status}" for status, number in sorted(answers.items()))
    return f"Fuzz: {answers.total():,} made-up addresses of {what} answered: {by_status}."


def test_pages_on_paper_answer_whatever_is_asked(site: TestClient, tell: Callable[[str], None]) -> None:
    answers = fuzz(site, ON_PAPER, 120)
    assert answers[200] and answers[404]
    tell(told("pages on paper", answers))


def test_pages_of_the_app_answer_whatever_is_asked(site: TestClient, tell: Callable[[str], None]) -> None:
    answers = fuzz(site, IN_THE_APP, 120)
    assert answers[200] and answers[404]
    tell(told("pages of the app", answers))


def test_files_and_lists_answer_whatever_is_asked(site: TestClient, tell: Callable[[str], None]) -> None:
    answers = fuzz(site, FILES, 200)
    assert answers[400] and answers[404]
    tell(told("files and lists", answers))


def test_a_word_that_ran_as_html_would_be_found() -> None:
    for word in HOSTILE[:12]:
        for page in (
            f"<p>{word}</p>",
            f'<p title="{word}">a</p>',
            f"<p title='{word}'>a</p>",
            f"<title>{word}</title>",
        ):
            sound = page.replace(word, word.replace("<", "&lt;").replace('"', "&quot;").replace("'", "&#x27;"))
            assert run_as_html(sound) == []
    assert run_as_html("<p>&lt;zq&gt;</p><zq>") == ["zq"]
    assert run_as_html('<p title="" onzq="1">a</p>') == ["onzq=1"]
    assert run_as_html('<a href=" javascript:zq()">a</a>') == ["href= javascript:zq()"]
    assert run_as_html('<form action="//zq.example">a</form>') == ["action=//zq.example"]
