"""Tables: real HTML that a screen reader can walk, and nothing that is text becomes markup."""

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from components.tables import Cell, Column, Drawing, Link, html_table

SCRIPT = "<script>alert('1')</script>\"&"
ESCAPED = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&quot;&amp;"
COLUMNS = (Column("Group", header=True), Column("Count", numeric=True), Column("Date", whole=True))
ROWS: Sequence[Sequence[Cell]] = (("Black", "1,910", "2025"), ("Asian", "[c]", "2025"), ("All people", "3,000", "2025"))


def table(rows: Sequence[Sequence[Cell]] = ROWS, **options: Any) -> ET.Element:
    return ET.fromstring(html_table("Children", COLUMNS, rows, **options))  # noqa: S314  # the table is our own


def only(root: ET.Element, path: str) -> ET.Element:
    (found,) = root.findall(path)
    return found


def test_a_table_is_named_by_its_caption_in_a_region_that_the_keyboard_can_scroll() -> None:
    region = table()
    assert region.attrib == {"class": "ci-scroll", "role": "region", "tabindex": "0", "aria-label": "Children"}
    assert only(region, "table/caption/span").text == "Children"


ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def roles_in(tree: ET.Element) -> set[tuple[str, str | None]]:
    return {(element.tag, element.get("role")) for element in tree.iter() if element.tag in ROLES}


def test_a_table_in_blocks_says_the_roles_that_its_parts_lose_and_another_needs_none() -> None:
    assert roles_in(table(stacked=True)) == set(ROLES.items())
    assert roles_in(table()) == {(tag, None) for tag in ROLES}


def test_every_column_and_every_row_has_its_head() -> None:
    heads = only(table(stacked=True), "table/thead/tr").findall("th")
    assert [(head.text, head.get("scope"), head.get("role")) for head in heads] == [
        (column.label, "col", "columnheader") for column in COLUMNS
    ]
    rows = table(stacked=True).findall("table/tbody/tr/th")
    assert [(head.text, head.get("scope"), head.get("role")) for head in rows] == [
        (row[0], "row", "rowheader") for row in ROWS
    ]


def test_every_cell_in_a_block_carries_the_label_of_its_column() -> None:
    for row in table(stacked=True).findall("table/tbody/tr"):
        assert [cell.get("data-label") for cell in row.findall("td")] == ["Count", "Date"]


def test_numbers_symbols_and_whole_cells_are_marked_for_the_stylesheet() -> None:
    count, date = table().findall("table/tbody/tr")[0].findall("td")
    assert (count.get("class"), date.get("class")) == ("ci-n", "ci-whole")
    hidden = table().findall("table/tbody/tr")[1].findall("td")[0]
    assert (hidden.text, hidden.get("class")) == ("[c]", "ci-n ci-sym")


def test_the_last_row_alone_is_the_total_where_there_is_one() -> None:
    assert [row.get("class") for row in table(total_last=True).findall("table/tbody/tr")] == [None, None, "ci-total"]
    assert [row.get("class") for row in table().findall("table/tbody/tr")] == [None, None, None]


def test_a_hidden_caption_and_head_are_left_to_screen_readers() -> None:
    root = table(hide_caption=True, hide_head=True)
    assert only(root, "table/caption").get("class") == only(root, "table/thead").get("class") == "ci-unseen"
    assert only(table(), "table/caption").get("class") is None


def test_a_stacked_table_says_so_to_the_stylesheet() -> None:
    assert only(table(stacked=True), "table").get("class") == "ci-table ci-stacked"
    assert only(table(), "table").get("class") == "ci-table"


@pytest.mark.parametrize("cells", [("Black", "1"), ("Black", "1", "2025", "more"), ()])
def test_a_row_of_the_wrong_length_is_refused(cells: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=f"“Children” has 3 columns and a row of {len(cells)} cells"):
        table([*ROWS, cells])


def test_text_is_escaped_wherever_it_stands_in_a_table() -> None:
    columns = (Column(SCRIPT, header=True), Column(SCRIPT))
    html = html_table(SCRIPT, columns, [(SCRIPT, Link(SCRIPT, SCRIPT))])
    assert "<script" not in html
    # The region’s name, the caption, two heads, the row’s head, and a link’s words and address.
    assert html.count(ESCAPED) == 7


def test_a_drawing_alone_is_kept_as_it_is() -> None:
    html = html_table("Lines", (Column("Line"),), [(Drawing("<svg><circle/></svg>"),)])
    assert "<svg><circle/></svg>" in html


def test_a_table_without_rows_keeps_its_heads() -> None:
    root = table([])
    assert len(root.findall("table/thead/tr/th")) == 3
    assert root.findall("table/tbody/tr") == []
