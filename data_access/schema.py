"""The database: integer code tables around one table of observations.

Observations are clustered on the key that pages and files filter by (indicator, area, category,
ethnic group, period) and keys follow display order, so a filtered read is one range scan that comes
out sorted. A second index serves maps: one indicator, category, period and group over all areas.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

portal = Table(
    "portal",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
config_file = Table(
    "config_file",
    metadata,
    Column("path", String(200), primary_key=True),
    Column("content", Text, nullable=False),
)


def _code_table(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("key", Integer, primary_key=True, autoincrement=False),
        Column("code", String(120), nullable=False, unique=True),
    )


indicator = _code_table("indicator")
area = _code_table("area")
category = _code_table("category")
ethnic_group = _code_table("ethnic_group")
period = _code_table("period")
source = _code_table("source")
note = _code_table("note")
marker = _code_table("marker")
published_label = Table(
    "published_label",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False, unique=True),
)


def _key(name: str, table: Table) -> Column[int]:
    return Column(name, Integer, ForeignKey(table.c.key), nullable=False)


observation = Table(
    "observation",
    metadata,
    _key("indicator_key", indicator),
    _key("area_key", area),
    _key("category_key", category),
    _key("ethnicity_key", ethnic_group),
    _key("period_key", period),
    Column("numerator", Float),
    Column("denominator", Float),
    Column("value", Float),
    Column("lower", Float),
    Column("upper", Float),
    _key("marker_key", marker),
    Column("flags", String(5), nullable=False),
    _key("label_key", published_label),
    _key("note_key", note),
    _key("source_key", source),
    PrimaryKeyConstraint("indicator_key", "area_key", "category_key", "ethnicity_key", "period_key"),
    # Marker 0 is “published”: it has a value, and every other marker has no number at all.
    CheckConstraint("(marker_key = 0) = (value IS NOT NULL)", name="value_only_when_published"),
    CheckConstraint("marker_key = 0 OR numerator IS NULL", name="marker_empties_numerator"),
    CheckConstraint("marker_key = 0 OR (lower IS NULL AND upper IS NULL)", name="marker_empties_interval"),
    CheckConstraint("(lower IS NULL) = (upper IS NULL)", name="interval_has_both_ends"),
    CheckConstraint("lower IS NULL OR (lower <= value AND value <= upper)", name="value_within_interval"),
    sqlite_with_rowid=False,
)
Index(
    "ix_observation_map",
    observation.c.indicator_key,
    observation.c.category_key,
    observation.c.period_key,
    observation.c.ethnicity_key,
    observation.c.area_key,
)

# Pre-counted: how many observations, and the latest period, of each indicator, area and ethnic group.
coverage = Table(
    "coverage",
    metadata,
    _key("indicator_key", indicator),
    _key("area_key", area),
    _key("ethnicity_key", ethnic_group),
    Column("observations", Integer, nullable=False),
    Column("latest_period_key", Integer, ForeignKey(period.c.key), nullable=False),
    PrimaryKeyConstraint("indicator_key", "area_key", "ethnicity_key"),
    sqlite_with_rowid=False,
)

CODE_TABLES = {
    "indicator": indicator,
    "area": area,
    "category": category,
    "ethnic_group": ethnic_group,
    "period": period,
    "source": source,
    "note": note,
    "marker": marker,
    "published_label": published_label,
}
