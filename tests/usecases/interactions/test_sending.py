"""E-mails through a real SMTP server: what arrives, is refused, is tried again, and what a person
is told [7.5].
"""

import email
import socket
from email import policy
from email.utils import parseaddr

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from tests.making import code, company, linked, person
from tests.making_documents import log_of, paper, without_template
from unisono.common.errors import Conflict, Invalid, NotAllowed, Refused
from unisono.interactions import entry_values, kept_files
from unisono.interactions.entry_values import File
from unisono.interactions.models import Interaction, Message
from unisono.jobs import queue
from unisono.jobs.models import Job
from unisono.setup.models import OurCompany
from unisono.usecases.documents import sending
from unisono.usecases.interactions import messages
from unisono.usecases.jobs.jobs import cancel_job, resume_job
from unisono.usecases.records.changing import change_record
from unisono.usecases.setup.code_lists import delete_entry
from unisono.usecases.setup.setup import change_company
from unisono.usecases.users import users
from unisono.worker import loop


class Post:
    """A mail server that keeps what it takes; `refused` recipients and `answer` make it say no."""

    def __init__(self):
        self.taken, self.refused, self.answer = [], {}, "250 taken"

    async def handle_RCPT(self, server, session, envelope, address, options):
        """Take a recipient, or refuse it."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        """Take a message, or refuse it."""
        if self.answer.startswith("250"):
            self.taken.append(
                (
                    envelope.rcpt_tos,
                    email.message_from_bytes(envelope.content, policy=policy.default),
                )
            )
        return self.answer


def free_port():
    """A port of this machine that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def post(monkeypatch, tmp_path):
    """A mail server on a free port of this machine, to which the product sends."""
    yield from served(monkeypatch, tmp_path, takes_any_letters=True)


@pytest.fixture
def old_post(monkeypatch, tmp_path):
    """A mail server that knows no addresses beyond ASCII."""
    yield from served(monkeypatch, tmp_path, takes_any_letters=False)


def served(monkeypatch, tmp_path, takes_any_letters):
    """A mail server, while a test lasts."""
    handler = Post()
    port = free_port()
    controller = Controller(
        handler, hostname="127.0.0.1", port=port, enable_SMTPUTF8=takes_any_letters
    )
    controller.start()
    values = {
        "EMAIL_BACKEND": "unisono.common.mail.SmtpBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_TIMEOUT": 5,
        "DEFAULT_FROM_EMAIL": "ventas@elm.example",
        "MAIL_FOLDER": tmp_path / "mail",
    }
    for name, value in values.items():
        monkeypatch.setattr(settings, name, value)
    yield handler
    controller.stop()


def work():
    """Let a worker do what waits in the queue now."""
    while (job := queue.claim("test")) is not None:
        loop.work_on(job)


@pytest.fixture
def order(ines):
    """An order of a German customer whose name has what names have."""
    change_company({"name": "Elm & Cía, S.L."}, actor=ines)
    contact, _customer = linked(
        ines,
        "customer",
        name="Muñoz & Söhne GmbH",
        email="einkauf@muñoz.example",
        language_code="es-ES",
    )
    return paper(ines, "sales_order", contact)


def send(actor, no, **values):
    return sending.email_document("sales_order", no, values, actor=actor)


def test_the_order_arrives_with_its_pdf_byte_for_byte(ines, post, order):
    users.change_user("ines", email="ines@elm.example", actor=None)

    outcome = send(ines, order, to="Einkauf@elm.example;ana@elm.example")
    work()

    ((recipients, message),) = post.taken
    assert recipients == ["Einkauf@elm.example", "ana@elm.example"]
    assert parseaddr(str(message["From"])) == ("Elm & Cía, S.L.", "ventas@elm.example")
    assert str(message["Reply-To"]) == "ines@elm.example"
    assert str(message["Subject"]).strip() == f"Confirmación de pedido {order} de Elm & Cía, S.L."
    assert message["Message-ID"] == Message.objects.get().message_id
    body, pdf = message.iter_parts()
    assert "Estimados señores:" in body.get_content()
    assert (pdf.get_content_type(), pdf.get_filename()) == (
        "application/pdf",
        f"Confirmación de pedido {order}.pdf",
    )
    entry = Interaction.objects.get(action="sales_order_emailed")
    assert pdf.get_content() == kept_files.content_of(entry.attachments.get().digest)
    assert (entry.message.state, entry.message.attempts, outcome.warnings) == ("sent", 1, [])
    assert Job.objects.get(kind="email").state == "done"


