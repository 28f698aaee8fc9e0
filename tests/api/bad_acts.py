"""More bad requests: belonging, unknown fields, lists, links, creating from a contact, rules,
setup, paths.
"""

from tests.api.bad_requests import CODE_LISTS, KINDS, Bad, Rows, cursor, each, new, query

LINK, PREVIEW, CREATE = (
    f"POST /contacts/OAK/{act}" for act in ("links", "link-preview", "create-as")
)
STATE = "PATCH /contacts/ELM/links/customer/C-ELM"


def belonging() -> Rows:
    """Who may belong to whom [5.1], whom a customer may have as its primary contact, what a person
    may be.
    """
    yield from each("PATCH /contacts/EVA", "company_no", ("EVA", "ANA", "NOBODY"))
    yield from each("PATCH /contacts/ANA", "company_no", ("ANA", "EVA"))
    yield from each("PATCH /contacts/OAK", "company_no", ("OAK", "ELM", "ANA"))
    yield from new("contacts", "company_no", "ELM")
    yield from each(
        "POST /contacts", "company_no", ("ANA", "NOBODY"), {"type": "person", "name": "Leo"}
    )
    yield Bad("PATCH /contacts/ELM", {"type": "person", "company_no": "OAK"}, 409)
    yield Bad("PATCH /contacts/ELM", {"type": "person"}, 409, "type", "type-change")
    yield Bad("PATCH /contacts/ANA", {"type": "company"}, 409, "company_no", "type-change")
    for customer, no in (("C-ELM", "EVA"), ("C-ELM", "OAK"), ("C-ELM", "NOBODY")):
        yield Bad(
            f"PATCH /customers/{customer}",
            {"primary_contact_no": no},
            422,
            "primary_contact_no",
            "not-related",
        )
    # A person named on a record without link ties it [5.9]: to a company that has its customer.
    tied = {"primary_contact_no": "ANA"}
    yield Bad("PATCH /customers/C-OAK", tied, 409, "role", "already-linked")
    yield Bad("POST /customers", {"name": "Elm", **tied}, 409, "role", "already-linked")
    yield Bad(
        "PATCH /customers/C-ELM", {"home_page": "elm.es"}, 422, "home_page", "led-by-other-side"
    )
    yield Bad(
        "PATCH /contacts/EVA", {"minor": True, "privacy_blocked": False}, 422, "privacy_blocked"
    )
    yield Bad("PATCH /contacts/EVA", {"name": "Eva Sanz", "first_name": "Ana"}, 422, "name")


READ_ONLY = {
    "version": 7,
    "created_at": "2026-01-01T00:00:00Z",
    "modified_at": "2026-01-01T00:00:00Z",
}
ELSEWHERE = {
    "contacts": {
        "company_name": "Elm",
        "business_relation": "none",
        "links": [],
        "credit_limit": "1.00",
        "iban": "",
    },
    "customers": {
        "contact_no": "ELM",
        "purchaser_code": "",
        "first_name": "Eva",
        "company_no": None,
    },
    "vendors": {
        "contact_no": "ELM",
        "salesperson_code": "",
        "credit_limit": "1.00",
        "type": "company",
    },
    "bank-accounts": {
        "contact_no": "",
        "vat_registration_no": "",
        "registration_no": "",
        "salesperson_code": "",
    },
}


def unknown_fields() -> Rows:
    """Fields that do not exist, exist elsewhere, or are there to be read."""
    for collection, no in KINDS.items():
        for field, value in {
            "shoe_size": 38,
            "Name": "Elm",
            **READ_ONLY,
            **ELSEWHERE[collection],
        }.items():
            yield from new(collection, field, value)
            yield from each(f"PATCH /{collection}/{no}", field, [value], {"city": "Jaca"})
        yield Bad(f"PATCH /{collection}/{no}", {"city": "Jaca", "": "Elm"}, 422)
    yield from each("PATCH /customers/C-OAK", "type", ["person"])
    for name in CODE_LISTS:
        entry = {"code": "NEW"} | ({"first_no": "N1"} if name == "number-series" else {})
        for field, value in {"shoe_size": 38, "code": 7, "description": "d" * 101}.items():
            yield from each(f"POST /{name}", field, [value, None], entry)
    for request in (
        "PATCH /setup",
        "PATCH /company",
        "PATCH /territories/NORTH",
        "POST /change-sets/{setup}/undo",
    ):
        yield from each(request, "shoe_size", [38])
    for request in (LINK, PREVIEW, CREATE):
        yield from each(request, "shoe_size", [38], {"role": "customer", "no": "C-OAK"})
    yield from each(STATE, "shoe_size", [38], {"state": "paused"})
    yield from each("POST /customers/C-OAK/contact", "shoe_size", [38])


