"""Scrutiny pack: the stocktake of one strand or all, made to be printed, with suggested questions."""

from components import layout, pack_parts, registry, stocktake_parts, store, take_away

spec = registry.find("pack")
heading = layout.later()
account = stocktake_parts.chosen_account(spec.url)
query = stocktake_parts.query(account)
with heading:
    layout.opening([("Stocktake", f"stocktake?{query}")], spec.heading, account.taken.sentence, stocktake_parts.UNDER)
stocktake_parts.print_address(spec.url, account)

with layout.section("answer", "In short", "What the sentence above rests on."):
    stocktake_parts.in_short(account)
    pack_parts.contents(account)

with layout.section("changes", "What changed", "Days that went by are no change."):
    stocktake_parts.changed(account)

for part in pack_parts.parts(account):
    with layout.wide_section(f"pack-{part.key}", part.label, part.note):
        pack_parts.part(part)

with layout.section("rules", "How to read this", "Each status by its own rule."):
    stocktake_parts.rules()

with layout.section("take-away", "Take it away", "The same tables as files."):
    take_away.stocktake_files(query)
    take_away.citation(f"Scrutiny pack, {stocktake_parts.told(account)}", store.address(spec.url, query))
