"""Commitments: the register of what was promised, filtered, or one of them in full."""

from components import commitment_list, commitment_parts, filters, layout, registry, store, take_away
from components.words import heading_of, text_of

spec = registry.find("commitments")
chosen_id = commitment_list.chosen()
if chosen_id is not None:
    commitment_parts.one_commitment(chosen_id, spec.url)
else:
    heading = layout.later()
    choice = filters.register_choice(spec.url)
    found = store.commitments(choice)
    with heading:
        layout.opening(
            [(text_of("paths.overview"), "/")], spec.heading, commitment_list.sentence(found), commitment_list.UNDER
        )

    commitment_list.register_tables(found, spec.url)

    with layout.section("forums", *heading_of("commitments.forums")):
        commitment_list.forums()

    with layout.section("take-away", *heading_of("commitments.take-away")):
        query = commitment_list.query(choice)
        take_away.commitment_files(query, len(found))
        take_away.citation(filters.told_register(choice), store.address(spec.url, query))
