"""Annual stocktake: whether the council is doing what it said, for a year, in the order a committee reads."""

from components import commitment_list, layout, registry, stocktake_parts, store, take_away
from components.words import heading_of, text_of

spec = registry.find("stocktake")
heading = layout.later()
account = stocktake_parts.chosen_account(spec.url)
query = stocktake_parts.query(account)
with heading:
    layout.opening([(text_of("paths.overview"), "/")], spec.heading, account.taken.sentence, stocktake_parts.UNDER)
stocktake_parts.print_address(spec.url, account)

with layout.section("answer", *heading_of("stocktake.answer")):
    stocktake_parts.in_short(account)
    stocktake_parts.pack_link(account)

with layout.section("strategy", *heading_of("stocktake.strategy")):
    stocktake_parts.strategy(account)

with layout.section("counts", *heading_of("stocktake.counts")):
    stocktake_parts.counts(account)

with layout.wide_section("ledger", *heading_of("stocktake.ledger")):
    stocktake_parts.ledger(account.taken.ledger)

with layout.section("questions", *heading_of("stocktake.questions")):
    stocktake_parts.questions_by_section(account)

with layout.section("changes", *heading_of("stocktake.changes")):
    stocktake_parts.changed(account)

with layout.section("no-data", *heading_of("stocktake.no-data")):
    stocktake_parts.no_data_by_owner(account)

with layout.section("bases", *heading_of("stocktake.bases")):
    stocktake_parts.bases(account)

with layout.section("forums", *heading_of("stocktake.forums")):
    commitment_list.forums()

with layout.section("rules", *heading_of("stocktake.rules")):
    stocktake_parts.rules()

with layout.section("take-away", *heading_of("stocktake.take-away")):
    take_away.stocktake_files(query)
    take_away.citation(f"Stocktake, {stocktake_parts.told(account)}", store.address(spec.url, query))
