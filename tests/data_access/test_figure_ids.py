"""A figure's id names one published cell for good, and a wrong one is told with the nearest right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.columns import PublicRow
from data_access.editions.cells import CellKey
from data_access.figure_ids import FigureId, UnknownFigureError, find, id_of
from data_access.portal import served
from data_access.records import Selection

RIGHT = "2026-1.free-school-meals.ay2019-20.E09000019.dfe-black.all"
ROWS = served("2026-1").repository.rows(Selection())
CODES = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", min_size=1, max_size=30)


@given(st.builds(FigureId, CODES, CODES, CODES, CODES, CODES, CODES))
def test_an_id_that_is_written_is_read_back(figure_id: FigureId) -> None:
    assert FigureId.parse(str(figure_id)) == figure_id
    assert figure_id.cell == CellKey.parse(str(figure_id).partition(".")[2])


@given(st.text())
def test_any_text_is_read_as_six_parts_and_written_back(text: str) -> None:
    parts = FigureId.parse(text)
    assert len(parts) == 6
    assert str(parts).rstrip(".") == text.rstrip(".")


def test_every_published_row_has_an_id_of_its_own_that_names_its_codes_and_leads_back_to_it() -> None:
    assert len({str(id_of(row)) for row in ROWS}) == len(ROWS) > 10_000
    for row in ROWS:
        figure_id = FigureId.parse(str(id_of(row)))
        assert figure_id == id_of(row)
        assert find(figure_id) == row


def test_an_id_of_a_broad_group_does_not_find_a_group_within_it() -> None:
    broad: PublicRow = find(FigureId.parse("2026-1.residents-by-ethnic-group.d2021-03-21.E09000019.eth5-asian.all"))
    assert broad.ethnicity_code == "eth5-asian"


@pytest.mark.parametrize(
    ("part", "wrong", "nearest"),
    [
        ("edition", "2026-9", "2026-1"),
        ("indicator", "free-school-meal", "free-school-meals"),
        ("period", "ay2019-21", "ay2019-20"),
        ("area", "E09000091", "E09000019"),
        ("area", "islington", "E09000019"),
        ("ethnicity", "dfe-blak", "dfe-black"),
        ("ethnicity", "", "all"),
        ("category", "al", "all"),
        ("category", "all.more", "all"),
    ],
)
def test_the_part_that_is_wrong_is_told_with_the_nearest_right_one(part: str, wrong: str, nearest: str) -> None:
    asked = FigureId.parse(RIGHT)._replace(**{part: wrong})
    with pytest.raises(UnknownFigureError) as caught:
        find(FigureId.parse(str(asked)))
    assert (caught.value.parameter, caught.value.value, caught.value.nearest) == (part, wrong, nearest)
    expected = FigureId.parse(RIGHT)._replace(**{part: nearest})
    assert caught.value.nearest_id == expected
    assert f"“{nearest}”" in str(caught.value)


def test_codes_that_exist_but_have_no_figure_together_are_told_at_the_first_that_does_not_fit() -> None:
    with pytest.raises(UnknownFigureError) as caught:
        find(FigureId.parse(RIGHT.replace("dfe-black", "eth5-black")))
    assert (caught.value.parameter, caught.value.nearest) == ("ethnicity", "dfe-black")
    assert find(caught.value.nearest_id).ethnicity == "Black"


@given(st.text(max_size=60))
def test_whatever_is_asked_for_the_figure_named_as_nearest_exists(text: str) -> None:
    with pytest.raises(UnknownFigureError) as caught:
        find(FigureId.parse(text))
    assert id_of(find(caught.value.nearest_id)) == caught.value.nearest_id
