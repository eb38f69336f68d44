"""Streamlit code that pages share: the shell, the choices, the layout and the tables."""
