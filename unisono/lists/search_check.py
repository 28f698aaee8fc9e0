"""What search lacks, as findings of the check [3.8]."""

from collections.abc import Iterator

from unisono.links.findings import Finding
from unisono.links.kinds import KINDS
from unisono.lists import search_index


def missing_search() -> Iterator[Finding]:
    """Return what search lacks: triggers, indexes, entries."""
    for name in (missing := search_index.missing()):
        yield Finding("search", "missing", no=name)
    if not missing:
        for kind in KINDS:
            if search_index.out_of_step(kind):
                yield Finding("search", "out-of-step", no=kind)
