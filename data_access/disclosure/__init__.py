"""Disclosure control: hides small counts of people, and whatever else would give them back."""
