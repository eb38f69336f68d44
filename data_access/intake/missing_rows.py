"""Rows that a submission should have and has not: groups, categories and wards."""

from collections.abc import Iterable, Iterator, Mapping

from data_access.errors import Issue
from data_access.intake.published import Place, Published
from data_access.intake.submitted_rows import KEY_COLUMNS, SubmissionRows
from data_access.records import Area, Catalogue, Category, EthnicGroup

# The classification of groups in somebody's own words: they may overlap, leave people out, or change.
AS_STATED = "stated"
_MOST_EXCUSED = 1_000
_MEND = "with marker x where there is no figure"


class Excused:
    """Keys for which nothing is missed, because a wrong row was meant to be there; None stands for any code."""

    def __init__(self) -> None:
        self._patterns: dict[tuple[str | None, ...], None] = {}

    def add(self, key: tuple[str | None, ...]) -> None:
        """Excuse one key."""
        # So many wrong rows say nothing of what is missing.
        self._patterns[key if len(self._patterns) < _MOST_EXCUSED else (None,) * len(KEY_COLUMNS)] = None

    def covers(self, key: tuple[str | None, ...]) -> bool:
        """Whether any excused key could be this one."""
        return any(
            all(one is None or other is None or one == other for one, other in zip(pattern, key, strict=True))
            for pattern in self._patterns
        )


class MissingRows:
    """Remembers the areas of each period, and asks at the end for what is not there.

    Expected is each ward and borough row of the reference period (the latest published; see
    Published.reference), and each row of other areas once the file has that area at all: the figures of London
    and England are for others to send. Groups as stated are not expected, since their wording changes. Where
    there are wards, every ward of their year is expected.
    """

    def __init__(self, file: str, catalogue: Catalogue, published: Published, rows: SubmissionRows) -> None:
        self.file, self.codes, self.published, self.rows = file, catalogue.codes, published, rows
        self.excused = Excused()
        self._areas: dict[str, set[str]] = {}

    def add(self, period_code: str, area_code: str) -> None:
        """Note that a period has an area."""
        areas = self._areas.get(period_code)
        if areas is None:
            areas = self._areas[period_code] = set()
        areas.add(area_code)

    def finish(self) -> Iterator[Issue]:
        """One issue for each ward, group or category that is missing throughout, then for each single row."""
        for period_code, areas in self._areas.items():
            reference = self.published.reference(period_code)
            vintage = self._ward_vintage(areas, reference)
            expected = [
                place
                for place in self.published.by_period.get(reference or "", ())
                if self._is_due(place[0], areas) and not self._is_stated(place[1])
            ]
            missing = [place for place in expected if not self._is_there(period_code, place)]
            yield from self._missing_areas(period_code, areas, vintage, missing)
            had = "the published file has" if reference == period_code else f"{reference} had"
            yield from self._missing_places(period_code, areas, expected, missing, had)

    def _is_due(self, area_code: str, areas: set[str]) -> bool:
        return area_code in areas or self.codes.areas[area_code].area_type == "borough"

    def _is_stated(self, ethnicity_code: str) -> bool:
        return self.codes.ethnic_groups[ethnicity_code].classification_code == AS_STATED

    def _is_there(self, period_code: str, place: Place) -> bool:
        return self.rows.key((period_code, *place)) in self.rows.keys or self.excused.covers((period_code, *place))

    def _ward_vintage(self, areas: set[str], reference: str | None) -> str:
        """The year of the wards that a period has, or that the one before it had; empty where neither has wards."""
        published = {place[0] for place in self.published.by_period.get(reference or "", ())}
        for codes in (areas, published):
            vintages = [self.codes.areas[code].vintage for code in codes if self.codes.areas[code].area_type == "ward"]
            if vintages:
                return max(vintages)
        return ""

    def _missing_areas(
        self, period_code: str, areas: set[str], vintage: str, missing: Iterable[Place]
    ) -> Iterator[Issue]:
        every = self.codes.areas.values()
        wards = [area.code for area in every if area.area_type == "ward" and area.vintage == vintage]
        for code in dict.fromkeys((*(place[0] for place in missing), *wards)):
            if code not in areas and not self.excused.covers((period_code, code, None, None)):
                area = self.codes.areas[code]
                what = f"{period_code} has no row for the {area.area_type} {code} ({area.label})"
                yield Issue(self.file, 0, "area_code", what, f"add its rows, {_MEND}")

    def _missing_places(
        self, period_code: str, areas: set[str], expected: list[Place], missing: list[Place], had: str
    ) -> Iterator[Issue]:
        left = {place for place in missing if place[0] in areas}
        for position, column in ((1, "ethnicity_code"), (2, "category_code")):
            wanted = {place[position] for place in expected if place[0] in areas}
            there = {place[position] for place in expected if place[0] in areas and place not in left}
            # A code that is the only one says nothing: it is what the other column goes with that is missing.
            throughout = sorted(wanted - there) if len(wanted) > 1 else []
            for code in throughout:
                what = f"{period_code} has no row for {self._named(column, code)}, which {had}"
                yield Issue(self.file, 0, column, what, f"add it, {_MEND}")
            left = {place for place in left if place[position] not in throughout}
        for area, group, category in sorted(left):
            beside = "" if category == "all" else f" and {self._named('category_code', category)}"
            where = f"{self._named('ethnicity_code', group)}{beside} in {self._named('area_code', area)}"
            what = f"{period_code} has no row for {where}, which {had}"
            yield Issue(self.file, 0, "ethnicity_code", what, f"add it, {_MEND}")

    def _named(self, column: str, code: str) -> str:
        lists: dict[str, Mapping[str, Area | EthnicGroup | Category]] = {
            "area_code": self.codes.areas,
            "ethnicity_code": self.codes.ethnic_groups,
            "category_code": self.codes.categories,
        }
        return f"{code} ({lists[column][code].label})"
