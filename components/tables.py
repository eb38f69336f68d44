"""Published tables as real HTML tables: caption, scopes, row headers, and numbers under one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from components import surface
from components.markup import link

SYMBOLS = frozenset({"[c]", "[x]", "[z]"})


@dataclass(frozen=True)
class Column:
    """One column: its label, whether it holds numbers, heads its rows, or keeps its cells on one line."""

    label: str
    numeric: bool = False
    header: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere, with a line beneath where there is more to say."""

    text: str
    href: str
    beneath: str = ""


@dataclass(frozen=True)
class Drawing:
    """A cell that holds a small picture as SVG, made by our own code."""

    svg: str


Cell = str | Link | Drawing


def html_table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    total_last: bool = False,
    stacked: bool = False,
    hide_caption: bool = False,
    hide_head: bool = False,
) -> str:
    """The table as HTML, in a named region that can be scrolled from the keyboard.

    ``stacked`` makes each row a labelled block on a phone, or on paper a wide table to scroll; ``hide_caption`` and
    ``hide_head`` leave those to screen readers.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    widths = {len(row) for row in rows} - {len(columns)}
    if widths:
        message = f"“{caption}” has {len(columns)} columns and a row of {widths.pop()} cells"
        raise ValueError(message)
    in_blocks = stacked and not surface.current().is_paper
    css = "ci-table ci-stacked" if in_blocks else "ci-table ci-wide" if stacked else "ci-table"
    last = len(rows) - 1
    body = "".join(
        _row(columns, row, in_blocks, is_total=total_last and number == last) for number, row in enumerate(rows)
    )
    return (
        f'<div class="ci-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="{css}"{_role("table", in_blocks)}>'
        f"<caption{_unseen(hide_caption)}><span>{escape(caption)}</span></caption>"
        f"<thead{_role('rowgroup', in_blocks)}{_unseen(hide_head)}><tr{_role('row', in_blocks)}>"
        f"{''.join(_head(column, in_blocks) for column in columns)}</tr></thead>"
        f"<tbody{_role('rowgroup', in_blocks)}>{body}</tbody></table></div>"
    )


def _role(name: str, in_blocks: bool) -> str:
    """The role that a part of a table loses once the stylesheet makes it a block."""
    return f' role="{name}"' if in_blocks else ""


def show_table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    total_last: bool = False,
    stacked: bool = False,
    hide_caption: bool = False,
    hide_head: bool = False,
) -> None:
    """Draw ``html_table`` here."""
    surface.current().html(
        html_table(
            caption,
            columns,
            rows,
            total_last=total_last,
            stacked=stacked,
            hide_caption=hide_caption,
            hide_head=hide_head,
        )
    )


def _unseen(hidden: bool) -> str:
    return ' class="ci-unseen"' if hidden else ""


def _head(column: Column, in_blocks: bool) -> str:
    numeric = ' class="ci-n"' if column.numeric else ""
    return f'<th scope="col"{_role("columnheader", in_blocks)}{numeric}>{escape(column.label)}</th>'


def _row(columns: Sequence[Column], row: Sequence[Cell], in_blocks: bool, *, is_total: bool) -> str:
    cells = "".join(_cell(column, cell, in_blocks) for column, cell in zip(columns, row, strict=True))
    total = ' class="ci-total"' if is_total else ""
    return f"<tr{_role('row', in_blocks)}{total}>{cells}</tr>"


def _cell(column: Column, cell: Cell, in_blocks: bool) -> str:
    wanted = (("ci-n", column.numeric), ("ci-whole", column.whole), ("ci-sym", cell in SYMBOLS))
    classes = [name for name, on in wanted if on]
    css = f' class="{" ".join(classes)}"' if classes else ""
    words = _words(cell)
    if column.header:
        return f'<th scope="row"{_role("rowheader", in_blocks)}{css}>{words}</th>'
    label = f' data-label="{escape(column.label)}"' if in_blocks else ""
    return f"<td{_role('cell', in_blocks)}{label}{css}>{words}</td>"


def _words(cell: Cell) -> str:
    if isinstance(cell, Link):
        return link(cell.text, cell.href) + (f"<small>{escape(cell.beneath)}</small>" if cell.beneath else "")
    return cell.svg if isinstance(cell, Drawing) else escape(cell)
