"""Overview: what was promised, where it stands, and the three ways in."""

from components import group_parts, layout, overview_parts, registry
from components.words import heading_of

spec = registry.find("")
layout.opening([], spec.heading, overview_parts.sentence(), overview_parts.UNDER)
overview_parts.strategy_status()

with layout.section("ways", *heading_of("overview.ways")):
    layout.ways(overview_parts.WAYS)

with layout.section("standing", *heading_of("overview.standing")):
    overview_parts.three_accounts()

with layout.section("groups", *heading_of("overview.groups")):
    group_parts.widest_differences()
    overview_parts.groups_side_by_side()

with layout.section("passed", *heading_of("overview.passed")):
    overview_parts.passed_dates()

with layout.section("no-data", *heading_of("overview.no-data")):
    overview_parts.no_data()
