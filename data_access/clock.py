"""The one clock of the portal: what counts days is handed its day, and the day comes from here."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """Today in London, where the strategy’s dates are read."""
    return datetime.now(ZoneInfo("Europe/London")).date()
