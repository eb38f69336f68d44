"""The portal's figures as pages ask for them: cached by edition and fingerprint, bounded, read-only.

Streamlit's own cache takes longer to tell two selections apart than most of this takes to make.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import streamlit as st

from components import surface
from data_access import (
    edition_list,
    group_views,
    measured,
    register,
    stocktake_account,
    views,
    ward_profile,
    ward_sentences,
    ward_views,
)
from data_access.boundaries import Boundaries, Hexagon, Overlap
from data_access.columns import PublicRow
from data_access.commitments.stocktake import Snapshot
from data_access.editions.correct import CorrectionNotice
from data_access.interface_text import text_of
from data_access.measured import MeasuredView
from data_access.measures.ranking import Disparity
from data_access.measures.table import GroupMeasure
from data_access.portal import Served, editions, served
from data_access.public_address import public_address
from data_access.publishing.log import Publication, read_log
from data_access.records import Catalogue, Commitment, Indicator, Selection
from data_access.repository import Repository
from data_access.selection import query_string
from data_access.stocktake_account import Account
from data_access.ward_profile import GroupLine, ProfileLine
from data_access.ward_views import WardChoice, WardMapView


def address(page: str, query: str = "") -> str:
    """The public address of a page, for citations."""
    return f"{public_address().url}/{page}?{query}".rstrip("?")


def permalink(page: str, selection: Selection, **view: str) -> str:
    """The public address that reopens a page with a selection, and with how it is looked at."""
    return address(page, query_string(selection, **view, **edition_filter()))


def edition() -> Served:
    """The edition that the address asks for, else the one shown by default."""
    found: Served = surface.current().once("edition", _edition)
    return found


def _edition() -> Served:
    known = editions()
    asked = next((name for name in surface.current().values("edition") if name in known), "")
    return served(asked)


def unknown_edition() -> str:
    """The edition that the address asks for where there is none of that name, else an empty text."""
    return next((name for name in surface.current().values("edition") if name not in editions()), "")


def today() -> date:
    """The day that the edition's clock stands at."""
    return edition().today


def repository() -> Repository:
    """The repository of the edition being read."""
    return edition().repository


def catalogue() -> Catalogue:
    """The definitions of the edition being served."""
    return repository().catalogue


def approval() -> str:
    """Whether somebody at the council has approved the edition being read."""
    approved_by = catalogue().settings.approved_by
    if approved_by:
        return text_of("frame.edition-approved", role=approved_by)
    return text_of("frame.not-approved")


def edition_filter() -> dict[str, str]:
    """The parameter that keeps an address at the edition being read; nothing where that is the latest."""
    current = edition()
    return {} if current.is_latest else {"edition": current.repository.edition}


def edition_line() -> str:
    """Which edition this is, whether it is approved, and the day it is read on."""
    day = today()
    return f"{edition_name()} · {text_of('frame.as-at')} {day.day} {day:%B %Y}"


def edition_name() -> str:
    """Which edition this is, and whether it is approved."""
    settings = catalogue().settings
    is_draft, role = settings.edition == "draft", settings.approved_by
    name = text_of("frame.working-draft") if is_draft else text_of("frame.edition", edition=settings.edition)
    approved = text_of("frame.approved-by", role=role) if role else text_of("frame.not-yet-approved")
    return f"{name}, {approved}"


def problem() -> str:
    """What is wrong with the files behind the figures, or an empty text."""
    return edition().problem


def cells_by_marker() -> dict[str, dict[str, int]]:
    """For each indicator, how many cells carry each marker."""
    return repository().cells_by_marker()


def sealed() -> list[edition_list.Sealed]:
    """Every sealed edition, newest first."""
    return edition_list.sealed()


def changes(before: str, after: str) -> dict[str, int]:
    """How many cells were added, revised and withdrawn between two editions."""
    return edition_list.changes_by_kind(before, after)


def outcomes(selection: Selection) -> list[views.Outcome]:
    """The indicators that match a selection."""
    return _outcomes(selection, repository().fingerprint)


@lru_cache(maxsize=200)
def _outcomes(selection: Selection, fingerprint: str) -> list[views.Outcome]:
    return views.outcomes(repository(), selection)


def indicator_view(indicator_id: str, wished: Selection) -> views.IndicatorView:
    """One indicator as its page shows it."""
    return _indicator_view(indicator_id, wished, repository().fingerprint)


@lru_cache(maxsize=200)
def _indicator_view(indicator_id: str, wished: Selection, fingerprint: str) -> views.IndicatorView:
    return views.indicator_view(repository(), indicator_id, wished)


def comparison_rows(view: views.IndicatorView, area_code: str) -> tuple[PublicRow, ...]:
    """The same groups in another place."""
    return views.comparison_rows(repository(), view, area_code)


def measured_view(indicator_id: str, wished: Selection, reference_code: str) -> MeasuredView:
    """One indicator as its page shows it, with what can be said of each group beside a reference."""
    return _measured_view(indicator_id, wished, reference_code, repository().fingerprint)


@lru_cache(maxsize=200)
def _measured_view(indicator_id: str, wished: Selection, reference_code: str, fingerprint: str) -> MeasuredView:
    return measured.measured_view(repository(), indicator_view(indicator_id, wished), reference_code)


def group_view(ethnicity_code: str) -> group_views.GroupView:
    """Every figure in Islington for one ethnic group."""
    return group_views.group_view(repository(), _measured_views(repository().fingerprint), ethnicity_code)


def latest_measure(outcome: views.Outcome) -> GroupMeasure | None:
    """What can be said of the newest figure of an outcome in a list."""
    return _latest_measure(outcome, repository().fingerprint)


