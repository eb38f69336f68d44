"""Reads one TOML table against the keys it must have, naming the line of whatever is wrong."""

import re
import tomllib
from datetime import date
from typing import Any

from data_access.errors import Issue
from data_access.nearest import nearest

Table = dict[str, Any]


def parse(file: str, text: str, issues: list[Issue]) -> Table:
    """The table in a TOML text, empty when it cannot be read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line.group(1)) if line else 0
        issues.append(Issue(file, number, "", f"this is not TOML ({error})", "mend the line; text goes in quotes"))
        return {}


class TableReader:
    """Takes typed values out of one table and collects what is missing, unknown or of the wrong type."""

    def __init__(self, file: str, text: str, table: Table, issues: list[Issue], entry: str = "") -> None:
        self.file, self.text, self.table, self.issues, self.entry = file, text, table, issues, entry

    def check_keys(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> bool:
        """Whether the table has every required key and none beyond the optional ones."""
        missing = [key for key in required if key not in self.table]
        unknown = [key for key in self.table if key not in required + optional]
        for key in missing:
            self.report(key, "the key is missing", f"add {key} = …")
        for key in unknown:
            hint = nearest(key, required + optional)
            self.report(key, "the key is not known", f"did you mean {hint}?" if hint else "remove it")
        return not missing and not unknown

    def text_of(self, key: str) -> str:
        """A text value, stripped."""
        return str(self._typed(key, str, "")).strip()

    def filled(self, key: str) -> str:
        """A text value that may not be empty."""
        value = self.text_of(key)
        if not value:
            self.report(key, "the text is empty", "write it, in plain words")
        return value

    def one_of(self, key: str, options: tuple[str, ...]) -> str:
        """A text value that must be one of ``options``."""
        value = self.text_of(key)
        if value not in options:
            hint = nearest(value, options) or ", ".join(options)
            self.report(key, f"“{value}” is not allowed here", f"use {hint}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self._typed(key, list, [])
        return tuple(str(value) for value in values)

    def whole(self, key: str) -> int:
        """A whole number."""
        return int(self._typed(key, int, 0))

    def truth(self, key: str) -> bool:
        """True or false."""
        return bool(self._typed(key, bool, False))

    def optional_number(self, key: str) -> float | None:
        """A number, or None where the key is absent."""
        return float(self._typed(key, (int, float), 0)) if key in self.table else None

    def optional_date(self, key: str) -> date | None:
        """A date, or None where the key is absent."""
        value = self._typed(key, date, None) if key in self.table else None
        return value if isinstance(value, date) else None

    def tables(self, key: str, required: tuple[str, ...]) -> list[Table]:
        """A list of small tables that all have exactly the required keys."""
        good = []
        for table in self._typed(key, list, []):
            if isinstance(table, dict) and tuple(sorted(table)) == tuple(sorted(required)):
                good.append(table)
            else:
                self.report(key, "an entry has the wrong keys", f"give it exactly {', '.join(required)}")
        return good

    def report(self, key: str, what: str, mend: str) -> None:
        """Note a problem at the line where this entry sets ``key``."""
        named = f"{self.entry} {what}" if self.entry else what
        self.issues.append(Issue(self.file, self._line(key), key, named, mend))

    def _typed(self, key: str, kind: type | tuple[type, ...], default: object) -> Any:
        value = self.table.get(key, default)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            self.report(key, f"{value!r} is of the wrong kind", "compare with the other files of this kind")
            return default
        return value

    def _line(self, key: str) -> int:
        """The line that sets ``key``, looked for after this entry's own id."""
        lines = self.text.splitlines()
        first = 0
        if self.entry:
            own = (n for n, line in enumerate(lines) if re.match(rf'\s*id\s*=\s*"{re.escape(self.entry)}"', line))
            first = next(own, 0)
        pattern = re.compile(rf"\s*{re.escape(key)}\s*=")
        return next((n + 1 for n, line in enumerate(lines) if n >= first and pattern.match(line)), first + 1)
