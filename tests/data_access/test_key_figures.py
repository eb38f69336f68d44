"""The figure of a shared card: always one that the headline tells, and never a number where it is hidden."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from data_access import views
from data_access.key_figures import KeyFigure, key_figure
from data_access.portal import served
from data_access.records import Selection
from data_access.sentences import headline
from data_access.views import IndicatorView


def every_view(indicator_id: str) -> Iterator[IndicatorView]:
    """An indicator as it opens, at its first date, and in its last place and breakdown."""
    repository = served().repository
    first = views.indicator_view(repository, indicator_id, Selection())
    yield first
    yield views.indicator_view(repository, indicator_id, Selection(period=tuple(first.options["period"][-1:])))
    last = Selection(area=tuple(first.options["area"][-1:]), category=tuple(first.options["category"][-1:]))
    yield views.indicator_view(repository, indicator_id, last)


@pytest.mark.parametrize("indicator_id", served().repository.catalogue.indicators)
def test_the_figure_and_its_period_are_in_the_headline_of_the_same_view(indicator_id: str) -> None:
    for view in every_view(indicator_id):
        found, told = key_figure(view), headline(view)
        assert found.text or found.marker != "published"
        assert all(part in told for part in found.text.split(" to "))
        assert found.period in told


def looked_after() -> IndicatorView:
    return views.indicator_view(served().repository, "children-looked-after", Selection(period=("d2025-03-31",)))


def test_a_composition_is_told_by_how_many_there_are_altogether() -> None:
    assert key_figure(looked_after()) == KeyFigure("282", "31 March 2025")


@pytest.mark.parametrize(("markers", "told"), [("cc", "c"), ("cx", "x"), ("xx", "x")])
def test_where_no_group_is_shown_there_is_a_reason_and_no_number(markers: str, told: str) -> None:
    view = looked_after()
    rows = [row._replace(marker=marker) for row, marker in zip(view.by_group, markers, strict=False)]
    assert key_figure(replace(view, groups=(*rows, view.groups[0]))) == KeyFigure("", "31 March 2025", told)


def test_a_hidden_total_without_groups_is_a_reason_and_no_number() -> None:
    view = looked_after()
    total = view.total
    assert total is not None
    hidden = replace(view, groups=(total._replace(marker="c"),), place_is_chosen=True)
    assert key_figure(hidden) == KeyFigure("", "31 March 2025", "c")


def test_a_choice_without_any_row_has_no_figure() -> None:
    assert key_figure(replace(looked_after(), groups=(), series=(), wards=())) == KeyFigure("", "", "x")
