"""What disclosure control works on: counts, the sums that join them, and the rule they must keep."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Key: TypeAlias = Hashable

# Counts reach us as decimals and the solver answers within a millionth: closer than this is equal.
CLOSE = 1e-5


@dataclass(frozen=True)
class Sum:
    """A total and the parts that make it; ``slack`` is how far rounding may part the two, in counts."""

    total: Key
    parts: tuple[Key, ...]
    slack: float = 0.0

    @property
    def signed(self) -> tuple[tuple[Key, float], ...]:
        """Each key with its sign in ``total − parts = 0``."""
        return (self.total, 1.0), *((part, -1.0) for part in self.parts)


@dataclass(frozen=True)
class Rule:
    """A count above nothing and below ``smallest`` is small and is hidden.

    A hidden cell is safe when all that an attacker can tell is a range from 1 or less to ``smallest`` or more.
    """

    smallest: float = 5
    lowest: float = 1

    def is_small(self, count: float) -> bool:
        """Whether a count must be hidden; full-time equivalents such as 0.4 and 4.8 are small too."""
        return CLOSE < count < self.smallest - CLOSE

    def is_safe(self, low: float, high: float) -> bool:
        """Whether a derivable range says too little to tell whether the count is small."""
        return low <= self.lowest + CLOSE and high >= self.smallest - CLOSE


@dataclass(frozen=True)
class Table:
    """Raw counts and all that joins them.

    ``counts`` are of people (or households, stops …), none below 0. ``hidden_by_publisher`` are cells whose count is
    unknown to us too; they have no entry in ``counts``. ``kept`` are cells that stay shown whatever happens: those of
    an exempt source, or shown by an earlier edition. ``hides_too`` are pairs: where the first is hidden, so is the
    second. ``weights`` say what hiding a cell costs; 1 unless given. ``also_hidden`` are hidden whatever their count.
    """

    counts: Mapping[Key, float]
    sums: Sequence[Sum]
    hidden_by_publisher: frozenset[Key] = frozenset()
    kept: frozenset[Key] = frozenset()
    hides_too: Sequence[tuple[Key, Key]] = ()
    weights: Mapping[Key, float] = field(default_factory=dict)
    also_hidden: frozenset[Key] = frozenset()

    def published(self, hidden: frozenset[Key]) -> dict[Key, float | None]:
        """What is shown when ``hidden`` is hidden: a count, or None."""
        shown: dict[Key, float | None] = {key: None if key in hidden else count for key, count in self.counts.items()}
        return shown | dict.fromkeys(self.hidden_by_publisher)


@dataclass(frozen=True)
class Protection:
    """Which cells are hidden: the small ones, and those that would give the small ones back."""

    primary: frozenset[Key]
    complementary: frozenset[Key]

    @property
    def hidden(self) -> frozenset[Key]:
        """All hidden cells; what is published must not tell the two kinds apart."""
        return self.primary | self.complementary
