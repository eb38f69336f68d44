"""Primary suppression: the counts that are small in themselves."""

from data_access.disclosure.tables import Key, Rule, Table


def small_cells(table: Table, rule: Rule) -> frozenset[Key]:
    """The cells whose count is small, but for those that are kept."""
    return frozenset(key for key, count in table.counts.items() if rule.is_small(count) and key not in table.kept)
