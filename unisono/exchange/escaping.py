"""Texts in csv files and sheets that a spreadsheet would run as formulas: made harmless, and read
back as they were.
"""

import re

# What begins so, a spreadsheet takes for a formula (OWASP, CSV injection); full-width signs count
# as well.
_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
_HARMLESS = re.compile(r"[+-]?[\d\s().,/-]*\d[\d\s().,/-]*", re.ASCII)


def escaped(text: str) -> str:
    """Return a text with an apostrophe before what would be run; plain numbers and phone numbers
    stay as they are.
    """
    bare = text.lstrip("'")
    if not bare.startswith(_DANGEROUS) or (bare == text and _HARMLESS.fullmatch(text)):
        return text
    return f"'{text}"


def unescaped(text: str) -> str:
    """Return a text as it was before `escaped`."""
    bare = text.lstrip("'")
    if not text.startswith("'") or not bare.startswith(_DANGEROUS) or escaped(text[1:]) != text:
        return text
    return text[1:]
