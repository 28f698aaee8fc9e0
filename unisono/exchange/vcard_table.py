"""A file of vCards as a table: a row per card, our fields as columns."""

import re
from collections.abc import Iterator
from pathlib import Path

from unisono.exchange.reading import OpenTable, Row
from unisono.exchange.vcards import read_cards

COLUMNS = (
    "type", "name", "name_2", "first_name", "middle_name", "surname", "company_name", "job_title", "address",
    "address_2", "post_code", "city", "county", "country_code", "phone_no", "mobile_phone_no", "fax_no", "email",
    "email_2", "home_page", "vat_registration_no", "registration_no", "language_code", "external_id", "no", "note",
    "lost",
)  # fmt: skip
LOST = "lost"


_BEGIN = re.compile(rb"\s*(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)


def is_vcard(start: bytes) -> bool:
    """Tell whether a file begins as one of vCards, blank lines before it left aside."""
    return _BEGIN.match(start[:1000].replace(b"\x00", b"")) is not None


def vcard_table(path: Path) -> OpenTable:
    """Return the cards of a file as rows; the column `lost` names what we cannot hold. Raises
    Unreadable.
    """
    return OpenTable(COLUMNS, _rows(path), {"kind": "vcf"})


def _rows(path: Path) -> Iterator[Row]:
    for card in read_cards(path):
        cells = {column: card.values.get(column, "") for column in COLUMNS}
        yield Row(card.number, {**cells, LOST: ", ".join(card.lost)}, card.problem)
