"""Reads a page on paper as a browser does: its tables, its links, its files and its form."""

import csv
import io
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import html
from starlette.testclient import TestClient

CsvRow = dict[str, str]


class Table(NamedTuple):
    """A table as a reader finds it."""

    caption: str
    heads: list[str]
    rows: list[list[str]]


class ReadPage:
    """A page of HTML whose end tags may be left out."""

    def __init__(self, text: str) -> None:
        self.root = html.document_fromstring(text)

    @cached_property
    def tables(self) -> list[Table]:
        """Every table, in order."""
        return [_table(element) for element in self.root.iter("table")]

    def table(self, start: str) -> Table:
        """The one table whose caption begins so."""
        (found,) = [table for table in self.tables if table.caption.startswith(start)]
        return found

    def words(self, css_class: str) -> list[str]:
        """The words of every element of a class."""
        return [_words(element) for element in self.root.find_class(css_class)]

    def text(self, tag: str) -> list[str]:
        """The words of every such element."""
        return [_words(element) for element in self.root.iter(tag)]

    def attributes(self, tag: str, name: str) -> list[str]:
        """One attribute of every such element that has it."""
        return [element.get(name) for element in self.root.iter(tag) if element.get(name) is not None]

    def file(self, name: str) -> str:
        """The address of the file that is offered under a name, whatever size stands beside it."""
        (link,) = [link for link in self._files() if (link.text or "").strip() == name]
        return str(link.get("href"))

    def _files(self) -> Iterator[html.HtmlElement]:
        for group in self.root.find_class("ci-files"):
            yield from group.iter("a")


def _words(element: html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _table(element: html.HtmlElement) -> Table:
    (caption,) = element.iter("caption")
    heads = [_words(cell) for cell in element.iterfind("thead/tr/th")]
    rows = [[_words(cell) for cell in row] for row in element.iterfind("tbody/tr")]
    return Table(_words(caption), heads, rows)


def read(client: TestClient, address: str, status: int = 200) -> ReadPage:
    """The page at an address, which must answer so."""
    answer = client.get(address)
    assert answer.status_code == status, address
    return ReadPage(answer.text)


def csv_rows(text: str) -> list[CsvRow]:
    """The rows of a CSV by the names of their columns."""
    return list(csv.DictReader(io.StringIO(text, newline="")))
