"""Which of our fields a heading means: what our own pages and files call it, in every language,
else what others do.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from django.conf import settings
from django.utils.translation import override

from unisono.bank_accounts.fields import BANK_ACCOUNT_FIELDS
from unisono.cards.field_names import names_of
from unisono.cards.fields import SHARED
from unisono.common.text import folded
from unisono.contacts.fields import CONTACT_FIELDS
from unisono.customers.fields import CUSTOMER_FIELDS
from unisono.vendors.fields import VENDOR_FIELDS

# Words for what a file has beside the fields of the registry, which bring their own.
_BESIDE = {
    "no": "no number code id numero nr codigo customerid supplierid vendorid contactid clientid "
    "idcliente idproveedor customerno vendorno supplierno numerocliente numeroproveedor "
    "codigocliente codigoproveedor codcliente codproveedor nocliente noproveedor ncliente "
    "nproveedor cliente proveedor",
    "company_no": "companyno numeroempresa",
}
_REGISTRY = (*SHARED, *CONTACT_FIELDS, *CUSTOMER_FIELDS, *VENDOR_FIELDS, *BANK_ACCOUNT_FIELDS)
_ALIASES = {**_BESIDE, **{field.name: field.aliases for field in _REGISTRY if field.aliases}}
_BY_NAME = {word: field for field, words in _ALIASES.items() for word in words.split()}
_SMALL = frozenset("a de del el la los las of the".split())
_COMPANY = frozenset({"company_no", "company_name"})
_NAMING = frozenset({"name", "first_name", "surname"})


def record_fields() -> dict[str, str]:
    """Return what each field of a contact, customer, vendor or bank account is called, in the
    reader's language.
    """
    return names_of(_REGISTRY)


def guesses(columns: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Return which field each column is, as far as its heading tells: {column: field}, no field
    twice.
    """
    own = {column: _own(column, fields) for column in columns}
    known = {column: name or _by_words(column, fields) for column, name in own.items()}
    # Our own words come first, wherever they stand: of "Tel." and "Phone" the second is the phone.
    ours = _first_of_each(own)
    others = {column: name for column, name in known.items() if name not in ours.values()}
    guessed = {**ours, **_first_of_each(others)}
    if _COMPANY.isdisjoint(guessed.values()):
        return {column: guessed[column] for column in columns if column in guessed}
    if not is_named(guessed.values()):
        # A list with no other name calls its parties "Company" or "Empresa": that is their name,
        # not whose they are.
        return guesses(columns, [name for name in fields if name not in _COMPANY])
    if "company_no" in ours.values() and "version" not in guessed.values():
        # Only our own files, which have versions, name a company by its number.
        return guesses(columns, [name for name in fields if name != "company_no"])
    return {column: guessed[column] for column in columns if column in guessed}


def is_named(fields: Collection[str]) -> bool:
    """Tell whether rows with these fields say what their record is called."""
    return not _NAMING.isdisjoint(fields)


def _first_of_each(wanted: dict[str, str]) -> dict[str, str]:
    """Return the columns that mean a field, only the first of several that mean the same."""
    found: dict[str, str] = {}
    for column, name in wanted.items():
        if name and name not in found.values():
            found[column] = name
    return found


def _own(column: str, fields: Sequence[str]) -> str:
    """Return the first of these fields that our own pages and files call so, in any language; ""
    for none.
    """
    called = _own_names().get(folded(column), ())
    return next((name for name in fields if name in called), "")


@lru_cache(maxsize=1)
def _own_names() -> dict[str, frozenset[str]]:
    """Return which fields each of our labels stands for, in all languages together."""
    found: dict[str, frozenset[str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for name, label in record_fields().items():
                found[folded(label)] = found.get(folded(label), frozenset()) | {name}
    return found


def _by_words(column: str, fields: Collection[str]) -> str:
    """Return the field that people elsewhere call so; "" for none."""
    if column.lower() in fields:
        return column.lower()
    words = [
        word
        for word in re.split(r"[^a-z0-9]+", folded(column).replace("º", "").replace("ª", ""))
        if word
    ]
    guess = _BY_NAME.get("".join(word for word in words if word not in _SMALL), "")
    return guess if guess in fields else ""
