"""Where the paths of contacts lead that were merged into others, of pages and of the API [9.2]."""

from unisono.common.addresses import COLLECTIONS, SLASH, segment
from unisono.contacts.queries import merged_into


def moved_path(path: str, query: str = "") -> str:
    """Return an address with the number of the contact that is left, "" where its path names none that was merged.

    A number in a body stays not found: what was sent would mean something else.
    """
    parts = path.split("/")
    try:
        place = parts.index(COLLECTIONS["contact"]) + 1
        into_no = merged_into(parts[place].replace(SLASH, "/"))
    except (ValueError, IndexError):
        return ""
    if not into_no:
        return ""
    parts[place] = into_no
    return "/".join(segment(part.replace(SLASH, "/")) for part in parts) + (f"?{query}" if query else "")
