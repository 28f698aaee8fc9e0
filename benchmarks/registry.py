"""The measurements, in the order in which they run on one database: what leaves many rows behind
comes last.

Each is a module of this package (results.py says what it offers). One that is not there is left
out.
"""

MEASUREMENTS = (
    "size",
    "edit",
    "creating",
    "searching",
    "pages",
    "check",
    "batch",
    "importing",
)
