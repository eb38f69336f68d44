"""What was measured, as rows of one table, and whether each target was met."""

import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """One row of the table: times or rates of one thing, in ``unit``; ``ratio`` is to what ``ratio_to`` names."""

    part: str
    what: str
    size: str
    unit: str
    median: float
    p95: float | None = None
    ratio: float | None = None
    ratio_to: str = ""


@dataclass(frozen=True)
class Target:
    """One target of the portal with what was measured; ``limit`` is the most or the least it may be."""

    words: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the measured number is on the right side of the limit."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


@dataclass
class Results:
    """Everything that one run has measured, in the order it was measured."""

    figures: list[Figure] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, figure: Figure) -> Figure:
        """Keep a figure, and show it at once."""
        self.figures.append(figure)
        sys.stderr.write(f"  {' | '.join(_cells(figure))}\n")
        return figure

    def aim(self, target: Target) -> None:
        """Keep a target."""
        self.targets.append(target)


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def slow_end(values: Sequence[float]) -> float:
    """The 95th percentile: the smallest value that at least 95 in 100 do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-95 * len(ordered) // 100) - 1)]


def number(value: float | None) -> str:
    """Three significant digits; empty where there is none."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _cells(figure: Figure) -> list[str]:
    ratio = f"{number(figure.ratio)} × {figure.ratio_to}" if figure.ratio is not None else ""
    return [
        *(figure.part, figure.what, figure.size, number(figure.median), number(figure.p95), figure.unit, ratio),
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def figures_table(results: Results) -> str:
    """Every figure, as Markdown."""
    head = ("part", "what", "rows", "median", "p95", "unit", "ratio")
    return _table(head, (_cells(figure) for figure in results.figures))


def targets_table(results: Results) -> str:
    """Every target beside what was measured, as Markdown."""
    rows = (
        (
            target.words,
            f"{'at least' if target.at_least else 'at most'} {number(target.limit)} {target.unit}".strip(),
            f"{number(target.measured)} {target.unit}".strip(),
            "met" if target.is_met else "**not met**",
        )
        for target in results.targets
    )
    return _table(("target", "limit", "measured", "met"), rows)
