"""What can go wrong while a picture is drawn."""


class PictureError(ValueError):
    """A picture cannot be drawn from this; the message says why."""
