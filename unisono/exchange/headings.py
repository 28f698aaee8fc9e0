"""Which of our fields a heading means: what our own pages and files call it, in every language,
else what others do, else what stands below it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from django.conf import settings
from django.utils.translation import override

from unisono.bank_accounts.fields import BANK_ACCOUNT_FIELDS
from unisono.cards.field_names import names_of
from unisono.cards.fields import SHARED
from unisono.cards.world_codes import country_of_name
from unisono.common.text import folded
from unisono.contacts.fields import CONTACT_FIELDS
from unisono.customers.fields import CUSTOMER_FIELDS
from unisono.exchange.telling_values import field_of_values, is_foreign_id
from unisono.exchange.vocabulary import NOTED, STRONG, WEAK
from unisono.vendors.fields import VENDOR_FIELDS

# Words for what a file has beside the fields of the registry, which bring their own.
_BESIDE = {
    "no": "no number code id numero nr codigo customerid supplierid vendorid contactid clientid "
    "idcliente idproveedor customerno vendorno supplierno numerocliente numeroproveedor "
    "codigocliente codigoproveedor codcliente codproveedor nocliente noproveedor ncliente "
    "nproveedor",
    "company_no": "companyno numeroempresa",
}
_REGISTRY = (*SHARED, *CONTACT_FIELDS, *CUSTOMER_FIELDS, *VENDOR_FIELDS, *BANK_ACCOUNT_FIELDS)
_ALIASES = {**_BESIDE, **{field.name: field.aliases for field in _REGISTRY if field.aliases}}
_SMALL = frozenset(
    "a al d da das de del der des di die do dos du el i il in l la las le les los of the y".split()
)
_COMPANY = frozenset({"company_no", "company_name"})
_NAMING = frozenset({"name", "first_name", "surname"})
# Words by which a list of people calls first names, or surnames, and other lists the whole name.
_GIVEN, _FAMILY = frozenset(("nombre", "name", "nome")), frozenset(("nom", "name"))
_NUMBERED = re.compile(
    r"^(.*?)\s*\(?(\d)\)?(?:\s*[-:.]?\s*(value|valor|wert|valeur))?$", re.IGNORECASE
)
_DECORATION = re.compile(r"\*|\([^()]*\)|\[[^\[\]]*\]")
_COURTESY = frozenset(("title", "titel", "titulo"))  # Dra., beside a column of job titles
_LONGEST = 200  # characters of a heading: what is longer is a text, and means nothing
# What a second one of a field is.
_SECOND = {"email": "email_2", "phone_no": "mobile_phone_no", "address": "address_2"}
REPEATED = frozenset({"note", "surname", "first_name"})  # fields that several columns may be


def record_fields() -> dict[str, str]:
    """Return what each field of a contact, customer, vendor or bank account is called, in the
    reader's language.
    """
    return names_of(_REGISTRY)


def guesses(
    columns: Sequence[str],
    fields: Sequence[str],
    samples: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, str]:
    """Return which field each column is, as far as headings and samples tell: {column: field}; no
    field twice, but for notes and parts of names.
    """
    wanted = [column for column in columns if column and len(column) <= _LONGEST]
    own = {column: _own(column, fields) for column in wanted}
    # Our own words come first, wherever they stand: of "Tel." and "Phone" the second is the phone.
    found = _first_of_each(own)
    for words in _ways():
        more = {c: _meant(c, fields, words, found) for c in wanted if c not in found}
        found |= _first_of_each(more, taken=found.values())
    found = _of_people(found, wanted, fields)
    if samples is not None:
        found = _by_values(found, wanted, fields, samples)
    for column in wanted:
        courtesy = "job_title" in found.values() and _key(column) in _COURTESY
        if column not in found and "note" in fields and (courtesy or _key(column) in NOTED):
            found[column] = "note"
    found = _with_company(found, own, fields)
    return {column: found[column] for column in columns if column in found}


def is_named(fields: Collection[str]) -> bool:
    """Tell whether rows with these fields say what their record is called."""
    return not _NAMING.isdisjoint(fields)


def means(column: str, name: str) -> bool:
    """Tell whether a heading is a field's own, not only something that goes there."""
    words = (vocabulary.get(name, "") for vocabulary in (STRONG, _ALIASES, WEAK))
    return bool(_own(column, [name])) or any(_key(column) in _words(each) for each in words)


def known_headings(cells: Sequence[str]) -> int:
    """Return how many cells of a line are words that headings have, whatever the records."""
    every = tuple(
        {**{field.name: "" for field in _REGISTRY}, **_BESIDE, "company_name": "", "type": ""}
    )
    return len(guesses([cell for cell in dict.fromkeys(cells) if cell], every))