JOB = {"kind": "create_contacts", "source": "customers", "filter": {"city": "Soria"}}


def jobs() -> Rows:
    """Jobs that make no sense, and jobs that are not there."""
    yield from each("POST /jobs", "kind", ["tidy_up", "", None, 7], JOB)
    yield from each("POST /jobs", "source", ["unicorns", "contacts", "", None, 7], JOB)
    yield from each("POST /jobs", "dry_run", ["yes", None, 1], JOB)
    yield from each("POST /jobs", "on_match", ["guess", None], JOB)
    yield from each("POST /jobs", "shoe_size", [38], JOB)
    yield from each("POST /jobs", "filter", ["city", None, ["city"]], JOB)
    for field, value in {
        "shoe_size": 38,
        "sort": "no",
        "limit": 5,
        "city": None,
        "credit_limit__gte": "much",
    }.items():
        yield Bad("POST /jobs", {**JOB, "filter": {field: value}}, 422, f"filter.{field}")
    for lists in ({"city": ["a", "b"]}, {"q": "a\x00b"}):
        yield Bad("POST /jobs", {**JOB, "filter": lists}, 422)
    yield Bad("POST /jobs", {"kind": "undo"}, 422, "act")
    yield Bad("POST /jobs", {"kind": "undo", "act": "nobody's"}, 404)
    yield Bad("POST /jobs", {"source": "customers"}, 422, "kind")
    yield Bad("POST /jobs", {"kind": "create_contacts"}, 422, "source")
    for path in ("/jobs/0", "/jobs/999999", f"/jobs/{'9' * 40}", "/jobs/x", "/jobs/-1"):
        yield Bad(f"GET {path}", None, 404)
        yield Bad(f"DELETE {path}", None, 404)
        yield Bad(f"POST {path}/resume", None, 404)
    yield from query("/jobs", "limit", ["0", "x", "501"])
    yield from query("/jobs", "shoe_size", [38])


def bad_lists() -> Rows:
    """Filters, sort fields and limits that make no sense."""
    for path in (*KINDS, *CODE_LISTS):
        for field, value in {
            "shoe_size": 38,
            "sort": "shoe_size",
            "cursor": "nonsense",
            "limit": 501,
        }.items():
            yield from query(f"/{path}", field, [value])
    for field in (
        "city__like",
        "city__gte__lte",
        "city__",
        "note",
        "links",
        "industry_group_codes__gte",
    ):
        yield from query("/contacts", field, ["x"])
    yield from query("/contacts", "minor", ["maybe", ""])
    yield from query("/contacts", "version", ["one", "9" * 30, "1.5"])
    outside_utc = ("0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00")
    yield from query("/contacts", "created_at__gte", ("someday", "2026-13-45", *outside_utc))
    yield from query(
        "/customers", "credit_limit__gte", ("NaN", "ten", "1e400", "1e-999999999", "1,5")
    )
    yield from query("/contacts", "city__in", [",".join("a" * 600)])
    sorts = "links --name name,,no note industry_group_codes name,no,city,name_2,address,county"
    yield from query("/contacts", "sort", sorts.split())
    for path in ("/contacts", "/changes", "/contacts/ELM/changes", "/search"):
        yield from query(path, "limit", "0 -1 many 1.5 501 5000 %D9%A3".split())
    yield Bad("GET /contacts?" + "&".join(f"a{n}=1" for n in range(12_100)), None, 400)


