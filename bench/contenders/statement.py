"""One measure in one ward as codes and numbers: the statement that every server of the same file is asked for."""

COLUMNS = (
    "indicator_id",
    "period_code",
    "area_code",
    "ethnicity_code",
    "category_code",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "marker",
    "flags",
    "ethnicity_as_published",
)
STATEMENT = (
    "SELECT indicator.code AS indicator_id, period.code AS period_code, area.code AS area_code,"
    " ethnic_group.code AS ethnicity_code, category.code AS category_code, numerator, denominator, value, lower, upper,"
    " marker.code AS marker, flags, published_label.code AS ethnicity_as_published"
    " FROM indicator CROSS JOIN area CROSS JOIN category CROSS JOIN observation"
    " JOIN period ON period.key = period_key JOIN ethnic_group ON ethnic_group.key = ethnicity_key"
    " JOIN marker ON marker.key = marker_key JOIN published_label ON published_label.key = label_key"
    " WHERE indicator.code = :indicator AND area.code = :area AND category.code = 'all'"
    " AND indicator_key = indicator.key AND area_key = area.key AND category_key = category.key"
)
