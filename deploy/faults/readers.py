"""Readers who go on asking while a part of the deployment fails, and a count of what they saw."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from deploy.faults.asking import CUT_SHORT, NO_CONNECTION, Answer
from deploy.faults.deployment import Deployment
from deploy.faults.session import Session, SessionBrokenError

FRESH = "answered"
KEPT = "answered from the cache"
TOLD = "503 with a sentence and Retry-After"
REFUSED = "no connection"
BROKEN = "broken off"
WRONG = "anything else"
GOOD = frozenset({FRESH, KEPT})
_KEPT_STATES = {"HIT", "STALE", "UPDATING", "REVALIDATED"}
_PAUSE = 0.1
_SECONDS_WELL = 1.5
_SECONDS_TO_RECOVER = 180
_OK = 200
_MOST_ROWS = 900
_AWAY = 503

READ_PAGE = "/read/indicator/children-looked-after"
DATA = "/api/v1/observations.json?indicator=children-looked-after"
PAGE = ("explore", "ethnicity=eth5-black")


@dataclass
class Seen:
    """What one kind of reader saw: each outcome with its time in seconds of ``time.monotonic``."""

    outcomes: list[tuple[float, str]] = field(default_factory=list)

    def between(self, begin: float, end: float) -> Counter[str]:
        """How often each outcome was seen from one time to another."""
        return Counter(what for at, what in self.outcomes if begin <= at < end)

    def last_bad(self) -> float:
        """When something else than an answer was last seen; 0 if never."""
        return max((at for at, what in self.outcomes if what not in GOOD), default=0.0)

    def has_answer_since(self, begin: float) -> bool:
        """Whether there was an answer after a time."""
        return any(at >= begin and what in GOOD for at, what in self.outcomes)


def outcome_of(answer: Answer) -> str:
    """What a reader makes of an answer."""
    if answer.status == NO_CONNECTION:
        return REFUSED
    if answer.status == CUT_SHORT:
        return BROKEN
    if answer.status == _OK:
        return KEPT if answer.headers.get("X-Cache", "") in _KEPT_STATES else FRESH
    told = answer.status == _AWAY and answer.headers.get("Retry-After", "").isdigit() and answer.text.strip()
    return TOLD if told else WRONG


class Readers:
    """One thread for each kind of reader; use it as a context."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._numbers = count(1)
        self._stopped = threading.Event()
        self._session = Session(deployment.address)
        self.before = self._session.view(*PAGE)
        kinds: dict[str, Callable[[], str]] = {
            "a page under /read": lambda: outcome_of(deployment.ask(READ_PAGE)),
            "rows asked for before": lambda: outcome_of(deployment.ask(DATA)),
            "rows not asked for before": self._new_rows,
            "a page of the app opened": lambda: outcome_of(deployment.ask(f"/{PAGE[0]}?{PAGE[1]}")),
            "a page of the app that is open": self._open_page,
            "/readyz": lambda: outcome_of(deployment.ask("/readyz")),
        }
        self.seen = {kind: Seen() for kind in kinds}
        self._threads = [threading.Thread(target=self._go_on, args=(kind, look)) for kind, look in kinds.items()]

    def __enter__(self) -> "Readers":
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        self._session.close()

    def recovered_since(self, begin: float) -> float:
        """Wait until every kind of reader is answered again; the seconds from ``begin`` to the last other outcome.

        Raises:
            TimeoutError: some kind is not.
        """
        while True:
            quiet_since = max(begin, *(seen.last_bad() for seen in self.seen.values()))
            is_well = all(seen.has_answer_since(quiet_since) for seen in self.seen.values())
            if is_well and time.monotonic() - quiet_since > _SECONDS_WELL:
                return quiet_since - begin
            if time.monotonic() - begin > _SECONDS_TO_RECOVER:
                raise TimeoutError("; ".join(f"{kind}: {seen.outcomes[-1:]}" for kind, seen in self.seen.items()))
            time.sleep(_PAUSE)

    def _go_on(self, kind: str, look: Callable[[], str]) -> None:
        while not self._stopped.is_set():
            begun = time.monotonic()
            self.seen[kind].outcomes.append((begun, look()))
            self._stopped.wait(_PAUSE)

    def _new_rows(self) -> str:
        number = next(self._numbers)
        fields = "value" if number > _MOST_ROWS else "value,period_code"
        return outcome_of(
            self._deployment.ask(f"/api/v1/observations.json?fields={fields}&limit={1 + number % _MOST_ROWS}")
        )

    def _open_page(self) -> str:
        try:
            drawn = self._session.view(*PAGE)
        except SessionBrokenError:
            return BROKEN
        if not drawn.whole:
            return TOLD
        return FRESH if drawn == self.before else WRONG
