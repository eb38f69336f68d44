"""Words in no language: each text of config/text longer by about 40%, with accents, and still to be read.

A sentence of the interface that shows without accents was never handed to a translator.
"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LANGUAGE = "en-XA"
_LONGER = str.maketrans({plain: 2 * marked for plain, marked in zip("aeiouysAEIOU", "áéíóúýšÁÉÍÓÚ", strict=True)})
# Left as they are: named places, code, addresses, keys of headings and names of files.
_KEPT = re.compile(r"\{[^{}]*\}|`[^`]*`|\]\([^)]*\)|python -m data_access verify|(?<![\w<])/[\w./-]+|\.\w[\w.-]*")
ACCENTED = re.compile("|".join(_LONGER.values()))


def pseudo(text: str) -> str:
    """A text with every vowel and s accented and twice as long; named places, code and addresses are kept."""
    pieces, end = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [text[end : kept.start()].translate(_LONGER), kept[0]]
        end = kept.end()
    return "".join([*pieces, text[end:].translate(_LONGER)])


def write_pseudo_texts(source: Path, target: Path) -> None:
    """Write a folder beside config/text that has the same files in the language of no place."""
    target.mkdir()
    _write_interface(source, target)
    _write_glossary(source, target)
    for path in source.glob("*.md"):
        (target / path.name).write_text(pseudo(path.read_text(encoding="utf-8")), encoding="utf-8")
    # What readers type is looked for among names that are data.
    (target / "search_words.csv").write_bytes((source / "search_words.csv").read_bytes())


def _write_interface(source: Path, target: Path) -> None:
    table = tomllib.loads((source / "interface.toml").read_text(encoding="utf-8"))
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}\n" for key, text in _leaves(table, "")]
    (target / "interface.toml").write_text("".join(lines), encoding="utf-8")


def _leaves(table: dict[str, Any], start: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{start}{name}"
        if isinstance(value, dict):
            yield from _leaves(value, f"{key}.")
        else:
            yield key, LANGUAGE if key == "frame.language" else pseudo(value)


def _write_glossary(source: Path, target: Path) -> None:
    header, *rows = csv.reader(io.StringIO((source / "glossary.csv").read_text(encoding="utf-8")))
    told = [[pseudo(term), pseudo(meaning), pseudo(also), where] for term, meaning, also, where in rows]
    with (target / "glossary.csv").open("w", encoding="utf-8", newline="") as sink:
        csv.writer(sink).writerows([header, *sorted(told, key=lambda row: row[0].lower())])
