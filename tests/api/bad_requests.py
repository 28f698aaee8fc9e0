"""Bad requests as a table, the installation that they meet, and a look at everything that is
stored.

A row expects a status and, where one can be named, the field in `errors`. What it meets: companies
ELM (with C-ELM, V-ELM and B-ELM) and OAK, Ana of ELM, Eva on her own, BLOCKED; C-OAK, V-OAK, B-OAK
without contact; a used key.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from unisono.access.models import ApiToken

KINDS = {"contacts": "OAK", "customers": "C-OAK", "vendors": "V-OAK", "bank-accounts": "B-OAK"}
CODE_LISTS = (
    "business-relations number-series salespeople territories salutations industry-groups "
    "mailing-groups job-responsibilities organizational-levels payment-terms payment-methods "
    "customer-templates vendor-templates interaction-groups interaction-templates mail-texts"
).split()
SURROGATE, NUL = "\ud800", "\x00"


@dataclass(frozen=True)
class Bad:
    """A request that must be refused: "POST /contacts", its body (bytes as they stand), what must
    come.
    """

    request: str
    body: Any
    status: int
    field: str | None = None
    slug: str = ""
    if_match: Any = None
    key: str | None = None

    def __str__(self) -> str:
        body = (
            repr(self.body[:60])
            if isinstance(self.body, bytes)
            else json.dumps(self.body)
            if self.body
            else ""
        )
        return f"{self.request[:60]} {body[:70]} -> {self.status}"


Rows = Iterator[Bad]


def build(api) -> int:
    """Make what the requests meet; return the change set of a change of setup."""
    api.ok("POST", "/territories", {"code": "NORTH"})
    api.ok("POST", "/territories", {"code": "SOUTH"})
    api.ok(
        "PATCH",
        "/sync-rules",
        {"vendor": {"fax_no": "separate"}, "customer": {"home_page": "contact"}},
    )
    api.ok(
        "POST",
        "/contacts",
        {"no": "ELM", "name": "Elm SL", "fax_no": "915 550 101", "territory_code": "NORTH"},
    )
    for no, more in (("OAK", {}), ("ÑU", {}), ("BLOCKED", {"privacy_blocked": True})):
        api.ok("POST", "/contacts", {"no": no, "name": no.title(), **more})
    api.ok(
        "POST", "/contacts", {"no": "ANA", "type": "person", "name": "Ana Gil", "company_no": "ELM"}
    )
    api.ok("POST", "/contacts", {"no": "EVA", "type": "person", "name": "Eva Sanz"})
    for collection, role in (
        ("customers", "customer"),
        ("vendors", "vendor"),
        ("bank-accounts", "bank_account"),
    ):
        letter = role[0].upper()
        for tree in ("ELM", "OAK"):
            body = {"no": f"{letter}-{tree}", "name": tree.title(), "create_contact": False}
            api.ok("POST", f"/{collection}", body)
        api.ok("POST", "/contacts/ELM/links", {"role": role, "no": f"{letter}-ELM"})
    api.ok("PATCH", "/vendors/V-ELM", {"fax_no": "915 550 199"})
    for collection, no in KINDS.items():
        api.ok("PATCH", f"/{collection}/{no}", {"city": "Soria"})
    api.ok("POST", "/contacts", {"name": "Asked for once"}, key="used")
    return api.ok("GET", "/changes?limit=1")["items"][0]["change_set"]


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is stored: the rows of each table of ours; but when a token was last used,
    which every request notes.
    """
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("unisono.") and model is not ApiToken
    ]
    stored = {}
    with connection.cursor() as rows:
        for table in (model._meta.db_table for model in ours):
            rows.execute(f"SELECT * FROM {table} ORDER BY id")
            stored[table] = rows.fetchall()
    return stored


