"""Which lists are linked by the keys they share."""

from data_access.disclosure.linking import linked_groups


def test_lists_that_share_a_key_directly_or_not_are_one_group() -> None:
    first, second, third, fourth = linked_groups([["a", "b"], ["c"], ["b", "d"], ["d", "e"]])
    assert first == third == fourth
    assert second != first


def test_no_lists_make_no_groups() -> None:
    assert linked_groups([]) == []
