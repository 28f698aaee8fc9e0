"""The page of each list, by the list's name."""

from unisono.common.kinds import FACTS
from unisono.documents.types import TYPES
from unisono.web.document_list import document_list
from unisono.web.list_page import ListPage
from unisono.web.log_list import log_list
from unisono.web.record_list import record_list


def list_page_of(name: str) -> ListPage:
    """Return the page of a list, in the reader's language."""
    if name in FACTS:
        return record_list(name)
    return document_list(name) if name in TYPES else log_list()
