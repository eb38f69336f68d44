"""The shapes of the wards, what changed in May 2022, and each ward's figure as a map needs it."""

from data_access.boundaries.checks import issues
from data_access.boundaries.classes import FIXED, QUANTILE, RULES, Classes, classes, classes_around
from data_access.boundaries.geojson import feature_collection, feature_collection_text
from data_access.boundaries.lookup import (
    CLOSE_RULE,
    Crossing,
    Overlap,
    banner,
    close_wards,
    crossing,
    lookup,
    what_changed,
)
from data_access.boundaries.measures import (
    MEASURES,
    RATIO,
    SHARE,
    VALUE,
    Measured,
    WardValue,
    all_values,
    ward_values,
)
from data_access.boundaries.shapes import (
    ATTRIBUTION,
    VINTAGES,
    Boundaries,
    Hexagon,
    Ward,
    read_boundaries,
    read_hexagons,
)

__all__ = [
    "ATTRIBUTION",
    "CLOSE_RULE",
    "FIXED",
    "MEASURES",
    "QUANTILE",
    "RATIO",
    "RULES",
    "SHARE",
    "VALUE",
    "VINTAGES",
    "Boundaries",
    "Classes",
    "Crossing",
    "Hexagon",
    "Measured",
    "Overlap",
    "Ward",
    "WardValue",
    "all_values",
    "banner",
    "classes",
    "classes_around",
    "close_wards",
    "crossing",
    "feature_collection",
    "feature_collection_text",
    "issues",
    "lookup",
    "read_boundaries",
    "read_hexagons",
    "ward_values",
    "what_changed",
]
