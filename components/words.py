"""What the pages themselves say: the fixed words of the interface, and how many outcomes match."""

from collections.abc import Sequence

from components import store
from data_access import sentences
from data_access.interface_text import heading_of, text_of
from data_access.views import Outcome

__all__ = ["EXPLORE_UNDER", "heading_of", "matching_outcomes", "text_of"]
EXPLORE_UNDER = text_of("explore.under")


def matching_outcomes(found: Sequence[Outcome]) -> str:
    """How many outcomes match the choice, of all there are."""
    return sentences.matching_outcomes(found, len(store.catalogue().indicators))
