"""Data and downloads: every file, what its columns mean, and the addresses for programs."""

from components import data_parts, layout, registry
from components.words import heading_of, text_of

spec = registry.find("data")
layout.opening([(text_of("paths.overview"), "/")], spec.heading, data_parts.sentence(), data_parts.UNDER)

with layout.section("everything", *heading_of("data.everything")):
    data_parts.whole_files()

with layout.section("indicators", *heading_of("data.indicators")):
    data_parts.indicator_files()

with layout.section("editions", *heading_of("data.editions")):
    data_parts.sealed_editions()

with layout.section("verify", *heading_of("data.verify")):
    data_parts.verification()

with layout.section("addresses", *heading_of("data.addresses")):
    data_parts.addresses()

with layout.section("columns", *heading_of("data.columns")):
    data_parts.observation_columns()
    data_parts.measure_columns()
    data_parts.commitment_columns()