@lru_cache(maxsize=4_000)
def _latest_measure(outcome: views.Outcome, fingerprint: str) -> GroupMeasure | None:
    known = {one.view.indicator.id: one for one in _measured_views(fingerprint)}
    return measured.latest_measure(repository(), outcome, known)


def widest() -> tuple[list[Disparity], tuple[str, ...], list[tuple[Indicator, str]]]:
    """The differences that the evidence supports, the rules that order them, and the outcomes without one."""
    found = _measured_views(repository().fingerprint)
    return (*group_views.widest(found), list(group_views.not_supported(found)))


# Streamlit's cache within: readers who come at once wait for the one who measures.
@lru_cache(maxsize=4)
@st.cache_resource(max_entries=4, show_spinner=False)
def _measured_views(fingerprint: str) -> list[MeasuredView]:
    return group_views.measured_views(repository())


def corrected_lately() -> str:
    """A sentence on how many figures were corrected in the last year, for every page; empty where none was."""
    return edition_list.corrected_lately(_corrections(editions(), today()))


@lru_cache(maxsize=8)
def _corrections(known: tuple[str, ...], on: date) -> list[CorrectionNotice]:
    return edition_list.corrections(on)


def publications() -> list[Publication]:
    """Who published what through disclosure control, and how much of it is hidden."""
    return read_log()


def corrections(indicator_id: str) -> list[str]:
    """A sentence for each correction of an indicator that is less than a year old."""
    found = _corrections(editions(), today())
    return [edition_list.correction_sentence(one, catalogue()) for one in found if one.cell.indicator == indicator_id]


def rows(selection: Selection, limit: int, offset: int = 0) -> list[PublicRow]:
    """A page of the matching observations."""
    return repository().rows(selection, limit=limit, offset=offset)


def count(selection: Selection) -> int:
    """How many observations match."""
    return repository().count(selection)


def commitments(chosen: Mapping[str, Sequence[str]]) -> list[Commitment]:
    """The commitments that match the register's filters today."""
    return register.matching(snapshot(), chosen)


def snapshot() -> Snapshot:
    """Every commitment with its three statuses today."""
    return _snapshot(repository().fingerprint, today())


@lru_cache(maxsize=8)
def _snapshot(fingerprint: str, on: date) -> Snapshot:
    return edition().snapshot(on)


def account(year: int, strand_code: str) -> Account:
    """The stocktake of the edition being read for one year, of every strand or of one."""
    return _account(repository().fingerprint, year, strand_code, today())


@lru_cache(maxsize=40)
def _account(fingerprint: str, year: int, strand_code: str, on: date) -> Account:
    return stocktake_account.account(edition(), year, strand_code)


def periods_with_figures() -> frozenset[str]:
    """The periods that any figure is for."""
    return _periods_with_figures(repository().fingerprint)


@lru_cache(maxsize=4)
def _periods_with_figures(fingerprint: str) -> frozenset[str]:
    return frozenset(repository().codes_with_figures(Selection())["period"])


def boundaries(vintage: str) -> Boundaries:
    """The shapes of the wards of one vintage."""
    return ward_views.boundaries_of(repository(), vintage)


def hexagons() -> tuple[Hexagon, ...]:
    """Where each ward of today stands among the hexagons."""
    return _hexagons(repository().fingerprint)


@lru_cache(maxsize=4)
def _hexagons(fingerprint: str) -> tuple[Hexagon, ...]:
    return ward_views.hexagons_of(repository())


def overlaps() -> tuple[Overlap, ...]:
    """How the wards of the two vintages lie over each other."""
    return _overlaps(repository().fingerprint)


@lru_cache(maxsize=4)
def _overlaps(fingerprint: str) -> tuple[Overlap, ...]:
    return ward_views.overlaps_of(repository())


def ward_choice(wished: Selection) -> tuple[WardChoice, dict[str, list[str]]]:
    """The figure by ward that a reader wished for, and what else there is to choose."""
    return _ward_choice(wished, repository().fingerprint)


@lru_cache(maxsize=400)
def _ward_choice(wished: Selection, fingerprint: str) -> tuple[WardChoice, dict[str, list[str]]]:
    return ward_views.choose(repository(), wished)


def ward_map_view(choice: WardChoice, measure: str) -> WardMapView:
    """The wards in one measure."""
    return _ward_map_view(choice, measure, repository().fingerprint)


@lru_cache(maxsize=400)
def _ward_map_view(choice: WardChoice, measure: str, fingerprint: str) -> WardMapView:
    return ward_views.ward_map_view(repository(), boundaries(choice.vintage), choice, measure)


def unknown_in_borough(view: WardMapView) -> str:
    """How many have no ethnic group recorded in the borough, in words; empty where that is not told."""
    return ward_sentences.unknown_share(*ward_views.unknown_in_borough(repository(), view))


def indicators_of_vintage(vintage: str) -> list[str]:
    """The indicators that have figures for the wards of one vintage."""
    return ward_views.indicators_of_vintage(repository(), vintage)


def ward_profile_of(code: str) -> tuple[ProfileLine, ...]:
    """Every figure of one ward, beside the other wards of its vintage."""
    return _ward_profile(code, repository().fingerprint)


@lru_cache(maxsize=40)
def _ward_profile(code: str, fingerprint: str) -> tuple[ProfileLine, ...]:
    vintage = catalogue().codes.areas[code].vintage
    return ward_profile.ward_profile(repository(), boundaries(vintage), code)


def ward_groups(code: str, indicator_id: str, classification: str = "") -> list[GroupLine]:
    """The ethnic groups of one indicator in a ward and in Islington."""
    return ward_profile.group_lines(repository(), code, indicator_id, classification)
