"""One ethnic group: every figure there is for it, what stands out, and what cannot be told."""

from components import group_parts, layout, registry
from components.words import heading_of

spec = registry.find("group")
code = group_parts.chosen()
if code is None:
    group_parts.choose_one(spec.heading, spec.url)
else:
    heading = layout.later()
    view = group_parts.choice(spec.url, code)
    with heading:
        group_parts.opening(view, spec.heading, code)

    with layout.section("supported", *heading_of("group.supported")):
        group_parts.supported(view)

    with layout.section("compared", *heading_of("group.compared")):
        group_parts.compared(view)

    with layout.section("not-compared", *heading_of("group.not-compared")):
        group_parts.not_compared(view)

    with layout.section("take-away", *heading_of("group.take-away")):
        group_parts.take_away_files(code)
