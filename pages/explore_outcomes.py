"""Explore outcomes: which outcomes match a choice, and what figures there are for it."""

from components import drawing, figure_table, filters, layout, outcome_list, registry, store, take_away, words

spec = registry.find("explore")
heading = layout.later()
selection = filters.explore_selection(spec.url)
found = store.outcomes(selection)
with heading:
    layout.opening([("Overview", "/")], spec.heading, words.matching_outcomes(found), words.EXPLORE_UNDER)

if not found:
    layout.nothing_matches(filters.nearest_wider(selection), spec.url)

with layout.section("outcomes", "Outcomes", "Each links to its own page."):
    outcome_list.outcome_table(found, selection)

with layout.section("picture", "Side by side", "Outcomes counted in per cent, at their latest date."):
    drawing.outcome_strip(found, selection)

with layout.section("figures", "The figures", "The same rows as the files."):
    figure_table.paged_table(selection)

with layout.section("take-away", "Take it away", "Exactly the rows of this choice."):
    take_away.observation_files(selection, store.count(selection))
    take_away.citation(filters.told(selection), store.permalink(spec.url, selection))
