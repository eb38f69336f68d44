"""The HTML and SVG templates under templates/, read once; whatever is put into one is escaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

_FOLDER = Path(__file__).parent / "templates"


def environment() -> Environment:
    """An environment of its own, for templates that need words or filters besides what is put in."""
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True)


@cache
def template(name: str) -> Template:
    """One template, given by its path under the folder."""
    return environment().get_template(name)
