"""Complementary suppression: the fewest further cells whose hiding keeps the small ones from being worked out.

The method is that of Fischetti and Salazar-González, “Solving the cell suppression problem on tabular data with linear
constraints”, Management Science 47 (2001), 1008–1027: a small integer programme chooses the cells, the audit looks for
a cell that can still be worked out, its proof becomes a further condition on the choice, and so on until the audit
finds none. The choice is then the best there is. Here every hidden cell must be safe, not only the small ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from data_access.disclosure.attacker import Answer, Attacker, Question
from data_access.disclosure.audit import exposures
from data_access.disclosure.errors import UnprotectableError
from data_access.disclosure.linking import linked_groups
from data_access.disclosure.primary import small_cells
from data_access.disclosure.tables import CLOSE, Key, Protection, Rule, Sum, Table

# Rounds of free choice before what is chosen stays chosen, and the most cells of a table for which they pay.
PATIENCE = 25
_CELLS_WORTH_PATIENCE = 40
# A condition's weights come from the solver, which is exact to about nine digits.
_TINY = 1e-7


def protect(table: Table, rule: Rule, patience: int = PATIENCE) -> Protection:
    """Which cells to hide so that no hidden cell's derivable range breaks the rule.

    In a table of up to 40 linked cells the choice is free for ``patience`` rounds, and a search that ends within them
    has found the fewest cells. After that, and in larger tables, what is chosen stays chosen, so that the search is
    sure to end soon, and a last pass gives back each cell that the others do not need.

    Raises:
        UnprotectableError: no choice of cells protects the small ones, since too much is kept.
        InconsistentSumsError: no counts of the cells hidden by their publisher fit the sums.
        KeyError: a sum names a cell that the table does not have.
    """
    primary = small_cells(table, rule) | table.also_hidden
    hidden: set[Key] = set(primary)
    for part in _linked_tables(table):
        small = primary & part.counts.keys()
        if small:
            rounds = patience if len(part.counts) <= _CELLS_WORTH_PATIENCE else 0
            hidden |= _Search(part, rule, small).safe_choice(rounds)
    return Protection(primary, frozenset(hidden) - primary)


def _linked_tables(table: Table) -> Iterator[Table]:
    """The table in parts that no sum and no pair links."""
    lists = [[key for key, _ in entry.signed] for entry in table.sums]
    groups = linked_groups([*lists, *table.hides_too, *([key] for key in table.counts)])
    keys: dict[int, set[Key]] = {}
    sums: dict[int, list[Sum]] = {}
    for group, entry in zip(groups, table.sums, strict=False):
        keys.setdefault(group, set()).update(key for key, _ in entry.signed)
        sums.setdefault(group, []).append(entry)
    for group, key in zip(groups[len(groups) - len(table.counts) :], table.counts, strict=True):
        keys.setdefault(group, set()).add(key)
    for group, members in keys.items():
        yield replace(
            table,
            counts={key: count for key, count in table.counts.items() if key in members},
            sums=sums.get(group, []),
            hidden_by_publisher=table.hidden_by_publisher & members,
            hides_too=[pair for pair in table.hides_too if pair[0] in members],
        )


@dataclass(frozen=True)
class _Condition:
    """If ``key`` is hidden, the hidden ones among ``keys``, each with its weight, must come to ``needed``."""

    key: int
    keys: NDArray[np.int64]
    weights: NDArray[np.float64]
    needed: float

    def holds(self, chosen: NDArray[np.bool_]) -> bool:
        return not chosen[self.key] or float(self.weights[chosen[self.keys]].sum()) >= self.needed * (1 - _TINY)


class _Search:
    """Looks for the cheapest safe choice in one linked table."""

    def __init__(self, table: Table, rule: Rule, small: frozenset[Key]) -> None:
        self.table, self.rule, self.small = table, rule, small
        self.keys = list(table.counts)
        self.index = {key: number for number, key in enumerate(self.keys)}
        guess = Attacker(table.published(frozenset()), table.sums).feasible_counts()
        self.counts: dict[Key, float] = {**dict.fromkeys(table.hidden_by_publisher, 0.0), **guess, **table.counts}
        self.sums_of: dict[Key, list[int]] = {}
        for place, entry in enumerate(table.sums):
            for key, _ in entry.signed:
                self.sums_of.setdefault(key, []).append(place)
        self.costs = _costs(table, self.keys)
        self.conditions = [
            condition
            for key in self.keys
            for sign in (1, -1)
            for place in self.sums_of.get(key, ())
            if (condition := self._proof(Question(key, sign), {place: self._sign_in(place, key)}))
        ]

    def safe_choice(self, patience: int) -> frozenset[Key]:
        """The hidden cells of a safe choice, the small ones among them."""
        chosen = self._cheapest(self.small)
        while found := list(self._broken(chosen)):
            self.conditions += found
            chosen = self._cheapest(self.small if patience > 0 else chosen)
            patience -= 1
        return chosen if patience >= 0 else self._without_needless(chosen)

    def _cheapest(self, fixed: frozenset[Key]) -> frozenset[Key]:
        """The cheapest choice that keeps every condition found so far and hides ``fixed``."""
        matrix, least = self._constraints()
        lower = np.array([float(key in fixed) for key in self.keys])
        upper = np.array([float(key not in self.table.kept) for key in self.keys])
        if (lower > upper).any():
            raise self._no_way()
        result = milp(
            self.costs,
            integrality=np.ones(len(self.keys)),
            bounds=Bounds(lower, upper),
            constraints=LinearConstraint(matrix, least, np.inf) if len(least) else (),
        )
        if result.x is None:
            raise self._no_way()
        return frozenset(key for key, hidden in zip(self.keys, result.x > 0.5, strict=True) if hidden)

    def _constraints(self) -> tuple[csr_array, NDArray[np.float64]]:
        pairs = [(self.index[first], self.index[second]) for first, second in self.table.hides_too]
        columns = [np.append(each.keys, each.key) for each in self.conditions]
        # Each condition is scaled to a need of one, which is what the solver's tolerances are made for.
        weights = [np.append(each.weights / each.needed, -1.0) for each in self.conditions]
        columns += [np.array([second, first]) for first, second in pairs]
        weights += [np.array([1.0, -1.0])] * len(pairs)
        starts = np.cumsum([0, *(len(entry) for entry in columns)])
        if not columns:
            return csr_array((0, len(self.keys))), np.zeros(0)
        matrix = csr_array(
            (np.concatenate(weights), np.concatenate(columns), starts), shape=(len(columns), len(self.keys))
        )
        return matrix, np.full(len(columns), -_TINY)

    def _broken(self, chosen: frozenset[Key]) -> Iterator[_Condition]:
        """A condition that ``chosen`` breaks, for each way in which a hidden cell can still be worked out."""
        attacker = Attacker(self.table.published(chosen), self.table.sums)
        hidden = np.array([key in chosen for key in self.keys])
        questions = [
            Question(key, sign)
            for key in self.keys
            if key in chosen and attacker.is_linked(key)
            for sign in (1, -1)
            if self._needed(key, sign) > 0
        ]
        for question, answer in attacker.answer(questions):
            if abs(answer.bound - self.counts[question.key]) < self._needed(*question) - CLOSE:
                yield self._condition(question, answer, hidden)

    def _condition(self, question: Question, answer: Answer, hidden: NDArray[np.bool_]) -> _Condition:
        weights = {place: -question.sign * weight for place, weight in answer.weights.items()}
        proof = self._proof(question, weights) if answer.proven else None
        if proof is not None and not proof.holds(hidden):
            return proof
        # What does not protect a cell does not do so with less hidden either: one more cell at least is needed.
        others = np.flatnonzero(~hidden)
        return _Condition(self.index[question.key], others, np.ones(len(others)), 1.0)

    def _needed(self, key: Key, sign: int) -> float:
        count = self.counts[key]
        return self.rule.smallest - count if sign > 0 else count - self.rule.lowest

    def _sign_in(self, place: int, key: Key) -> float:
        return dict(self.table.sums[place].signed)[key]

    def _proof(self, question: Question, weights: Mapping[int, float]) -> _Condition | None:
        """What a weighing of the sums says must be hidden for the cell to move as far as it needs.

        The weighed sums turn a move of the cell into moves of the others. Down, a cell can move by its count; up,
        without limit; and not at all if it is shown.
        """
        needed = self._needed(*question)
        moves = self._moves(question, weights)
        room = {key: self._room(key, move) for key, move in moves.items()}
        needed -= sum(self._slack(place, question.sign * weight) for place, weight in weights.items())
        needed -= room.pop(question.key, 0.0)
        needed -= sum(room.pop(key) for key in self.table.hidden_by_publisher & room.keys())
        if needed <= CLOSE:
            return None
        keys = [key for key, amount in room.items() if amount > 0]
        amounts = [min(room[key], needed) for key in keys]
        return _Condition(
            self.index[question.key],
            np.array([self.index[key] for key in keys], dtype=np.int64),
            np.array(amounts),
            needed,
        )

    def _moves(self, question: Question, weights: Mapping[int, float]) -> dict[Key, float]:
        moves: dict[Key, float] = {question.key: float(question.sign)}
        for place, weight in weights.items():
            for key, sign in self.table.sums[place].signed:
                moves[key] = moves.get(key, 0.0) - question.sign * weight * sign
        return {key: move for key, move in moves.items() if abs(move) > _TINY}

    def _room(self, key: Key, move: float) -> float:
        return float("inf") if move > 0 else -move * self.counts[key]

    def _slack(self, place: int, weight: float) -> float:
        """How much of a move the rounding of a sum can take up."""
        entry = self.table.sums[place]
        gap = sum(sign * self.counts[key] for key, sign in entry.signed)
        return abs(weight) * entry.slack - weight * gap

    def _without_needless(self, chosen: frozenset[Key]) -> frozenset[Key]:
        """``chosen`` less each cell, dearest first, that the rest does not need."""
        dearest_first = sorted(chosen - self.small, key=lambda key: -self.costs[self.index[key]])
        for key in dearest_first:
            fewer = chosen - {key}
            if self._keeps_pairs(fewer) and self._is_safe(fewer):
                chosen = fewer
        return chosen

    def _keeps_pairs(self, chosen: frozenset[Key]) -> bool:
        return all(second in chosen for first, second in self.table.hides_too if first in chosen)

    def _is_safe(self, chosen: frozenset[Key]) -> bool:
        # Every safe choice keeps every condition found, so most unsafe ones are told without an audit.
        hidden = np.array([key in chosen for key in self.keys])
        if not all(condition.holds(hidden) for condition in self.conditions):
            return False
        published = self.table.published(chosen)
        return not exposures(published, self.table.sums, self.rule, self.table.hidden_by_publisher)

    def _no_way(self) -> UnprotectableError:
        return UnprotectableError([key for key in self.keys if key in self.small])


def _costs(table: Table, keys: Sequence[Key]) -> NDArray[np.float64]:
    """One a cell, or its weight; of choices with as many cells, that with the fewest people is the cheapest."""
    counts = np.array([table.counts[key] for key in keys])
    weights = np.array([table.weights.get(key, 1.0) for key in keys])
    costs: NDArray[np.float64] = weights * (1 + 0.9 * counts / max(1.0, float(counts.sum())))
    return costs
