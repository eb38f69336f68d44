"""A large file is made once for all who ask at the same time, and what is kept stays within its limit."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from data_access.packaging.kept import BusyError, Kept


def test_many_readers_at_once_get_one_file() -> None:
    kept, made, everybody_asks = Kept(100), [], threading.Barrier(8)

    def make() -> bytes:
        made.append(1)
        return b"file"

    def ask() -> bytes:
        everybody_asks.wait()
        return kept.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        found = [future.result() for future in [pool.submit(ask) for _ in range(8)]]
    assert found == [b"file"] * 8
    assert len(made) == 1


def test_the_least_recently_asked_for_is_dropped_first() -> None:
    kept, made = Kept(10), []

    def ask(key: str) -> bytes:
        return kept.get(key, lambda: made.append(key) or b"12345")

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert made == ["a", "b", "c", "b"]
    assert kept.size == 10


def test_a_file_beyond_the_limit_is_given_and_not_kept() -> None:
    kept = Kept(3)
    assert kept.get("key", lambda: b"1234") == b"1234"
    assert kept.size == 0


def test_what_fails_is_not_kept_and_the_next_reader_is_served() -> None:
    kept = Kept(10)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: bytes(1 // 0))
    assert kept.get("key", lambda: b"1") == b"1"


def test_a_reader_who_would_wait_too_long_is_told_and_one_who_need_not_wait_is_served() -> None:
    kept = Kept(10, patience=0.01)
    kept.get("there", lambda: b"1")
    begun, finish = threading.Event(), threading.Event()

    def slow() -> bytes:
        begun.set()
        finish.wait()
        return b"2"

    with ThreadPoolExecutor(1) as pool:
        slowly = pool.submit(kept.get, "slow", slow)
        begun.wait()
        assert kept.get("there", slow) == b"1"
        with pytest.raises(BusyError, match="Ask again"):
            kept.get("another", lambda: b"3")
        finish.set()
        assert slowly.result() == b"2"
