"""E-mail addresses as people write several of them: `a@x; b@x`, `a@x, b@x`, `Ana <a@x>`,
`mailto:a@x`.
"""

import re

from email_validator import EmailNotValidError, validate_email

# "Gil, Ana" <ana@x> (RFC 5322 3.4)
_NAMED = re.compile(r'(?:"[^"]*"\s*|[^<>"@]*)<\s*([^<>\s]+)\s*>')


def addresses(text: str) -> list[str]:
    """Return the addresses that a text lists, separated by ; or a comma; none where any part of it
    is none.
    """
    found = []
    for part in _parts(text):
        named = _NAMED.fullmatch(part)
        address = (named[1] if named else part).removeprefix("mailto:")
        if not is_address(address):
            return []
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
    """Return what stands between separators that are not within quotes."""
    parts, part, is_quoted = [], "", False
    for char in text:
        is_quoted = is_quoted != (char == '"')
        if char in ";," and not is_quoted:
            parts.append(part)
            part = ""
        else:
            part += char
    return [each.strip() for each in (*parts, part) if each.strip()]
