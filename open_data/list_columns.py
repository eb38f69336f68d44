"""What each column of the lists under /api/v1 means."""

INDICATOR_COLUMNS = {
    "indicator_id": "The indicator’s code.",
    "indicator": "The indicator’s title.",
    "strand": "The code of the strand of the strategy that it belongs to.",
    "service_area": "The code of the service area that it belongs to.",
    "measure_type": "proportion, composition, rate, mean or count.",
    "unit": "What its values count.",
    "classification": "The lists of ethnic groups that its sources used.",
    "observations": "How many observations there are, those without a figure among them.",
    "latest_period": "The code of its latest period; null where it has no observations.",
    "wards": "For how many wards there are observations.",
}
AREA_COLUMNS = {
    "area_code": "The official code of the place.",
    "area": "The name of the place.",
    "area_type": "ward, borough, region, nation or police force.",
    "area_vintage": "The year that ward boundaries took effect; empty for other places.",
    "parent_code": "The code of the place that it is part of; empty where that is not listed.",
}
GROUP_COLUMNS = {
    "ethnicity_code": "The code of the ethnic group; “all” stands for everybody.",
    "ethnicity": "The name of the ethnic group here.",
    "classification": "The code of the list of groups that it is in.",
    "parent_code": "The code of the group that it is part of; empty where there is none.",
    "eth5_code": "The code of the broad group that it maps to; empty where it maps to none.",
}
