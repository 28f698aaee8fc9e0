"""A person is erased: what goes, what stays and why; nothing brings her back [10.2]."""

import contextlib

import pytest
from django.conf import settings
from django.core.mail import EmailMessage

from tests.making import company, exists, person, row
from tests.making_documents import paper
from tests.privacy.persons import EMAIL, NAME, PHONE, everywhere, sent
from unisono.access.models import SavedView
from unisono.audit.models import AuditEntry
from unisono.common.errors import InUse, NotAllowed, NotFound
from unisono.common.mail import FolderBackend
from unisono.contacts.models import Contact
from unisono.documents.models import Document
from unisono.history.models import Change, ChangeSet
from unisono.interactions.models import Attachment, Interaction, Message
from unisono.privacy.person import NotAPerson
from unisono.undo.permission import NotUndoable
from unisono.usecases.documents.changing import change_document
from unisono.usecases.imports import staged
from unisono.usecases.interactions import messages
from unisono.usecases.lists.searching import search
from unisono.usecases.privacy.erasing import erase_person, foresee_erasure
from unisono.usecases.privacy.exporting import export_personal_data
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.records.merging import merge
from unisono.usecases.undo.undo_change_sets import undo_change_set

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def ana(ines):
    """Ana Gil, with traces everywhere."""
    return everywhere(ines)


