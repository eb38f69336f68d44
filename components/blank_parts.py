"""What a page says in place of a picture that cannot be drawn: why there is none, and the nearest view that works."""

import logging
from collections.abc import Callable
from html import escape

from components import layout, map_choice, outcome_list, store
from data_access import blank_views
from data_access.interface_text import heading_of, text_of
from data_access.occurrences import note_failure
from data_access.records import Selection
from data_access.selection import options, query_string
from data_access.views import IndicatorView, Outcome

_MOST = 3
_ASKED = {
    "ward": "area",
    "area": "area",
    "period": "period",
    "classification": "classification",
    "category": "category",
}
_log = logging.getLogger(__name__)


def replaced(view: IndicatorView, wished: Selection) -> None:
    """Say which codes of the address exist but have no figure here, and what is shown for them."""
    labels = options(store.catalogue())
    for name, part in _ASKED.items():
        asked, shown = getattr(wished, name), str(getattr(view.choice, f"{part}_code"))
        if asked and shown not in (*wished.ward, *wished.area, *asked):
            wanted, found = labels[name][asked[0]], labels[part][shown]
            layout.notice(text_of("blank.shown-instead", wanted=wanted, shown=found))


def without_groups(view: IndicatorView) -> None:
    """That the choice has no figure by ethnic group, and outcomes near to it that have some."""
    with layout.section("each-group", *heading_of("blank.no-groups")):
        layout.say(text_of("blank.no-groups-here"))
        layout.paragraph(escape(text_of("blank.near-by-group")))
        layout.link_list(_near(view, lambda outcome: outcome.coverage.groups > 0))


def _near(view: IndicatorView, works: Callable[[Outcome], bool]) -> list[tuple[str, str]]:
    """A few outcomes that work, those of the same service first, then those of the same strand."""
    about = view.indicator
    found = [outcome for outcome in store.outcomes(Selection()) if works(outcome)]
    found.sort(
        key=lambda outcome: (
            outcome.indicator.service_area_code != about.service_area_code,
            outcome.indicator.strand_code != about.strand_code,
        )
    )
    return [
        (outcome.indicator.title, outcome_list.indicator_address(outcome.indicator.id, Selection()))
        for outcome in found[:_MOST]
    ]


def no_group_shown(view: IndicatorView) -> None:
    """Why none of the groups has a figure, and the newest date at which one has; nothing where one has."""
    why = blank_views.no_group_shown(view)
    if not why:
        return
    layout.notice(why)
    if nearest := blank_views.nearest_period(view):
        chosen = Selection(
            indicator=(view.indicator.id,),
            area=(view.choice.area_code,),
            classification=(view.choice.classification_code,),
            category=(view.choice.category_code,),
            period=(nearest.period_code,),
        )
        layout.link_list(
            [
                (
                    text_of("blank.figures-for", period=nearest.period),
                    f"indicator?{query_string(chosen, **store.edition_filter())}",
                )
            ]
        )


def none_since(view: IndicatorView) -> None:
    """That nothing newer is held, where the newest figure of the choice is old."""
    if told := blank_views.none_since(view, store.catalogue().codes.periods, store.today()):
        layout.caption(told)


def without_wards(view: IndicatorView) -> None:
    """That the figure is not published by ward, and figures that are."""
    with layout.section("wards", *heading_of("blank.no-wards")):
        layout.say(text_of("blank.no-wards-here"))
        layout.paragraph(escape(text_of("blank.near-by-ward")))
        near = _near(view, lambda outcome: outcome.coverage.wards > 1)
        layout.link_list([*near, (text_of("blank.ward-map"), map_choice.ADDRESS)])


def failed(error: Exception) -> None:
    """Say that a page could not be drawn, under a reference that the log has with the cause, and where to go on."""
    reference = note_failure(_log, "A page could not be drawn", error)
    layout.notice(f"{text_of('blank.failed')} {text_of('frame.reference', code=reference)}")
    layout.link_list([(text_of("frame.data-and-files"), "data"), (text_of("paths.overview"), "/")])
