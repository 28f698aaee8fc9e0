"""Actions log themselves, by the template that setup assigns, and never stand in the action's way
[8.1] [8.2].
"""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError

from tests.making import code, company, linked, person, record
from tests.making_documents import log_of, paper, stored, without_template
from unisono.common.errors import Invalid, Refused
from unisono.interactions import kept_files
from unisono.interactions import logging as log
from unisono.interactions.models import Interaction, InteractionTemplate
from unisono.usecases.documents import printing
from unisono.usecases.documents.changing import change_document
from unisono.usecases.documents.orders import make_order
from unisono.usecases.interactions import calls, cover_sheets, entries
from unisono.usecases.interactions.assigning import assign_templates, assigned_templates
from unisono.usecases.records.changing import change_record
from unisono.usecases.setup.code_lists import change_entry

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.mark.django_db
def test_a_fresh_installation_has_a_template_for_every_action_but_opening():
    """[1.3]"""
    assigned = assigned_templates()

    assert [a for a, code in assigned.items() if not code] == [
        a for a in assigned if a.endswith("_opened")
    ]


def test_creating_printing_and_closing_log_themselves(ines, omar):
    """[8.1] An entry has what [8.2] names."""
    contact, _customer = linked(ines, "customer")
    order = paper(omar, "service_order", contact)
    printing.print_document("service_order", order, actor=omar)
    change_document(
        "service_order",
        order,
        {"status": "closed", "work_description": "Caldera limpia"},
        actor=omar,
    )

    actions = ["service_order_created", "service_order_printed", "service_order_closed"]
    assert log_of(contact) == [(action, order) for action in actions]
    entry = Interaction.objects.get(action="service_order_printed")
    assert (entry.contact.no, entry.company.no, entry.document_type, entry.by) == (
        contact,
        contact,
        "service_order",
        "omar",
    )
    assert (entry.template.code, entry.group.code, entry.medium) == (
        "DOC-PRINTED",
        "DOCUMENTS",
        "letter",
    )
    assert (entry.direction, entry.initiated_by, entry.description) == (
        "out",
        "us",
        "Document printed",
    )


def test_what_is_attached_is_byte_for_byte_what_was_printed(ines):
    contact, _customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)

    printed = printing.print_document("sales_order", order, actor=ines)

    attachment = Interaction.objects.get(action="sales_order_printed").attachments.get()
    assert kept_files.content_of(attachment.digest) == printed.file.content
    assert attachment.digest == hashlib.sha256(printed.file.content).hexdigest()
    assert (attachment.name, attachment.type) == (
        f"Order confirmation {order}.pdf",
        "application/pdf",
    )


def test_a_preview_logs_nothing(ines):
    contact, _customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)
    before = log_of(contact)

    assert printing.paper_of("sales_order", order, actor=ines).file.content.startswith(b"%PDF-")
    assert printing.preview_pages("sales_order", order, actor=ines)[0].startswith(b"<svg")

    assert log_of(contact) == before


def test_opening_is_logged_only_where_setup_says_so(ines):
    contact, _customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)

    assert printing.log_opened(stored("sales_order", order), actor=ines) == []
    assert len(log_of(contact)) == 1
    assign_templates({"sales_order_opened": "NOTE"}, actor=ines)
    printing.log_opened(stored("sales_order", order), actor=ines)

    assert log_of(contact)[-1] == ("sales_order_opened", order)


def test_an_order_made_from_a_quote_is_logged_as_created(ines):
    quote = paper(ines, "sales_quote", company(ines, no="ELM"))

    order = make_order("sales_quote", quote, create_party=True, actor=ines).no

    assert log_of("ELM") == [("sales_quote_created", quote), ("sales_order_created", order)]


def test_without_template_the_person_is_told_once_and_again_when_it_was_switched_off_anew(
    ines, omar
):
    """[8.1]"""
    contact, _customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)
    without_template(ines, "sales_order_printed")

    def told(actor):
        return [
            word.code
            for word in printing.print_document("sales_order", order, actor=actor).warnings
        ]

    assert [told(omar), told(omar), told(ines)] == [
        ["no-interaction-template"],
        [],
        ["no-interaction-template"],
    ]
    assert len(log_of(contact)) == 1
    assign_templates({"sales_order_printed": "NOTE"}, actor=ines)
    without_template(ines, "sales_order_printed")
    assert told(omar) == ["no-interaction-template"]


def test_without_contact_the_action_is_done_and_the_person_told(ines):
    sola = record(ines, "customer", "Sola SL")
    order = paper(ines, "sales_order", customer_no=sola)

    printed = printing.print_document("sales_order", order, actor=ines)

    assert [word.code for word in printed.warnings] == ["no-contact"]
    assert printed.file.content.startswith(b"%PDF-")


def test_printing_for_a_privacy_blocked_contact_succeeds_logs_nothing_and_warns(ines):
    firm = company(ines, "Cerámica Ñandú SL")
    quote = paper(ines, "sales_quote", firm)
    before = len(log_of(firm))
    change_record("contact", firm, {"privacy_blocked": True}, actor=ines)

    printed = printing.print_document("sales_quote", quote, actor=ines)

    assert printed.file.content.startswith(b"%PDF")
    assert [warning.code for warning in printed.warnings] == ["privacy-blocked"]
    assert len(log_of(firm)) == before


@pytest.mark.parametrize("blocked", ["the person", "its company"])
@pytest.mark.parametrize("what", ["phone_call", "email"])
def test_no_click_is_logged_for_somebody_who_is_blocked(ines, blocked, what):
    firm = company(ines)
    ana = person(ines, company_no=firm)
    barred = ana if blocked == "the person" else firm
    change_record("contact", barred, {"privacy_blocked": True}, actor=ines)

    with pytest.raises(Refused) as refusal:
        calls.log_click(ana, what, actor=ines)

    assert refusal.value.code == "privacy-blocked"
    assert not log_of(ana)


