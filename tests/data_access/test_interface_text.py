"""The fixed words of the interface: each key in the code has a text, each text is used, and none hides in code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.interface_text import InterfaceTextError, heading_of, parse, text_of, texts

ROOT = Path(__file__).parents[2]
LAYERS = ("pages", "components", "visuals", "data_access", "open_data")
DRAWN = ("pages", "components")
FUNCTIONS = ("text_of", "heading_of")
# A text in code of so many words that begins with a capital is taken for a sentence of the page.
SENTENCE = re.compile(r"[A-Z“](?:\S* +){3,}\S+")
# What begins a sentence that code ends, or goes to the log.
BEGINNINGS = ("A promise on governance", "Publication date not seen", "A page could not be drawn. Reference %s")
IMPORTED = re.compile(r"from (?:data_access\.interface_text|components\.words) import")


def trees(layers: tuple[str, ...]) -> Iterator[tuple[Path, str, ast.Module]]:
    for layer in layers:
        for path in sorted((ROOT / layer).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            yield path, source, ast.parse(source)


def asked() -> Iterator[tuple[str, ast.expr]]:
    """Every call of the two functions outside their own module: the function's name and what it is given."""
    for path, source, tree in trees(LAYERS):
        if path.stem != "interface_text" and IMPORTED.search(source):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
                    yield node.func.id, node.args[0]


def keys_used() -> set[str]:
    used = set()
    for function, given in asked():
        assert isinstance(given, ast.Constant), ast.unparse(given)
        if function == "text_of":
            used.add(given.value)
        else:
            used |= {key for key in (f"{given.value}.heading", f"{given.value}.note") if key in texts()}
            assert f"{given.value}.heading" in texts(), given.value
    return used


def test_every_key_that_the_code_names_has_a_text_and_every_text_is_used() -> None:
    used = keys_used()
    assert used - set(texts()) == set()
    assert set(texts()) - used == set()


def unread(tree: ast.Module) -> set[int]:
    """Docstrings and the pieces of f-strings, which are sentences made from figures or names."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found |= {id(inside) for inside in ast.walk(node)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
    return found


def test_no_fixed_sentence_of_a_page_is_left_in_its_code() -> None:
    left = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path, _, tree in trees(DRAWN)
        for skipped in [unread(tree)]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
        if SENTENCE.match(node.value) and node.value not in BEGINNINGS
    ]
    assert left == []


def test_a_text_that_does_not_exist_is_named() -> None:
    with pytest.raises(InterfaceTextError, match=r"has no text “overview\.nothing”"):
        text_of("overview.nothing")
    with pytest.raises(InterfaceTextError, match=r"has no text “overview\.nothing\.heading”"):
        heading_of("overview.nothing")


def test_a_heading_comes_with_its_margin_note_or_none() -> None:
    assert heading_of("overview.ways") == (text_of("overview.ways.heading"), "")
    assert heading_of("overview.passed") == (text_of("overview.passed.heading"), text_of("overview.passed.note"))


@pytest.mark.parametrize("value", ['""', '"  "', "3", "true", '["words"]'])
def test_a_value_that_is_no_text_is_refused_by_its_key(value: str) -> None:
    with pytest.raises(InterfaceTextError, match=r"“page\.part\.key” must be a text and not be empty"):
        parse(f"[page.part]\nkey = {value}\n")


def test_texts_are_known_by_their_dotted_keys() -> None:
    assert parse('[page]\none = "One"\n[page.part]\nheading = "Two"\n') == {
        "page.one": "One",
        "page.part.heading": "Two",
    }
