"""Seeded random tables with the hierarchies that the portal's figures have."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from data_access.disclosure.tables import Key, Sum, Table

# Each dimension is a tree: a total with the parts below it, in order from the top.
Tree = Mapping[str, tuple[str, ...]]


def table_of(trees: Sequence[Tree], leaves: Mapping[tuple[str, ...], float]) -> Table:
    """The whole table from the counts of its leaves: every crossing of every level of every tree."""
    labels = [
        list(dict.fromkeys(label for total, parts in tree.items() for label in (total, *parts))) for tree in trees
    ]
    counts: dict[Key, float] = {
        cell: sum(leaves[leaf] for leaf in product(*map(_leaves_below, trees, cell))) for cell in product(*labels)
    }
    sums = [
        Sum(cell, tuple((*cell[:axis], part, *cell[axis + 1 :]) for part in tree[cell[axis]]))
        for axis, tree in enumerate(trees)
        for cell in product(*labels)
        if cell[axis] in tree
    ]
    return Table(counts, sums)


def _leaves_below(tree: Tree, label: str) -> list[str]:
    return [leaf for part in tree[label] for leaf in _leaves_below(tree, part)] if label in tree else [label]


def flat(name: str, size: int) -> Tree:
    """A total and its parts."""
    return {name: tuple(f"{name}{number}" for number in range(size))}


def nested(name: str, sizes: Sequence[int]) -> Tree:
    """A total, its broad parts, and the fine parts of each; a broad part of size 1 has none below it."""
    broad = flat(name, len(sizes))
    below = {part: flat(part, size)[part] for part, size in zip(broad[name], sizes, strict=True) if size > 1}
    return broad | below


def random_count(random_: random.Random) -> int:
    """Often small, often nothing, sometimes large, as counts by ethnic group and ward are."""
    kind = random_.random()
    if kind < 0.15:
        return 0
    if kind < 0.35:
        return random_.randint(1, 4)
    return random_.randint(5, 30) if kind < 0.8 else random_.randint(31, 300)


def random_table(random_: random.Random, trees: Sequence[Tree]) -> Table:
    """A table over ``trees`` whose leaves are random counts."""
    leaves = {
        cell: random_count(random_) for cell in product(*(_leaves_below(tree, next(iter(tree))) for tree in trees))
    }
    return table_of(trees, leaves)


def random_trees(random_: random.Random, largest: int) -> list[Tree]:
    """One tree of two or three levels, none of whose totals has more than ``largest`` parts; one in three by wards."""
    flat_groups = flat("all", random_.randint(3, largest))
    nested_groups = nested("all", [random_.randint(1, largest - 1) for _ in range(random_.randint(2, largest - 1))])
    groups = random_.choice([flat_groups, nested_groups])
    if random_.random() < 2 / 3:
        return [groups]
    return [flat("borough", random_.randint(2, largest - 1)), groups]


def random_tables(seed: int, number: int, largest: int) -> Iterator[Table]:
    """As many random tables as asked for; the same for the same seed."""
    random_ = random.Random(seed)
    for _ in range(number):
        yield random_table(random_, random_trees(random_, largest))
