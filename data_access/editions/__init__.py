"""Sealed editions: sealing, verifying, comparing, correcting and withdrawing what was published."""
