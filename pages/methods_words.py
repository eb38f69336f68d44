"""Methods and words: the rules, the symbols, the ethnic groups and what cannot be shown."""

from components import layout, long_text, methods_parts, registry

spec = registry.find("methods")
layout.opening([("Overview", "/")], spec.heading, methods_parts.SENTENCE)

long_text.show("methods")

with layout.section("symbols", "Symbols", "They mean the same on every page and in every file."):
    methods_parts.symbols()

with layout.section("hidden", "How much is hidden", "Exactly, for the edition shown."):
    methods_parts.hidden()

with layout.section("groups", "Ethnic groups", "The lists that sources use, and how they map."):
    methods_parts.groups()

with layout.section("sources", "Sources", "Where each figure was read."):
    methods_parts.sources()
