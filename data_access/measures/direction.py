"""Whether going up is good: the link of an indicator to a commitment says so, else all its links together."""

from typing import Literal, TypeAlias

from data_access.records import Indicator

Wish: TypeAlias = Literal["higher", "lower", "none"]
_GOOD = {("up", "higher"), ("down", "lower")}
_BAD = {("up", "lower"), ("down", "higher")}
_PLAIN = {"up": "going up", "down": "going down"}


def wished_direction(indicator: Indicator, commitment_id: str = "") -> Wish:
    """Which way was hoped for: by the link to a commitment, else the one way that the links agree on, else none.

    Args:
        indicator: the indicator with its links.
        commitment_id: the commitment that is read, or an empty text for none.

    Returns:
        “higher”, “lower” or “none”; a commitment that the indicator is not linked to counts as none.
    """
    if commitment_id:
        found = {link.direction for link in indicator.links if link.commitment_id == commitment_id}
    else:
        found = {link.direction for link in indicator.links} - {"none"}
    if found == {"higher"}:
        return "higher"
    return "lower" if found == {"lower"} else "none"


def direction_words(direction: str, wish: Wish) -> str:
    """A direction in words: “getting better”, “getting worse”, “no clear change”, or plain where none was hoped for.

    Args:
        direction: “up”, “down”, “the same” or “no clear change”.
        wish: what ``wished_direction`` gives.
    """
    if (direction, wish) in _GOOD:
        return "getting better"
    if (direction, wish) in _BAD:
        return "getting worse"
    return _PLAIN.get(direction, direction)
