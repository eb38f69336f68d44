"""What is counted, in the form that Prometheus reads, by Prometheus's own reader."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from data_access import clock
from data_access.occurrences import Drawn, Failure
from data_access.portal import default_edition, served
from open_data.compression import Pressed, PressedFiles
from open_data.metrics import Metrics

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(text: str) -> Samples:
    """Each value by its name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return samples(metrics.text().decode()).get((name, frozenset(labels.items())))


def test_answers_are_counted_by_kind_and_class_of_status() -> None:
    metrics = Metrics()
    for status in (200, 204, 304, 404, 429, 503, 0):
        metrics.answered("api", status, 0.03, 10)
    counted = {status: value(metrics, "portal_requests_total", route="api", status=status) for status in STATUSES}
    assert counted == {"1xx": None, "2xx": 2, "3xx": 1, "4xx": 2, "5xx": 1, "none": 1}
    assert value(metrics, "portal_sent_bytes_total", route="api") == 70
    assert value(metrics, "portal_rate_refusals_total") == 1


STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx", "none")


def test_how_long_an_answer_took_is_a_histogram_and_a_websocket_is_not_in_it() -> None:
    metrics = Metrics()
    metrics.answered("read", 200, 0.03, 1)
    metrics.answered("websocket", 101, 3600, 1)
    assert value(metrics, "portal_request_seconds_bucket", route="read", le="0.025") == 0
    assert value(metrics, "portal_request_seconds_bucket", route="read", le="0.05") == 1
    assert value(metrics, "portal_request_seconds_sum", route="read") == pytest.approx(0.03)
    assert value(metrics, "portal_request_seconds_count", route="websocket") is None
    assert value(metrics, "portal_requests_total", route="websocket", status="1xx") == 1


def test_failures_are_counted_by_what_failed_and_pages_by_their_time() -> None:
    metrics = Metrics()
    assert value(metrics, "portal_failures_total", of="database") == 0
    for of_database in (True, True, False):
        metrics.tell(Failure("ABCD", of_database))
    metrics.tell(Drawn("/explore", 0.2))
    assert value(metrics, "portal_failures_total", of="database") == 2
    assert value(metrics, "portal_failures_total", of="other") == 1
    assert value(metrics, "portal_page_run_seconds_count", page="/explore") == 1


def test_each_cache_tells_its_entries_and_bytes() -> None:
    cache = PressedFiles(100)
    metrics = Metrics({"answers": cache})
    assert value(metrics, "portal_cache_entries", cache="answers") == 0
    cache.keep("/a", Pressed((), b"12345"))
    cache.keep("/b", Pressed((), b"123"))
    assert value(metrics, "portal_cache_entries", cache="answers") == 2
    assert value(metrics, "portal_cache_bytes", cache="answers") == 8


def test_the_edition_shown_is_named_with_its_age_and_whether_it_can_be_read() -> None:
    metrics = Metrics()
    shown = served()
    assert shown.sealed_on
    labels = {"edition": default_edition(), "fingerprint": shown.repository.fingerprint}
    assert value(metrics, "portal_ready") == 1
    assert value(metrics, "portal_problem") == 0
    assert value(metrics, "portal_edition_info", **labels) == 1
    assert value(metrics, "portal_edition_age_days") == (clock.today() - shown.sealed_on).days


def test_without_a_database_there_is_no_edition_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_EDITION", "2020-1")
    monkeypatch.setattr("data_access.portal._editions", {})
    found = samples(Metrics().text().decode())
    assert found[("portal_ready", frozenset())] == 0
    assert not any(name.startswith("portal_edition") for name, _ in found)


def test_two_processes_worth_of_counts_are_apart() -> None:
    first, second = Metrics(), Metrics()
    first.answered("api", 200, 0.1, 1)
    assert value(second, "portal_requests_total", route="api", status="2xx") is None
