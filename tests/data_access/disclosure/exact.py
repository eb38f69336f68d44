"""The fewest cells that could be hidden, found in another way than the portal's: one programme with every move."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from data_access.disclosure.tables import Rule, Table


def fewest_hidden(table: Table, rule: Rule) -> int:
    """How many cells must be hidden at least, by an attacker who does not know that people are whole.

    One variable a cell says whether it is hidden. For each cell, upwards and downwards, there is a copy of the table
    that moves away from the true counts, only where cells are hidden, as far as the rule asks of that cell.
    """
    keys = list(table.counts)
    size = len(keys)
    index = {key: number for number, key in enumerate(keys)}
    counts = np.array([table.counts[key] for key in keys])
    far = float(counts.max()) + rule.smallest
    entries: list[tuple[int, int, float]] = []
    lows: list[float] = []
    highs: list[float] = []

    def add(terms: list[tuple[int, float]], low: float, high: float) -> None:
        entries.extend((len(lows), column, factor) for column, factor in terms)
        lows.append(low)
        highs.append(high)

    copies = [
        (number, sign, needed)
        for number in range(size)
        for sign, needed in ((1, rule.smallest - counts[number]), (-1, counts[number] - rule.lowest))
        if needed > 0
    ]
    for copy, (number, sign, needed) in enumerate(copies):
        start = size * (copy + 1)
        for entry in table.sums:
            add([(start + index[key], factor) for key, factor in entry.signed], 0, 0)
        for cell in range(size):
            add([(start + cell, 1), (cell, -far)], -np.inf, 0)
            add([(start + cell, 1), (cell, counts[cell])], 0, np.inf)
        add([(start + number, sign), (number, -needed)], 0, np.inf)
    rows, columns, factors = zip(*entries, strict=True)
    width = size * (len(copies) + 1)
    small = np.array([rule.is_small(count) for count in counts])
    matrix = coo_array((factors, (rows, columns)), shape=(len(lows), width)).tocsr()
    result = milp(
        np.concatenate([np.ones(size), np.zeros(width - size)]),
        integrality=np.concatenate([np.ones(size), np.zeros(width - size)]),
        bounds=Bounds(
            np.concatenate([small.astype(float), np.full(width - size, -np.inf)]),
            np.concatenate([np.ones(size), np.full(width - size, np.inf)]),
        ),
        constraints=LinearConstraint(matrix, lows, highs),
    )
    return round(float(result.fun))
