"""One ethnic group: every figure there is for it, what stands out, and what cannot be told."""

from components import group_parts, layout, registry

spec = registry.find("group")
code = group_parts.chosen()
if code is None:
    group_parts.choose_one(spec.heading, spec.url)
else:
    heading = layout.later()
    view = group_parts.choice(spec.url, code)
    with heading:
        group_parts.opening(view, spec.heading, code)

    with layout.section("supported", "What stands out", "Beside the White group, widest first."):
        group_parts.supported(view)

    with layout.section("compared", "Compared", "Chance or missing counts leave these open."):
        group_parts.compared(view)

    with layout.section("not-compared", "Not compared", "Listed, and never ranked."):
        group_parts.not_compared(view)

    with layout.section("take-away", "Take it away", "Every figure for this group."):
        group_parts.take_away_files(code)
