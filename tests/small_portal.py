"""A portal small enough to know by heart: two indicators, three commitments, the real code lists."""

import shutil
from pathlib import Path

from data_access.files import DEFAULT_FOLDERS, Folders

INDICATOR = """
title = "Children looked after, by ethnic group"
strand = "service-provider"
service_area = "children"
commitments = [{ id = "children-outcome-01", fit = "proxy", direction = "lower", reason = "Fewer was hoped for." }]
measure_type = "composition"
unit = "% of children looked after"
decimals = 1
definition = "Children looked after on one day."
population = "Children aged 0 to 17."
classification = ["eth5"]
protect = "people"
protect_reason = ""
sources = ["small-source"]
next_update = "not known"
caveats = ["A count on one day."]
breaks = []
"""
OFFENCES = (
    INDICATOR.replace("Children looked after, by ethnic group", "Offences")
    .replace('"composition"', '"count"')
    .replace("% of children looked after", "offences")
    .replace('["eth5"]', "[]")
    .replace('protect = "people"\nprotect_reason = ""', 'protect = "none"\nprotect_reason = "Offences are not people."')
    .replace('fit = "proxy"', 'fit = "context"')
)
HEADER = (
    "period_code,area_code,ethnicity_code,ethnicity_as_published,category_code,numerator,denominator,value,"
    "lower,upper,marker,flags,note_id,source_id"
)
LOOKED_AFTER = f"""{HEADER}
d2024-03-31,E09000019,all,Total,all,200,200,100,,,,,,small-source
d2024-03-31,E09000019,eth5-black,Black or Black British,all,80,200,40,,,,,,small-source
d2025-03-31,E09000019,all,Total,all,160,160,100,,,,,,small-source
d2025-03-31,E09000019,eth5-black,Black or Black British,all,56,160,35,,,,,,small-source
d2025-03-31,E09000019,eth5-asian,Asian,all,,160,,,,c,,,small-source
d2025-03-31,E09000019,eth5-mixed,Mixed,all,,160,,,,c,,,small-source
d2025-03-31,E09000019,eth5-white,White,all,40,160,25,,,,p,small-note,small-source
"""
COUNTED = f"""{HEADER}
fy2024-25,E05013703,all,,all,,,12,,,,,,small-source
fy2024-25,E05013697,all,,all,,,3,,,,,,small-source
"""
COMMITMENT = """
[[commitments]]
id = "{id}"
type = "{type}"
nature = "{nature}"
title = "A promise"
summary = "Something was promised."
issue = "A gap."
action = "A thing to do."
outcome = "A better outcome."
measure = "The strategy does not say."
owner = "Not named."
owner_given = false
{due}
due_precision = "{precision}"
target_unit = ""
outcomes = []
no_measure = "Nobody publishes it."
source_words = 3
source_sha256 = "abc"
"""
NO_DATE = 'due_words = ""\ndue_rule = ""'
BY_SUMMER = 'due = 2021-08-31\ndue_words = "by summer 2021"\ndue_rule = "summer ends on 31 August"'
CHAPTER = 'section = "Children"\nstrand = "service-provider"\nservice_area = "children"\n'
FORUM = '[[forums]]\nid = "board"\nname = "A board"\nmembers = "Directors"\noversees = "The work"\nmeets = "Monthly"\n'


def write_small_portal(root: Path) -> Folders:
    """Write the small portal's config/ and data/ under ``root``."""
    folders = Folders(root)
    shutil.copytree(DEFAULT_FOLDERS.config / "codelists", folders.config / "codelists")
    shutil.copy(DEFAULT_FOLDERS.config / "portal.toml", folders.config)
    lists = folders.config / "codelists"
    (lists / "periods.csv").write_text(
        "period_code,label,start,end\n"
        "d2024-03-31,31 March 2024,2024-03-31,2024-03-31\n"
        "d2025-03-31,31 March 2025,2025-03-31,2025-03-31\n"
        "fy2024-25,2024/25,2024-04-01,2025-03-31\n",
        encoding="utf-8",
    )
    (lists / "sources.csv").write_text(
        "source_id,title,publisher,url,published,licence,licence_certain,read_in,checked_with_publisher,confidence\n"
        "small-source,A table,A publisher,https://example.org/,2025,Open Government Licence v3.0,no,a copy,no,high\n",
        encoding="utf-8",
    )
    (lists / "notes.csv").write_text("note_id,text\nsmall-note,Read with care.\n", encoding="utf-8")
    write(folders.config / "indicators" / "looked-after.toml", INDICATOR)
    write(folders.config / "indicators" / "offences.toml", OFFENCES)
    write(folders.observations / "looked-after.csv", LOOKED_AFTER)
    write(folders.observations / "offences.csv", COUNTED)
    register = CHAPTER + "".join(
        (
            COMMITMENT.format(id="children-action-01", type="action", nature="lasting", due=NO_DATE, precision="none"),
            COMMITMENT.format(
                id="children-target-01", type="target", nature="one-off", due=BY_SUMMER, precision="season"
            ),
            COMMITMENT.format(
                id="children-outcome-01", type="outcome", nature="one-off", due=NO_DATE, precision="none"
            ),
            FORUM,
        )
    )
    write(folders.config / "strategy" / "children.toml", register)
    return folders


def write(path: Path, text: str) -> None:
    """Write a file, making its folder first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
