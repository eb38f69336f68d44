"""Which lists of keys are linked, directly or through others, because they share a key."""

from collections.abc import Iterable, Sequence

from data_access.disclosure.tables import Key


def linked_groups(lists: Sequence[Iterable[Key]]) -> list[int]:
    """For each list of keys the number of its group; two lists that share a key are of one group."""
    leader = list(range(len(lists)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    first: dict[Key, int] = {}
    for place, keys in enumerate(lists):
        for key in keys:
            leader[find(place)] = find(first.setdefault(key, place))
    return [find(place) for place in range(len(lists))]
