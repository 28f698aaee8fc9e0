"""What was tried where a goal is missed: a sentence per measurement, shown beneath its table in docs/benchmarks.md."""

REMARKS: dict[str, str] = {
    "batch": (
        "FTS5 with `detail=none` instead of `full` takes a tenth of the processor's time less on SQLite, chunks of "
        "10,000 a twentieth: neither is worth what it costs elsewhere. The raw statements are no faster with "
        "`jsonb_build_object` than with texts put together."
    ),
}
