"""One indicator: how ethnic groups compare, over time and between wards, and where the figures come from."""

from components import indicator_parts, layout, registry, store, take_away

spec = registry.find("indicator")
indicator_id = indicator_parts.chosen_indicator()
if indicator_id is None:
    indicator_parts.choose_one(spec.heading)
else:
    heading = layout.later()
    view, compared = indicator_parts.choice(spec.url, indicator_id)
    with heading:
        indicator_parts.opening(view)

    indicator_parts.each_group(view, compared)
    indicator_parts.over_time(view)
    indicator_parts.figures(view)
    indicator_parts.by_ward(view)
    indicator_parts.not_known(view)
    indicator_parts.promised(view)
    indicator_parts.read_with_care(view)

    with layout.section("take-away", "Take it away", "The rows shown here, or all of this outcome."):
        selection = indicator_parts.selection_shown(view)
        take_away.observation_files(selection, store.count(selection))
        take_away.whole_indicator(view.indicator.id)
        take_away.citation(view.indicator.title, store.permalink(spec.url, indicator_parts.selection_chosen(view)))
        take_away.sources(indicator_parts.sources(view))
