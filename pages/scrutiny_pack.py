"""Scrutiny pack: the stocktake of one strand or all, made to be printed, with suggested questions."""

from components import layout, pack_parts, registry, stocktake_parts, store, take_away
from components.words import heading_of, text_of

spec = registry.find("pack")
heading = layout.later()
account = stocktake_parts.chosen_account(spec.url)
query = stocktake_parts.query(account)
with heading:
    layout.opening(
        [(text_of("paths.stocktake"), f"stocktake?{query}")],
        spec.heading,
        account.taken.sentence,
        stocktake_parts.UNDER,
    )
stocktake_parts.print_address(spec.url, account)

with layout.section("answer", *heading_of("pack.answer")):
    stocktake_parts.in_short(account)
    pack_parts.contents(account)

with layout.section("changes", *heading_of("pack.changes")):
    stocktake_parts.changed(account)

for part in pack_parts.parts(account):
    with layout.wide_section(f"pack-{part.key}", part.label, part.note):
        pack_parts.part(part)

with layout.section("rules", *heading_of("pack.rules")):
    stocktake_parts.rules()

with layout.section("take-away", *heading_of("pack.take-away")):
    take_away.stocktake_files(query)
    take_away.citation(f"Scrutiny pack, {stocktake_parts.told(account)}", store.address(spec.url, query))
