"""Ward map: any figure by ward as a map or hexagons, with the same wards as a list beside it."""

from components import layout, map_choice, map_parts, registry

spec = registry.find("wards")
heading = layout.later()
found = map_choice.choice(spec.url)
with heading:
    map_parts.opening(found, spec.heading)

map_parts.map_and_list(found)
map_parts.chosen_ward(found)
map_parts.read_with_care(found)
map_parts.vintages()
map_parts.taken_away(found)
