"""How much a file may ask for: settings of an installation, each named where it refuses a file."""

from typing import NamedTuple

from django.conf import settings

LARGE = 8 * 1024 * 1024  # bytes of a file that is read by itself, with all the memory there is
MEGABYTES_FOR_MANY = 512  # of memory for each of those that are read beside others


class Limits(NamedTuple):
    """The limits of a file: of its reader's memory and processor time, of what it holds."""

    memory_mb: int
    seconds: int
    file_mb: int  # as it lies there
    unpacked_mb: int  # a zip of 1 MB can unfold into a thousand times as much
    unpacked_times: int  # and of a part of it, of which a sheet that says one thing all over has 18
    rows: int
    columns: int
    cells: int  # rows × columns of a sheet, and cells in all
    characters: int  # of a cell


def limits() -> Limits:
    """Return the limits of this installation."""
    return Limits(**settings.FILE_LIMITS)
