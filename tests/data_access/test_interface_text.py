"""The fixed words of the interface: each key in the code has a text, each text is used, and none hides in code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import nodes

from data_access.interface_text import InterfaceTextError, heading_of, parse, text_of, texts
from open_data.templating import environment

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "open_data" / "templates"
LAYERS = ("pages", "components", "visuals", "data_access", "open_data")
DRAWN = ("pages", "components")
FUNCTIONS = ("text_of", "heading_of")
# A text in code of so many words that begins with a capital is taken for a sentence of the page.
SENTENCE = re.compile(r"[A-Z“](?:\S* +){3,}\S+")
# What begins a sentence that code ends, or goes to the log.
BEGINNINGS = ("A promise on governance", "Publication date not seen", "A page could not be drawn")
# What a template may hold of its own: signs between the parts of a line, and what stands in no language.
WORD = re.compile(r"[^\W\d_]{2,}")
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


def asked_in_templates() -> Iterator[tuple[str, frozenset[str]]]:
    """Every text that a template asks for, and the names of the places that it fills."""
    for name in environment().list_templates():
        tree = environment().parse((TEMPLATES / name).read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "text_of":
                yield call.args[0].as_const(), frozenset(given.key for given in call.kwargs)


def asked_in_code() -> Iterator[tuple[str, frozenset[str]]]:
    """Every text that code asks for by itself, and the names of the places that it fills."""
    for path, source, tree in trees(LAYERS):
        if path.stem != "interface_text" and IMPORTED.search(source):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text_of":
                    assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
                    yield node.args[0].value, frozenset(given.arg or "" for given in node.keywords)


def keys_used() -> set[str]:
    used = {key for key, _ in asked_in_templates()}
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


def test_what_a_text_leaves_open_is_what_each_caller_fills() -> None:
    for key, given in [*asked_in_code(), *asked_in_templates()]:
        open_places = {name for _, name, _, _ in Formatter().parse(texts()[key]) if name is not None}
        assert open_places == given, key


def test_a_heading_and_its_note_leave_nothing_open() -> None:
    assert [key for key, text in texts().items() if key.endswith((".heading", ".note")) and "{" in text] == []


def test_a_template_has_no_words_of_its_own() -> None:
    said = {}
    for name in environment().list_templates():
        tree = environment().parse((TEMPLATES / name).read_text(encoding="utf-8"))
        plain = "".join(piece.data if isinstance(piece, nodes.TemplateData) else "{}" for piece in _pieces(tree))
        shown = re.sub(r"<[^>]*>", " ", plain)
        told = re.findall(r'(?:aria-label|title|alt|content|placeholder)="([^"{]*)"', plain)
        said[name] = [word for words in (shown, *told) for word in WORD.findall(words)]
    # Of the window and of colour schemes, for browsers.
    technical = {"width", "device", "initial", "scale", "light", "dark"}
    left = {name: [word for word in words if word not in technical] for name, words in said.items()}
    assert {name: words for name, words in left.items() if words} == {}


def _pieces(tree: nodes.Template) -> Iterator[nodes.Expr]:
    """What a template puts out, in order."""
    for output in tree.find_all(nodes.Output):
        yield from output.nodes


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


def test_a_place_that_is_given_nothing_is_named() -> None:
    assert text_of("frame.reference", code="4F2A") == "Reference 4F2A."
    with pytest.raises(InterfaceTextError, match=r"“frame\.reference” has a place that cannot be filled: 'code'"):
        text_of("frame.reference")


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
