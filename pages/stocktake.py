"""Annual stocktake: whether the council is doing what it said, for a year, in the order a committee reads."""

from components import commitment_list, layout, registry, stocktake_parts, store, take_away

spec = registry.find("stocktake")
heading = layout.later()
account = stocktake_parts.chosen_account(spec.url)
query = stocktake_parts.query(account)
with heading:
    layout.opening([("Overview", "/")], spec.heading, account.taken.sentence, stocktake_parts.UNDER)
stocktake_parts.print_address(spec.url, account)

with layout.section("answer", "In short", "What the sentence above rests on."):
    stocktake_parts.in_short(account)
    stocktake_parts.pack_link(account)

with layout.section("strategy", "The strategy itself", "Where it stands, as far as is known."):
    stocktake_parts.strategy(account)

with layout.section("counts", "Where the promises stand", "By strand and service area."):
    stocktake_parts.counts(account)

with layout.wide_section("ledger", "Dates that have passed", "Longest ago first. It accuses nobody."):
    stocktake_parts.ledger(account.taken.ledger)

with layout.section("questions", "Questions to ask", "Made by rules, up to three a section."):
    stocktake_parts.questions_by_section(account)

with layout.section("changes", "What changed", "Days that went by are no change."):
    stocktake_parts.changed(account)

with layout.section("no-data", "What has no data", "And who owns it."):
    stocktake_parts.no_data_by_owner(account)

with layout.section("bases", "Promised shares", "And the population that they name."):
    stocktake_parts.bases(account)

with layout.section("forums", "Who oversees what", "The bodies the strategy set up."):
    commitment_list.forums()

with layout.section("rules", "How to read this", "Each status by its own rule."):
    stocktake_parts.rules()

with layout.section("take-away", "Take it away", "The same tables as files."):
    take_away.stocktake_files(query)
    take_away.citation(f"Stocktake, {stocktake_parts.told(account)}", store.address(spec.url, query))
