"""What can go wrong with editions, each told in one sentence."""

from data_access.errors import PortalError


class EditionError(PortalError):
    """An edition cannot be sealed, read, compared or changed as asked; nothing was half done."""
