"""What was tried where a goal is missed: a sentence per measurement, shown beneath its table in
docs/benchmarks.md.
"""

REMARKS: dict[str, str] = {
    "edit": (
        "On PostgreSQL the goal against Tryton was missed by half before statements were prepared "
        "and sent together where they do not need each other (unisono/common/sql.py). What is left "
        "are the trips to the server of an edit that finds, locks and writes four records and its "
        "history, against one record that Tryton writes by its key. Change set and changes in one "
        "statement would save one more trip."
    ),
    "creating": (
        "On PostgreSQL plain statements, prepared, in place of the ORM's doubled the rate. Drawing "
        "both numbers in one statement would save three trips to the server more."
    ),
    "batch": (
        "Records are joined in the order of the pairs (else SQLite reads the whole table for each "
        "chunk), the pairs stand in a temporary table with statistics (else PostgreSQL does), the "
        "history of links is written without reading them back, numbers are computed: together "
        "these took more than half of the time. FTS5 with `detail=none` takes a tenth of the "
        "processor's time less on SQLite, chunks of 10,000 a twentieth: neither is worth what it "
        "costs elsewhere. On SQLite the worker pauses a tenth of each second, so that others can "
        "write."
    ),
    "searching": (
        "Where the raw page takes half a millisecond, what the ORM costs whatever the page weighs "
        "most; at 100,000 it does not any more."
    ),
}
