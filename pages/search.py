"""Search: whatever answers a few words, best first."""

from components import layout, registry, search_parts
from components.words import heading_of, text_of

spec = registry.find("search")
text = search_parts.asked()
found = search_parts.answer(text)
layout.opening([(text_of("paths.overview"), "/")], spec.heading, search_parts.sentence(found), search_parts.UNDER)

with layout.section("results", *heading_of("search.results")):
    search_parts.box(text, found)
    search_parts.results(found)
