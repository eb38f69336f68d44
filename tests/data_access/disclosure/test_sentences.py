"""How a refusal is worded."""

import pytest

from data_access.disclosure.audit import Exposure
from data_access.disclosure.hierarchy import Cell, Place
from data_access.disclosure.sentences import exposure_sentence, name_of
from data_access.disclosure.tables import Rule
from tests.data_access.disclosure.small_figures import ISLINGTON, YEAR, catalogue, indicator

CELL = Cell(Place(YEAR, ISLINGTON, "eth5-asian", "all"))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(3, 3, "it is 3;"), (0, 4, "it is from 0 to 4;"), (17, float("inf"), "it is 17 or more;")],
)
def test_an_exposure_says_what_where_how_closely_and_how_to_mend_it(low: float, high: float, words: str) -> None:
    sentence = exposure_sentence(indicator(), Exposure(CELL, low, high), catalogue(), Rule())
    assert sentence.startswith("stop-and-search, 2018/19, Islington (E09000019), Asian, All: the count is hidden")
    assert words in sentence
    assert sentence.endswith("until its range reaches from 1 or less to 5 or more")


@pytest.mark.parametrize(("part", "words"), [("rest", "those who are not counted"), ("base", "the number that")])
def test_each_part_of_a_row_has_its_name(part: str, words: str) -> None:
    assert words in name_of(indicator(), CELL._replace(part=part), catalogue())
