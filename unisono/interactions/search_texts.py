"""What of an entry of the log is searched by words: folded, so that case and accents do not
matter on either database.
"""

from django.db.models import Q

from unisono.common.borders import Rows
from unisono.common.text import folded
from unisono.interactions.models import Interaction

SEARCHED = ("description", "comment", "contact_name", "contact_no", "document_no", "by")


def search_text_of(entry: Interaction) -> str:
    """Return the column by which an entry is found."""
    return "\n".join(folded(text) for name in SEARCHED if (text := getattr(entry, name)))


def search_entries(rows: Rows, text: str) -> Rows:
    """Return the entries in which every word is found: in what was written, in the names at that
    time, or in those of contact and company as they are now.
    """
    for word in folded(text).split():
        now = Q(contact__sort_key__contains=word) | Q(company__sort_key__contains=word)
        rows = rows.filter(Q(search_text__contains=word) | now)
    return rows
