"""The portal's figures as pages ask for them: cached by edition and fingerprint, bounded, read-only."""

import os
from collections.abc import Mapping, Sequence

import streamlit as st

from data_access import clock, register, views
from data_access.columns import PublicRow
from data_access.portal import served
from data_access.records import Catalogue, Commitment, Selection
from data_access.repository import Repository
from data_access.selection import query_string


def address(page: str, query: str = "") -> str:
    """The public address of a page, for citations."""
    start = os.environ.get("PORTAL_PUBLIC_URL", "http://127.0.0.1:8501").rstrip("/")
    return f"{start}/{page}?{query}".rstrip("?")


def permalink(page: str, selection: Selection) -> str:
    """The public address that reopens a page with a selection."""
    return address(page, query_string(selection))


def repository() -> Repository:
    """The repository that this process shares."""
    return served().repository


def catalogue() -> Catalogue:
    """The definitions of the edition being served."""
    return repository().catalogue


def edition_line() -> str:
    """Which edition this is, whether it is approved, and the day it is read on."""
    settings = catalogue().settings
    name = "Working draft" if settings.edition == "draft" else f"Edition {settings.edition}"
    approved = "not yet approved" if not settings.approved_by else f"approved by {settings.approved_by}"
    day = clock.today()
    return f"{name}, {approved} · as at {day.day} {day:%B %Y}"


def problem() -> str:
    """What is wrong with the files behind the figures, or an empty text."""
    return served().problem


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
    return register.matching(catalogue(), chosen, clock.today())


def periods_with_figures() -> frozenset[str]:
    """The periods that any figure is for."""
    return _periods_with_figures(repository().fingerprint)


@st.cache_resource(max_entries=4, show_spinner=False)
def _periods_with_figures(fingerprint: str) -> frozenset[str]:
    return frozenset(repository().codes_with_figures(Selection())["period"])
