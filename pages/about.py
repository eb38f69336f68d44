"""About: who runs this record, how the strategy is watched, accessibility and other formats."""

from components import layout, long_text
from components.words import text_of

layout.opening(
    [],
    text_of("about.about-this-record"),
    text_of("about.sentence"),
    text_of("about.under"),
)
long_text.show("about")
