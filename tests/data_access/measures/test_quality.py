"""Each warning beside a figure, at its boundary, in its order and with its words."""

from typing import Any

import pytest

from data_access.measures.quality import (
    BREAK,
    ESTIMATE,
    FEW,
    LOW_CONFIDENCE,
    PROVISIONAL,
    SMALL,
    UNKNOWN,
    Flag,
    quality_flags,
)
from data_access.measures.results import Estimate, NotCalculated

NO_UNKNOWN = Estimate(0.0)


@pytest.mark.parametrize(
    ("kind", "top", "bottom", "flags"),
    [
        ("proportion", 5, 29, (SMALL,)),
        ("proportion", 5, 30, ()),
        ("composition", 5, 29, (SMALL,)),
        ("composition", 5, 30, ()),
        ("rate", 9, 29, (FEW,)),
        ("rate", 9, 1_000, (FEW,)),
        ("rate", 10, 29, ()),
        ("rate", 11, 29, ()),
        ("mean", 5, 29, ()),
        ("count", 5, 29, ()),
        ("proportion", None, None, ()),
        ("rate", None, None, ()),
    ],
)
def test_a_small_base_is_fewer_than_30_people_or_10_events(
    row: Any, kind: str, top: Any, bottom: Any, flags: tuple[Flag, ...]
) -> None:
    assert quality_flags(row("eth5-asian", top, bottom, measure_type=kind), NO_UNKNOWN) == flags


@pytest.mark.parametrize(
    ("unknown", "flags"),
    [(Estimate(30.0), ()), (Estimate(30.01), (UNKNOWN,)), (NotCalculated("why"), ())],
)
def test_more_than_thirty_per_cent_not_known_is_a_flag(row: Any, unknown: Any, flags: tuple[Flag, ...]) -> None:
    assert quality_flags(row("eth5-asian", 20, 100), unknown) == flags
    assert quality_flags(row("all", 20, 100), unknown) == ()


def test_flags_come_in_one_order_and_once_each(row: Any) -> None:
    one = row("eth5-asian", 2, 10, flags="uepb", source_id="press")
    found = quality_flags(one, Estimate(50.0), break_periods=[one.period_code], uncertain_sources=["press"])
    assert found == (SMALL, UNKNOWN, BREAK, PROVISIONAL, ESTIMATE, LOW_CONFIDENCE)
    listed = quality_flags(
        one._replace(flags=""), NO_UNKNOWN, break_periods=[one.period_code], uncertain_sources=["press"]
    )
    assert listed == (SMALL, BREAK, LOW_CONFIDENCE)
    assert quality_flags(one._replace(flags=""), NO_UNKNOWN) == (SMALL,)


def test_flags_say_what_is_wrong_in_words() -> None:
    assert [
        (flag.code, flag.reason) for flag in (SMALL, FEW, UNKNOWN, BREAK, PROVISIONAL, ESTIMATE, LOW_CONFIDENCE)
    ] == [
        ("small base", "fewer than 30 people: one more or fewer would move the figure by over three points"),
        ("small base", "fewer than 10 events: the figure swings widely by chance"),
        ("unknown share", "the ethnic group of more than 30% is not known"),
        ("break", "not comparable with the figures before it"),
        ("provisional", "the source says this figure may change"),
        ("estimate", "worked out from other figures, not counted"),
        ("low confidence source", "the source is uncertain, or the figure is to be read with care"),
    ]
