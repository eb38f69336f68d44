"""The least that an API over the same SQLite file can do: one statement, no checks, no words, no thread.

``BENCH_DATABASE`` names the file. ``/rows.json`` and ``/rows.csv`` take ``indicator`` and ``area``.
"""

import csv
import io
import json
import os
import sqlite3

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.contenders.statement import COLUMNS, STATEMENT

_database = sqlite3.connect(f"file:{os.environ['BENCH_DATABASE']}?mode=ro&immutable=1", uri=True)


def _rows(request: Request) -> list[tuple[object, ...]]:
    wanted = {name: request.query_params[name] for name in ("indicator", "area")}
    return _database.execute(STATEMENT, wanted).fetchall()


async def rows_json(request: Request) -> Response:
    """The rows as objects."""
    found = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(request)]
    return Response(json.dumps(found, separators=(",", ":")), media_type="application/json")


async def rows_csv(request: Request) -> Response:
    """The rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(request))
    return Response(text.getvalue(), media_type="text/csv")


app = Starlette(routes=[Route("/rows.json", rows_json), Route("/rows.csv", rows_csv)])