def bad_cursors() -> Rows:
    """Cursors that no list gave, and places in the feed that are none."""
    yield from query(
        "/contacts",
        "cursor",
        [cursor("no", "A", "1"), cursor("name", "a"), cursor("name", "a", "x")],
    )
    yield from query(
        "/contacts",
        "cursor",
        [cursor("name", 1, 2), cursor("name", "\x00", "1"), cursor(), "%C3%B1"],
    )
    yield from query(
        "/contacts", "cursor", [cursor("name", "a", "9" * 30), cursor("name", "\ud800", "1")]
    )
    yield from query("/contacts", "cursor", ["W1tb" * 1000])  # [[[[[[…
    for moment in ("yesterday", "0001-01-01T00:00:00+14:00"):
        yield from query("/contacts?sort=created_at", "cursor", [cursor("created_at", moment, "1")])
    yield from query("/customers?sort=credit_limit", "cursor", [cursor("credit_limit", "ten", "1")])
    yield from query("/contacts/ELM/changes", "cursor", ("now", "1-", "9" * 30))
    yield from query("/changes", "since", ("now", "1-", "-1", "1-2-3", "9" * 30, "%D9%A3-1"))


def links() -> Rows:
    """Links to what is not there, is taken, or must not be."""
    good = {"role": "customer", "no": "C-OAK"}
    for request in (LINK, PREVIEW):
        yield from each(request, "role", ("supplier", "contact", "", 7, None, ["customer"]), good)
        yield from each(request, "no", (7, None, ["C-OAK"]), good)
        yield Bad(request, {"role": "customer"}, 422, "no")
        yield Bad(request, {"no": "C-OAK"}, 422, "role")
        yield from each(request, "keep", ("left", 7, ["contact"], True, {"*": "left"}), good)
        for field in ("shoe_size", "note", "credit_limit", "no"):
            yield from each(request, "keep", [{field: "contact"}], good, named=f"keep.{field}")
        for side in ("left", None, 7, ["other"]):
            yield from each(request, "keep", [{"phone_no": side}], good, named="keep.phone_no")
        bank = {"role": "bank_account", "no": "B-OAK"}
        yield from each(
            request, "keep", [{"registration_no": "other"}], bank, named="keep.registration_no"
        )
        yield Bad(request, {**good, "no": "NOBODY"}, 404)
        yield Bad(request, {**good, "role": "vendor"}, 404)
        yield Bad(request.replace("OAK", "NOBODY"), good, 404)
        yield Bad(request, {**good, "no": "C-ELM"}, 409, slug="already-linked")
        yield Bad(request.replace("OAK", "ELM"), good, 409, slug="already-linked")
        yield Bad(request.replace("OAK", "ANA"), good, 409, slug="already-linked")
        yield Bad(request.replace("OAK", "BLOCKED"), good, 422, slug="privacy-blocked")
        yield Bad(request.replace("OAK", "EVA"), bank, 422, slug="company-required")
    yield Bad(LINK, {**good, "plan": "of yesterday"}, 409, slug="preview-outdated")
    yield from each(LINK, "plan", (7, None), good)


def ties() -> Rows:
    """Links that are not there, and states that are none; deleting in a way that does not exist."""
    yield from each(STATE, "state", ("sleeping", "", None, 7, "Paused"))
    yield Bad(STATE, {}, 422, "state")
    yield from each(STATE, "keep", ("left", 7), {"state": "active"})
    yield from each(STATE, "keep", [{"note": "other"}], {"state": "active"}, named="keep.note")
    for tie in ("OAK/links/customer/C-ELM", "ELM/links/customer/C-OAK", "ELM/links/vendor/NOBODY"):
        yield Bad(f"PATCH /contacts/{tie}", {"state": "paused"}, 404)
        yield Bad(f"DELETE /contacts/{tie}", None, 404)
    yield Bad("DELETE /contacts/ELM/links/customer/C-ELM?restore=perhaps", None, 422, "restore")
    for people in ("sell", "", "KEEP"):
        yield Bad(f"DELETE /contacts/ELM?people={people}", None, 422, "people")


