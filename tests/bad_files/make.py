"""Makes every file of this folder again: python -m tests.bad_files.make

Each file has one thing wrong, which expected.toml tells; those whose names hold “good” have nothing wrong.
They are for the portal of tests/data_access/intake/intake_portal.py. The same run gives the same bytes.
"""

import io
import sys
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.small_portal import HEADER

COLUMNS = HEADER.split(",")
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
Row = dict[str, str]
Table = list[Row]
WARDS = [f"E050{number}" for number in range(13697, 13714)]
OLD_WARD = "E05000366"
EPOCH = (1980, 1, 1, 0, 0, 0)
BOMB_BYTES = 101_000_000
DAY = date(2026, 3, 31)


def row(period: str, group: str = "all", area: str = "E09000019", **cells: str) -> Row:
    """One row; what is not named is empty, all or the small portal's source."""
    given = {
        "period_code": period,
        "area_code": area,
        "ethnicity_code": group,
        "category_code": "all",
        "source_id": "small-source",
        **cells,
    }
    return {name: given.get(name, "") for name in COLUMNS}


def looked_after(period: str = "d2026-03-31") -> Table:
    """A composition; the smallest group has a count that a published file would have to hide."""
    counts = {"all": 120, "eth5-asian": 3, "eth5-black": 67, "eth5-white": 50}
    return [row(period, group, numerator=str(count), denominator="120") for group, count in counts.items()]


def meals(period: str = "ay2025-26") -> Table:
    """A proportion."""
    counts = {"all": (420, 1250), "dfe-asian": (80, 300), "dfe-black": (150, 400), "dfe-white": (190, 550)}
    return [row(period, group, numerator=str(n), denominator=str(d)) for group, (n, d) in counts.items()]


def offences(period: str = "fy2025-26", wards: Iterable[str] = WARDS) -> Table:
    """A count by ward."""
    return [row(period, area=ward, value=str(10 + place)) for place, ward in enumerate(wards)]


def satisfied(value: str) -> Table:
    """A per cent without counts."""
    return [row("fy2025-26", value=value)]


