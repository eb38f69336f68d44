"""An empty Streamlit page, started as the portal is: the floor of every rerun."""

from pathlib import Path

import streamlit as st

from app import _lifespan

app = st.App(str(Path(__file__).with_name("empty_page.py")), lifespan=_lifespan)
