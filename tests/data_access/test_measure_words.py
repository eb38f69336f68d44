"""What is said of several groups at once names every one of them, and stays short."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from data_access import measure_words
from data_access.measured import LONDON, MeasuredView, measured_view
from data_access.portal import served
from data_access.records import ALL, Selection
from data_access.views import indicator_view

REAL = served().repository


def measured(
    indicator_id: str, classification: str, reference: str = LONDON, **wished: tuple[str, ...]
) -> MeasuredView:
    wished["classification"] = (classification,)
    return measured_view(REAL, indicator_view(REAL, indicator_id, Selection(**wished)), reference)


FINE = measured("homelessness-duty-owed", "eth18", period=("q2025-10",))
HIDDEN = "No figure is shown: hidden to protect people."


def test_a_group_without_a_figure_is_told_apart_from_those_that_are_not_compared() -> None:
    assert list(measure_words.differences(FINE))[1:] == [
        "Not compared: all groups but Chinese, Pakistani and Not known. Shares of one total depend on how large each "
        "group is, so they are not compared as chances.",
        f"Not compared: Chinese and Pakistani. {HIDDEN}",
        "Not compared: Not known. People whose ethnic group is not known are not a group.",
    ]


def test_a_comparison_that_can_be_made_is_not_among_those_that_cannot() -> None:
    scores = measured("attainment-8", "dfe")
    told = list(measure_words.differences(scores))
    assert len(told) == len(scores.groups)
    assert not [sentence for sentence in told if "Not compared" in sentence]


def test_the_same_trend_of_all_or_nearly_all_groups_is_told_once() -> None:
    assert list(measure_words.trends(measured("homelessness-duty-owed", "eth5", period=("q2025-10",)))) == [
        "All groups. The trend cannot be calculated: the test is for yearly figures, and these come more often."
    ]
    first, second = measure_words.trends(measured("attainment-8", "dfe", period=("ay2024-25",)))
    assert first.startswith("All groups but White. The figure went down")
    assert second.startswith("White. The figure went up")


def marked(markers: list[bool]) -> MeasuredView:
    """Groups of which some are hidden, the others without a comparison for another reason."""
    measures = {
        code: replace(entry, row=entry.row._replace(marker="c" if is_hidden else "published"))
        for (code, entry), is_hidden in zip(FINE.measures.items(), [False, *markers], strict=True)
    }
    return replace(FINE, measures=measures)


@given(st.lists(st.booleans(), min_size=len(FINE.measures) - 1, max_size=len(FINE.measures) - 1))
def test_every_group_is_named_or_left_out_by_name_whatever_is_hidden(markers: list[bool]) -> None:
    view = marked(markers)
    names = {entry.row.ethnicity for entry in view.groups}
    hidden = {entry.row.ethnicity for entry in view.groups if entry.row.marker == "c"}
    lists = [
        sentence.removeprefix("Not compared: ").removesuffix(f". {HIDDEN}")
        for sentence in measure_words.differences(view)
        if sentence.endswith(HIDDEN)
    ]
    left_out = [text.removeprefix("all groups but ") for text in lists if text.startswith("all groups but ")]
    if lists == ["all groups"]:
        assert hidden == names
    elif left_out:
        assert len(lists) == 1
        assert in_list(left_out[0]) == tuple(name for name in FINE_NAMES if name in names - hidden)
    else:
        told = [name for text in lists for name in in_list(text)]
        assert told == [name for name in FINE_NAMES if name in hidden]
        assert all(len(in_list(text)) <= 4 for text in lists)


FINE_NAMES = [entry.row.ethnicity for code, entry in FINE.measures.items() if code != ALL]


def in_list(text: str) -> tuple[str, ...]:
    """The names in a list of words; the longest first, since “White and Asian” holds an “and” of its own."""
    found = []
    for name in sorted(FINE_NAMES, key=len, reverse=True):
        if name in text:
            text = text.replace(name, "", 1)
            found.append(name)
    assert set(text) <= set(", and"), text
    return tuple(name for name in FINE_NAMES if name in found)
