"""The memory that an act takes at its peak."""

from collections.abc import Callable
from pathlib import Path

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class Memory:
    """The resident memory of this process during an act: before it, and at its peak; None where no
    kernel tells.
    """

    def __init__(self) -> None:
        self.before_mb: float | None = None
        self.peak_mb: float | None = None

    def during(self, act: Callable[[], object]) -> None:
        """Do the act; of several, the one with the highest peak counts."""
        try:
            _RESET.write_text("5")  # the peak begins anew
            before = _megabytes("VmRSS")
        except OSError:
            act()
            return
        act()
        peak = _megabytes("VmHWM")
        if self.peak_mb is None or peak > self.peak_mb:
            self.before_mb, self.peak_mb = before, peak

    def extra(self) -> dict[str, str]:
        """Return what is to be told beside the peak."""
        if self.before_mb is None or self.peak_mb is None:
            return {}
        return {"memory above the start": f"{max(0, self.peak_mb - self.before_mb):,.0f} MB"}


def _megabytes(name: str) -> float:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024
