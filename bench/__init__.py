"""Measures the portal beside what could be used in its place: `python -m bench`, or `make bench`."""
