"""What disclosure control refuses, and how it is told.

PortalError
└── DisclosureError           a hidden count could be worked out, or cannot be protected
    ├── UnprotectableError    small counts that no choice of further cells protects
    └── InconsistentSumsError published figures contradict one another, so nothing can be worked out from them
"""

from collections.abc import Hashable, Sequence

from data_access.errors import PortalError


class DisclosureError(PortalError):
    """Nothing is published, because a count of people could be worked out; ``sentences`` say where and how to mend."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class UnprotectableError(DisclosureError):
    """Small counts that can be worked out from cells that stay shown; ``keys`` are theirs."""

    def __init__(self, keys: Sequence[Hashable]) -> None:
        self.keys = tuple(keys)
        super().__init__([f"{key} can be worked out from cells that stay shown, whatever is hidden" for key in keys])


class InconsistentSumsError(DisclosureError):
    """The sums given contradict the published figures."""