def staff() -> Table:
    """A composition split by role as well."""
    return [
        row("d2026-03-31", group, category_code=f"role-{role}", numerator=str(count), denominator=str(whole))
        for role, whole in (("case-holder", 60), ("senior-manager", 30))
        for group, count in (("all", whole), ("eth5-black", whole // 3), ("eth5-white", whole - whole // 3))
    ]


def changed(table: Table, line: int, **cells: str) -> Table:
    """The table with cells of one line changed; line 2 is the first under the header."""
    return [{**entry, **cells} if number == line else entry for number, entry in enumerate(table, start=2)]


def without(table: Table, *lines: int) -> Table:
    """The table without some lines."""
    return [entry for number, entry in enumerate(table, start=2) if number not in lines]


def csv_text(table: Table, header: str = HEADER, delimiter: str = ",") -> str:
    """The table as CSV, every line ended as Excel ends it."""
    lines = [header.split(","), *(list(entry.values()) for entry in table)]
    return "".join(delimiter.join(line) + "\r\n" for line in lines)


def texts() -> dict[str, str | bytes]:
    """Every CSV by its name."""
    good, many = looked_after(), looked_after()
    return {
        "looked-after good.csv": csv_text(good),
        "looked-after good semicolons.csv": csv_text(good, delimiter=";"),
        "looked-after good tabs and mark.tsv": b"\xef\xbb\xbf" + csv_text(good, delimiter="\t").encode(),
        "looked-after good windows-1252.csv": csv_text(changed(good, 3, ethnicity_as_published="Asian – all")).encode(
            "cp1252"
        ),
        "looked-after good rounded.csv": csv_text(
            [{**entry, "note_id": "rounded"} for entry in changed(good, 3, numerator="10")]
        ),
        "free-school-meals good.csv": csv_text(meals()),
        "offences good.csv": csv_text(offences()),
        "satisfaction good.csv": csv_text(satisfied("60.5")),
        "exclusions good.csv": csv_text([row("fy2025-26", numerator="48", denominator="20000")]),
        "staff good.csv": csv_text(staff()),
        "looked-after header misspelt.csv": csv_text(good, HEADER.replace("area_code", "area_cod")),
        "looked-after header missing.csv": csv_text(good).partition("\r\n")[2],
        "looked-after header in another order.csv": csv_text(
            good, HEADER.replace("numerator,denominator", "denominator,numerator")
        ),
        "looked-after header twice the same.csv": csv_text(good, HEADER.replace("upper", "lower")),
        "looked-after header below a title.csv": "Children looked after 2026\r\n\r\n" + csv_text(good),
        "looked-after empty.csv": "",
        "looked-after header alone.csv": HEADER + "\r\n",
        "looked-after duplicate key.csv": csv_text([*good, good[1]]),
        "looked-after unknown group.csv": csv_text(changed(good, 3, ethnicity_code="eth5-asain")),
        "looked-after group of another list.csv": csv_text(changed(good, 3, ethnicity_code="dfe-asian")),
        "looked-after unknown area.csv": csv_text(changed(good, 3, area_code="E09000091")),
        "looked-after unknown category.csv": csv_text(changed(good, 3, category_code="al")),
        "looked-after unknown source.csv": csv_text(changed(good, 3, source_id="smal-source")),
        "looked-after unknown marker.csv": csv_text(changed(good, 3, marker="h", numerator="")),
        "looked-after unknown note.csv": csv_text(changed(good, 3, note_id="small-nota")),
        "looked-after no group.csv": csv_text(changed(good, 3, ethnicity_code="")),
        "looked-after number in words.csv": csv_text(changed(good, 3, numerator="3 children")),
        "looked-after number with a comma.csv": csv_text(changed(good, 2, numerator='"1,200"')),
        "looked-after below zero.csv": csv_text(changed(good, 3, numerator="-3")),
        "looked-after numerator over denominator.csv": csv_text(changed(good, 3, numerator="300")),
        "looked-after value not from its counts.csv": csv_text(changed(good, 4, value="58")),
        "looked-after fraction beside counts.csv": csv_text(changed(good, 4, value="0.558")),
        "looked-after marked yet numbered.csv": csv_text(changed(good, 3, marker="x")),
        "looked-after neither value nor marker.csv": csv_text(changed(good, 3, numerator="")),
        "looked-after half an interval.csv": csv_text(changed(good, 4, lower="50")),
        "looked-after groups over the total.csv": csv_text(changed(good, 5, numerator="60")),
        "looked-after another denominator.csv": csv_text(changed(good, 3, denominator="210")),
        "looked-after missing group.csv": csv_text(without(many, 3)),
        "looked-after missing total.csv": csv_text(without(many, 2)),
        "looked-after date for a period.csv": csv_text(changed(good, 3, period_code="31/03/2026")),
        "looked-after new period.csv": csv_text(looked_after("d2027-03-31")[:1]),
        "looked-after another kind of period.csv": csv_text(looked_after("fy2025-26")[:1]),
        "looked-after formula.csv": csv_text(changed(good, 3, numerator="=SUM(F4:F5)")),
        "looked-after note below.csv": csv_text(good) + "Source: our own records,,,,,,,,,,,,,\r\n",
        "looked-after too few cells.csv": csv_text(good).replace(",eth5-asian,", ",eth5-asian"),
        "looked-after too many cells.csv": csv_text(good).replace(
            ",eth5-asian,,all", ",eth5-asian,Asian, or Asian British,all"
        ),
        "looked-after stray quotation mark.csv": csv_text(changed(good, 4, ethnicity_as_published='"Black')),
        "looked-after utf-16.csv": csv_text(good).encode("utf-16"),
        "looked-after neither encoding.csv": csv_text(changed(good, 3, ethnicity_as_published="Asian ¤"))
        .encode("latin-1")
        .replace(b"\xa4", b"\x81\x8d"),
        "looked-after is a workbook.csv": workbook(good),
        "free-school-meals groups under the total.csv": csv_text(changed(meals(), 3, numerator="70")),
        "free-school-meals school year as written.csv": csv_text(changed(meals(), 3, period_code="2025/26")),
        "free-school-meals financial year.csv": csv_text(meals("fy2025-26")[:1]),
        "free-school-meals retired group.csv": csv_text(
            [*meals(), row("ay2025-26", "dfe-unknown", numerator="0", denominator="10")]
        ),
        "free-school-meals implausible jump.csv": csv_text(changed(meals(), 2, numerator="73390", denominator="75000")),
        "satisfaction fraction.csv": csv_text(satisfied("0.605")),
        "satisfaction over a hundred.csv": csv_text(satisfied("605")),
        "library-users fractions.csv": csv_text([row(f"fy20{year}", value="0.25") for year in ("23-24", "24-25")]),
        "exclusions rate not from its counts.csv": csv_text(
            [row("fy2025-26", numerator="48", denominator="20000", value="48")]
        ),
        "offences below zero.csv": csv_text(changed(offences(), 3, value="-4")),
        "offences missing ward.csv": csv_text(without(offences(), 3)),
        "offences old ward.csv": csv_text(changed(offences(), 3, area_code=OLD_WARD)),
        "thefts new ward in an old year.csv": csv_text(offences("fy2019-20")[:1]),
        "offences implausible jump.csv": csv_text(changed(offences(), 8, value="1240")),
        "staff missing group of one role.csv": csv_text(without(staff(), 3)),
        "staff missing role.csv": csv_text(staff()[:3]),
        "loked-after.csv": csv_text(good),
        "looked-after.pdf": "%PDF-1.7",
    }


def workbook(table: Table, change: Callable[[Worksheet], object] = lambda sheet: None) -> bytes:
    """The table as XLSX, numbers as numbers, with one thing changed."""
    book = Workbook()
    sheet: Worksheet = book["Sheet"]
    sheet.title = "Sheet1"
    sheet.append(COLUMNS)
    for entry in table:
        sheet.append([_value(name, cell) for name, cell in entry.items()])
    change(sheet)
    made = io.BytesIO()
    book.save(made)
    return _packed({part.filename: zipfile.ZipFile(made).read(part) for part in zipfile.ZipFile(made).infolist()})


def _value(name: str, cell: str) -> Any:
    if not cell:
        return None
    return float(cell) if name in NUMBERS else cell


def _packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            # The hour of making is the one thing in it that would differ from run to run.
            content = content if name != "docProps/core.xml" else b"<coreProperties/>"
            package.writestr(zipfile.ZipInfo(name, EPOCH), content, method)
    return made.getvalue()


def put(place: str, value: Any, number_format: str = "") -> Callable[[Worksheet], None]:
    """A change: another value in one cell."""

    def change(sheet: Worksheet) -> None:
        sheet[place] = value
        if number_format:
            sheet[place].number_format = number_format

    return change


def _hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def _hide_rows(sheet: Worksheet) -> None:
    for number in (3, 4):
        sheet.row_dimensions[number].hidden = True


def _hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["J"].hidden = True


def _hide_another_sheet(sheet: Worksheet) -> None:
    other = sheet.parent.create_sheet("old figures")
    other.append(COLUMNS)
    other.sheet_state = "hidden"


def _add_a_sheet(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("workings").append(["Children", 12])


def _add_notes(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("notes").append(["How this was counted"])


def workbooks() -> dict[str, bytes]:
    """Every XLSX by its name."""
    good = looked_after()
    return {
        "looked-after good.xlsx": workbook(good, _add_notes),
        "looked-after number as text.xlsx": workbook(good, put("F3", "3")),
        "looked-after formula.xlsx": workbook(good, put("F3", "=SUM(F4:F5)")),
        "looked-after merged.xlsx": workbook(good, lambda sheet: sheet.merge_cells("D3:D5")),
        "looked-after hidden row.xlsx": workbook(good, _hide_row),
        "looked-after hidden rows.xlsx": workbook(good, _hide_rows),
        "looked-after hidden column.xlsx": workbook(good, _hide_column),
        "looked-after hidden sheet.xlsx": workbook(good, _hide_another_sheet),
        "looked-after second sheet.xlsx": workbook(good, _add_a_sheet),
        "looked-after per cent format.xlsx": workbook(good, put("H4", 0.558, "0.0%")),
        "looked-after date for a period.xlsx": workbook(good, put("A3", DAY, "dd/mm/yyyy")),
        "looked-after date for a number.xlsx": workbook(good, put("F3", DAY, "dd/mm/yyyy")),
        "looked-after error cell.xlsx": workbook(good, put("F3", "#REF!")),
        "looked-after cell to the right.xlsx": workbook(good, put("P3", "check this")),
        "looked-after is a text.xlsx": csv_text(good).encode(),
        "looked-after old excel.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        "looked-after bomb.xlsx": _packed({"xl/workbook.xml": bytes(BOMB_BYTES)}, zipfile.ZIP_BZIP2),
        "looked-after entities.xlsx": _packed({"xl/workbook.xml": ENTITIES, "xl/_rels/workbook.xml.rels": ENTITIES}),
    }


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
NAMES = "urn:oasis:names:tc:opendocument:xmlns"


def ods(table: Table, **change: str) -> bytes:
    """The table as ODS. ``change`` gives another start of the row or cell of the same name, as in row3 or F3."""
    lines = [dict(zip(COLUMNS, COLUMNS, strict=True)), *table]
    rows = "".join(
        f"<table:table-row {change.get(f'row{number}', '')}>"
        + "".join(
            _ods_cell(name, entry[name], change.get(f"{chr(65 + place)}{number}", ""), number)
            for place, name in enumerate(COLUMNS)
        )
        + "</table:table-row>"
        for number, entry in enumerate(lines, start=1)
    )
    content = (
        f'<office:document-content xmlns:office="{NAMES}:office:1.0" xmlns:table="{NAMES}:table:1.0" '
        f'xmlns:text="{NAMES}:text:1.0" xmlns:style="{NAMES}:style:1.0">'
        '<office:automatic-styles><style:style style:name="ta1" style:family="table">'
        f"<style:table-properties table:display={quoteattr(change.get('display', 'true'))}/></style:style>"
        '</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Sheet1">'
        f'<table:table-column {change.get("column", "")} table:number-columns-repeated="14"/>{rows}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        '<table:table table:name="Sheet2" table:style-name="ta1"><table:table-row><table:table-cell>'
        f"{change.get('second', '')}</table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return _packed({"mimetype": mimetype, "content.xml": content.encode()})


def _ods_cell(name: str, text: str, change: str, number: int) -> str:
    if change == "covered":
        return "<table:covered-table-cell/>"
    kind = "float" if text and name in NUMBERS and number > 1 else "string"
    value = f'office:value-type="{kind}"' + (f' office:value="{text}"' if kind == "float" else "")
    if change and "value-type" in change:
        value = ""
    words = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f"<table:table-cell {value if text else ''} {change}>{words}</table:table-cell>"


def ods_books() -> dict[str, bytes]:
    """Every ODS by its name."""
    good = looked_after()
    span = 'table:number-columns-spanned="1" table:number-rows-spanned="2"'
    day = 'office:value-type="date" office:date-value="2026-03-31T00:00:00"'
    per_cent = 'office:value-type="percentage" office:value="0.558"'
    return {
        "looked-after good.ods": ods(good),
        "looked-after number as text.ods": ods(good, F3='office:value-type="string"'),
        "looked-after formula.ods": ods(good, F3='table:formula="of:=SUM([.F4:.F5])"'),
        "looked-after merged.ods": ods(changed(good, 3, ethnicity_as_published="Asian"), D3=span, D4="covered"),
        "looked-after hidden row.ods": ods(good, row3='table:visibility="collapse"'),
        "looked-after hidden by a filter.ods": ods(good, row3='table:visibility="filter"'),
        "looked-after hidden sheet.ods": ods(good, display="false", second="<text:p>old figures</text:p>"),
        "looked-after date for a period.ods": ods(good, A3=day),
        "looked-after per cent format.ods": ods(changed(good, 4, value="0.558"), H4=per_cent),
        "looked-after is an xlsx.ods": workbook(good),
        "looked-after damaged.ods": _packed({"content.xml": b"<office"}),
    }


def files() -> dict[str, bytes]:
    """Every file of this folder by its name."""
    plain = {name: text if isinstance(text, bytes) else text.encode() for name, text in texts().items()}
    return {**plain, **workbooks(), **ods_books()}


if __name__ == "__main__":
    for made, content in files().items():
        (Path(__file__).parent / made).write_bytes(content)
    sys.stdout.write(f"Made {len(files())} files\n")
