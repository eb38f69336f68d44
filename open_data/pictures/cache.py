"""Pictures that were drawn before, bounded by their number and by their bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Picture = TypeVar("Picture", str, bytes)


class PictureCache(Generic[Picture]):
    """Keeps the pictures that were asked for last; two who ask for the same one at once get one drawing."""

    def __init__(self, *, entries: int, size: int) -> None:
        """``entries`` is the most pictures kept, ``size`` the most bytes of all of them."""
        self._entries, self._size = entries, size
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        self._bytes = 0
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return self._bytes

    def get(self, key: str, draw: Callable[[], Picture]) -> Picture:
        """The picture of this key, drawn where it is not kept."""
        # vl-convert draws one picture at a time whatever the threads, so waiting for each other costs nothing.
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            picture = draw()
            self._keep(key, picture)
            return picture

    def _keep(self, key: str, picture: Picture) -> None:
        self._kept[key] = picture
        self._bytes += _size(picture)
        while self._kept and (len(self._kept) > self._entries or self._bytes > self._size):
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _size(oldest)


def _size(picture: str | bytes) -> int:
    return len(picture.encode()) if isinstance(picture, str) else len(picture)
