"""Choices live in the address as codes: read from it, written to it, carried from page to page.

Streamlit's own ``bind=`` puts labels in the address and does not undo with Back, so it is not used.
"""

import hashlib
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

_PAGE = "page-of-last-run"
_KEPT = "choices-kept"


def restore(page: str, names: Sequence[str]) -> None:
    """On arriving at a page whose address carries no choice, bring those made on the page before."""
    arrived = st.session_state.get(_PAGE) != page
    st.session_state[_PAGE] = page
    kept: Mapping[str, list[str]] = st.session_state.get(_KEPT, {})
    if arrived and not any(name in st.query_params for name in names):
        for name in names:
            if kept.get(name):
                st.query_params[name] = kept[name]


def query() -> str:
    """The query of the address as it stands, without the question mark."""
    return urlencode([(name, value) for name in st.query_params for value in st.query_params.get_all(name)])


def values(name: str) -> list[str]:
    """The values that the address gives a parameter, without repeats."""
    return list(dict.fromkeys(st.query_params.get_all(name)))


def several(label: str, options: Mapping[str, str], name: str, nothing: str) -> tuple[str, ...]:
    """A box for any number of codes; none means no restriction, told by ``nothing``."""
    key = _key(name)
    wanted = [code for code in values(name) if code in options]
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    st.multiselect(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        placeholder=nothing,
        on_change=_write,
        args=(name,),
    )
    _keep(name, wanted)
    return tuple(wanted)


def one(label: str, options: Mapping[str, str], name: str, default: str) -> str:
    """A box for one code; the default stays out of the address."""
    key = _key(name)
    wanted = next((code for code in values(name) if code in options), default)
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        on_change=_write,
        args=(name, default),
    )
    return wanted


def put(name: str, code: str) -> None:
    """Put a code into the address that was chosen by other means than a box; an empty one takes it out."""
    if code:
        st.query_params[name] = code
    else:
        st.query_params.pop(name, None)


def _write(name: str, default: str = "") -> None:
    """Put a changed choice into the address, which adds a step that Back undoes."""
    chosen = st.session_state[_key(name)]
    codes = chosen if isinstance(chosen, list) else [chosen]
    if codes and codes != [default]:
        st.query_params[name] = codes
    else:
        st.query_params.pop(name, None)


def _keep(name: str, codes: list[str]) -> None:
    st.session_state.setdefault(_KEPT, {})[name] = codes


def _key(name: str) -> str:
    return f"choose-{name}"


def fingerprint(choice: object) -> str:
    """A short key that changes with a choice, for what must begin anew when the choice does."""
    return hashlib.sha256(repr(choice).encode()).hexdigest()[:12]
