"""The matrix of addresses and roles [10.3], by the rules and not by the code, and what it is tried
on.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from tests.api.bad_requests import CODE_LISTS
from tests.common.images import png
from unisono.contacts.models import Contact
from unisono.duplicates.models import DuplicatePair, LinkSuggestion
from unisono.interactions.models import Message
from unisono.setup.models import PostCode
from unisono.vendors.models import Vendor

ALL = {"reader", "sales", "purchasing", "finance", "administrator"}
ADMINISTRATOR = {"administrator"}
READERS = {
    "contact": ALL,
    "customer": ALL,
    "vendor": ALL,
    "bank_account": {"finance", "administrator"},
}
WRITERS = {
    "contact": {"sales", "purchasing", "administrator"},
    "customer": {"sales", "finance", "administrator"},
    "vendor": {"purchasing", "finance", "administrator"},
    "bank_account": {"finance", "administrator"},
}
COLLECTIONS = {
    "contact": "contacts",
    "customer": "customers",
    "vendor": "vendors",
    "bank_account": "bank-accounts",
}
ROLE_KINDS = ("customer", "vendor", "bank_account")
NEEDED = {
    "number-series": {"first_no": "N1"},
    "customer-templates": {"contact_type": "person"},  # one fits companies already
    "vendor-templates": {"contact_type": "person"},
}
SELLERS, BUYERS, LOGGERS = (
    {"sales", "administrator"},
    {"purchasing", "administrator"},
    WRITERS["contact"],
)
DOCUMENTS = {
    "sales-quotes": SELLERS,
    "sales-orders": SELLERS,
    "sales-blanket-orders": SELLERS,
    "service-orders": SELLERS,
    "purchase-quotes": BUYERS,
    "purchase-orders": BUYERS,
    "purchase-blanket-orders": BUYERS,
}
MULTIPART = (
    b'--oak\r\nContent-Disposition: form-data; name="file"; filename="oak.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\nplanks\r\n--oak--\r\n"
)
SENT = (
    b'--oak\r\nContent-Disposition: form-data; name="source"\r\n\r\nvendors\r\n'
    b'--oak\r\nContent-Disposition: form-data; name="file"; filename="oak.csv"\r\n'
    b"Content-Type: text/csv\r\n\r\nname\nOak\n\r\n--oak--\r\n"
)
FORM = "multipart/form-data; boundary=oak"
WAITING: dict[str, str] = {}  # the file that waits, by the name that it was given
PNG = png(300, 100)
PLACES = b"post_code,city\n28001,Madrid\n"


class Line(NamedTuple):
    """An address as the API has it, who may, and a request: its path (as the address, if left out)
    and body.

    `refusal` is what the others are answered: 404 where a single thing is hidden from them.
    """

    method: str
    address: str
    may: set[str]
    path: str = ""
    body: object = None
    refusal: int = 403


def record_lines():
    """Records, and their history: who reads, who writes."""
    for kind, collection in COLLECTIONS.items():
        reads, writes = READERS[kind], WRITERS[kind]
        yield Line("GET", f"/{collection}", reads)
        yield Line("POST", f"/{collection}", writes, body={"name": "Ash"})
        yield Line("GET", f"/{collection}/{{no}}", reads, f"/{collection}/OAK")
        yield Line(
            "PATCH", f"/{collection}/{{no}}", writes, f"/{collection}/OAK", {"city": "Soria"}
        )
        yield Line("DELETE", f"/{collection}/{{no}}", writes, f"/{collection}/OAK")
        yield Line("GET", f"/{collection}/{{no}}/changes", reads, f"/{collection}/OAK/changes")
        if kind != "contact":
            yield Line(
                "POST", f"/{collection}/{{no}}/contact", writes, f"/{collection}/OAK/contact"
            )


def link_lines():
    """Previews are for those who read the kind; linking and creating from a contact for those who
    write it.
    """
    for kind in ROLE_KINDS:
        link, state = {"role": kind, "no": "OAK"}, "/contacts/{no}/links/{role}/{record_no}"
        yield Line(
            "POST", "/contacts/{no}/link-preview", READERS[kind], "/contacts/OAK/link-preview", link
        )
        yield Line("POST", "/contacts/{no}/links", WRITERS[kind], "/contacts/OAK/links", link)
        yield Line(
            "PATCH", state, WRITERS[kind], f"/contacts/ELM/links/{kind}/ELM", {"state": "paused"}
        )
        yield Line("DELETE", state, WRITERS[kind], f"/contacts/ELM/links/{kind}/ELM")
        yield Line(
            "POST",
            "/contacts/{no}/create-as",
            WRITERS[kind],
            "/contacts/OAK/create-as",
            {"role": kind},
        )


def setup_lines():
    """Everybody who is signed in reads setup, rules and code lists; administrators change them."""
    switches = {
        "/setup": {"vat_check": "off"},
        "/company": {"city": "Soria"},
        "/sync-rules": {"vendor": {"city": "fill"}},
    }
    for path, body in switches.items():
        yield Line("GET", path, ALL)
        yield Line("PATCH", path, ADMINISTRATOR, body=body)
    yield Line("GET", "/contacts/{no}/personal-data", ADMINISTRATOR, "/contacts/ANA/personal-data")
    for method in ("GET", "POST"):
        yield Line(method, "/contacts/{no}/erase", ADMINISTRATOR, "/contacts/ANA/erase")
    yield Line("GET", "/personal-data-acts", ADMINISTRATOR)
    yield Line("GET", "/erasure-proposals", ADMINISTRATOR)
    yield Line("GET", "/audit", ADMINISTRATOR)
    yield Line("GET", "/company/logo", ALL)
    yield Line("PUT", "/company/logo", ADMINISTRATOR, body=PNG)
    yield Line("GET", "/proposals", ALL, "/proposals?country_code=ES")
    yield Line("GET", "/post-codes", ALL, "/post-codes?post_code=1100-053")
    yield Line("PUT", "/post-codes", ADMINISTRATOR, "/post-codes?country_code=ES", PLACES)
    yield Line("DELETE", "/post-codes", ADMINISTRATOR, "/post-codes?country_code=PT")
    for name in CODE_LISTS:
        yield Line("GET", f"/{name}", ALL)
        yield Line("POST", f"/{name}", ADMINISTRATOR, body={"code": "NEW", **NEEDED.get(name, {})})
        yield Line("GET", f"/{name}/{{code}}", ALL, f"/{name}/OLD")
        yield Line(
            "PATCH", f"/{name}/{{code}}", ADMINISTRATOR, f"/{name}/OLD", {"description": "old"}
        )
        yield Line("DELETE", f"/{name}/{{code}}", ADMINISTRATOR, f"/{name}/OLD")


def other_lines():
    """The feed, search, and undoing what somebody else did."""
    yield Line("GET", "/changes", ALL)
    yield Line("GET", "/search", ALL, "/search?q=elm")
    yield Line("GET", "/integrity", ADMINISTRATOR)
    yield Line("POST", "/change-sets/{id}/undo", ADMINISTRATOR, "/change-sets/{change_set}/undo")
    yield Line("POST", "/acts/{act}/undo", ADMINISTRATOR, "/acts/{act}/undo")


def job_lines():
    """Jobs are begun by those who write the kind of record; everybody sees their own,
    administrators all.
    """
    for kind in ROLE_KINDS:
        body = {
            "kind": "create_contacts",
            "source": f"{kind}s",
            "filter": {"city": "Soria"},
            "dry_run": True,
        }
        yield Line("POST", "/jobs", WRITERS[kind], body=body)
    yield Line("GET", "/jobs", ALL)
    yield Line("GET", "/jobs/{id}", ADMINISTRATOR, "/jobs/{job}", refusal=404)
    yield Line("DELETE", "/jobs/{id}", ADMINISTRATOR, "/jobs/{job}", refusal=404)
    yield Line("POST", "/jobs/{id}/resume", ADMINISTRATOR, "/jobs/{job}/resume", refusal=404)


def document_lines():
    """Papers of sales and purchases: everybody reads and prints them; only their own side writes
    them.
    """
    for name, writes in DOCUMENTS.items():
        one, party = f"/{name}/PAPER", "customer" if writes is SELLERS else "vendor"
        body = {"contact_no": "ELM", "lines": [{"description": "Oak planks"}]}
        yield Line("GET", f"/{name}", ALL)
        yield Line("POST", f"/{name}", writes, body=body)
        yield Line("GET", f"/{name}/{{no}}", ALL, one)
        yield Line("GET", f"/{name}/{{no}}.pdf", ALL, f"{one}.pdf")
        yield Line("PATCH", f"/{name}/{{no}}", writes, one, {"note": "planed"})
        yield Line("DELETE", f"/{name}/{{no}}", writes, one)
        yield Line("POST", f"/{name}/{{no}}/refresh", writes, f"{one}/refresh")
        yield Line("POST", f"/{name}/{{no}}/print", ALL, f"{one}/print")
        yield Line(
            "POST", f"/{name}/{{no}}/email", writes, f"{one}/email", {"to": "ana@elm.example"}
        )
        yield Line("GET", f"/{name}/{{no}}/email", writes, f"{one}/email")
        yield Line("POST", f"/{name}/{{no}}/copy", writes, f"{one}/copy")
        yield Line("GET", f"/{name}/{{no}}/changes", ALL, f"{one}/changes")
        if "quotes" in name or "blanket" in name:
            yield Line("POST", f"/{name}/{{no}}/make-order", writes, f"{one}/make-order")
        yield Line(
            "POST", f"/{party}s/{{no}}/{name}", writes, f"/{party}s/ELM/{name}", {"lines": []}
        )
        if "blanket" not in name:
            yield Line(
                "POST", f"/contacts/{{no}}/{name}", writes, f"/contacts/ELM/{name}", {"lines": []}
            )

    for side, writes in (("sales_order", SELLERS), ("purchase_order", BUYERS)):
        chosen = {"document_type": side, "filter": {"no": "PAPER"}}
        yield Line("POST", "/document-papers", ALL, body=chosen)
        yield Line("POST", "/document-statuses", writes, body={**chosen, "status": "released"})


def interaction_lines():
    """The log is read by everybody and written by those who write contacts; so are other
    addresses.
    """
    entry, call = "/interactions/{entry}", {"template_code": "CALL"}
    yield Line("GET", "/interactions", ALL)
    yield Line("POST", "/contacts/{no}/interactions", LOGGERS, "/contacts/ELM/interactions", call)
    yield Line("GET", "/interactions/{id}", ALL, entry)
    yield Line("PATCH", "/interactions/{id}", LOGGERS, entry, {"evaluation": "positive"})
    yield Line("POST", "/interactions/{id}/cancel", LOGGERS, f"{entry}/cancel")
    yield Line("POST", "/interactions/{id}/reinstate", LOGGERS, f"{entry}/reinstate")
    yield Line("POST", "/interactions/{id}/resend", SELLERS, f"{entry}/resend")
    yield Line("GET", "/interactions/{id}/attachments/{key}", ALL, f"{entry}/attachments/{{file}}")
    yield Line("POST", "/interactions/{id}/attachments", LOGGERS, f"{entry}/attachments", MULTIPART)
    letter = {"to": "ana@elm.example", "subject": "Oak"}
    yield Line("POST", "/contacts/{no}/email", LOGGERS, "/contacts/ELM/email", letter)
    yield Line("GET", "/contacts/{no}/salutation", ALL, "/contacts/ELM/salutation")
    formulas = "/salutations/{code}/formulas"
    yield Line("GET", formulas, ALL, "/salutations/MR/formulas")
    yield Line(
        "PATCH", formulas, ADMINISTRATOR, "/salutations/MR/formulas", {"es": {"formal": "A"}}
    )
    yield Line("POST", "/cover-sheets", LOGGERS, body={"contact_nos": ["ELM"]})
    yield Line("GET", "/interaction-template-setup", ALL)
    yield Line("PATCH", "/interaction-template-setup", ADMINISTRATOR, body={"phone_call": ""})
    addresses, street = "/contacts/{no}/alternative-addresses", {"address": "Calle Nueva 2"}
    yield Line("GET", addresses, ALL, "/contacts/ELM/alternative-addresses")
    yield Line("POST", addresses, LOGGERS, "/contacts/ELM/alternative-addresses", street)
    yield Line(
        "PATCH",
        addresses + "/{id}",
        LOGGERS,
        "/contacts/ELM/alternative-addresses/{address}",
        street,
    )
    yield Line(
        "DELETE", addresses + "/{id}", LOGGERS, "/contacts/ELM/alternative-addresses/{address}"
    )


def matching_lines():
    """Duplicates, suggestions, merging; files that wait are their own person's and the
    administrator's.
    """
    contacts = WRITERS["contact"]
    yield Line("GET", "/duplicates", ALL)
    yield Line("GET", "/duplicates/{id}", ALL, "/duplicates/1")
    for kind in ("customer", "vendor"):
        path = f"/{COLLECTIONS[kind]}/{{no}}/merge"
        for tail in ("", "-preview"):
            sent = path.replace("{no}", "ELM") + tail, {"from": "OAK"}
            yield Line("POST", path + tail, WRITERS[kind], *sent)
    yield Line("GET", "/duplicate-groups", ALL)
    yield Line("GET", "/duplicate-groups/{id}", ALL, "/duplicate-groups/1")
    yield Line(
        "PATCH", "/duplicate-groups/{id}", contacts, "/duplicate-groups/1", {"state": "dismissed"}
    )
    yield Line("PATCH", "/duplicates/{id}", contacts, "/duplicates/1", {"state": "dismissed"})
    yield Line("GET", "/link-suggestions", ALL)
    yield Line(
        "PATCH",
        "/link-suggestions/{id}",
        WRITERS["vendor"],
        "/link-suggestions/1",
        {"state": "dismissed"},
    )
    yield Line(
        "POST", "/contacts/{no}/merge-preview", ALL, "/contacts/ELM/merge-preview", {"from": "OAK"}
    )
    yield Line("POST", "/contacts/{no}/merge", contacts, "/contacts/ELM/merge", {"from": "OAK"})
    yield Line("POST", "/imports", WRITERS["vendor"], body=SENT)
    waiting = "/imports/{waiting}"
    yield Line("GET", "/imports/{file}", ADMINISTRATOR, waiting, refusal=404)
    yield Line("GET", "/imports/{file}/rows", ADMINISTRATOR, f"{waiting}/rows", refusal=404)
    mended = {"column": "name", "text": "Ash"}
    yield Line(
        "PATCH",
        "/imports/{file}/rows/{row}",
        ADMINISTRATOR,
        f"{waiting}/rows/2",
        mended,
        refusal=404,
    )


LINES = [
    *record_lines(),
    *link_lines(),
    *setup_lines(),
    *job_lines(),
    *document_lines(),
    *interaction_lines(),
    *matching_lines(),
    *other_lines(),
]


def build(ines, felix):
    """Make ELM and OAK, a contact, a customer, a vendor and a bank account each; ELM's are linked.
    And our banks.
    """
    for tree in ("ELM", "OAK"):
        ines.ok("POST", "/contacts", {"no": tree, "name": tree.title()})
        for kind in ROLE_KINDS:
            body = {"no": tree, "name": tree.title(), "create_contact": False}
            ines.ok("POST", f"/{COLLECTIONS[kind]}", body)
    for kind in ROLE_KINDS:
        ines.ok("POST", "/contacts/ELM/links", {"role": kind, "no": "ELM"})
    for name in CODE_LISTS:
        ines.ok("POST", f"/{name}", {"code": "OLD", **NEEDED.get(name, {})})
    ines.ok("PUT", "/company/logo", raw=PNG)
    PostCode.objects.create(country_code="PT", post_code="1100053", city="Lisboa")
    ines.ok(
        "POST", "/contacts", {"no": "ANA", "type": "person", "name": "Ana Gil", "company_no": "ELM"}
    )
    make_the_bank(ines, felix)
    ines.ok("PATCH", "/contacts/OAK", {"county": "Soria"})
    make_the_documents(ines)
    job = ines.ok(
        "POST",
        "/jobs",
        {"kind": "create_contacts", "source": "customers", "filter": {"city": "Soria"}},
    )
    ines.ok("DELETE", f"/jobs/{job['id']}")
    make_the_findings(ines)


def make_the_findings(ines):
    """A pair and a suggestion, and a file of hers that waits."""
    ids = dict(Contact.objects.values_list("no", "pk"))
    one, other = sorted((ids["ELM"], ids["OAK"]))
    found = {"score": 90, "found_at": datetime.now(UTC)}
    DuplicatePair.objects.create(pk=1, contact_id=one, other_id=other, **found)
    vendor = Vendor.objects.get(no="OAK").pk
    LinkSuggestion.objects.create(
        pk=1, role="vendor", record_id=vendor, contact_id=ids["OAK"], **found
    )
    WAITING["file"] = ines.ok("POST", "/imports", raw=SENT, content_type=FORM)["file"]


def make_the_documents(ines):
    """A document of each type for ELM; a failed e-mail with its attachment; another address."""
    for name in DOCUMENTS:
        ines.ok(
            "POST",
            f"/{name}",
            {"no": "PAPER", "contact_no": "ELM", "lines": [{"description": "Oak"}]},
        )
    ines.ok("POST", "/sales-orders/PAPER/email", {"to": "ana@elm.example"})
    Message.objects.update(state="failed")
    ines.ok("POST", "/contacts/ELM/alternative-addresses", {"address": "Calle Vieja 1"})


def make_the_bank(ines, felix):
    """Make a contact that is our bank and nothing else, with the account SECRET-1; and SECRET-2
    with its contact SAVER.

    Finance changes both, so that the changes reach contacts, ELM's customer and ELM's vendor from
    bank accounts.
    """
    ines.ok("POST", "/contacts", {"no": "BANKER", "name": "Banco de Soria"})
    felix.ok(
        "POST", "/contacts/BANKER/create-as", {"role": "bank_account", "values": {"no": "SECRET-1"}}
    )
    felix.ok("PATCH", "/bank-accounts/SECRET-1", {"city": "Soria"})
    felix.ok("PATCH", "/bank-accounts/ELM", {"no": "SECRET-3", "phone_no": "915 550 101"})
    felix.ok(
        "PATCH", "/bank-accounts/SECRET-3", {"phone_no": "915 550 102", "description": "our secret"}
    )
    felix.ok("PATCH", "/contacts/BANKER/links/bank_account/SECRET-1", {"state": "paused"})
    felix.ok("PATCH", "/contacts/BANKER/links/bank_account/SECRET-1", {"state": "active"})
    felix.ok("PATCH", "/bank-accounts/SECRET-3", {"no": "ELM"})
    made = felix.ok("POST", "/bank-accounts", {"no": "SECRET-2", "name": "Caja de Soria"})
    ines.ok("PATCH", f"/contacts/{made['contact_no']}", {"no": "SAVER"})
    felix.ok("DELETE", "/contacts/SAVER/links/bank_account/SECRET-2")
    felix.ok("POST", "/contacts/SAVER/links", {"role": "bank_account", "no": "SECRET-2"})
