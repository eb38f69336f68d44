"""The one dictionary of public columns: every CSV, JSON and spreadsheet uses these names in this order."""

from typing import NamedTuple

Number = int | float | None

COLUMNS: dict[str, str] = {
    "edition": "The edition the row was read from.",
    "indicator_id": "The indicator’s code: its address here and its file’s name.",
    "indicator": "The indicator’s title.",
    "strand": "The strand of the strategy that the indicator belongs to.",
    "service_area": "The service area that the indicator belongs to.",
    "period_code": "The code of the time the figure is for.",
    "period": "The time the figure is for, in words.",
    "area_code": "The official code of the place.",
    "area": "The name of the place.",
    "area_type": "ward, borough, region, nation or police force.",
    "area_vintage": "The year that ward boundaries took effect; empty for other places.",
    "ethnicity_code": "The code of the ethnic group; “all” stands for everybody.",
    "ethnicity": "The name of the ethnic group here.",
    "ethnicity_classification": "The list of groups that the source used.",
    "ethnicity_as_published": "The name of the group in the source, where it gives one.",
    "category_code": "The code of a further breakdown, such as a role; “all” stands for everything.",
    "category": "The further breakdown in words.",
    "measure_type": "proportion, composition, rate, mean or count.",
    "unit": "What the value counts.",
    "numerator": "The count that the value was worked out from, where there is one.",
    "denominator": "The number it was divided by, where there is one.",
    "value": "The figure, in the unit given; per cents run from 0 to 100.",
    "lower": "The lower end of the interval, where the source gives one.",
    "upper": "The upper end of the interval, where the source gives one.",
    "marker": "published, or why there is no figure: c hidden to protect people, x not published, z does not apply.",
    "flags": "Letters beside a figure: b break in series, e estimate, p provisional, r revised, u low reliability.",
    "note": "What to know about this one figure.",
    "source_id": "The code of the source.",
    "source": "The source’s title and publisher.",
    "source_url": "The source’s address, where it has one.",
    "licence": "The source’s licence, with “(uncertain)” where we are not sure of it.",
}
PUBLISHED = "published"


class PublicRow(NamedTuple):
    """One observation in words and codes, in the order of ``COLUMNS``."""

    edition: str
    indicator_id: str
    indicator: str
    strand: str
    service_area: str
    period_code: str
    period: str
    area_code: str
    area: str
    area_type: str
    area_vintage: str
    ethnicity_code: str
    ethnicity: str
    ethnicity_classification: str
    ethnicity_as_published: str
    category_code: str
    category: str
    measure_type: str
    unit: str
    numerator: Number
    denominator: Number
    value: Number
    lower: Number
    upper: Number
    marker: str
    flags: str
    note: str
    source_id: str
    source: str
    source_url: str
    licence: str
