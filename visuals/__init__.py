"""Colours, written figures and drawings: values in, pictures and words out."""
