"""Where the paths of contacts lead that were merged into others [9.2]."""

from django.http import HttpRequest

from unisono.common.addresses import COLLECTIONS, SLASH, segment
from unisono.contacts.queries import merged_into


def moved_path(request: HttpRequest) -> str:
    """Return the request's address with the number of the contact that is left, "" where its path names none that is.

    A number in the body stays not found: what was sent would mean something else.
    """
    parts = request.path_info.split("/")
    try:
        place = parts.index(COLLECTIONS["contact"]) + 1
        into_no = merged_into(parts[place].replace(SLASH, "/"))
    except (ValueError, IndexError):
        return ""
    if not into_no:
        return ""
    parts[place] = into_no
    query = request.META.get("QUERY_STRING", "")
    return "/".join(segment(part.replace(SLASH, "/")) for part in parts) + (f"?{query}" if query else "")