def cursor(*parts: Any) -> str:
    """A cursor as lists make them, from parts that they never gave."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def each(
    request: str,
    field: str,
    values: Iterable[Any],
    beside: dict[str, Any] | None = None,
    named: str = "",
) -> Rows:
    """A row per bad value of a field, beside good ones; `named` where the problem names another
    field.
    """
    return (Bad(request, {**(beside or {}), field: value}, 422, named or field) for value in values)


def new(collection: str, field: str, *values: Any) -> Rows:
    """New records, each with one bad field."""
    return each(f"POST /{collection}", field, values, {"name": "Elm"})


def query(path: str, field: str, values: Iterable[Any]) -> Rows:
    """Lists that are asked for with a bad parameter."""
    mark = "&" if "?" in path else "?"
    return (Bad(f"GET {path}{mark}{field}={value}", None, 422, field) for value in values)


def unreadable_bodies() -> Rows:
    """Bodies that are no JSON, or JSON that is no object."""
    nested = b"[" * 100_000 + b"]" * 100_000
    broken = [
        b"",
        b"  ",
        b"{",
        b"nothing",
        b"{'name': 'Elm'}",
        b'{"name": "Elm"} x',
        b'{"name": "a\x00b"}',
        nested,
    ]
    broken += [
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": "\xff\xfe"}',
        '{"name": "Elm"}'.encode("utf-16"),
    ]
    broken += [b'{"name": "Elm", "keep": ' + nested + b"}", b'{"name": "Elm", "name": "Oak"}']
    for body in broken:
        yield Bad("POST /contacts", body, 400)
        yield Bad("PATCH /contacts/OAK", body, 400)
    for request in (
        "PATCH /setup",
        "PATCH /sync-rules",
        "POST /territories",
        "POST /contacts/OAK/links",
    ):
        yield from (Bad(request, body, 400) for body in (b"", b"{", nested))
        yield from (Bad(request, body, 422) for body in (["name"], "name", 7))
    for collection in KINDS:
        for body in ([], [{"name": "Elm"}], "Elm", 7, True, b"null"):
            yield Bad(f"POST /{collection}", body, 422)
    for path in (
        "POST /contacts",
        "PATCH /contacts/OAK",
        "PATCH /setup",
        "PUT /company/logo",
        "POST /territories",
    ):
        yield Bad(path, b'{"name": "' + b"x" * 10_000_000 + b'"}', 413)


def wrong_types() -> Rows:
    """Numbers for text, text for flags, anything for lists, references and money."""
    for collection, no in KINDS.items():
        yield from new(collection, "name", 7, None, ["Elm"], {"es": "Elm"}, True, "", " ")
        for field in ("no", "city", "phone_no", "email", "country_code", "note"):
            yield from new(collection, field, 7, None)
        change = f"PATCH /{collection}/{no}"
        yield from each(change, "name", ("", " ", None, 7))
        yield from each(change, "address", (7, None), {"city": "Jaca"})
        yield Bad(f"POST /{collection}", {}, 422, "name")
        if collection != "contacts":
            yield from new(collection, "create_contact", "false", 0, None)
    flags = {
        "contacts": "exclude_from_segment",
        "customers": "privacy_blocked",
        "vendors": "privacy_blocked",
    }
    for collection, field in {**flags, "bank-accounts": "blocked"}.items():
        yield from new(collection, field, "true", "", 1, 0, None, [])
    yield from new(
        "contacts", "industry_group_codes", "CUST", None, 7, [7], [None], [["CUST"]], {"CUST": True}
    )
    money = (
        12.5,
        12,
        None,
        True,
        ["1"],
        "twelve",
        "",
        "12,50",
        "1_000",
        "NaN",
        "Infinity",
        "-0.01",
        "1.005",
        "1e15",
    )
    yield from new("customers", "credit_limit", *money)
    yield from each("PATCH /customers/C-OAK", "credit_limit", money)
    yield from each("PATCH /contacts/EVA", "company_no", (7, True, ["ELM"], {"no": "ELM"}))
    yield from each(
        "PATCH /customers/C-ELM", "primary_contact_no", (7, True, ["ANA"], {"no": "ANA"})
    )


LENGTHS = {
    "name": 100,
    "name_2": 50,
    "address": 100,
    "address_2": 50,
    "city": 60,
    "post_code": 20,
    "county": 60,
}
LENGTHS |= {"phone_no": 30, "mobile_phone_no": 30, "fax_no": 30, "email": 254, "home_page": 255}
LENGTHS |= {"vat_registration_no": 20, "registration_no": 50, "no": 20, "note": 10_000}


def too_long() -> Rows:
    """One character more than [6.5] allows; characters, not bytes, so each is one of two bytes."""
    for collection, no in KINDS.items():
        for field, limit in LENGTHS.items():
            if collection == "bank-accounts" and field in (
                "vat_registration_no",
                "registration_no",
            ):
                continue
            value = (
                "9" * (limit + 1) if "phone" in field or field == "fax_no" else "ñ" * (limit + 1)
            )
            value = ";".join(["ana@elm.es"] * 24) if field == "email" else value
            yield from new(collection, field, value)
            yield from each(f"PATCH /{collection}/{no}", field, [value])
    yield Bad(
        "POST /contacts",
        {"type": "person", "first_name": "A" * 60, "surname": "B" * 60},
        422,
        "name",
    )
    yield from new("customers", "contact_name", "A" * 101)
    yield from new("vendors", "contact_name", "A" * 101)


COMMON = {
    "country_code": ("XX", "ESP", "Spain", "€"),
    "language_code": ("xx", "klingon", "es_ES", "es-XX", "es.UTF-8", "es@euro"),
    "currency_code": ("XYZ", "EURO", "€"),
    "territory_code": ("EAST", "X" * 21),
    "phone_no": ("91 CALL ME", "915 550 101 ext", "915;916", "915 550 1o1", "+", "ext. 12"),
    "email": (
        *(
            "ana@elm.es|eva@elm.es",
            "ana@elm.es eva@elm.es",
        ),
        *(
            "ana",
            "ana@@elm.es",
            "@elm.es",
            "ana@elm..es",
        ),
    ),
}
ACCOUNT = {
    "iban": (
        "ES9121000418450200051333",
        "ES91",
        "E",
        "XX8221000418450200051332",
        "ES91-2100",
        "ñ" * 24,
    ),
    "swift_code": ("CAIX", "CAIXXXBB", "CAIXESBBX", "1234", "ñ" * 8),
}
CHOICES = {
    "contacts": {"type": "firm", "correspondence_type": "pigeon", "salutation_code": "NONE"},
    "customers": {
        "type": "firm",
        "blocked": "payment",
        "payment_terms_code": "NONE",
        "salesperson_code": "NONE",
    },
    "vendors": {"blocked": "ship", "purchaser_code": "NONE", "payment_method_code": "NONE"},
    "bank-accounts": {"our_contact_code": "NONE"},
}


def unknown_values() -> Rows:
    """Codes, countries, languages, currencies, choices that nobody knows; IBANs, phones, e-mails
    that are none.
    """
    for collection, choices in CHOICES.items():
        for field, values in {**COMMON, **(ACCOUNT if collection != "contacts" else {})}.items():
            yield from new(collection, field, *values)
        for field, value in choices.items():
            yield from new(collection, field, value)
    yield from new("contacts", "mobile_phone_no", "call me")
    yield from new("contacts", "fax_no", "call me")
    yield from new("contacts", "email_2", "ana@elm.es eva@elm.es")
    person = {"type": "person", "name": "Eva"}
    for field in (
        "industry_group_codes",
        "mailing_group_codes",
        "job_responsibility_codes",
        "business_relation_codes",
    ):
        yield from each("POST /contacts", field, [["NONE"]], person)
    for request, code in (("POST /contacts", "CUST"), ("PATCH /contacts/OAK", "bank")):
        body = {"name": "Elm", "business_relation_codes": [code]}
        yield Bad(request, body, 422, "business_relation_codes", "reserved-code")


def hostile_text() -> Rows:
    """Control characters, U+0000 and lone surrogates in bodies: in values and names, nested too."""
    for collection, no in KINDS.items():
        texts = (
            f"El{NUL}m",
            "El\x07m",
            "El\x7fm",
            "El\x85m",
            "El\nm",
            "El\tm",
            f"El{SURROGATE}m",
            "\udfffElm",
        )
        yield from each(f"POST /{collection}", "name", texts)
        yield from each(f"PATCH /{collection}/{no}", "city", texts)
        yield from new(collection, "note", f"one\ntwo{NUL}")
        yield Bad(f"POST /{collection}", {"name": "Elm", f"ci{SURROGATE}ty": "Soria"}, 422)
        yield Bad(f"POST /{collection}", {"name": "Elm", f"ci{NUL}ty": "Soria"}, 422)
    customer = {"role": "customer", "no": "C-OAK"}
    for text in (NUL, SURROGATE, "\x1f"):
        yield from each(
            "POST /contacts/OAK/links", "keep", ({"name": text}, {text: "other"}, text), customer
        )
        yield from each("POST /contacts/OAK/links", "role", [f"customer{text}"], customer)
        for values in ({"note": text}, {text: "x"}):
            yield Bad("POST /contacts/OAK/create-as", {"role": "customer", "values": values}, 422)
        yield from each("PATCH /sync-rules", "customer", ({text: "both"}, {"name": text}))
        yield from each("PATCH /setup", "default_language_code", [text + "es"])
        yield from each("POST /territories", "code", [f"E{text}T"])
        yield from each("POST /territories", "description", [f"E{text}T"], {"code": "EAST"})
        yield from new("contacts", "industry_group_codes", [text])
        yield from each("PATCH /contacts/EVA", "company_no", [f"EL{text}M"])


def hostile_addresses() -> Rows:
    """The same in queries and paths, and bytes that are no UTF-8."""
    for path in ("/contacts", "/customers", "/bank-accounts"):
        for field, value in {
            "q": "a%00b",
            "city": "%07",
            "sort": "name%00",
            "name": "%C2%85",
            "name_2": "%0A",
        }.items():
            yield from query(path, field, [value])
    yield Bad("GET /contacts?ci%00ty=Soria", None, 422)
    yield from query("/search", "q", ["elm%00"])
    for text in ("%FF", "%ED%A0%80", "%C3"):
        yield Bad(f"GET /contacts?q={text}", None, 400)
    controls = "EL%00M EL%07M EL%0AM EL%1FM EL%C2%85M EL%2F%00M EL%2F%1FM"
    for place in f"{controls} EL%ED%A0%80M %FF %2E %2E%2E %23 %25 {'A' * 5000}".split():
        yield from (
            Bad(f"GET /{collection}/{place}", None, 404)
            for collection in ("contacts", "bank-accounts")
        )
        yield Bad(f"PATCH /contacts/{place}", {"city": "Jaca"}, 404)
        yield Bad(f"DELETE /customers/{place}", None, 404)


def numbers() -> Rows:
    """Numbers that are none, and numbers that others have, typed in another case."""
    nones = (".", "..", "A%1", "A#1", "A\nB", "A?", "A:B", "A\\B", "A*", "   ", "A" * 21, "😀")
    for collection, no in KINDS.items():
        elm, change = no.replace("OAK", "ELM"), f"PATCH /{collection}/{no}"
        yield from new(collection, "no", *nones)
        yield from each(change, "no", (*nones, ""))
        yield Bad(
            f"POST /{collection}", {"name": "Elm", "no": elm.lower()}, 409, "no", "number-taken"
        )
        yield Bad(change, {"no": elm.title()}, 409, "no", "number-taken")
    yield Bad("POST /contacts", {"name": "Elm", "no": "n\u0303u"}, 409, "no", "number-taken")
    values = {"role": "customer", "values": {"no": "c-oak"}}
    yield Bad("POST /contacts/OAK/create-as", values, 409, "no", "number-taken")


def versions() -> Rows:
    """Old, future and senseless versions; keys that are too long or were used for something
    else.
    """
    for collection, no in KINDS.items():
        path = f"/{collection}/{no}"
        yield Bad(f"PATCH {path}", {"city": "Jaca"}, 409, slug="edit-conflict", if_match=1)
        yield Bad(
            f"PATCH {path}",
            {"city": "Jaca", "county": "Huesca"},
            409,
            slug="edit-conflict",
            if_match=1,
        )
        yield Bad(f"PATCH {path}", {"city": "Jaca"}, 412, if_match=99)
        yield from (Bad(f"DELETE {path}", None, 412, if_match=version) for version in (1, 99))
        for senseless in ("abc", '"1.5"', "-1", "", '"2", "3"', '"٢"', "9" * 40):
            yield Bad(f"PATCH {path}", {"city": "Jaca"}, 400, if_match=senseless)
            yield Bad(f"DELETE {path}", None, 400, if_match=senseless)
    yield Bad("POST /contacts", {"name": "Elm"}, 400, key="k" * 201)
    yield Bad("POST /contacts", {"name": 7}, 422, "name", key="fresh")
    yield Bad(
        "POST /customers", {"name": "Elm", "no": "C-ELM"}, 409, "no", "number-taken", key="fresh"
    )
    yield Bad(
        "POST /contacts",
        {"name": "Asked for twice"},
        422,
        slug="idempotency-key-reused",
        key="used",
    )
    yield Bad(
        "POST /customers",
        {"name": "Asked for once"},
        422,
        slug="idempotency-key-reused",
        key="used",
    )
    yield Bad(
        "POST /contacts/OAK/create-as",
        {"role": "customer"},
        422,
        slug="idempotency-key-reused",
        key="used",
    )
