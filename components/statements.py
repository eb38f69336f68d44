"""The right of reply: what the council or the Coalition asked to have set beside a commitment or an indicator."""

from html import escape

from components import layout, store
from components.markup import anchor
from data_access.commitments.records import Statement
from data_access.commitments.statements import AUTHORS
from data_access.formats import day
from data_access.interface_text import text_of


def beside(thing_id: str) -> None:
    """The statements beside a commitment or an indicator, and how one is added; none is written for anybody."""
    found = store.snapshot().evidence.statements_about(thing_id, store.today())
    for statement in found:
        _statement(statement)
    if not found:
        layout.paragraph(escape(text_of("statements.none")))
    layout.caption(text_of("statements.how"))


def _statement(statement: Statement) -> None:
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in statement.text.split("\n\n"))
    where = f" {anchor(text_of('statements.where'), statement.url)}." if statement.url else ""
    layout.block(
        f'<blockquote class="ci-statement"><p class="ci-what"><b>{escape(AUTHORS[statement.by])}</b>, '
        f"{day(statement.on)}</p>{paragraphs}"
        f'<p class="ci-cap">{escape(text_of("statements.sent-by", role=statement.sent_by))}{where}</p></blockquote>'
    )
