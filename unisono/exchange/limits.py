"""How much a file may ask for: settings of an installation, each named where it refuses a file."""

from typing import NamedTuple

from django.conf import settings

LARGE = 8 * 1024 * 1024  # bytes of a file that is read by itself, with all the memory there is
MEGABYTES_FOR_MANY = 512  # of memory for each of those that are read beside others


class Limits(NamedTuple):
    """The limits of a file: of its reader's memory and processor time, of what it holds.

    Each is the setting UNISONO_FILE_ and its name in capitals.
    """

    memory_mb: int = 1536
    seconds: int = 120
    size_mb: int = 200  # as it lies there: a million parties as csv have some 150
    unpacked_mb: int = 1024  # a zip of 1 MB can unfold into a thousand times as much
    unpacked_times: int = 30  # of a part of it; a sheet that says one thing all over has 18
    rows: int = 1_048_576  # as a sheet of a spreadsheet has
    columns: int = 1000  # a list of parties has some dozens
    cells: int = 20_000_000  # rows × columns of a sheet, and cells in all: 700 MB while it is read
    characters: int = 32_767  # of a cell, as in a sheet


def limits() -> Limits:
    """Return the limits of this installation."""
    return Limits(**getattr(settings, "FILE_LIMITS", {}))
