"""Disclosure control of one indicator's rows, before they are published and again when they are built."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data_access.disclosure.attacker import Attacker
from data_access.disclosure.audit import Exposure, derivable_ranges, exposures
from data_access.disclosure.complementary import PATIENCE, protect
from data_access.disclosure.editions import Earlier, read_earlier, split_editions
from data_access.disclosure.errors import DisclosureError, UnprotectableError
from data_access.disclosure.figures import place_of, read_figures
from data_access.disclosure.hierarchy import Cell, Place, build_hierarchy
from data_access.disclosure.sentences import exposure_sentence, no_way_sentence, shown_before_sentence
from data_access.disclosure.tables import Key, Rule, Table
from data_access.records import Catalogue, Indicator, Observation

# Only rows cost something to hide: a complement has no row, and a denominator goes with its rows.
_WEIGHTS = {"rest": 0.0, "base": 0.01}


@dataclass(frozen=True)
class Statement:
    """What protection costs and gives, worked out from what is published alone, so that it may be published too.

    ``hidden_here`` counts the cells that we hide, small ones and others together: apart they would tell which is
    which. ``most_people_hidden`` is the most that the counts in them can come to and ``people_shown`` what the shown
    counts come to, both over every level of every breakdown; the most is infinite where no total bounds it.
    ``narrowest`` and ``widest`` are the lengths of the shortest and the longest range that an attacker can derive;
    None where nothing is hidden.
    """

    cells: int
    shown: int
    hidden_here: int
    hidden_by_publisher: int
    people_shown: float
    most_people_hidden: float
    narrowest: float | None
    widest: float | None
    unused_sums: int

    @property
    def share_of_cells_hidden(self) -> float:
        """Per cent of the cells with a figure or a marker that we hide."""
        return 100 * self.hidden_here / self.cells if self.cells else 0.0

    @property
    def people_hidden_percent(self) -> float:
        """The most per cent of all counts that the hidden ones can be; 100 where no total bounds them."""
        if self.most_people_hidden == float("inf"):
            return 100.0
        everybody = self.people_shown + self.most_people_hidden
        return 100 * self.most_people_hidden / everybody if everybody else 0.0


@dataclass(frozen=True)
class Protected:
    """Rows that may be published, in the order given, and what protecting them cost.

    ``primary`` and ``complementary`` are how many counts were small and how many were hidden to protect them. They are
    for those who prepare the figures, not for publication.
    """

    rows: tuple[Observation, ...]
    statement: Statement
    primary: int
    complementary: int
    hidden_places: frozenset[Place]


def protect_observations(
    indicator: Indicator,
    rows: Sequence[Observation],
    catalogue: Catalogue,
    *,
    previous: Iterable[Observation] = (),
    exempt_sources: frozenset[str] = frozenset(),
    also_hidden: frozenset[Place] = frozenset(),
    patience: int = PATIENCE,
) -> Protected:
    """Hide every small count of people, and what would give one back, with every number of its row.

    ``rows`` carry true counts. ``previous`` are the rows published before, one edition after another: the next begins
    where a place comes again. Those of the first that ``rows`` do not replace stay published beside them. Rows of
    ``exempt_sources`` (by id, protected at origin) stay as they are, and so do those of an indicator that protects
    nothing. The cells
    at ``also_hidden`` are hidden whatever their count, because another unit of them is. A denominator goes where it
    is itself small or would give a hidden count back. What its publisher hid stays hidden. For ``patience`` see
    :func:`data_access.disclosure.complementary.protect`.

    Raises:
        DisclosureError: a hidden count could be worked out whatever else is hidden, or an earlier edition shows it.
    """
    if indicator.protect == "none":
        exempt_sources = exempt_sources | {row.source_id for row in rows}
    editions = split_editions(previous)
    replaced = {place_of(row) for row in rows}
    standing = [row for edition in editions[:1] for row in edition if place_of(row) not in replaced]
    work = _Work(indicator, rows, standing, catalogue, exempt_sources, also_hidden)
    return work.protect([read_earlier(indicator, edition, catalogue) for edition in editions], patience)


def protect_units(
    units: Sequence[tuple[Indicator, Sequence[Observation]]],
    catalogue: Catalogue,
    *,
    exempt_sources: frozenset[str] = frozenset(),
) -> list[Protected]:
    """Protect indicators that show the same cells in several units (people, full-time equivalents, a rate).

    A place that is hidden in one unit is hidden in all of them.

    Raises:
        DisclosureError: as for :func:`protect_observations`.
    """
    hidden: frozenset[Place] = frozenset()
    while True:
        done = [
            protect_observations(indicator, rows, catalogue, exempt_sources=exempt_sources, also_hidden=hidden)
            for indicator, rows in units
        ]
        together = hidden.union(*(each.hidden_places for each in done))
        if together == hidden:
            return done
        hidden = together


def audit_published(
    indicator: Indicator,
    rows: Sequence[Observation],
    catalogue: Catalogue,
    *,
    exempt_sources: frozenset[str] = frozenset(),
) -> list[Exposure]:
    """The hidden cells whose count the published rows tell too much of, with no raw count to go by.

    A published row does not say who hid it, so every cell marked ``c`` is judged, except those of ``exempt_sources``:
    what a source gives away of what it hid itself is to be said, not refused. Cells marked ``x`` are unknown to an
    attacker and are not judged.
    """
    if indicator.protect == "none":
        return []
    rule = Rule(catalogue.settings.smallest_count)
    figures = read_figures(indicator, rows)
    hierarchy = build_hierarchy(figures.counts, catalogue.codes)
    published = hierarchy.counts
    judged = {place_of(row) for row in rows if row.marker == "c" and row.source_id not in exempt_sources}
    not_judged = frozenset(key for key in published if not (isinstance(key, Cell) and key.place in judged))
    return exposures(published, hierarchy.sums, rule, not_judged | hierarchy.missing)


class _Work:
    """One indicator on its way to being published."""

    def __init__(
        self,
        indicator: Indicator,
        rows: Sequence[Observation],
        standing: Sequence[Observation],
        catalogue: Catalogue,
        exempt_sources: frozenset[str],
        also_hidden: frozenset[Place],
    ) -> None:
        self.indicator, self.rows, self.standing, self.catalogue = indicator, rows, standing, catalogue
        self.also_hidden = frozenset(
            place_of(row) for row in rows if row.source_id not in exempt_sources and place_of(row) in also_hidden
        )
        self.rule = Rule(catalogue.settings.smallest_count)
        self.figures = read_figures(indicator, [*rows, *standing])
        self.hierarchy = build_hierarchy(self.figures.counts, catalogue.codes)
        self.counts: dict[Key, float] = {
            cell: count for cell, count in self.figures.counts.items() if count is not None
        }
        fixed = [*standing, *(row for row in rows if row.source_id in exempt_sources)]
        self.fixed: frozenset[Key] = frozenset(cell for row in fixed for cell in self.figures.cells_of(place_of(row)))

    def protect(self, earlier: Sequence[Earlier], patience: int) -> Protected:
        table = self._table(earlier)
        self._refuse_shown_before(table)
        try:
            protection = protect(table, self.rule, patience)
        except UnprotectableError as error:
            sentences = [no_way_sentence(self.indicator, key, self.catalogue) for key in error.keys]
            raise DisclosureError(sentences) from error
        rows = tuple(self._publish(row, protection.hidden) for row in self.rows)
        published = self._published(rows, table)
        self._refuse_exposed(published, table)
        hidden = [key for key in protection.hidden if isinstance(key, Cell) and key.part == "count"]
        return Protected(
            rows=rows,
            statement=self._statement(rows, published, table),
            primary=sum(key in protection.primary for key in hidden),
            complementary=sum(key not in protection.primary for key in hidden),
            hidden_places=self.also_hidden | {key.place for key in hidden},
        )

    def _table(self, earlier: Sequence[Earlier]) -> Table:
        now = self.hierarchy.counts
        counts = dict(self.counts)
        sums = dict.fromkeys(self.hierarchy.sums)
        unknown = {key for key, count in now.items() if count is None}
        kept = set(self.fixed)
        for number, edition in enumerate(earlier):
            kept |= edition.shown_alike(now)
            joined = edition.joined_to(now, number)
            sums |= dict.fromkeys(joined.sums)
            counts |= joined.constants
            kept |= joined.constants.keys()
            unknown |= joined.unknown
        return Table(
            counts=counts,
            sums=list(sums),
            hidden_by_publisher=frozenset(unknown),
            kept=frozenset(kept),
            hides_too=list(self._pairs()),
            weights={key: _WEIGHTS[key.part] for key in counts if isinstance(key, Cell) and key.part in _WEIGHTS},
            also_hidden=frozenset(Cell(place) for place in self.also_hidden) & counts.keys(),
        )

    def _pairs(self) -> Iterator[tuple[Key, Key]]:
        """What goes when something else goes: a share with its complement, and with the number that it is of."""
        for cell in self.counts:
            if isinstance(cell, Cell) and cell.part == "rest":
                yield cell, Cell(cell.place)
                yield Cell(cell.place), cell
        for place, base in self.figures.bases.items():
            count = Cell(place)
            if count in self.counts and base != count:
                yield base, count

    def _refuse_shown_before(self, table: Table) -> None:
        shown = [
            key
            for key in table.kept - self.fixed
            if key in self.counts and (self.rule.is_small(self.counts[key]) or key in table.also_hidden)
        ]
        if shown:
            raise DisclosureError([shown_before_sentence(self.indicator, key, self.catalogue) for key in shown])

    def _publish(self, row: Observation, hidden: frozenset[Key]) -> Observation:
        place = place_of(row)
        if self.figures.bases.get(place) in hidden:
            row = replace(row, denominator=None)
        if Cell(place) in hidden or (place in self.also_hidden and not row.marker):
            row = replace(row, numerator=None, value=None, lower=None, upper=None, marker="c")
        return row

    def _published(self, rows: Sequence[Observation], table: Table) -> dict[Key, float | None]:
        """What the rows now show, read again from the rows themselves."""
        seen = read_figures(self.indicator, [*rows, *self.standing]).counts
        return {
            key: (seen.get(key) if isinstance(key, Cell) else table.counts.get(key))
            for key in (*table.counts, *table.hidden_by_publisher)
        }

    def _refuse_exposed(self, published: Mapping[Key, float | None], table: Table) -> None:
        found = exposures(published, table.sums, self.rule, table.hidden_by_publisher)
        if found:
            raise DisclosureError(
                [exposure_sentence(self.indicator, each, self.catalogue, self.rule) for each in found]
            )

    def _statement(self, rows: Sequence[Observation], published: Mapping[Key, float | None], table: Table) -> Statement:
        own: set[Key] = {Cell(place_of(row)) for row in rows}
        counted = {key: count for key, count in published.items() if key in own}
        ours = frozenset(key for key in counted if published[key] is None and key not in table.hidden_by_publisher)
        ranges = derivable_ranges(published, table.sums)
        widths = [ranges[key][1] - ranges[key][0] for key in ours]
        by_publisher = sum(row.marker == "c" for row in self.rows)
        return Statement(
            cells=len(rows),
            shown=sum(not row.marker for row in rows),
            hidden_here=sum(row.marker == "c" for row in rows) - by_publisher,
            hidden_by_publisher=by_publisher,
            people_shown=sum(count for count in counted.values() if count is not None),
            most_people_hidden=Attacker(published, table.sums).most_in_all(ours) if ours else 0.0,
            narrowest=min(widths, default=None),
            widest=max(widths, default=None),
            unused_sums=len(self.hierarchy.unused),
        )
