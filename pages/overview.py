"""Overview: what was promised, where it stands, and the three ways in."""

from components import group_parts, layout, overview_parts, registry

spec = registry.find("")
layout.opening([], spec.heading, overview_parts.sentence(), overview_parts.UNDER)
overview_parts.strategy_status()

with layout.section("ways", "Three ways in"):
    layout.ways(overview_parts.WAYS)

with layout.section("standing", "Where the commitments stand", "Three accounts. They are never added together."):
    overview_parts.three_accounts()

with layout.section("groups", "Where groups differ", "Widest first where the evidence supports it; then side by side."):
    group_parts.widest_differences()
    overview_parts.groups_side_by_side()

with layout.section("passed", "Dates that have passed", "The first five, longest first."):
    overview_parts.passed_dates()

with layout.section("no-data", "What has no data", "Named, so that it can be asked for."):
    overview_parts.no_data()