def test_an_internationalised_address_arrives(ines, post, order):
    send(ines, order)
    work()

    ((recipients, message),) = post.taken
    assert recipients == ["einkauf@" + "muñoz.example".encode("idna").decode()]
    assert str(message["To"]).startswith("einkauf@")


def test_addresses_are_listed_as_mail_programs_write_them(ines, post, order):
    send(ines, order, to='"Gil, Ana" <ana@elm.example>, eva@elm.example;')
    work()

    assert post.taken[0][0] == ["ana@elm.example", "eva@elm.example"]


def test_letters_beyond_ascii_before_the_at_arrive_as_they_are(ines, post, order):
    send(ines, order, to="josé@rüter.example;ana@elm.example", subject="Señal")
    work()

    ((recipients, message),) = post.taken
    assert recipients == ["josé@xn--rter-0ra.example", "ana@elm.example"]
    assert str(message["To"]) == "josé@xn--rter-0ra.example, ana@elm.example"
    assert str(message["Subject"]) == "Señal"
    assert Message.objects.get().state == "sent"


def test_a_server_that_does_not_take_them_is_said_and_nothing_is_sent(ines, old_post, order):
    send(ines, order, to="josé@rüter.example")
    work()

    found = Message.objects.get()
    assert (old_post.taken, found.state) == ([], "failed")
    assert "josé@rüter.example" in found.error
    assert "SMTPUTF8" in found.error


def test_in_the_folder_the_address_is_no_encoded_word(ines, post, order, monkeypatch):
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "unisono.common.mail.FolderBackend")

    send(ines, order, to="josé@rüter.example")
    work()

    (file,) = settings.MAIL_FOLDER.glob("*.eml")
    assert "To: josé@xn--rter-0ra.example" in file.read_text()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "Pedido\nBcc: eva@evil.example"),
        ("subject", "Pedido\r\n\r\nHola"),
        ("to", "ana@elm.example\nBcc: eva@evil.example"),
        ("to", "ana@elm.example, no es"),
        ("to", "Ana <ana@elm.example"),
        ("to", ""),
        ("subject", ""),
        ("subject", "x" * 201),
        ("body", "a\x00b"),
    ],
)
def test_no_header_comes_in_by_a_subject_or_address(ines, post, order, field, value):
    with pytest.raises(Invalid) as refusal:
        send(ines, order, **{"to": "ana@elm.example", field: value})

    assert [error.field for error in refusal.value.errors] == [field]
    assert not Message.objects.exists()


def test_no_header_comes_in_by_a_name(ines, post, order):
    """A line break cannot be typed into a name; written past the product, it still makes no
    header.
    """
    OurCompany.objects.update(name="Elm\r\nBcc: eva@evil.example")

    send(ines, order, to="ana@elm.example", subject="Pedido", body="Hola")
    work()

    assert (Message.objects.get().state, post.taken) == ("failed", [])


def test_a_refused_recipient_is_told_on_the_timeline_and_the_mail_sent_again(ines, post, order):
    """A failed delivery shows and can be sent again."""
    post.refused["nadie@elm.example"] = "550 no such person"
    send(ines, order, to="nadie@elm.example")
    work()

    entry = Interaction.objects.get(action="sales_order_emailed")
    assert (entry.message.state, post.taken) == ("failed", [])
    assert "550 no such person" in entry.message.error
    assert Job.objects.get(kind="email").state == "failed"
    messages.send_again(entry.pk, "ana@elm.example", actor=ines)
    work()

    ((recipients, message),) = post.taken
    entry.refresh_from_db()
    assert (recipients, entry.message.state) == (["ana@elm.example"], "sent")
    pdf = list(message.iter_parts())[1]
    assert pdf.get_content() == kept_files.content_of(entry.attachments.get().digest)


def test_of_two_recipients_the_one_that_was_refused_is_named(ines, post, order):
    post.refused["nadie@elm.example"] = "550 no such person"

    send(ines, order, to="ana@elm.example;nadie@elm.example")
    work()

    message = Message.objects.get()
    assert (message.state, "nadie@elm.example" in message.error) == ("failed", True)
    assert [recipients for recipients, _message in post.taken] == [["ana@elm.example"]]


