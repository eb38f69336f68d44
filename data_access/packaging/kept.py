"""Large files that were made and may be asked for again, within a limit."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from data_access.errors import PortalError

_PATIENCE = 20.0


class BusyError(PortalError):
    """Another large file has been in the making for too long to wait for."""


class Kept:
    """Bytes by key, each made once however many ask; the least recently asked for are dropped beyond ``limit`` bytes.

    One file is made at a time, so that memory holds one in the making.
    """

    def __init__(self, limit: int, patience: float = _PATIENCE) -> None:
        self.limit, self.size, self.patience = limit, 0, patience
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._reading, self._making = threading.Lock(), threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The bytes kept under a key, else those that ``make`` gives.

        Raises:
            BusyError: another file took longer than ``patience`` seconds; whatever ``make`` raises.
        """
        found = self._find(key)
        if found is not None:
            return found
        if not self._making.acquire(timeout=self.patience):
            raise BusyError("Another large file is being made. Ask again in half a minute, or take the CSV.")
        try:
            # Whoever waited may find that the one before made the same file.
            found = self._find(key)
            return self._keep(key, make()) if found is None else found
        finally:
            self._making.release()

    def _find(self, key: Hashable) -> bytes | None:
        with self._reading:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: Hashable, content: bytes) -> bytes:
        with self._reading:
            if len(content) <= self.limit:
                self._kept[key] = content
                self.size += len(content)
            while self.size > self.limit:
                self.size -= len(self._kept.popitem(last=False)[1])
        return content
