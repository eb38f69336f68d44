"""What is worked out once for the same figures, such as the spec of a chart: building one costs more than a page."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar, cast

_MOST_KEPT = 600
T = TypeVar("T")


@dataclass(frozen=True)
class _Work:
    """Something to do, told from other work by what it is made from alone."""

    made_from: tuple[Hashable, ...]
    do: Callable[[], Any] = field(compare=False)


@lru_cache(maxsize=_MOST_KEPT)
def _done(work: _Work) -> Any:
    return work.do()


def once(what: str, made_from: tuple[Hashable, ...], do: Callable[[], T]) -> T:
    """The result of ``do``, kept for whoever asks for ``what`` made from equal things; nobody may change it.

    ``made_from`` must hold everything that the result depends on, rows with their edition among them.
    """
    return cast(T, _done(_Work((what, *made_from), do)))
