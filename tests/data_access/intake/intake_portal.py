"""A small portal with one indicator of each kind that the rules of a submission tell apart."""

from pathlib import Path

from data_access.files import Folders
from tests.small_portal import HEADER, INDICATOR, LOOKED_AFTER, OFFENCES, write, write_small_portal

PERIODS = """d2026-03-31,31 March 2026,2026-03-31,2026-03-31
d2021-03-21,21 March 2021,2021-03-21,2021-03-21
fy2019-20,2019/20,2019-04-01,2020-03-31
fy2023-24,2023/24,2023-04-01,2024-03-31
fy2025-26,2025/26,2025-04-01,2026-03-31
ay2023-24,2023/24,2023-09-01,2024-08-31
ay2024-25,2024/25,2024-09-01,2025-08-31
ay2025-26,2025/26,2025-09-01,2026-08-31
"""
NOTES = (
    "rounded,Every figure is rounded to the nearest 10.\n"
    "misfit,The source has figures that do not add up to its total.\n"
)
MEALS = INDICATOR.replace('"composition"', '"proportion"').replace('["eth5"]', '["dfe"]')
FLAT = INDICATOR.replace('"composition"', '"proportion"').replace('["eth5"]', '["all"]')
RATE = FLAT.replace('"proportion"', '"rate"').replace("% of children looked after", "per 10,000 children")
ROLES = INDICATOR.replace("Children looked after, by ethnic group", "Staff by role")

MEALS_TABLE = f"""{HEADER}
ay2023-24,E09000019,all,All pupils,all,420,1200,35,,,,,,small-source
ay2023-24,E09000019,dfe-asian,Asian,all,60,200,30,,,,,,small-source
ay2023-24,E09000019,dfe-black,Black,all,160,400,40,,,,,,small-source
ay2023-24,E09000019,dfe-white,White,all,190,500,38,,,,,,small-source
ay2023-24,E09000019,dfe-unknown,Not known,all,10,100,10,,,,,,small-source
ay2024-25,E09000019,all,All pupils,all,420,1200,35,,,,,,small-source
ay2024-25,E09000019,dfe-asian,Asian,all,70,250,28,,,,,,small-source
ay2024-25,E09000019,dfe-black,Black,all,160,400,40,,,,,,small-source
ay2024-25,E09000019,dfe-white,White,all,190,550,34.545455,,,,,,small-source
"""
SATISFIED_TABLE = f"""{HEADER}
fy2023-24,E09000019,all,,all,,,62.5,,,,,,small-source
fy2024-25,E09000019,all,,all,,,61,,,,,,small-source
"""
EXCLUDED_TABLE = f"""{HEADER}
fy2023-24,E09000019,all,,all,,,25.5,,,,,,small-source
fy2024-25,E09000019,all,,all,,,24,,,,,,small-source
"""
ROLES_TABLE = f"""{HEADER}
d2025-03-31,E09000019,all,Total,role-case-holder,60,60,100,,,,,,small-source
d2025-03-31,E09000019,eth5-black,Black,role-case-holder,20,60,33.333333,,,,,,small-source
d2025-03-31,E09000019,eth5-white,White,role-case-holder,40,60,66.666667,,,,,,small-source
d2025-03-31,E09000019,all,Total,role-senior-manager,30,30,100,,,,,,small-source
d2025-03-31,E09000019,eth5-black,Black,role-senior-manager,10,30,33.333333,,,,,,small-source
d2025-03-31,E09000019,eth5-white,White,role-senior-manager,20,30,66.666667,,,,,,small-source
"""


def write_intake_portal(root: Path) -> Folders:
    """The small portal and five more indicators, one of which (library-users) has published nothing yet."""
    folders = write_small_portal(root)
    # The year before has no Mixed group here: what a sheet must hold follows from it.
    without_mixed = "".join(line for line in LOOKED_AFTER.splitlines(keepends=True) if "eth5-mixed" not in line)
    write(folders.observations / "looked-after.csv", without_mixed)
    for name, more in (("periods", PERIODS), ("notes", NOTES)):
        with (folders.config / "codelists" / f"{name}.csv").open("a", encoding="utf-8") as stream:
            stream.write(more)
    definitions = {
        "free-school-meals": (MEALS, MEALS_TABLE),
        "satisfaction": (FLAT, SATISFIED_TABLE),
        "exclusions": (RATE, EXCLUDED_TABLE),
        "staff": (ROLES, ROLES_TABLE),
        "library-users": (FLAT, ""),
        "thefts": (OFFENCES, ""),
    }
    for name, (definition, table) in definitions.items():
        write(folders.config / "indicators" / f"{name}.toml", definition)
        if table:
            write(folders.observations / f"{name}.csv", table)
    return folders
