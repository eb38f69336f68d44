"""The machine and the versions that a run was made with."""

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def described() -> list[str]:
    """One line each: processor, memory, system, versions, day and load."""
    load = os.getloadavg()[0]
    versions = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "starlette", "uvicorn", "sqlalchemy"))
    return [
        f"Processor: {_processor()}, {os.cpu_count()} cores seen",
        f"Memory: {_memory_gb():.0f} GB",
        f"System: {platform.system()} {platform.release()}, Python {platform.python_version()}",
        f"Versions: {versions}",
        f"Day: {datetime.now(UTC):%d %B %Y}; load of the last minute when it began: {load:.1f}",
    ]


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.+)$", path.read_text(), re.MULTILINE) if path.is_file() else None
    return found[1] if found else platform.processor() or platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
