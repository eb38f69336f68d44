"""Explore outcomes: which outcomes match a choice, and what figures there are for it."""

from components import drawing, figure_table, filters, layout, outcome_list, registry, store, take_away, words
from components.words import heading_of, text_of

spec = registry.find("explore")
heading = layout.later()
selection = filters.explore_selection(spec.url)
found = store.outcomes(selection)
with heading:
    layout.opening(
        [(text_of("paths.overview"), "/")], spec.heading, words.matching_outcomes(found), words.EXPLORE_UNDER
    )

if not found:
    layout.nothing_matches(filters.nearest_wider(selection), spec.url)

with layout.section("outcomes", *heading_of("explore.outcomes")):
    outcome_list.outcome_table(found, selection)

with layout.section("picture", *heading_of("explore.picture")):
    drawing.outcome_strip(found, selection)

with layout.section("figures", *heading_of("explore.figures")):
    figure_table.paged_table(selection)

with layout.section("take-away", *heading_of("explore.take-away")):
    take_away.observation_files(selection, store.count(selection))
    permalink = store.permalink(spec.url, selection)
    take_away.citation(filters.told(selection), permalink)
    take_away.embed_code(spec.heading, permalink)
