"""One indicator: how ethnic groups compare, over time and between wards, and where the figures come from."""

from components import indicator_parts, layout, registry, statements, store, take_away
from components.words import heading_of

spec = registry.find("indicator")
indicator_id = indicator_parts.chosen_indicator()
if indicator_id is None:
    indicator_parts.choose_one(spec.heading)
else:
    heading = layout.later()
    measured = indicator_parts.choice(spec.url, indicator_id)
    view = measured.view
    with heading:
        indicator_parts.opening(view)

    indicator_parts.each_group(measured)
    indicator_parts.differences(measured)
    indicator_parts.over_time(measured)
    indicator_parts.figures(view)
    indicator_parts.by_ward(view)
    indicator_parts.not_known(measured)
    indicator_parts.promised(view)
    indicator_parts.read_with_care(view)

    with layout.section("reply", *heading_of("indicator.reply")):
        statements.beside(view.indicator.id)

    with layout.section("take-away", *heading_of("indicator.take-away")):
        selection = indicator_parts.selection_shown(view)
        take_away.observation_files(selection, store.count(selection))
        take_away.whole_indicator(view.indicator.id)
        source_list = indicator_parts.sources(view)
        permalink = indicator_parts.permalink(spec.url, measured)
        take_away.citation(view.indicator.title, permalink, source_list)
        take_away.embed_code(view.indicator.title, permalink)
        take_away.sources(source_list)
