"""The boxes a reader chooses with, and the sentence that tells what was chosen."""

from collections.abc import Mapping, Sequence

from components import layout, store, url_state
from data_access import register
from data_access.formats import plural
from data_access.interface_text import text_of
from data_access.records import Selection
from data_access.selection import Dropped, options, parse_leniently, query_string

EXPLORE = ("strand", "service_area", "ethnicity", "ward", "period")
REGISTER = (
    *("strand", "service_area", "type", "nature"),
    *("status_reported", "status_shown", "status_clock", "measured", "data"),
)
_LABELS = {
    "strand": (text_of("choices.strand"), text_of("choices.all-strands")),
    "service_area": (text_of("choices.service-area"), text_of("choices.all-services")),
    "ethnicity": (text_of("choices.ethnic-group"), text_of("choices.all-groups")),
    "ward": (text_of("choices.ward"), text_of("choices.all-places")),
    "period": (text_of("choices.date"), text_of("choices.all-dates")),
    "type": (text_of("choices.kind"), text_of("choices.all-kinds")),
    "nature": (text_of("choices.one-off-or-lasting"), text_of("choices.both")),
    "status_reported": (text_of("choices.the-council-reports"), text_of("choices.anything")),
    "status_shown": (text_of("choices.the-numbers-show"), text_of("choices.anything")),
    "status_clock": (text_of("choices.the-clock-says"), text_of("choices.any-date")),
    "measured": (text_of("choices.measure"), text_of("choices.with-or-without")),
    "data": (text_of("choices.data-since-2021"), text_of("choices.with-or-without")),
}
# Readers choose among the broad groups; the finer groups that map to each come with it.
_OFFERED_CLASSIFICATION = "eth5"

RegisterChoice = dict[str, tuple[str, ...]]


def explore_selection(page: str) -> Selection:
    """Draw the choice panel of Explore, tell what was chosen, and return the selection."""
    url_state.restore(page, EXPLORE)
    asked = {name: url_state.values(name) for name in EXPLORE}
    wished, dropped = parse_leniently(asked, store.catalogue())
    offered = _offered(wished)
    with layout.choice_panel("explore") as panel:
        selection = Selection(**{name: _several(name, offered[name]) for name in EXPLORE})
        figures = store.count(selection)
        panel.told(f"Showing {plural(figures, 'figure')}: {told(selection)}.", page if any(asked.values()) else "")
    _tell_dropped(dropped)
    return selection


def register_choice(page: str) -> RegisterChoice:
    """Draw the choice panel of the commitments, tell what was chosen, and return the filters."""
    known = register.parameter_options(store.catalogue())
    url_state.restore(page, REGISTER)
    asked = {name: url_state.values(name) for name in REGISTER}
    with layout.choice_panel("register") as panel:
        chosen = {name: _several(name, known[name]) for name in REGISTER}
        found = len(store.commitments(chosen))
        panel.told(
            f"Showing {plural(found, 'commitment')}: {told_register(chosen)}.", page if any(asked.values()) else ""
        )
    _tell_dropped(
        [Dropped(name, value) for name, values in asked.items() for value in values if value not in known[name]]
    )
    return chosen


def told(selection: Selection) -> str:
    """A selection in words."""
    labels = options(store.catalogue())
    parts = [
        " or ".join(labels[name][code] for code in getattr(selection, name))
        for name in EXPLORE
        if getattr(selection, name)
    ]
    return ", ".join(parts) if parts else "everything published"


def told_register(chosen: Mapping[str, Sequence[str]]) -> str:
    """The register's filters in words."""
    known = register.parameter_options(store.catalogue())
    parts = [" or ".join(known[name][value] for value in values) for name, values in chosen.items() if values]
    return ", ".join(parts) if parts else "all of them"


def nearest_wider(selection: Selection) -> tuple[str, str, int] | None:
    """For a choice that nothing matches: the one box whose clearing brings most back, its address, its outcomes."""
    best = None
    for name in EXPLORE:
        if getattr(selection, name):
            wider = Selection(**{other: getattr(selection, other) for other in EXPLORE if other != name})
            outcomes = len(store.outcomes(wider))
            if outcomes and (best is None or outcomes > best[2]):
                best = (_LABELS[name][0].lower(), query_string(wider), outcomes)
    return best


def _several(name: str, offered: Mapping[str, str]) -> tuple[str, ...]:
    label, nothing = _LABELS[name]
    return url_state.several(label, offered, name, nothing)


def _tell_dropped(dropped: Sequence[Dropped]) -> None:
    for entry in dropped:
        layout.notice(str(entry))


def _offered(wished: Selection) -> dict[str, dict[str, str]]:
    """The options of each box, with whatever the address chose beyond them."""
    codes = store.catalogue().codes
    known = options(store.catalogue())
    newest = max(area.vintage for area in codes.areas.values())
    with_figures = store.periods_with_figures()
    usual = {
        "ethnicity": {
            code for code, group in codes.ethnic_groups.items() if group.classification_code == _OFFERED_CLASSIFICATION
        },
        "ward": {code for code in known["ward"] if codes.areas[code].vintage == newest},
        "period": with_figures,
    }
    offered = {
        name: {
            code: label
            for code, label in known[name].items()
            if code in usual.get(name, known[name]) or code in getattr(wished, name)
        }
        for name in EXPLORE
    }
    offered["period"] = dict(reversed(offered["period"].items()))
    return offered
