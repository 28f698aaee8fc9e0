"""What is measured on."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """Return cores, processor and system in a few words."""
    return f"{os.cpu_count()} cores ({_processor()}), {_memory()}{platform.system()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _memory() -> str:
    try:
        gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return ""
    return f"{gigabytes:.0f} GB, "
