"""E-mail addresses as people write several of them: `a@x; b@x`, `a@x, b@x`, `Ana <a@x>`,
`mailto:a@x`.
"""

import re

from email_validator import EmailNotValidError, validate_email

_ADDRESS = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")  # of "Ana Gil" <ana@x> (RFC 5322 3.4)
_BETWEEN = re.compile(r"[;,\s]+")


def addresses(text: str) -> list[str]:
    """Return the addresses that a text lists, each once; none where any part of it is none."""
    found = []
    for part in _parts(text):
        address = part.removeprefix("mailto:")
        if not is_address(address):
            return []
        if address not in found:
            found.append(address)
    return found


def is_address(text: str) -> bool:
    """Tell whether this is one address by its syntax [6.2]."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _parts(text: str) -> list[str]:
    """Return what stands for an address: what is in angle brackets, where there are any."""
    named = _ADDRESS.findall(text)
    if named:
        # "Gil, Ana" <ana@x>; b@x: what is outside of brackets and has an @ counts, too.
        rest = _BETWEEN.split(re.sub(r'"[^"]*"', " ", _ADDRESS.sub(";", text)))
        return [*named, *(part for part in rest if "@" in part)]
    return [part for part in _BETWEEN.split(text) if part]
