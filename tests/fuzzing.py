"""How long a fuzz runs: a few cases in every run, the same each time; ``FUZZ_EXAMPLES=5000`` for more and others."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

SETTING = "FUZZ_EXAMPLES"


def fuzzed(examples: int) -> Callable[[Any], Any]:
    """The settings of one fuzz: ``examples`` cases in the usual run, else as many as the environment asks for."""
    told = os.environ.get(SETTING)
    return settings(
        max_examples=int(told or examples), derandomize=told is None, suppress_health_check=list(HealthCheck)
    )
