"""One ward: its figures beside the borough and the other wards, its residents, stops there, and what was promised."""

from components import layout, registry, ward_groups, ward_parts

spec = registry.find("ward")
code = ward_parts.chosen_ward()
if code is None:
    ward_parts.choose_one(spec.heading)
else:
    heading = layout.later()
    ward_parts.find_another(spec.url, code)
    with heading:
        ward_parts.opening(code)

    ward_parts.profile(code)
    ward_groups.residents(code)
    ward_groups.stops(code)
    ward_parts.promised(code)
    ward_parts.boundary(code)
    ward_parts.taken_away(code)
