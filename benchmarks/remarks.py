"""What was tried where a goal is missed: a sentence per measurement, shown beneath its table in docs/benchmarks.md."""

REMARKS: dict[str, str] = {}