def test_she_goes_and_what_has_to_be_kept_stays_without_her(
    ines, ana, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(ana.no, actor=ines)

    assert not exists("contact", ana.no)
    assert not exists("vendor", ana.vendor)
    kept = row("customer", ana.customer)
    assert (kept.name, kept.phone_no, kept.email, kept.note, kept.blocked) == (
        ana.customer,
        "",
        "",
        "",
        "all",
    )
    order = Document.objects.get(no=ana.order)
    assert (order.name, order.contact_id, order.customer.no) == (NAME, None, ana.customer)
    entries = Interaction.objects.filter(template="MEETING")
    assert [(e.description, e.comment, e.contact_name) for e in entries] == [("", "", "")]
    printed = Interaction.objects.get(action="sales_order_printed")
    assert (printed.document_no, printed.attachments.count()) == (ana.order, 1)
    assert not Attachment.objects.filter(name="nota.txt").exists()
    assert len(list((settings.DATA / "attachments").rglob("*/*"))) == 1
    message = Message.objects.get()
    assert (message.to, message.subject, message.body, message.state) == ("", "", "", "failed")


def test_a_list_that_waits_loses_her_rows_alone(ines, ana):
    erase_person(ana.no, actor=ines)

    waiting = staged.staged_file(ana.file, ines)
    assert [r.cells["name"] for r in waiting.rows(0, 10)] == ["Nadie"]
    assert NAME not in str(waiting.about())


def test_the_history_says_who_did_what_and_no_more(ines, ana):
    key = row("contact", ana.no).pk

    done = erase_person(ana.no, actor=ines)

    changes = Change.objects.filter(kind="contact", record_id=key)
    assert {change.event for change in changes} == {"erased"}
    assert not any(change.values for change in changes)
    told = [change.detail["event"] for change in changes.order_by("pk")]
    assert (told[0], told[-1]) == ("created", "deleted")
    assert "phone_no" in changes.order_by("pk").first().detail["fields"]
    assert all(
        word not in str(list(Change.objects.exclude(kind="sales_order").values()))
        for word in (EMAIL, PHONE)
    )
    assert ChangeSet.objects.get(pk=done.change_set).via == "erasure"


def test_no_undo_brings_her_back(ines, ana):
    before = list(ChangeSet.objects.order_by("-pk"))
    done = erase_person(ana.no, actor=ines)

    with pytest.raises(NotUndoable):
        undo_change_set(done.change_set, actor=ines)
    for change_set in before:
        try:
            undo_change_set(change_set.pk, skip_conflicts=True, actor=ines)
        except (NotUndoable, InUse, NotFound):
            continue
    assert not exists("contact", ana.no)
    assert not exists("vendor", ana.vendor)
    assert [kind for kind, _row in search("Gil Muñoz", 9, ines).hits] == [
        "sales_order"
    ]  # its own copy


def test_a_name_left_on_the_card_of_her_company_goes_too(ines):
    firm = company(ines, "Hotel Sol SA")
    her = person(ines, NAME, company_no=firm)

    customer = create_as(firm, "customer", actor=ines).no
    change_record("customer", customer, {"primary_contact_no": her}, actor=ines)
    assert row("customer", customer).contact_name == NAME
    told = {each.place.name: each.rows for each in foresee_erasure(her, actor=ines).places}
    assert (told["named_on"], "linked_records" in told) == (1, False)

    erase_person(her, actor=ines)

    assert row("customer", customer).contact_name == ""
    assert NAME not in str(list(Change.objects.filter(kind="customer").values_list("values")))


@pytest.mark.parametrize("status", ["open", "released"])
def test_documents_that_are_open_keep_her(ines, status):

    her = person(ines, NAME)
    create_as(her, "customer", actor=ines)
    order = paper(ines, "sales_order", her)
    change_document("sales_order", order, {"status": status}, actor=ines)

    foreseen = foresee_erasure(her, actor=ines)
    assert order in foreseen.hindrance
    with pytest.raises(InUse, match=order):
        erase_person(her, actor=ines)
    assert row("contact", her).name == NAME


def test_what_would_become_of_it_is_told_beforehand_and_nothing_is_done(ines, ana):
    foreseen = foresee_erasure(ana.no, actor=ines)

    told = {each.place.name: each.rows for each in foreseen.places}
    assert (told["contact"], told["linked_records"], told["documents"]) == (1, 2, 1)
    assert (told["imports_waiting"], told["messages"], foreseen.hindrance) == (2, 1, "")
    assert exists("contact", ana.no)
    assert not AuditEntry.objects.filter(subject=ana.no).exists()


def test_the_export_has_all_of_it(ines, ana):
    found = export_personal_data(ana.no, actor=ines)

    places = {place.name: rows for place, rows in found.places}
    assert places["contact"][0]["email"] == EMAIL
    assert {each["kind"] for each in places["linked_records"]} == {"customer", "vendor"}
    for place, words in {
        "other_addresses": "Calle Mar 1",
        "interactions": "Le gusta el mar",
        "messages": "Querida Ana",
        "attachments": "nota.txt",
        "documents": ana.order,
        "history": "+34 600 999 888",
        "imports_waiting": "x@example.com",
        "jobs": "is no e-mail",
        "saved_views": "q=Ana",
    }.items():
        assert words in str(places[place]), place


def test_who_exported_and_who_erased_is_on_record(ines, ana):
    export_personal_data(ana.no, actor=ines)
    erase_person(ana.no, actor=ines)

    acts = AuditEntry.objects.filter(subject=ana.no).order_by("pk").values_list("action", "by")
    assert list(acts) == [("personal-data-exported", "ines"), ("personal-data-erased", "ines")]


@pytest.mark.parametrize("name", ["omar", "petra", "felix", "lena"])
def test_only_administrators_may(as_user, ana, name):
    for use_case in (erase_person, foresee_erasure, export_personal_data):
        with pytest.raises(NotAllowed):
            use_case(ana.no, actor=as_user(name))


def test_a_company_has_no_personal_data(ines):
    firm = company(ines)
    for use_case in (erase_person, foresee_erasure, export_personal_data):
        with pytest.raises(NotAPerson):
            use_case(firm, actor=ines)


def test_a_namesake_is_left_alone(ines):
    her, namesake = person(ines, NAME, email=EMAIL), person(ines, NAME, email="other@example.com")
    change = Change.objects.filter(kind="contact", no=namesake).get()

    erase_person(her, actor=ines)

    assert row("contact", namesake).email == "other@example.com"
    assert Change.objects.get(pk=change.pk).values == change.values


def test_no_undo_brings_her_back_through_a_chain_of_merges(ines):
    first, second = person(ines, NAME, email=EMAIL), person(ines, "Ana G. Muñoz")
    her = person(ines, "Ana Gil M.")
    merge(second, first, actor=ines)
    merge(her, second, actor=ines)

    erase_person(her, actor=ines)

    sets = ChangeSet.objects.order_by("-pk").exclude(via="setup")
    for change_set in list(sets):
        with contextlib.suppress(NotUndoable, InUse, NotFound):
            undo_change_set(change_set.pk, skip_conflicts=True, actor=ines)
    assert not Contact.objects.filter(email=EMAIL).exists()
    assert EMAIL not in str(list(Change.objects.values_list("values")))


def test_what_she_shares_with_others_is_theirs(ines):
    """The e-mail of the company, a short phone, a number within a number."""
    firm = company(ines, "Xul SL", email="info@xul.example", phone_no="+34 955 123 456")
    bob = person(ines, "Bernardo Ruiz", email="info@xul.example", company_no=firm)
    her = person(ines, NAME, email="info@xul.example", phone_no="1234", company_no=firm)
    messages.email_contact(
        bob, {"to": "info@xul.example", "subject": "Contrato", "body": "B"}, actor=ines
    )
    lines = ["name,email,phone", "Bernardo,info@xul.example,9", "Otra,o@example.com,1234"]
    file = staged.stage(sent("\n".join(lines)), "contacts", ines)
    SavedView.objects.create(user_id=ines.user_id, kind="contact", name="x", query="no=C012345")

    found = export_personal_data(her, actor=ines)
    erase_person(her, actor=ines)

    assert "Contrato" not in str(found.places)
    assert Message.objects.get().body == "B"
    assert len(staged.staged_file(file, ines).rows(0, 9)) == 2
    assert SavedView.objects.count() == 1
    changes = Change.objects.filter(kind="contact", no=firm)
    assert "+34 955 123 456" in str(list(changes.values_list("values")))


def test_an_email_to_several_loses_her_alone(ines):
    bob = person(ines, "Bernardo Ruiz", email="bob@example.com")
    her = person(ines, NAME, email=EMAIL)
    values = {"to": f"bob@example.com;{EMAIL}", "subject": "Hola", "body": "A los dos"}
    messages.email_contact(bob, values, actor=ines)

    erase_person(her, actor=ines)

    message = Message.objects.get()
    assert (message.to, message.body) == ("bob@example.com", "A los dos")


def test_names_of_before_and_names_of_one_word_go_from_the_history_around_her(ines):
    firm = company(ines, "Hotel Sol SA")
    her = person(ines, "Zulemita", company_no=firm)
    customer = create_as(firm, "customer", actor=ines).no
    change_record("customer", customer, {"primary_contact_no": her}, actor=ines)
    change_record("contact", her, {"name": "Zulema Ríos"}, actor=ines)

    erase_person(her, actor=ines)

    told = str(list(Change.objects.values_list("values", "detail")))
    assert ("Zulemita" in told, "Zulema" in told) == (False, False)


def test_emails_that_lie_in_the_data_folder_go_too(ines, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "MAIL_FOLDER", tmp_path / "mail")
    her = person(ines, NAME, email=EMAIL)
    for number, to in enumerate([[EMAIL], [EMAIL, "bob@example.com"], ["bob@example.com"]]):
        FolderBackend().send_messages([EmailMessage(f"Hola {number}", "Texto", to=to)])

    assert "Hola 0" in str(export_personal_data(her, actor=ines).places)
    erase_person(her, actor=ines)

    left = "".join(path.read_text() for path in sorted((tmp_path / "mail").iterdir()))
    assert (EMAIL in left, "Hola 0" in left, "Hola 1" in left, "Hola 2" in left) == (
        False,
        False,
        True,
        True,
    )


def test_who_was_deleted_before_can_be_erased_still(ines):
    her = person(ines, NAME, email=EMAIL)
    gone = delete_contact(her, actor=ines)

    assert EMAIL in str(export_personal_data(her, actor=ines).places)
    erase_person(her, actor=ines)

    assert EMAIL not in str(list(Change.objects.values_list("values")))
    with contextlib.suppress(NotUndoable, InUse):
        undo_change_set(gone.change_set, actor=ines)
    assert not exists("contact", her)
