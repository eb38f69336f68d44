"""Published tables as real HTML tables: caption, scopes, row headers, and numbers under one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

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

    ``stacked`` makes each row a labelled block on a phone; ``hide_caption`` and ``hide_head`` leave
    those to screen readers.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    widths = {len(row) for row in rows} - {len(columns)}
    if widths:
        message = f"“{caption}” has {len(columns)} columns and a row of {widths.pop()} cells"
        raise ValueError(message)
    table_class = "ci-table ci-stacked" if stacked else "ci-table"
    last = len(rows) - 1
    body = "".join(_row(columns, row, is_total=total_last and number == last) for number, row in enumerate(rows))
    return (
        f'<div class="ci-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="{table_class}" role="table">'
        f"<caption{_unseen(hide_caption)}><span>{escape(caption)}</span></caption>"
        f'<thead role="rowgroup"{_unseen(hide_head)}><tr role="row">'
        f"{''.join(_head(column) for column in columns)}</tr></thead>"
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


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
    st.html(
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


def _head(column: Column) -> str:
    numeric = ' class="ci-n"' if column.numeric else ""
    return f'<th scope="col" role="columnheader"{numeric}>{escape(column.label)}</th>'


def _row(columns: Sequence[Column], row: Sequence[Cell], *, is_total: bool) -> str:
    cells = "".join(_cell(column, cell) for column, cell in zip(columns, row, strict=True))
    total = ' class="ci-total"' if is_total else ""
    return f'<tr role="row"{total}>{cells}</tr>'


def _cell(column: Column, cell: Cell) -> str:
    wanted = (("ci-n", column.numeric), ("ci-whole", column.whole), ("ci-sym", cell in SYMBOLS))
    classes = [name for name, on in wanted if on]
    css = f' class="{" ".join(classes)}"' if classes else ""
    words = _words(cell)
    if column.header:
        return f'<th scope="row" role="rowheader"{css}>{words}</th>'
    return f'<td role="cell" data-label="{escape(column.label)}"{css}>{words}</td>'


def _words(cell: Cell) -> str:
    if isinstance(cell, Link):
        return link(cell.text, cell.href) + (f"<small>{escape(cell.beneath)}</small>" if cell.beneath else "")
    return cell.svg if isinstance(cell, Drawing) else escape(cell)
