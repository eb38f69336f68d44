"""What stops an export."""

from data_access.errors import PortalError


class ExportError(PortalError):
    """The export cannot be made, or not there; the folder is as it was before."""