def test_what_fails_for_now_is_tried_again_later_and_then_arrives(ines, post, order):
    post.answer = "451 come back later"
    send(ines, order, to="ana@elm.example")
    work()
    job, message = Job.objects.get(kind="email"), Message.objects.get()
    assert (job.state, message.state, message.attempts) == ("queued", "waiting", 1)
    assert "451" in message.error
    assert job.not_before is not None

    work()  # not yet
    assert Message.objects.get().attempts == 1
    post.answer = "250 taken"
    Job.objects.update(not_before=None)
    work()

    assert (Message.objects.get().state, len(post.taken)) == ("sent", 1)


def test_after_some_tries_it_has_failed_and_a_person_can_let_it_go_on(ines, post, order):
    post.answer = "451 come back later"
    send(ines, order, to="ana@elm.example")
    for _try in range(len(messages.WAITS) + 1):
        work()
        Job.objects.update(not_before=None)

    job = Job.objects.get(kind="email")
    assert (job.state, Message.objects.get().state, Message.objects.get().attempts) == (
        "failed",
        "failed",
        5,
    )
    post.answer = "250 taken"
    resume_job(job.pk, actor=ines)
    work()
    assert (Message.objects.get().state, len(post.taken)) == ("sent", 1)


def test_a_server_that_is_not_there_is_tried_again(ines, post, order, monkeypatch):
    monkeypatch.setattr(settings, "EMAIL_PORT", free_port())

    send(ines, order, to="ana@elm.example")
    work()

    assert (Message.objects.get().state, Job.objects.get(kind="email").state) == (
        "waiting",
        "queued",
    )


def test_a_cancelled_job_sends_nothing_and_says_so(ines, post, order):
    send(ines, order, to="ana@elm.example")

    cancel_job(Job.objects.get(kind="email").pk, actor=ines)
    work()

    assert (Message.objects.get().state, post.taken) == ("failed", [])


def test_nobody_who_was_locked_out_has_anything_sent(ines, omar, post, order):
    send(omar, order, to="ana@elm.example")
    users.change_user("omar", disabled=True, actor=ines)

    work()

    assert (Message.objects.get().state, post.taken) == ("failed", [])


def test_a_disk_that_does_not_take_the_pdf_sends_nothing_and_says_so(
    ines, post, order, monkeypatch
):
    def full(content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_files, "keep", full)

    with pytest.raises(Refused) as refusal:
        send(ines, order, to="ana@elm.example")

    assert refusal.value.code == "storage-full"
    assert not Message.objects.exists()
    assert not Job.objects.exists()


def test_without_mail_server_it_becomes_a_file_and_the_person_is_told(
    ines, post, order, monkeypatch
):
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "unisono.common.mail.FolderBackend")

    outcome = send(ines, order, to="ana@elm.example")
    work()

    (file,) = settings.MAIL_FOLDER.iterdir()
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert [word.code for word in outcome.warnings] == ["written-to-folder"]
    assert (str(message["To"]), Message.objects.get().state) == ("ana@elm.example", "sent")


def test_the_proposal_is_in_the_language_of_the_party_and_by_its_type(ines, post, order):
    code(
        ines,
        "mail-texts",
        "ORDERS-ES",
        document_type="sales_order",
        language_code="es",
        subject="Su pedido {no} {unknown}",
        body="Hola, {name}",
    )

    found = sending.proposal("sales_order", order, actor=ines)

    assert found.subject == f"Su pedido {order} {{unknown}}"
    assert (found.body, found.to) == ("Hola, Muñoz & Söhne GmbH", "einkauf@muñoz.example")
    for each in ("ORDERS-ES", "DOCUMENT-ES", "DOCUMENT-EN"):
        delete_entry("mail-texts", each, actor=ines)
    assert (
        sending.proposal("sales_order", order, actor=ines).subject
        == f"Confirmación de pedido {order}"
    )


def test_only_those_who_write_the_document_send_it(ines, post, order, petra, lena):
    for actor in (petra, lena):
        with pytest.raises(NotAllowed):
            send(actor, order, to="ana@elm.example")