def _with_company(
    found: dict[str, str], own: Mapping[str, str], fields: Sequence[str]
) -> dict[str, str]:
    """Return the guesses with what a column of companies is: whose people are, or the name."""
    named = {column: name for column, name in found.items() if name in _COMPANY}
    if not named:
        return found
    if not is_named(found.values()):
        # A list with no other name calls its parties "Company" or "Empresa": that is their name,
        # not whose they are.
        first = next(iter(named))
        return {**{c: n for c, n in found.items() if c not in named}, first: "name"}
    is_ours = "version" in found.values()
    for column, name in named.items():
        if name == "company_no" and not is_ours and column in own and _key(column) not in _NUMBERS:
            # Only our own files, which have versions, name a company by its number.
            found[column] = "company_name" if "company_name" in fields else ""
    if "company_name" not in fields and "company_no" not in fields:
        return {column: name for column, name in found.items() if column not in named}
    return {column: name for column, name in found.items() if name}


def _of_people(
    found: dict[str, str], columns: Sequence[str], fields: Sequence[str]
) -> dict[str, str]:
    """Return the guesses for a list with parts of names: `Nombre` beside `Apellidos` is the first
    name, `Nom` beside `Prénom` the surname, and the company is whose they are.
    """
    names = set(found.values())
    if not names & {"first_name", "surname"}:
        return found
    for column, name in list(found.items()):
        if name != "name":
            continue
        key = _key(column)
        if "surname" in names and "first_name" not in names and key in _GIVEN:
            found[column] = "first_name"
        elif "first_name" in names and "surname" not in names and key in _FAMILY:
            found[column] = "surname"
        elif "company_name" in fields and key in _words(WEAK["company_name"]):
            found[column] = "company_name"
    if "company_name" in fields and "company_name" not in found.values():
        for column in columns:
            if column not in found and _key(column) in _words(WEAK["company_name"]):
                found[column] = "company_name"
                break
    return found


def _by_values(
    found: dict[str, str],
    columns: Sequence[str],
    fields: Sequence[str],
    samples: Mapping[str, Sequence[str]],
) -> dict[str, str]:
    """Return the guesses with what the values tell where words do not, or tell otherwise."""
    for column, name in list(found.items()):
        if name in ("no", "external_id") and is_foreign_id(samples.get(column, ())):
            # Another system's key is no number of ours.
            del found[column]
            if "external_id" in fields and "external_id" not in found.values():
                found[column] = "external_id"
    for column, name in list(found.items()):
        texts = [text for text in samples.get(column, ()) if text.strip()]
        free = "country_code" in fields and "country_code" not in found.values()
        whole = texts and all(len(text) > 3 and country_of_name(text) for text in texts)
        if name == "territory_code" and free and whole:
            found[column] = "country_code"  # as ERPNext calls it
    for column in columns:
        name = field_of_values(samples.get(column, ())) if column not in found else ""
        if name in fields and name not in found.values():
            found[column] = name
    return found


def _first_of_each(wanted: Mapping[str, str], taken: Collection[str] = ()) -> dict[str, str]:
    """Return the columns that mean a field, only the first of several that mean the same."""
    found: dict[str, str] = {}
    for column, name in wanted.items():
        if name and (name in REPEATED or (name not in found.values() and name not in taken)):
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


@lru_cache
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@lru_cache(maxsize=1)
def _ways() -> tuple[dict[str, tuple[str, ...]], ...]:
    """Return the vocabularies, the surest first: which fields a word may mean."""
    ways = []
    for vocabulary in (STRONG, _ALIASES, WEAK):
        by_word: dict[str, tuple[str, ...]] = {}
        for field, words in vocabulary.items():
            for word in words.split():
                by_word[word] = (*by_word.get(word, ()), field)
        ways.append(by_word)
    return tuple(ways)


def _meant(
    column: str,
    fields: Collection[str],
    words: Mapping[str, tuple[str, ...]],
    found: Mapping[str, str],
) -> str:
    """Return the field that people elsewhere call so and that no other column is; "" for none."""
    if column.lower() in fields:
        return column.lower()
    meant = _first_free(words.get(_key(column), ()), fields, found)
    if meant or not (numbered := _NUMBERED.match(column.strip())):
        return meant
    base = _first_free(words.get(_key(numbered[1]), ()), fields, ())
    if numbered[2] == "1" or not base:
        return base if base not in found.values() else ""
    second = _SECOND.get(base, "")
    if numbered[2] == "2" and second in fields and second not in found.values():
        return second
    return "note" if "note" in fields and base in _SECOND else ""


def _first_free(meant: Sequence[str], fields: Collection[str], found: Collection[str]) -> str:
    taken = found.values() if isinstance(found, Mapping) else found
    free = (name for name in meant if name in fields and (name in REPEATED or name not in taken))
    return next(free, "")


def _key(column: str) -> str:
    """Return how a heading is compared: without decorations, signs and small words."""
    bare = _DECORATION.sub(" ", column)
    text = folded(bare if bare.strip() else column).replace("º", "").replace("ª", "")
    words = [word for word in re.split(r"[^\w]+|_", text) if word]
    return "".join(word for word in words if word not in _SMALL)


_NUMBERS = _words(_BESIDE["company_no"])
