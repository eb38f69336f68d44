"""Sentences that pages share with nobody else's numbers."""

from collections.abc import Sequence

from components import store
from data_access import sentences
from data_access.views import Outcome

EXPLORE_UNDER = "Only published figures are here. Where nothing is published for a choice, the page says so."


def matching_outcomes(found: Sequence[Outcome]) -> str:
    """How many outcomes match the choice, of all there are."""
    return sentences.matching_outcomes(found, len(store.catalogue().indicators))
