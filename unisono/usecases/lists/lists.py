"""All lists that people filter, arrange and take along: of records, of documents, and the log."""

from unisono.documents.listed import DOCUMENT_LISTS
from unisono.interactions.listed import LOG_LIST
from unisono.lists.described import Described
from unisono.usecases.lists.record_lists import RECORD_LISTS

LISTS: dict[str, Described] = {
    **RECORD_LISTS,
    **DOCUMENT_LISTS,
    LOG_LIST.name: LOG_LIST,
}
