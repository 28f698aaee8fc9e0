"""Books of contacts on disk for jobs that look for many records: made when first needed, kept while the job goes on."""

import tempfile
from pathlib import Path

from unisono.duplicates.book import Book
from unisono.duplicates.pairs import featured
from unisono.usecases.matching.entries import contacts, entries, linkable_contacts

_open: dict[int, tuple[tempfile.TemporaryDirectory[str], Book]] = {}


def book_of_contacts(job_id: int, role: str = "") -> Book:
    """Return a job's book of the contacts: all, or those that one more record of a kind can be linked with.

    It has what was there when it was made; what the job itself creates is added by it.
    """
    if job_id not in _open:
        for other in list(_open):
            close_book(other)  # a worker has one job at a time
        folder = tempfile.TemporaryDirectory(prefix="unisono-book-")
        book = Book(Path(folder.name) / "book.sqlite")
        book.add(featured(entries(linkable_contacts(role) if role else contacts())))
        _open[job_id] = (folder, book)
    return _open[job_id][1]


def fill_up(job_id: int, role: str = "") -> None:
    """Make a job's book, or add the contacts that came since it was last filled up."""
    book = book_of_contacts(job_id, role)
    last = book.last()
    book.add(featured(entries((linkable_contacts(role) if role else contacts()).filter(pk__gt=last))))


def close_book(job_id: int) -> None:
    """Remove a job's book from the disk."""
    if job_id in _open:
        folder, book = _open.pop(job_id)
        book.close()
        folder.cleanup()