def test_an_e_mail_from_a_contact_is_sent_and_logged(ines, post):
    """[8.1]"""
    firm = company(ines)
    ana = person(ines, company_no=firm)

    values = {"to": "ana@elm.example", "subject": "Catálogo", "body": "Hola"}
    messages.email_contact(ana, values, actor=ines)
    work()

    assert log_of(ana) == [("email", "")]
    assert (Interaction.objects.get().description, Message.objects.get().state) == (
        "Catálogo",
        "sent",
    )
    assert [str(message["Subject"]) for _recipients, message in post.taken] == ["Catálogo"]
    change_record("contact", firm, {"privacy_blocked": True}, actor=ines)
    with pytest.raises(Refused) as refusal:
        messages.email_contact(ana, values, actor=ines)
    assert refusal.value.code == "privacy-blocked"


def test_what_is_on_its_way_or_no_mail_is_not_sent_again(ines, post, order):
    send(ines, order, to="ana@elm.example")
    emailed = Interaction.objects.get(action="sales_order_emailed")
    created = Interaction.objects.get(action="sales_order_created")

    for entry in (emailed, created):
        with pytest.raises(Conflict):
            messages.send_again(entry.pk, actor=ines)


def test_without_template_it_is_sent_all_the_same(ines, post, order):
    without_template(ines, "sales_order_emailed")

    outcome = send(ines, order, to="ana@elm.example")
    work()

    assert [word.code for word in outcome.warnings] == ["no-interaction-template"]
    assert len(post.taken) == 1


def test_an_e_mail_cancelled_while_it_is_being_sent_says_that_it_arrived(
    ines, post, order, monkeypatch
):
    send(ines, order, to="ana@elm.example")
    job = queue.claim("test")
    deliver = messages.deliver

    def cancelled_meanwhile(message):
        found = deliver(message)
        cancel_job(job.pk, actor=ines)
        return found

    monkeypatch.setattr(messages, "deliver", cancelled_meanwhile)
    loop.work_on(job)

    assert (Message.objects.get().state, Job.objects.get(pk=job.pk).state, len(post.taken)) == (
        "sent",
        "done",
        1,
    )


def test_one_cancelled_while_it_could_not_be_sent_has_failed(ines, post, order, monkeypatch):
    post.answer = "451 come back later"
    send(ines, order, to="ana@elm.example")
    job = queue.claim("test")
    deliver = messages.deliver

    def cancelled_meanwhile(message):
        found = deliver(message)
        cancel_job(job.pk, actor=ines)
        return found

    monkeypatch.setattr(messages, "deliver", cancelled_meanwhile)
    loop.work_on(job)

    assert (Message.objects.get().state, Job.objects.get(pk=job.pk).state) == (
        "failed",
        "cancelled",
    )


def test_a_document_is_sent_again_only_by_those_who_write_it_and_only_after_it_failed(
    ines, petra, post, order
):
    post.refused["nadie@elm.example"] = "550 no such person"
    send(ines, order, to="nadie@elm.example")
    work()
    entry = Interaction.objects.get(action="sales_order_emailed")

    with pytest.raises(NotAllowed):
        messages.send_again(entry.pk, "petra@elm.example", actor=petra)
    messages.send_again(entry.pk, "ana@elm.example", actor=ines)
    work()
    with pytest.raises(Conflict):
        messages.send_again(entry.pk, "eva@evil.example", actor=ines)

    assert [recipients for recipients, _message in post.taken] == [["ana@elm.example"]]


def test_nothing_is_sent_about_a_privacy_blocked_contact(ines, post, order):
    contact = Interaction.objects.get(action="sales_order_created").contact
    change_record("contact", contact.no, {"privacy_blocked": True}, actor=ines)

    with pytest.raises(Refused) as refusal:
        send(ines, order, to="ana@elm.example")

    assert refusal.value.code == "privacy-blocked"


@pytest.mark.parametrize(
    "type_", ["text/plain", "message/rfc822", "text/html; charset=x", "foo", "x" * 300, ""]
)
def test_attachments_arrive_byte_for_byte_whatever_they_are(ines, post, order, type_):
    content = b"Subject: no header\r\nx\ny\r\n\r\nz\x00\xff"
    file = File("carta.txt", entry_values.safe_type(type_), content)

    messages.email_contact(
        company(ines), {"to": "ana@elm.example", "subject": "Oak"}, [file], actor=ines
    )
    work()

    ((_recipients, message),) = post.taken
    (part,) = message.iter_attachments()
    assert (part.get_payload(decode=True), part.get_filename()) == (content, "carta.txt")
