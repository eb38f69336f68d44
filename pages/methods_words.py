"""Methods and words: the rules, the symbols, the ethnic groups and what cannot be shown."""

from components import glossary, layout, long_text, methods_parts, registry
from components.words import heading_of, text_of

spec = registry.find("methods")
layout.opening([(text_of("paths.overview"), "/")], spec.heading, methods_parts.SENTENCE)

long_text.show("methods")

with layout.section("glossary", *heading_of("methods.glossary")):
    glossary.every_word()

with layout.section("symbols", *heading_of("methods.symbols")):
    methods_parts.symbols()

with layout.section("hidden", *heading_of("methods.hidden")):
    methods_parts.hidden()

with layout.section("groups", *heading_of("methods.groups")):
    methods_parts.groups()

with layout.section("sources", *heading_of("methods.sources")):
    methods_parts.sources()