def creating_as() -> Rows:
    """Records that cannot be made from a contact like this."""
    good = {"role": "customer"}
    yield from each(CREATE, "role", ("supplier", "", 7, None))
    yield Bad(CREATE, {}, 422, "role")
    yield from each(CREATE, "template", ("NONE", "VEND-COMPANY", 7, None), good)
    yield from each(CREATE, "template", ["CUST-COMPANY"], {"role": "bank_account"})
    yield Bad(CREATE, {**good, "template": "CUST-PERSON"}, 422, "template", "template-type")
    yield from each(CREATE, "values", ([], "no", None, 7), good)
    yield from each(CREATE, "dry_run", ("yes", 1, None), good)
    shared = {"name": "Ash", "city": "Jaca", "email": "a@ash.es"}
    bad = {
        "shoe_size": 38,
        "type": "person",
        "contact_no": "OAK",
        "version": 3,
        "iban": "ES91",
        "swift_code": "CAIX",
    }
    bad |= {
        "credit_limit": "-1",
        "blocked": "payment",
        "payment_terms_code": "NONE",
        "note": 7,
        "privacy_blocked": 1,
    }
    for dry_run in (False, True):
        for field, value in {**shared, **bad}.items():
            yield from each(
                CREATE, "values", [{field: value}], {**good, "dry_run": dry_run}, named=field
            )
        for no in ("A%1", "..", "A" * 21, 7, 0, None, [], False):
            yield from each(
                CREATE, "values", [{"no": no}], {**good, "dry_run": dry_run}, named="no"
            )
    yield Bad(CREATE.replace("OAK", "NOBODY"), good, 404)
    yield Bad(CREATE.replace("OAK", "ELM"), good, 409, slug="already-linked")
    yield Bad(CREATE.replace("OAK", "ANA"), {"role": "vendor"}, 409, slug="already-linked")
    yield Bad(CREATE.replace("OAK", "BLOCKED"), good, 422, slug="privacy-blocked")
    yield Bad(CREATE.replace("OAK", "EVA"), {"role": "bank_account"}, 422, slug="company-required")
    yield Bad("POST /customers/C-ELM/contact", None, 409, slug="already-linked")
    yield Bad("POST /vendors/NOBODY/contact", None, 404)


def sync_rules() -> Rows:
    """Rules for what does not exist, rules that are none, and one that would tie fields that
    differ.
    """
    change = "PATCH /sync-rules"
    for rule in ("sometimes", "", None, 7, ["both"], {"both": True}):
        good = {"vendor": {"city": "fill"}}
        yield from each(change, "customer", [{"phone_no": rule}], good, named="customer.phone_no")
    for role, field in (
        ("vendor", "salesperson_code"),
        ("bank_account", "vat_registration_no"),
        ("customer", "note"),
    ):
        yield from each(change, role, [{field: "both"}], named=f"{role}.{field}")
    yield from each(change, "supplier", [{"name": "both"}])
    yield from each(change, "contact", [{"name": "both"}])
    yield from each(change, "customer", ("both", None, ["phone_no"], 7))
    yield from each(
        change, "keep", ("left", None, 7, {"*": "other"}), {"customer": {"city": "fill"}}
    )
    yield Bad(change, {"vendor": {"fax_no": "both"}}, 409, slug="differences")
    yield Bad(
        change,
        {"vendor": {"fax_no": "contact"}, "customer": {"city": "fill"}},
        409,
        slug="differences",
    )


SWITCHES = {
    "duplicate_threshold": (0, 101, -1, "60", 60.5, None, True, 10**30),
    "vat_check": ("maybe", "", None),
    "inherit_address": ("yes", 1, None),
    "several_customers_per_contact": ("true",),
    "contact_nos": ("NONE", 7, None, "N" * 21),
    "customer_relation_code": ("NONE", None),
    "default_country_code": ("XX",),
    "default_language_code": ("klingon",),
    "default_territory_code": ("EAST",),
    "default_correspondence_type": ("pigeon",),
}
OURS = {
    "country_code": "XX",
    "iban": "ES91",
    "swift_code": "CAIX",
    "email": "a@elm.es b@elm.es",
    "name": "x" * 101,
}
OURS |= {
    "currency_code": "XYZ",
    "phone_no": "call",
    "language_code": "klingon",
    "document_header": "x" * 2001,
}
SERIES = {"code": "NEW", "first_no": "N001", "last_no": "N900", "next_no": "N010", "increment": 5}
BAD_SERIES = {
    "first_no": (None, 7, "N", "NÑ", "N" * 20 + "1", "N001X"),
    "last_no": (None, 900, "X900", "N000", "N"),
    "next_no": (None, 10, "X010", "N000", "N"),
    "increment": (None, 0, -1, "5", 1.5, True, 10**7, 10**30),
    "manual_allowed": (None, "yes", 1),
}
TEMPLATE = {
    "contact_type": "firm",
    "number_series": "NONE",
    "payment_terms_code": "NONE",
    "credit_limit": "-1",
}
TEMPLATE |= {"currency_code": "XYZ", "phone_no": "call", "blocked": "payment", "city": "x" * 61}
TEMPLATE |= {"name": "Elm", "iban": "", "note": ""}


