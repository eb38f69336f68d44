"""A Streamlit page of one line."""

import streamlit as st

st.write("Nothing")
