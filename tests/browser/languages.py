"""In which language the cast work: journeys in Spanish, pages in turn; `make nightly PART=pages`
does all in both.
"""

import os

import pytest

BOTH = bool(os.environ.get("UNISONO_EVERY_LOOK"))
in_their_language = pytest.mark.parametrize("language", ["en", "es"] if BOTH else ["es"])


def of_page(number):
    """The languages in which the page of this number is seen."""
    return ("en", "es") if BOTH else (("en", "es")[number % 2],)