def test_a_full_disk_costs_the_attachment_and_nothing_else(ines, monkeypatch):
    """The order prints, the entry is there, the person is told."""
    contact, _customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)

    def full(content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_files, "keep", full)
    printed = printing.print_document("sales_order", order, actor=ines)

    assert printed.file.content.startswith(b"%PDF-")
    assert [word.code for word in printed.warnings] == ["not-kept"]
    assert log_of(contact)[-1] == ("sales_order_printed", order)


def test_a_database_that_does_not_take_the_entry_costs_the_entry_and_nothing_else(
    ines, monkeypatch
):
    contact, _customer = linked(ines, "customer")

    def broken(*args, **values):
        raise DatabaseError("no")

    monkeypatch.setattr(log, "store_entry", broken)
    order = paper(ines, "sales_order", contact)
    printed = printing.print_document("sales_order", order, actor=ines)

    assert printed.file.content.startswith(b"%PDF-")
    assert [word.code for word in printed.warnings] == ["not-logged"]
    assert log_of(contact) == []


def test_a_defect_in_logging_keeps_no_paper_back(ines, monkeypatch):
    contact, _customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)

    def broken(*args, **values):
        raise RuntimeError("a defect of ours")

    monkeypatch.setattr(log, "store_entry", broken)
    printed = printing.print_document("sales_order", order, actor=ines)

    assert printed.file.content.startswith(b"%PDF-")
    assert [word.code for word in printed.warnings] == ["not-logged"]


def test_a_click_on_a_number_or_address_is_logged(ines, omar):
    """[8.1] A phone call."""
    firm = company(ines)
    ana = person(ines, company_no=firm)

    calls.log_click(ana, "phone_call", actor=omar)
    calls.log_click(firm, "email", actor=omar)

    assert (log_of(ana), log_of(firm)) == ([("phone_call", "")], [("email", "")])
    assert Interaction.objects.get(action="phone_call").company.no == firm
    with pytest.raises(Invalid):
        calls.log_click(firm, "sales_order_printed", actor=omar)


def test_a_double_click_is_one_call_and_a_call_some_seconds_later_another(ines, omar, monkeypatch):
    firm, at = company(ines), calls.clock()

    def omar_clicks(seconds, actor=omar):
        monkeypatch.setattr(calls, "clock", lambda: at + timedelta(seconds=seconds))
        return calls.log_click(firm, "phone_call", actor=actor).more

    first, second, later = (omar_clicks(seconds) for seconds in (0, 4, 10))
    assert second == {**first, "again": True}
    assert later["entry"] != first["entry"]
    assert omar_clicks(11, ines)["entry"] != later["entry"]

    entries.cancel_interaction(later["entry"], actor=omar)
    assert "again" not in omar_clicks(12)


def test_each_cover_sheet_is_logged_with_its_own_sheet(ines):
    firms = [company(ines, name) for name in ("Elm SL", "Oak SL")]

    file, words = cover_sheets.print_cover_sheets(
        firms, {"subject": "Catálogo", "body": "Hola"}, actor=ines
    )

    assert (file.content[:5], words) == (b"%PDF-", [])
    assert [log_of(no) for no in firms] == [
        [("cover_sheet_printed", "")],
        [("cover_sheet_printed", "")],
    ]
    digests = {entry.attachments.get().digest for entry in Interaction.objects.all()}
    assert len(digests) == 2


def test_a_salesperson_is_the_document_s_else_the_contact_s(ines):
    code(ines, "salespeople", "ANA")
    code(ines, "salespeople", "EVA")
    contact, _customer = linked(ines, "customer", salesperson_code="ANA")
    order = paper(ines, "sales_order", contact)
    change_document("sales_order", order, {"salesperson_code": "EVA"}, actor=ines)

    printing.print_document("sales_order", order, actor=ines)
    calls.log_click(contact, "phone_call", actor=ines)

    assert Interaction.objects.get(action="sales_order_printed").salesperson.code == "EVA"
    assert Interaction.objects.get(action="phone_call").salesperson.code == "ANA"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"colour": "NOTE"}, "colour"),
        ({"phone_call": "NONE"}, "phone_call"),
        ({"email": 7}, "email"),
    ],
)
def test_only_known_templates_are_assigned_to_known_actions(ines, values, field):
    before = assigned_templates()

    with pytest.raises(Invalid) as refusal:
        assign_templates({**values, "sales_quote_created": "NOTE"}, actor=ines)

    assert [error.field for error in refusal.value.errors] == [field]
    assert assigned_templates() == before


def test_a_renamed_template_goes_on_logging(ines):
    change_entry("interaction-templates", "CALL", {"code": "LLAMADA"}, actor=ines)

    calls.log_click(company(ines, no="ELM"), "phone_call", actor=ines)

    assert Interaction.objects.get().template.code == "LLAMADA"
    assert not InteractionTemplate.objects.filter(code="CALL").exists()


def test_what_happened_with_a_person_who_moved_stays_where_it_happened(ines):
    """[5.4]"""
    elm, oak = company(ines, "Elm SL"), company(ines, "Oak SL")
    ana = person(ines, company_no=elm)
    calls.log_click(ana, "phone_call", actor=ines)

    change_record("contact", ana, {"company_no": oak}, actor=ines)
    calls.log_click(ana, "email", actor=ines)

    assert [entry.company.no for entry in Interaction.objects.order_by("id")] == [elm, oak]
