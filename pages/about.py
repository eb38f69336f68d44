"""About: who runs this record, how the strategy is watched, accessibility and other formats."""

from components import layout, long_text

layout.opening(
    [],
    "About this record",
    "This is an independent record of what Islington Council promised in 2021 and of what published figures show.",
    "It is not the council’s own account, and the council has not endorsed it.",
)
long_text.show("about")
