"""Controlled rounding: each count to a multiple beside it, so that every total is still the sum of its parts."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from data_access.disclosure.errors import InconsistentSumsError
from data_access.disclosure.tables import CLOSE, Key, Sum, Table


def round_controlled(table: Table, base: int = 5) -> dict[Key, float]:
    """Every count rounded up or down to a multiple of ``base``, as close to the counts in all as the sums allow.

    A count that is a multiple already, such as 0, stays. Sums with a cell that its publisher hid are not kept, since
    nobody knows them.

    Raises:
        InconsistentSumsError: no rounding keeps every sum.
    """
    keys = list(table.counts)
    index = {key: number for number, key in enumerate(keys)}
    steps = np.array([table.counts[key] for key in keys]) / base
    below = np.floor(steps + CLOSE)
    # One where a count is rounded up, which costs what that adds to its distance.
    can_rise = steps - below > CLOSE
    sums = [entry for entry in table.sums if all(key in index for key, _ in entry.signed)]
    matrix = _matrix(sums, index)
    result = milp(
        np.where(can_rise, 1 - 2 * (steps - below), 0.0),
        integrality=np.ones(len(keys)),
        bounds=Bounds(np.zeros(len(keys)), can_rise.astype(np.float64)),
        constraints=LinearConstraint(matrix, -(matrix @ below), -(matrix @ below)) if sums else (),
    )
    if result.x is None:
        raise InconsistentSumsError([f"No rounding to multiples of {base} keeps every total; publish fewer totals."])
    rounded = base * (below + np.round(result.x))
    return dict(zip(keys, rounded.tolist(), strict=True))


def _matrix(sums: list[Sum], index: dict[Key, int]) -> csr_array:
    entries = [(row, index[key], sign) for row, entry in enumerate(sums) for key, sign in entry.signed]
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((signs, (rows, columns)), shape=(len(sums), len(index)))
