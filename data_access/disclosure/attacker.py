"""What an attacker can work out: the published sums as equations, solved by HiGHS for the least and most of a cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from data_access.disclosure.errors import InconsistentSumsError
from data_access.disclosure.linking import linked_groups
from data_access.disclosure.tables import CLOSE, Key, Sum

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# One call of the solver answers many questions at once; above this many columns it no longer gains by it.
_COLUMNS_A_CALL = 6_000
_INFEASIBLE = 2


class Question(NamedTuple):
    """The most (``sign`` 1) or the least (``sign`` −1) that a cell can be."""

    key: Key
    sign: int


@dataclass(frozen=True)
class Answer:
    """The bound, the counts that reach it, and the weight of each sum in proving it (by position in the sums).

    ``counts`` may be fractions although people are not; ``bound`` is then that of whole people all the same,
    and ``proven`` is False, because the weights prove only the bound for fractions.
    """

    bound: float
    counts: Mapping[Key, float]
    weights: Mapping[int, float]
    proven: bool


@dataclass(frozen=True)
class _Block:
    """Unknown cells that sums link, as ``matrix @ x = known`` over the unknown cells and the roundings of the sums."""

    keys: tuple[Key, ...]
    sums: tuple[int, ...]
    rows: Integers
    columns: Integers
    signs: Floats
    known: Floats
    lower: Floats
    upper: Floats
    beyond: float

    @property
    def width(self) -> int:
        return len(self.lower)


class Attacker:
    """Knows each published count and sum. A published value of None is a cell that is hidden."""

    def __init__(self, published: Mapping[Key, float | None], sums: Sequence[Sum]) -> None:
        self._blocks = _blocks(published, sums)
        self._block_of = {key: block for block in self._blocks for key in block.keys}
        self._place_of = {key: place for block in self._blocks for place, key in enumerate(block.keys)}
        known = [value for value in published.values() if value is not None]
        self.counts_are_whole = all(abs(value - round(value)) < CLOSE for value in known)

    def is_linked(self, key: Key) -> bool:
        """Whether any sum says anything of a hidden cell."""
        return key in self._block_of

    def feasible_counts(self) -> dict[Key, float]:
        """Counts of all linked hidden cells that fit every sum.

        Raises:
            InconsistentSumsError: there are none.
        """
        found: dict[Key, float] = {}
        for block in self._blocks:
            result = _solve([block], np.zeros(block.width))
            found |= dict(zip(block.keys, result.x.tolist(), strict=False))
        return found

    def inconsistent_sums(self) -> list[int]:
        """Positions of the sums that cannot all hold, together with those linked to them."""
        return [place for block in self._blocks if not _is_feasible(block) for place in block.sums]

    def answer(self, questions: Sequence[Question]) -> Iterator[tuple[Question, Answer]]:
        """Each question about a linked cell with its answer."""
        for batch in _batches(questions, self._block_of):
            yield from self._answer_together(batch)

    def most_in_all(self, keys: frozenset[Key]) -> float:
        """The most that the counts of some hidden cells can come to; infinite where a cell is not linked."""
        if not keys <= self._block_of.keys():
            return float("inf")
        most = 0.0
        for block in self._blocks:
            aim = np.array(
                [-1.0 if key in keys else 0.0 for key in block.keys] + [0.0] * (block.width - len(block.keys))
            )
            if aim.any():
                bound = -float(aim @ _solve([block], aim).x)
                most += float("inf") if bound > block.beyond else bound
        return most

    def _answer_together(self, batch: Sequence[Question]) -> Iterator[tuple[Question, Answer]]:
        blocks = [self._block_of[question.key] for question in batch]
        starts = np.cumsum([0, *(block.width for block in blocks)])
        tops = np.cumsum([0, *(len(block.known) for block in blocks)])
        aim = np.zeros(int(starts[-1]))
        for question, start in zip(batch, starts, strict=False):
            aim[start + self._place_of[question.key]] = -question.sign
        result = _solve(blocks, aim)
        for number, (question, block) in enumerate(zip(batch, blocks, strict=True)):
            x = result.x[starts[number] : starts[number + 1]]
            weights = result.eqlin.marginals[tops[number] : tops[number + 1]]
            yield question, self._read(question, block, x, weights)

    def _read(self, question: Question, block: _Block, x: Floats, weights: Floats) -> Answer:
        proven = True
        place = self._place_of[question.key]
        if self.counts_are_whole and np.abs(x - np.round(x)).max() > CLOSE:
            whole = _solve_whole(block, place, question.sign)
            proven = abs(whole[place] - x[place]) < CLOSE
            x = whole
        bound = float(x[place])
        return Answer(
            bound=float("inf") if bound > block.beyond else bound,
            counts=dict(zip(block.keys, x.tolist(), strict=False)),
            weights={place: float(weight) for place, weight in zip(block.sums, weights, strict=True) if weight},
            proven=proven,
        )


def _batches(questions: Sequence[Question], block_of: Mapping[Key, _Block]) -> Iterator[list[Question]]:
    batch: list[Question] = []
    width = 0
    for question in questions:
        batch.append(question)
        width += block_of[question.key].width
        if width >= _COLUMNS_A_CALL:
            yield batch
            batch, width = [], 0
    if batch:
        yield batch


def _solve(blocks: Sequence[_Block], aim: Floats) -> Any:
    """All blocks side by side in one call, each with its own part of ``aim`` to make small."""
    starts = np.cumsum([0, *(block.width for block in blocks)])
    tops = np.cumsum([0, *(len(block.known) for block in blocks)])
    rows = np.concatenate([block.rows + top for block, top in zip(blocks, tops, strict=False)])
    columns = np.concatenate([block.columns + start for block, start in zip(blocks, starts, strict=False)])
    signs = np.concatenate([block.signs for block in blocks])
    result = linprog(
        aim,
        A_eq=csr_array((signs, (rows, columns)), shape=(int(tops[-1]), int(starts[-1]))),
        b_eq=np.concatenate([block.known for block in blocks]),
        bounds=np.column_stack(
            [np.concatenate([block.lower for block in blocks]), np.concatenate([block.upper for block in blocks])]
        ),
        # The simplex method ends at a corner, where counts are whole wherever the sums form a network.
        method="highs-ds",
    )
    if result.x is None:
        raise InconsistentSumsError(["The published figures contradict one another: check the totals and their parts."])
    return result


def _solve_whole(block: _Block, place: int, sign: int) -> Floats:
    aim = np.zeros(block.width)
    aim[place] = -sign
    matrix = csr_array((block.signs, (block.rows, block.columns)), shape=(len(block.known), block.width))
    result = milp(
        aim,
        integrality=np.ones(block.width),
        bounds=(block.lower, block.upper),
        constraints=LinearConstraint(matrix, block.known, block.known),
    )
    if result.x is None:
        raise InconsistentSumsError(["No whole counts fit the published figures: check the totals and their parts."])
    x: Floats = np.round(result.x)
    return x


def _is_feasible(block: _Block) -> bool:
    try:
        _solve([block], np.zeros(block.width))
    except InconsistentSumsError:
        return False
    return True


def _blocks(published: Mapping[Key, float | None], sums: Sequence[Sum]) -> tuple[_Block, ...]:
    useful = {
        place: entry for place, entry in enumerate(sums) if any(published[key] is None for key, _ in entry.signed)
    }
    groups = linked_groups([[key for key, _ in entry.signed if published[key] is None] for entry in useful.values()])
    members: dict[int, list[int]] = {}
    for place, group in zip(useful, groups, strict=True):
        members.setdefault(group, []).append(place)
    return tuple(_block(published, {place: useful[place] for place in places}) for places in members.values())


def _block(published: Mapping[Key, float | None], sums: Mapping[int, Sum]) -> _Block:
    index: dict[Key, int] = {}
    entries: list[tuple[int, int, float]] = []
    known = np.zeros(len(sums))
    for row, entry in enumerate(sums.values()):
        for key, sign in entry.signed:
            value = published[key]
            if value is None:
                entries.append((row, index.setdefault(key, len(index)), sign))
            else:
                known[row] -= sign * value
    slacks = [(row, entry.slack) for row, entry in enumerate(sums.values()) if entry.slack]
    entries += [(row, len(index) + number, 1.0) for number, (row, _) in enumerate(slacks)]
    spread = np.array([slack for _, slack in slacks], dtype=np.float64)
    # No count that the sums bound can pass their totals together, so one that passes twice that is not bounded.
    most = 2_000 + 2 * float(np.abs(known).sum() + spread.sum())
    rows, columns, signs = zip(*entries, strict=True)
    return _Block(
        keys=tuple(index),
        sums=tuple(sums),
        rows=np.array(rows, dtype=np.int64),
        columns=np.array(columns, dtype=np.int64),
        signs=np.array(signs),
        known=known,
        lower=np.concatenate([np.zeros(len(index)), -spread]),
        upper=np.concatenate([np.full(len(index), 2 * most), spread]),
        beyond=most,
    )
