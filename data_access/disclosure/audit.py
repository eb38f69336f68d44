"""The audit: what anyone can work out about every hidden cell from all that is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_access.disclosure.attacker import Attacker, Question
from data_access.disclosure.tables import Key, Rule, Sum

Range = tuple[float, float]


@dataclass(frozen=True)
class Exposure:
    """A hidden cell about which the published figures tell too much: it lies from ``low`` to ``high``."""

    key: Key
    low: float
    high: float


def derivable_ranges(published: Mapping[Key, float | None], sums: Sequence[Sum]) -> dict[Key, Range]:
    """For every hidden cell (published as None) the least and the most that its count can be.

    Where every published count is whole, so are the hidden ones, and the range is that of whole counts. The most is
    infinite where no total bounds it.

    Raises:
        KeyError: a sum names a cell that ``published`` does not have.
        InconsistentSumsError: no counts fit the sums.
    """
    attacker = Attacker(published, sums)
    hidden = [key for key, value in published.items() if value is None]
    low = dict.fromkeys(hidden, 0.0)
    high = dict.fromkeys(hidden, float("inf"))
    questions = [Question(key, sign) for key in hidden if attacker.is_linked(key) for sign in (1, -1)]
    for question, answer in attacker.answer(questions):
        (high if question.sign > 0 else low)[question.key] = answer.bound
    return {key: (low[key], high[key]) for key in hidden}


def exposures(
    published: Mapping[Key, float | None],
    sums: Sequence[Sum],
    rule: Rule,
    not_judged: frozenset[Key] = frozenset(),
) -> list[Exposure]:
    """The hidden cells whose range breaks the rule, in the order of ``published``.

    ``not_judged`` are hidden cells that are somebody else's doing: an attacker does not know them either, and whether
    they can be worked out is not for us to refuse.

    Raises:
        KeyError: a sum names a cell that ``published`` does not have.
        InconsistentSumsError: no counts fit the sums.
    """
    ranges = derivable_ranges(published, sums)
    return [
        Exposure(key, low, high)
        for key, (low, high) in ranges.items()
        if key not in not_judged and not rule.is_safe(low, high)
    ]
