"""The parts of the overview: counts of the register, figures by group, passed dates and what is missing."""

from collections import Counter
from html import escape

from components import layout, outcome_list, statuses, store
from components.commitment_list import commitment_address
from components.tables import Cell, Column, Link, show_table
from data_access import register
from data_access.clock import LABELS, clock_status
from data_access.columns import PublicRow
from data_access.formats import cell, short_day
from data_access.records import Commitment, Selection
from data_access.views import indicator_view

UNDER = (
    "This record joins each commitment to the figures, by ethnic group and ward, and says plainly where there are none."
)
WAYS = [
    ("My ward", "explore", "Choose one of the 17 wards: its figures, beside Islington’s."),
    ("People like me", "explore", "Choose an ethnic group: every figure there is for it."),
    ("What was promised", "commitments", "All commitments, with owner, date and evidence."),
]
_NO_DATA = (
    "No figure by ethnic group has been found for jobs supported, energy advice referrals, leisure, parks, libraries, "
    "street schemes, lettings, adult social care, diabetes prevention or hate crime outcomes. The annual stocktake "
    "that the strategy promised has not been found either."
)
_SHOWN_FIRST = 5
_BROAD = ("asian", "black", "mixed", "white", "other", "unknown")
_SIDE_BY_SIDE = ("children-looked-after", "homelessness-duty-owed", "attainment-8", "stop-and-search")


def _promises() -> list[Commitment]:
    """The actions, targets and outcomes; promises on governance are counted apart."""
    return [entry for entry in store.catalogue().commitments.values() if entry.type != "governance"]


def sentence() -> str:
    """How many commitments there are and for how many the date has passed."""
    today = store.today()
    entries = _promises()
    passed = sum(1 for entry in entries if clock_status(entry, today).code == "passed")
    return (
        f"In 2021 the council made {len(entries)} commitments to challenge inequality. "
        f"The date has passed for {passed} of them, and no published result is held here yet."
    )


def strategy_status() -> None:
    """Whether the strategy is still in force, as far as is known."""
    layout.paragraph(escape(store.catalogue().settings.strategy_status))


def three_accounts() -> None:
    """What the council reports, what the numbers show and what the clock says, counted apart."""
    entries, today = _promises(), store.today()
    clocks = Counter(clock_status(entry, today).code for entry in entries)
    fits = Counter(register.measured(store.catalogue(), entry.id) for entry in entries)
    statuses.counts(
        [
            ("reported", [("No published result held yet", len(entries))]),
            (
                "shown",
                [
                    ("Direct measure, no verdict yet", fits["direct"]),
                    ("Stand-in measure only", fits["proxy"]),
                    ("Background figures only", fits["context"]),
                    ("No measure", fits["none"]),
                ],
            ),
            ("clock", [(label, clocks[code]) for code, label in LABELS.items()]),
        ]
    )


def groups_side_by_side() -> None:
    """A few outcomes by broad ethnic group at their latest date."""
    columns = (
        Column("Outcome", header=True),
        *(Column(label, numeric=True) for label in ("Asian", "Black", "Mixed", "White", "Other", "Not known", "All")),
    )
    rows = [
        _side_by_side(indicator_id) for indicator_id in _SIDE_BY_SIDE if indicator_id in store.catalogue().indicators
    ]
    show_table("Latest figures in Islington by ethnic group", columns, rows, stacked=True)
    layout.key_line(layout.SYMBOL_MEANINGS)
    layout.paragraph(
        "These figures stand side by side and are not ranked: whether a difference could be chance is not tested here, "
        "and each has its own people and date. Open one for its caveats."
    )


def _side_by_side(indicator_id: str) -> tuple[Cell, ...]:
    view = indicator_view(store.repository(), indicator_id, Selection())
    by_code = {row.ethnicity_code.partition("-")[2]: row for row in view.by_group}
    decimals = view.indicator.decimals
    title = f"{view.indicator.title}, {view.groups[0].period} ({view.indicator.unit})"
    link = Link(title, outcome_list.indicator_address(indicator_id, Selection()))
    return (link, *(_cell(by_code.get(code), decimals) for code in _BROAD), _cell(view.total, decimals))


def _cell(row: PublicRow | None, decimals: int) -> str:
    return "[x]" if row is None else cell(row.value, row.marker, row.flags, decimals)


def passed_dates() -> None:
    """The commitments whose date passed longest ago."""
    today = store.today()
    passed = [entry for entry in _promises() if clock_status(entry, today).code == "passed"]
    passed.sort(key=lambda entry: (-clock_status(entry, today).days, entry.id))
    codes = store.catalogue().codes
    columns = (
        Column("Commitment", header=True),
        Column("Strand or service"),
        Column("Date read as", numeric=True),
        Column("Days since", numeric=True),
    )
    rows = []
    for entry in passed[:_SHOWN_FIRST]:
        place = codes.service_areas[entry.service_area_code].label
        if entry.service_area_code == "whole-council":
            place = codes.strands[entry.strand_code].label
        due = short_day(entry.due) if entry.due else ""
        days = f"{clock_status(entry, today).days:,}"
        rows.append((Link(entry.title, commitment_address(entry.id)), place, due, days))
    show_table("Commitments whose date has passed", columns, rows, stacked=True)
    layout.caption("A passed date is not a missed promise: no result is held here, and that is all this says.")
    layout.link_list([(f"See all {len(passed)}", "commitments?clock=passed")])


def no_data() -> None:
    """What nobody has published by ethnic group."""
    entries = _promises()
    missing = [entry for entry in entries if register.measured(store.catalogue(), entry.id) == "none"]
    layout.say(f"{len(missing)} of {len(entries)} commitments have no published figure of any kind.")
    layout.paragraph(escape(_NO_DATA))
    layout.link_list([("See the full list", "commitments?measured=none")])
