"""What a process counts of itself for Prometheus. Where several serve together, they count in files
of a folder (PROMETHEUS_MULTIPROC_DIR), so that whichever is asked tells of all.
"""

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.registry import Collector

TYPE = "text/plain; version=0.0.4; charset=utf-8"  # of the text format of Prometheus
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# Seconds; what people feel, up to what a long poll waits.
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_own = CollectorRegistry()

requests = Counter(
    "unisono_requests",
    "Requests that were answered, by address pattern",
    ["method", "route", "status"],
    registry=_own,
)
request_seconds = Histogram(
    "unisono_request_seconds",
    "Seconds from a request to its answer",
    ["interface"],
    buckets=_BUCKETS,
    registry=_own,
)
conflicts = Counter(
    "unisono_conflicts",
    "Changes that were refused, since others had changed the same meanwhile",
    registry=_own,
)


def text(*collectors: Collector) -> bytes:
    """Return all figures of this machine's processes, and those of these collectors, as Prometheus
    reads them.
    """
    counted = _own
    if os.environ.get(_FOLDER):
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    asked = CollectorRegistry(auto_describe=False)
    for collector in collectors:
        asked.register(collector)
    return bytes(generate_latest(counted) + generate_latest(asked))
