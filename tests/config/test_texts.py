"""Every text under config/text is plain: at grade nine or lower, and in words that are ours."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.glossary import GlossaryError, glossary, parse
from data_access.interface_text import texts
from tests.data_access.measures.test_sentences import HIGHEST_GRADE, grade
from tests.pages.test_sentences_on_pages import NOT_OUR_WORDS, UNDEFINED

TEXTS = Path(__file__).parents[2] / "config" / "text"
# Names that no plainer word can replace count as one short word each.
NAMES = re.compile(r"Atkinson Hyperlegible Next|Source Serif 4|SIL Open Font License 1\.1|Challenging Inequality")
BLOCK = re.compile(r"\n\s*\n|\n(?=- )|\n(?=> )|\n(?=#)")
MARKS = re.compile(r"^(?:> |- |#+ .*$)|\]\([^)\s]*\)|[\[*`]|\{[a-z-]+\}", re.MULTILINE)
KNOWN = {"interface.toml", "glossary.csv", "search_words.csv"}
HEADER = "term,meaning,also,where\n"


def long_texts() -> Iterator[tuple[str, str]]:
    """The paragraphs, notes and list items of the long texts, without their marks."""
    for path in sorted(TEXTS.glob("*.md")):
        for block in BLOCK.split(path.read_text(encoding="utf-8")):
            if words := " ".join(MARKS.sub("", block).split()):
                yield path.name, words


def every_text() -> list[tuple[str, str]]:
    """Each text with where it stands; labels and headings too."""
    return [*texts().items(), *((f"glossary: {one.term}", one.meaning) for one in glossary()), *long_texts()]


def is_sentence(text: str) -> bool:
    return text[-1] in ".?!:"


def test_every_file_of_words_is_one_that_these_tests_read() -> None:
    assert {path.name for path in TEXTS.iterdir()} == KNOWN | {path.name for path in TEXTS.glob("*.md")}
    assert len(every_text()) > 600


def test_every_text_reads_at_grade_nine_or_lower() -> None:
    hard = {
        where: (round(grade(NAMES.sub("Name", words)), 1), words)
        for where, words in every_text()
        if is_sentence(words) and grade(NAMES.sub("Name", words)) > HIGHEST_GRADE
    }
    assert hard == {}


def test_no_text_has_words_that_are_not_ours_or_a_rate_of_nothing() -> None:
    ours = [(where, re.sub(r"[\"“][^\"”]*[\"”]", "", words)) for where, words in every_text()]
    assert [place for place, words in ours if NOT_OUR_WORDS.search(words) or UNDEFINED.search(words)] == []


def test_likely_is_said_of_no_group_in_a_fixed_text() -> None:
    said = [re.sub(r"[\"“][^\"”]*[\"”]", "", words) for _, words in every_text()]
    assert [words for words in said if "likely" in words] == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Gap,,,methods\n", "“Gap” needs a meaning and a page"),
        ("Gap,How far.,,\n", "“Gap” needs a meaning and a page"),
        ("Gap,How far.,,nowhere\n", "“Gap” names the unknown page “nowhere”"),
        ("Gap,How far.,,methods\ngap,How near.,,methods\n", "each term stands once, and by name"),
        ("Ratio,How many.,,methods\nGap,How far.,,methods\n", "each term stands once, and by name"),
    ],
)
def test_a_glossary_that_is_not_whole_is_refused(rows: str, message: str) -> None:
    with pytest.raises(GlossaryError, match=message):
        parse(HEADER + rows)


def test_a_glossary_with_other_columns_is_refused() -> None:
    with pytest.raises(GlossaryError, match="the first line must be term,meaning,also,where"):
        parse("word,meaning\n")


def test_forms_and_pages_have_semicolons_between_them() -> None:
    (one,) = parse(f"{HEADER}Gap,How far.,gaps;gapped,overview;methods\n")
    assert (one.also, one.pages, one.key) == (("gaps", "gapped"), ("", "methods"), "word-gap")


def test_no_two_terms_share_a_form() -> None:
    rows = csv.DictReader((TEXTS / "glossary.csv").read_text(encoding="utf-8").splitlines())
    forms = [form.lower() for row in rows for form in (row["term"], *filter(None, row["also"].split(";")))]
    assert len(forms) == len(set(forms)) > len(glossary())
