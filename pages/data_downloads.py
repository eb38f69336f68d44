"""Data and downloads: every file, what its columns mean, and the addresses for programs."""

from components import data_parts, layout, registry

spec = registry.find("data")
layout.opening([("Overview", "/")], spec.heading, data_parts.sentence(), data_parts.UNDER)

with layout.section("everything", "Everything", "All figures and all commitments."):
    data_parts.whole_files()

with layout.section("indicators", "By outcome", "One file an outcome."):
    data_parts.indicator_files()

with layout.section("editions", "Editions", "Sealed, so that nothing can be rewritten unseen."):
    data_parts.sealed_editions()

with layout.section("verify", "Check a file", "In your browser."):
    data_parts.verification()

with layout.section("addresses", "For programs", "The same filters as in the page addresses."):
    data_parts.addresses()

with layout.section("columns", "Columns", "The same in CSV and JSON."):
    data_parts.observation_columns()
    data_parts.measure_columns()
    data_parts.commitment_columns()