def setup() -> Rows:
    """Switches and our company's data that make no sense."""
    for field, values in SWITCHES.items():
        yield from each("PATCH /setup", field, values, {"check_duplicates": False})
    for field, value in OURS.items():
        yield from each("PATCH /company", field, [value, None], {"name_2": "Elm"})
    for picture in (b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"x" * 2**20):
        yield Bad("PUT /company/logo", picture, 422, "logo")


def code_lists() -> Rows:
    """Entries that make no sense, codes that are taken, unknown or in use."""
    for field, values in BAD_SERIES.items():
        yield from each("POST /number-series", field, values, SERIES)
        yield from each("PATCH /number-series/CONT", field, values, {"description": "x"})
    yield Bad("POST /number-series", {"code": "NEW"}, 422, "first_no")
    yield from each(
        "POST /number-series", "first_no", ("", "A%001", "A#1", "A\n1"), {"code": "NEW"}
    )
    codes = (
        "",
        " ",
        "A%",
        "A#",
        "A" * 21,
        "..",
        "A\nB",
        "ß" * 20,
    )  # the last is 40 long in capitals
    yield from each("POST /territories", "code", codes)
    yield from each("PATCH /territories/SOUTH", "code", codes)
    yield Bad("POST /territories", {}, 422, "code")
    yield Bad("POST /territories", {"code": "north"}, 409, "code", "code-taken")
    yield Bad("PATCH /territories/SOUTH", {"code": "North"}, 409, "code", "code-taken")
    for path in ("territories/NORTH", "business-relations/CUST", "number-series/CONT"):
        yield Bad(f"DELETE /{path}", None, 409, slug="in-use")
    for name in ("territories", "customer-templates", "number-series"):
        for method in ("GET", "PATCH", "DELETE"):
            yield Bad(
                f"{method} /{name}/NOWHERE",
                {"description": "x"} if method == "PATCH" else None,
                404,
            )
    for field, value in TEMPLATE.items():
        yield from each("POST /customer-templates", field, [value], {"code": "NEW"})
    yield from each("POST /vendor-templates", "credit_limit", ["1.00"], {"code": "NEW"})
    yield from each(
        "POST /payment-terms", "due_days", (-1, "30", 1.5, None, 10**7), {"code": "NEW"}
    )
    yield from each("POST /salespeople", "email", ["a@elm.es|b@elm.es"], {"code": "NEW"})
    yield from each("POST /salespeople", "phone_no", ["call me"], {"code": "NEW"})


def paths() -> Rows:
    """Addresses and methods that do not exist; undoing what is not there."""
    for request in (
        "PUT /contacts",
        "PATCH /customers",
        "POST /contacts/ELM",
        "PUT /vendors/V-ELM",
        "POST /setup",
    ):
        yield Bad(request, {"name": "Elm"}, 405)
    for request in (
        "DELETE /contacts",
        "DELETE /company",
        "PUT /sync-rules",
        "POST /search",
        "BREW /contacts",
    ):
        yield Bad(request, None, 405)
    for path in (
        "/nothing /contacts/ /contacts/ELM/ /contacts/ELM/nothing /contacts/NOBODY "
        "/contacts/A%2FB /"
    ).split():
        yield Bad(f"GET {path}", None, 404)
    for path in KINDS:
        yield Bad(f"GET /{path}/NOBODY/changes", None, 404)
        yield Bad(f"PATCH /{path}/NOBODY", {"city": "Jaca"}, 404)
        yield Bad(f"DELETE /{path}/NOBODY", None, 404)
    yield Bad("GET /company/logo", None, 404)
    for id_ in ("0", "999999", "9" * 30, "one"):
        yield Bad(f"POST /change-sets/{id_}/undo", {}, 404)
    for act in ("one", "00000000-0000-0000-0000-000000000000", "%00"):
        yield Bad(f"POST /acts/{act}/undo", {}, 404)
    yield from each("POST /change-sets/{setup}/undo", "skip_conflicts", ("yes", 1, None))
    for body in ([], "all", 7):
        yield Bad("POST /change-sets/{setup}/undo", body, 422)
    yield Bad("POST /change-sets/{setup}/undo", None, 409, slug="not-undoable")
