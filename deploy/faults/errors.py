"""Why a deployment on one machine could not be started."""


class NotInstalledError(RuntimeError):
    """A program that it needs is not on this machine."""


class StartError(RuntimeError):
    """A program did not become ready in time."""
