"""What a Prometheus server reads at /metrics: how much is asked for, how fast it is answered, and what is shown.

Every process counts for itself and is a target of its own. No label holds anything that a reader wrote.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from data_access import clock
from data_access.occurrences import Drawn, Failure
from data_access.portal import readiness

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
# Seconds. A kept answer takes a millisecond, and a spreadsheet of everything some seconds.
_STEPS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_TOO_MANY = 429
WEBSOCKET = "websocket"
# Else each series has a second one that tells when it was made.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Cache(Protocol):
    """Answers that are kept: how many there are, and their bytes."""

    size: int

    @property
    def count(self) -> int:
        """How many are kept."""


class Metrics:
    """The counts of one process, in a registry of their own; ``caches`` are by name."""

    def __init__(self, caches: Mapping[str, Cache] | None = None) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self.requests = Counter("portal_requests", "Requests answered.", ["route", "status"], registry=registry)
        self.seconds = Histogram(
            "portal_request_seconds",
            "Seconds from a request to the end of its answer.",
            ["route"],
            buckets=_STEPS,
            registry=registry,
        )
        self.sent = Counter("portal_sent_bytes", "Bytes of the bodies of answers.", ["route"], registry=registry)
        self.sessions = Gauge(
            "portal_open_sessions", "Pages of the app that are open in a browser and connected.", registry=registry
        )
        self.drawn = Histogram(
            "portal_page_run_seconds",
            "Seconds that the script of a page of the app ran.",
            ["page"],
            buckets=_STEPS,
            registry=registry,
        )
        self.refused = Counter(
            "portal_rate_refusals", "Requests refused because one reader asked too often.", registry=registry
        )
        self.failures = Counter(
            "portal_failures",
            "Failures in the log, by what failed: the database, or anything else.",
            ["of"],
            registry=registry,
        )
        for of in ("database", "other"):
            # So that both are there from the start, at nought.
            self.failures.labels(of)
        registry.register(_Caches(caches or {}))
        registry.register(_Edition())

    def answered(self, route: str, status: int, seconds: float, size: int) -> None:
        """Count one answer: its status, or 0 if there was none; its seconds, and its bytes."""
        self.requests.labels(route, f"{status // 100}xx" if status else "none").inc()
        # A websocket is open for as long as its page.
        if route != WEBSOCKET:
            self.seconds.labels(route).observe(seconds)
        self.sent.labels(route).inc(size)
        if status == _TOO_MANY:
            self.refused.inc()

    def tell(self, occurrence: Failure | Drawn) -> None:
        """Count a failure, or a page that was drawn."""
        if isinstance(occurrence, Drawn):
            self.drawn.labels(occurrence.page).observe(occurrence.seconds)
        else:
            self.failures.labels("database" if occurrence.is_of_database else "other").inc()

    def text(self) -> bytes:
        """All of it in Prometheus's text form (0.0.4). The database is asked whether it answers."""
        return generate_latest(self.registry)


class _Caches(Collector):
    """How much the process keeps."""

    def __init__(self, caches: Mapping[str, Cache]) -> None:
        self.caches = caches

    def collect(self) -> Iterator[Metric]:
        """Entries and bytes of each cache."""
        entries = GaugeMetricFamily("portal_cache_entries", "Answers kept in memory.", labels=["cache"])
        size = GaugeMetricFamily("portal_cache_bytes", "Bytes of the answers kept in memory.", labels=["cache"])
        for name, cache in self.caches.items():
            entries.add_metric([name], cache.count)
            size.add_metric([name], cache.size)
        yield entries
        yield size


class _Edition(Collector):
    """Which edition is shown, whether it can be read, and how old it is."""

    def collect(self) -> Iterator[Metric]:
        """The state at this moment; where there is no edition, only that."""
        ready, state = readiness()
        yield GaugeMetricFamily("portal_ready", "Whether figures can be read: 1 or 0.", value=int(ready))
        yield GaugeMetricFamily(
            "portal_problem", "Whether /readyz names a problem: 1 or 0.", value=int("problem" in state)
        )
        yield GaugeMetricFamily("portal_stale", "Whether the edition is too old: 1 or 0.", value=int("stale" in state))
        if not ready:
            return
        shown = GaugeMetricFamily("portal_edition_info", "The edition shown.", labels=["edition", "fingerprint"])
        shown.add_metric([state["edition"], state["fingerprint"]], 1)
        yield shown
        if "sealed_on" in state:
            age = (clock.today() - date.fromisoformat(state["sealed_on"])).days
            yield GaugeMetricFamily("portal_edition_age_days", "Days since the edition was sealed.", value=age)
