"""A value goes into a backup and comes back as it was, whatever is in it."""

import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.backups.columns import NULL, from_sqlite, to_sqlite

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))


@given(TEXTS)
def test_a_text_comes_back_and_has_no_end_of_line_or_cell_in_the_file(text):
    written = from_sqlite("text")(text)

    assert to_sqlite("text")(written) == text
    assert not set(written) & set("\n\t\r")
    assert written != NULL


@given(st.binary())
def test_bytes_come_back(content):
    assert to_sqlite("bytes")(from_sqlite("bytes")(content)) == content


@pytest.mark.parametrize(
    ("sort", "stored", "written"),
    [
        ("bool", 1, "t"),
        ("bool", 0, "f"),
        ("moment", "2026-11-29 03:50:55.115060", "2026-11-29 03:50:55.11506+00"),
        ("moment", "2026-11-29 03:50:50", "2026-11-29 03:50:50+00"),
        ("integer", 10**15, "1000000000000000"),
        ("uuid", uuid.UUID(int=7).hex, str(uuid.UUID(int=7))),
        ("text", "a\\N", "a\\\\N"),
        ("text", None, "\\N"),
        ("text", "\\N", "\\\\N"),
    ],
)
def test_each_sort_is_written_as_postgresql_does(sort, stored, written):
    assert from_sqlite(sort)(stored) == written
    assert to_sqlite(sort)(written) == stored


@pytest.mark.parametrize("stored", [12, 12.5, "12.50", 0.1])
def test_amounts_have_their_decimals_however_sqlite_keeps_them(stored):
    written = from_sqlite("decimal:2")(stored)

    assert written == f"{Decimal(str(stored)):.2f}"
    assert Decimal(to_sqlite("decimal:2")(written)) == Decimal(written)
