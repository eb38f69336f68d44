"""Maps of the wards, as pydeck layers and as SVG, and beside each the words that say the same.

A ward whose marker says that its figure is hidden or missing leaves no number in a map, whatever else it carries.
"""

from visuals.maps.deck import HEIGHT, ward_deck
from visuals.maps.vector import PHONE, WIDE, hexagon_map, vintage_overlay, ward_altair_map
from visuals.maps.words import LegendEntry, describe_ward_map, legend, legend_words

__all__ = [
    "HEIGHT",
    "PHONE",
    "WIDE",
    "LegendEntry",
    "describe_ward_map",
    "hexagon_map",
    "legend",
    "legend_words",
    "vintage_overlay",
    "ward_altair_map",
    "ward_deck",
]
