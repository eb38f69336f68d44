"""The same workbook as ODS, the open format that public bodies are asked to publish in."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from html import escape

from data_access.packaging.book import Book, Cell, Sheet, note_marks
from data_access.packaging.workbook import widths

_MADE = (1980, 1, 1, 0, 0, 0)
_CENTIMETRES_A_CHARACTER = 0.22
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile("  +|^ ")
_CONTENT = "content.xml"
_NO_TABLES = re.compile(rb"<office:spreadsheet\s*/>|<office:spreadsheet>\s*</office:spreadsheet>")
_COVER_WIDTH = 85


def ods_bytes(book: Book) -> bytes:
    """The workbook as an ODS file: the same bytes for the same book."""
    from odfdo import Document

    made = Document("spreadsheet")
    made.body.clear()
    made.meta.title = book.title
    made.meta.language = "en-GB"
    made.meta.creation_date = made.meta.date = datetime.combine(book.made_on, time())
    for width in sorted({width for sheet in book.sheets for width in widths(sheet)} | {_COVER_WIDTH}):
        made.insert_style(_column_style(width), automatic=True)
    made.insert_style(_HEADING_STYLE, automatic=True)
    target = io.BytesIO()
    made.save(target)
    return _filled(target.getvalue(), "".join(_tables(book)).encode())


_HEADING_STYLE = (
    '<style:style style:name="heading" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)


def _column_style(width: int) -> str:
    size = f"{width * _CENTIMETRES_A_CHARACTER:.2f}cm"
    return (
        f'<style:style style:name="wide{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{size}"/></style:style>'
    )


def _tables(book: Book) -> Iterable[str]:
    cover = [(book.title,), *((text,) for text in (*book.about, *book.terms, *book.contact))]
    yield _table("Cover", [_COVER_WIDTH], cover, [])
    contents = [(sheet.name, sheet.title) for sheet in book.sheets]
    yield _table(
        "Contents", [40, _COVER_WIDTH], [("Table of contents",), ("Sheet name", "Table description")], contents
    )
    notes = [(number, note) for number, note in enumerate(book.notes, start=1)]
    yield _table("Notes", [12, _COVER_WIDTH], [("Notes",), ("Note number", "Note")], notes)
    for sheet in book.sheets:
        yield _table(sheet.name, widths(sheet), [*((text,) for text in _above(sheet)), sheet.columns], sheet.rows)


def _above(sheet: Sheet) -> list[str]:
    """What stands over a table, one line a row."""
    marks = f"Read with these notes: {note_marks(sheet)}" if sheet.notes else ""
    return [text for text in (sheet.title, *sheet.lines, sheet.source, marks) if text]


def _table(name: str, columns: Sequence[int], above: Iterable[Sequence[Cell]], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as XML; the last row of ``above`` has the names of the columns."""
    parts = [f'<table:table table:name="{escape(name)}">']
    parts += [f'<table:table-column table:style-name="wide{width}"/>' for width in columns]
    parts += [_row(row, ' table:style-name="heading"') for row in above]
    parts += [_row(row, "") for row in rows]
    return "".join((*parts, "</table:table>"))


def _row(cells: Sequence[Cell], style: str) -> str:
    return f"<table:table-row>{''.join(_cell(cell, style) for cell in cells)}</table:table-row>"


def _cell(cell: Cell, style: str) -> str:
    if isinstance(cell, str):
        paragraphs = "".join(f"<text:p>{_words(line)}</text:p>" for line in cell.splitlines() or [""])
        return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'
    return (
        f'<table:table-cell{style} office:value-type="float" office:value="{cell!r}">'
        f"<text:p>{cell!r}</text:p></table:table-cell>"
    )


def _words(line: str) -> str:
    """Text as the format holds it: it would read several spaces as one."""
    text = escape(_NOT_IN_XML.sub("", line), quote=False)
    return _SPACES.sub(lambda found: f'<text:s text:c="{len(found.group())}"/>', text)


def _filled(package: bytes, tables: bytes) -> bytes:
    """The package with the tables in its empty body, and one time for every part, so that its bytes never change.

    The tables are put in as text: moving large elements between documents takes minutes.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as made, zipfile.ZipFile(target, "w") as fixed:
        for part in made.infolist():
            content = made.read(part)
            if part.filename == _CONTENT:
                content = _with_tables(content, tables)
            entry = zipfile.ZipInfo(part.filename, _MADE)
            entry.compress_type = part.compress_type
            fixed.writestr(entry, content)
    return target.getvalue()


def _with_tables(content: bytes, tables: bytes) -> bytes:
    found = _NO_TABLES.search(content)
    if found is None:
        raise ValueError("odfdo wrote no empty <office:spreadsheet> to put the tables in")
    body = (b"<office:spreadsheet>", tables, b"</office:spreadsheet>")
    return b"".join((content[: found.start()], *body, content[found.end() :]))
