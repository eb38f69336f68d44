"""The rules that each row of a submission must keep: those of a published file, read for raw counts."""

import re
from sys import intern

from data_access.intake.period_words import codes_meant, is_code
from data_access.nearest import nearest
from data_access.observation_files import RowChecker
from data_access.records import Catalogue, Indicator, Observation

SHARES = ("proportion", "composition")
KEY_COLUMNS = ("period_code", "area_code", "ethnicity_code", "category_code")
_PER = re.compile(r"per ([\d,]+)\b")
# Lines of several sheets share one mapping; no sheet has this many rows.
_LINES = 1 << 40


class SubmissionRows(RowChecker):
    """Checks one row after another; ``issues`` holds what is wrong with the latest alone once it is cleared.

    A submission holds raw counts, so small ones are allowed; and a value that follows from its counts may be
    left blank or rounded, and is then worked out to six decimals. Keys are remembered as one number each:
    about 150 bytes a row, 150 MB for a million.
    """

    def __init__(self, file: str, indicator: Indicator, catalogue: Catalogue, kinds: frozenset[str]) -> None:
        super().__init__(file, indicator, catalogue, [])
        # Disclosure control hides small counts later; and a new period need not use every source of the old ones.
        self.smallest = 0
        self.sources_used.update(indicator.source_ids)
        self.kinds = kinds
        self.keys: dict[int, int] = {}
        self.sheets: list[str] = []
        codes = catalogue.codes
        self._places = [
            {code: place for place, code in enumerate(listed)}
            for listed in (codes.periods, codes.areas, codes.ethnic_groups, codes.categories)
        ]
        self._per = _base(indicator)

    def key(self, codes: tuple[str, str, str, str]) -> int | None:
        """A number that stands for one period, area, group and category; None where a code is not listed."""
        number = 0
        for code, places in zip(codes, self._places, strict=True):
            if code not in places:
                return None
            number = number * len(places) + places[code]
        return number

    def read(self, line: int, row: dict[str, str]) -> Observation:
        """One row as a record with its value worked out; what is wrong with it goes to the issues."""
        # What outlives the row are its codes: interned, a long file keeps one text for each code and not for each row.
        codes = {name: intern(row[name]) for name in KEY_COLUMNS}
        return super().read(line, {**row, **codes, "value": self._value(row)})

    def _value(self, row: dict[str, str]) -> str:
        """The value as written, or what the counts give where it is blank or agrees with them once rounded."""
        numerator, denominator = _count(row["numerator"]), _count(row["denominator"])
        if self._per is None or row["marker"] or numerator is None or not denominator or numerator < 0:
            return row["value"]
        share = round(self._per * numerator / denominator, 6)
        if not row["value"]:
            return repr(share)
        value = _count(row["value"])
        decimals = max(len(row["value"].partition(".")[2]), self.indicator.decimals)
        return repr(share) if value is not None and _agrees(value, share, decimals) else row["value"]

    def _known(self, line: int, column: str, code: str, known: object) -> None:
        if column != "period_code" or not code or code in self.codes.periods:
            super()._known(line, column, code, known)  # type: ignore[arg-type]
            return
        meant = codes_meant(code, self.kinds, self.codes.periods)
        if meant:
            self._report(line, column, f"“{code}” is not how a period is written", self._write(meant))
        elif is_code(code):
            hint = nearest(code, self.codes.periods)
            use = f"use “{hint}”, or " if hint else ""
            mend = f"{use}have the new period added to config/codelists/periods.csv"
            self._report(line, column, f"“{code}” is not a known code", mend)
        else:
            super()._known(line, column, code, known)  # type: ignore[arg-type]

    def _write(self, meant: list[str]) -> str:
        listed = [code for code in meant if code in self.codes.periods]
        if listed:
            return f"write {' or '.join(listed)}"
        return f"write {' or '.join(meant)}, and have the new period added to config/codelists/periods.csv"

    def _check_key(self, line: int, row: dict[str, str]) -> None:
        key = self.key((row["period_code"], row["area_code"], row["ethnicity_code"], row["category_code"]))
        if key is None:
            return
        if not self.sheets or self.sheets[-1] != self.file:
            self.sheets.append(self.file)
        sheet = len(self.sheets) - 1
        first = self.keys.setdefault(key, sheet * _LINES + line)
        if first != sheet * _LINES + line:
            at, seen = divmod(first, _LINES)
            where = f"row {seen}" if at == sheet else f"row {seen} of {self.sheets[at]}"
            self._report(line, "", f"the same period, area, group and category as {where}", "keep one of the two")

    def _check_marker(self, line: int, row: Observation) -> None:
        for name, count in (("numerator", row.numerator), ("denominator", row.denominator)):
            if count is not None and count < 0:
                self._report(line, name, f"the count {count:g} is below zero", "give the count")
                return
        if self.indicator.measure_type in SHARES and (row.numerator or 0) > (row.denominator or float("inf")):
            self._report(line, "numerator", "larger than the denominator", "check the two counts")
            return
        super()._check_marker(line, row)

    def _check_range(self, line: int, row: Observation) -> None:
        if self.indicator.measure_type == "rate" and row.value is not None and row.value < 0:
            self._report(line, "value", f"the rate {row.value:g} is below zero", "give the rate")
            return
        super()._check_range(line, row)

    def _check_counts(self, line: int, row: Observation) -> None:
        if self._per is None or row.numerator is None or not row.denominator or row.value is None:
            super()._check_counts(line, row)
            return
        given = round(self._per * row.numerator / row.denominator, 6)
        if abs(row.value - given) <= 1e-6:
            return
        short = f"{given:.{self.indicator.decimals}f}"
        if self.indicator.measure_type in SHARES and 0 < row.value <= 1 and _agrees(100 * row.value, given, 0):
            self._report(line, "value", f"{row.value:g} is a fraction where a per cent is wanted", f"write {short}")
        else:
            mend = f"they give {short}: write that, or leave the value blank"
            self._report(line, "value", f"{row.value:g} does not follow from the counts", mend)


def _base(indicator: Indicator) -> float | None:
    """What a count over its base is multiplied by: 100 for a share, 10,000 for “per 10,000 children”."""
    if indicator.measure_type in SHARES:
        return 100
    found = _PER.match(indicator.unit) if indicator.measure_type == "rate" else None
    return float(found[1].replace(",", "")) if found else None


def _count(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None


def _agrees(value: float, share: float, decimals: int) -> bool:
    """Whether a value is its share rounded to so many decimals, whichever way a half was rounded."""
    return abs(value - share) <= 0.5 / 10.0**decimals + 1e-6
