"""A person with traces in every place that there is."""

import io
from typing import NamedTuple

from tests.carddav.phone import Phone
from tests.making import company, person, row
from tests.making_documents import paper
from unisono.access.models import RequestKey, SavedView, User
from unisono.common.clock import clock
from unisono.contacts.models import Contact
from unisono.duplicates.models import DuplicatePair, LinkSuggestion
from unisono.imports.results import RowResult
from unisono.interactions.entry_values import File
from unisono.jobs.models import Job, JobError, JobMatch
from unisono.usecases.address_books.book_entries import set_star
from unisono.usecases.documents import printing
from unisono.usecases.documents.changing import change_document
from unisono.usecases.imports import staged
from unisono.usecases.interactions import entries, messages
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.records.merging import merge
from unisono.usecases.records.other_addresses import add_address

NAME, EMAIL, PHONE = "Ana Gil Muñoz", "ana.gil@example.com", "+34 600 111 222"


class Traces(NamedTuple):
    """Where she is: her number and those of her company and records."""

    no: str
    company: str
    customer: str
    vendor: str
    order: str
    file: str


def sent(text, name="lista.csv"):
    """A file as it was sent."""
    file = io.BytesIO(text.encode())
    file.name = name
    file.chunks = lambda: [file.getvalue()]
    return file


def everywhere(actor):
    """Ana Gil: a customer with an order that is closed, and a vendor, with calls,
    e-mails and papers, merged from two cards, in lists that wait, jobs, views and findings.
    """
    no = person(actor, NAME, email=EMAIL, phone_no=PHONE, note="Vive en Cádiz")
    other = person(actor, "Anna Gil", email="anna@example.com")
    merge(no, other, actor=actor)
    add_address(no, {"description": "Verano", "address": "Calle Mar 1"}, actor=actor)
    made = [create_as(no, kind, actor=actor).no for kind in ("customer", "vendor")]
    order = paper(actor, "sales_order", no)
    printing.print_document("sales_order", order, actor=actor)
    change_document("sales_order", order, {"status": "closed"}, actor=actor)
    note = [File("nota.txt", "text/plain", b"Nota de Ana")]
    entries.log_interaction(
        no,
        {"template_code": "MEETING", "description": "Visita", "comment": "Le gusta el mar"},
        note,
        actor=actor,
    )
    messages.email_contact(no, {"to": EMAIL, "subject": "Hola", "body": "Querida Ana"}, actor=actor)
    change_record("contact", no, {"mobile_phone_no": "+34 600 999 888"}, actor=actor)
    firm = company(actor, "Hotel Sol SA")
    lines = ["name,email", f"{NAME},x@example.com", f"Otro,{EMAIL}", "Nadie,n@example.com"]
    file = staged.stage(sent("\n".join(lines)), "contacts", actor)
    told = [RowResult(number, "refused", "", (("name", NAME),)) for number in (2, 3, 4)]
    staged.staged_file(file, actor).put_results(told)
    _by_machines(no, actor)
    _on_a_phone(no, actor)
    return Traces(no, firm, *made, order, file)


def _on_a_phone(no, actor):
    """She is on a phone, which keeps her birthday, with a change that waits."""
    phone = Phone(actor, book="starred")
    set_star(no, True, actor=actor)
    name = f"contact-{row('contact', no).pk}.vcf"
    card = phone.fetch(name)
    change_record("contact", no, {"city": "Jaca"}, actor=actor)
    phone.put(name, card.replace("END:", "BDAY:1980-02-29\r\nADR:;;;Huesca;;;\r\nEND:"))
    phone.names()


def _by_machines(no, actor):
    user, contact = User.objects.get(pk=actor.user_id), row("contact", no)
    answer = {"status": 201, "answer": f'{{"no": "{no}"}}'}
    RequestKey.objects.create(user=user, key="k", digest="d", at=clock(), **answer)
    SavedView.objects.create(user=user, kind="contact", name="Ana", query="q=Ana+Gil+Mu%C3%B1oz")
    asked = {"kind": "import", "state": "done", "payload": {"to": EMAIL}}
    job = Job.objects.create(user=user, created_at=clock(), **asked)
    JobError.objects.create(job=job, no="#3", detail=f"{EMAIL} is no e-mail")
    JobMatch.objects.create(job=job, no="K1", contact_no=no, score=80)
    first = Contact.objects.exclude(pk=contact.pk).order_by("pk").first()
    if first is not None:
        low, high = sorted((first.pk, contact.pk))
        DuplicatePair.objects.create(contact_id=low, other_id=high, score=70, found_at=clock())
    found = {"score": 70, "found_at": clock()}
    LinkSuggestion.objects.create(role="customer", record_id=1, contact_id=contact.pk, **found)
