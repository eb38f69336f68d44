"""Who may import whom, held by walking the imports of every source file."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = frozenset({"app", "pages", "components", "visuals", "open_data", "data_access", "tests"})
ANY = None


@dataclass(frozen=True)
class Rule:
    """What one layer may import: of ours, of other packages (ANY, or those named), and what never."""

    ours: frozenset[str]
    others: frozenset[str] | None = ANY
    never: frozenset[str] = frozenset()


RULES = {
    "app": Rule(ours=frozenset({"open_data"}), others=frozenset({"starlette", "streamlit"})),
    "pages": Rule(ours=frozenset({"components"}), others=frozenset()),
    "components": Rule(ours=frozenset({"components", "visuals", "data_access"})),
    "open_data": Rule(ours=frozenset({"open_data", "components.paper", "visuals", "data_access"})),
    "visuals": Rule(
        ours=frozenset({"visuals", "data_access.records", "data_access.formats"}),
        never=frozenset({"streamlit", "starlette", "sqlalchemy", "psycopg"}),
    ),
    "data_access": Rule(
        ours=frozenset({"data_access"}), never=frozenset({"streamlit", "altair", "pydeck", "starlette"})
    ),
}


def _imported_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            yield from (f"{module}.{alias.name}" for alias in names)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(module)), *_]):
            if name in {"import_module", "__import__"}:
                yield module


def _is_within(name: str, allowed: frozenset[str]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in allowed)


def _is_allowed(name: str, rule: Rule) -> bool:
    top = name.partition(".")[0]
    if top in OURS:
        return _is_within(name, rule.ours)
    if top in sys.stdlib_module_names:
        return True
    return top not in rule.never and (rule.others is ANY or top in rule.others)


def forbidden_imports(source: str, layer: str) -> list[str]:
    """Name every import in ``source`` that a module of ``layer`` may not make, with its line."""
    return [
        f"line {node.lineno}: {layer} may not import {name}"
        for node in ast.walk(ast.parse(source))
        for name in _imported_by(node)
        if not _is_allowed(name, RULES[layer])
    ]


def _files(layer: str) -> list[Path]:
    return [ROOT / "app.py"] if layer == "app" else sorted((ROOT / layer).rglob("*.py"))


@pytest.mark.parametrize("layer", RULES)
def test_a_layer_imports_what_it_may_and_nothing_else(layer: str) -> None:
    files = _files(layer)
    assert files
    found = [
        f"{file.relative_to(ROOT)}, {problem}"
        for file in files
        for problem in forbidden_imports(file.read_text(encoding="utf-8"), layer)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("layer", "planted"),
    [
        ("app", "from components import shell"),
        ("app", "import pandas"),
        ("pages", "from data_access import repository"),
        ("pages", "import streamlit as st"),
        ("pages", "def show():\n    import visuals.charts"),
        ("components", "from open_data.routes import ROUTES"),
        ("components", "from pages import overview"),
        ("open_data", "import components.filters"),
        ("visuals", "from data_access.repository import Repository"),
        ("visuals", "import data_access"),
        ("visuals", "from data_access import *"),
        ("visuals", "import data_access.records_extra"),
        ("visuals", "import streamlit"),
        ("data_access", "import altair as alt"),
        ("data_access", "from streamlit.runtime import caching"),
        ("data_access", "from starlette.responses import Response"),
        ("data_access", "import json, pydeck"),
        ("data_access", "import importlib\nimportlib.import_module('visuals.charts')"),
        ("data_access", "from tests.conftest import postgres_url"),
    ],
)
def test_a_planted_import_is_found(layer: str, planted: str) -> None:
    assert len(forbidden_imports(planted, layer)) == 1


@pytest.mark.parametrize(
    ("layer", "allowed"),
    [
        ("app", "from open_data.routes import ROUTES\nfrom starlette.routing import Route\nimport streamlit"),
        ("pages", "from pathlib import Path\nfrom components import filters, layout"),
        ("components", "import streamlit as st\nfrom data_access.repository import Repository"),
        ("open_data", "from starlette.routing import Route\nfrom visuals import maps\nfrom . import api"),
        (
            "visuals",
            "import altair\nfrom data_access.records import Indicator\nfrom data_access import records",
        ),
        (
            "data_access",
            "import pandas as pd\nfrom sqlalchemy import select\nfrom data_access.errors import PortalError",
        ),
    ],
)
def test_an_import_that_the_rules_allow_is_let_be(layer: str, allowed: str) -> None:
    assert forbidden_imports(allowed, layer) == []


def test_a_problem_is_told_with_its_line() -> None:
    assert forbidden_imports("import json\nimport altair\n", "data_access") == [
        "line 2: data_access may not import altair"
    ]
