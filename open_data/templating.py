"""The HTML and SVG templates under templates/, read once; whatever is put into one is escaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from data_access.interface_text import text_of

_FOLDER = Path(__file__).parent / "templates"


def environment() -> Environment:
    """An environment of its own, for templates that need filters; its fixed words are those of config/text."""
    found = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True)
    found.globals["text_of"] = text_of
    return found


@cache
def template(name: str) -> Template:
    """One template, given by its path under the folder."""
    return environment().get_template(name)
