"""The portal's figures as pages ask for them: cached by edition and fingerprint, bounded, read-only."""

import os
from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from data_access import edition_list, register, views
from data_access.columns import PublicRow
from data_access.portal import Served, editions, served
from data_access.records import Catalogue, Commitment, Selection
from data_access.repository import Repository
from data_access.selection import query_string


def address(page: str, query: str = "") -> str:
    """The public address of a page, for citations."""
    start = os.environ.get("PORTAL_PUBLIC_URL", "http://127.0.0.1:8501").rstrip("/")
    return f"{start}/{page}?{query}".rstrip("?")


def permalink(page: str, selection: Selection) -> str:
    """The public address that reopens a page with a selection."""
    return address(page, query_string(selection, **edition_filter()))


def edition() -> Served:
    """The edition that the address asks for, else the one shown by default."""
    known = editions()
    asked = next((name for name in st.query_params.get_all("edition") if name in known), "")
    return served(asked)


def unknown_edition() -> str:
    """The edition that the address asks for where there is none of that name, else an empty text."""
    return next((name for name in st.query_params.get_all("edition") if name not in editions()), "")


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
        return f"This edition was approved by: {approved_by}."
    return "This edition has been prepared but not yet approved."


def edition_filter() -> dict[str, str]:
    """The parameter that keeps an address at the edition being read; nothing where that is the latest."""
    current = edition()
    return {} if current.is_latest else {"edition": current.repository.edition}


def edition_line() -> str:
    """Which edition this is, whether it is approved, and the day it is read on."""
    settings = catalogue().settings
    name = "Working draft" if settings.edition == "draft" else f"Edition {settings.edition}"
    approved = "not yet approved" if not settings.approved_by else f"approved by {settings.approved_by}"
    day = today()
    return f"{name}, {approved} · as at {day.day} {day:%B %Y}"


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


@st.cache_resource(max_entries=200, show_spinner=False)
def _outcomes(selection: Selection, fingerprint: str) -> list[views.Outcome]:
    return views.outcomes(repository(), selection)


def indicator_view(indicator_id: str, wished: Selection) -> views.IndicatorView:
    """One indicator as its page shows it."""
    return _indicator_view(indicator_id, wished, repository().fingerprint)


@st.cache_resource(max_entries=200, show_spinner=False)
def _indicator_view(indicator_id: str, wished: Selection, fingerprint: str) -> views.IndicatorView:
    return views.indicator_view(repository(), indicator_id, wished)


def comparison_rows(view: views.IndicatorView, area_code: str) -> tuple[PublicRow, ...]:
    """The same groups in another place."""
    return views.comparison_rows(repository(), view, area_code)


def rows(selection: Selection, limit: int, offset: int = 0) -> list[PublicRow]:
    """A page of the matching observations."""
    return repository().rows(selection, limit=limit, offset=offset)


def count(selection: Selection) -> int:
    """How many observations match."""
    return repository().count(selection)


def commitments(chosen: Mapping[str, Sequence[str]]) -> list[Commitment]:
    """The commitments that match the register's filters today."""
    return register.matching(catalogue(), chosen, today())


def periods_with_figures() -> frozenset[str]:
    """The periods that any figure is for."""
    return _periods_with_figures(repository().fingerprint)


@st.cache_resource(max_entries=4, show_spinner=False)
def _periods_with_figures(fingerprint: str) -> frozenset[str]:
    return frozenset(repository().codes_with_figures(Selection())["period"])
