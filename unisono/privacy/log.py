"""What the log holds of the person: entries, e-mails, attachments."""

from functools import partial

from django.db import transaction
from django.db.models import Q

from unisono.common.borders import Content, Rows
from unisono.documents.models import Document
from unisono.history.recording import Recorder
from unisono.interactions import kept_files
from unisono.interactions.models import Attachment, Interaction, Message
from unisono.interactions.queries import state_of
from unisono.privacy.person import Person

_FAILED = "failed"
_SHOWN = "to cc subject body sender reply_to state error created_at sent_at".split()
_PRINTED = ("_printed", "_emailed")  # the ends of actions whose file is the document's own paper


def find_entries(person: Person) -> list[Content]:
    """Return the entries that are about the person."""
    return [_entry(row) for row in person.entries]


def _entry(row: Interaction) -> Content:
    return {
        "id": row.pk,
        "contact_no": row.contact_no,
        "contact_name": row.contact_name,
        "template_code": row.template_id,
        "action": row.action,
        "document_type": row.document_type,
        "document_no": row.document_no,
        "by": row.by,
        **{name: value for name, value in state_of(row).items() if value not in ("", None)},
    }


def erase_entries(person: Person, recorder: Recorder) -> None:
    """Leave of each entry when it was, what it was, and by which document."""
    texts = ("contact_no", "contact_name", "description", "comment", "evaluation", "search_text")
    person.entries.update(**dict.fromkeys(texts, ""))


def find_messages(person: Person) -> list[Content]:
    """Return the e-mails of the person's entries."""
    return [{name: getattr(row, name) for name in _SHOWN} for row in _messages(person)]


def _messages(person: Person) -> Rows:
    """Return the e-mails that are about the person, and those to it that are about others."""
    return Message.objects.filter(pk__in=[*_own_messages(person), *_to_person(person)]).order_by(
        "pk"
    )


def _own_messages(person: Person) -> set[int]:
    """Return the keys of e-mails all of whose entries are the person's, or to it alone."""
    entries = set(person.entries.values_list("pk", flat=True))
    mine = {each for each in person.entries.values_list("message_id", flat=True) if each}
    others = Interaction.objects.filter(message_id__in=mine).exclude(pk__in=entries)
    alone = {pk for pk, others_ in _to_person(person).items() if not others_}
    return mine - set(others.values_list("message_id", flat=True)) | alone


def _to_person(person: Person) -> dict[int, list[str]]:
    """Return, by the keys of e-mails to the person, to whom else each went."""
    found = {}
    for pk in person.mentioned_in(Message.objects.all(), ["to", "cc"]):
        row = Message.objects.only("to", "cc").get(pk=pk)
        every = [*_addresses(row.to), *_addresses(row.cc)]
        others = [each for each in every if not person.is_word(each)]
        if len(others) < len(every):
            found[pk] = others
    return found


def _addresses(text: str) -> list[str]:
    return [each.strip() for each in text.split(";") if each.strip()]


def erase_messages(person: Person, recorder: Recorder) -> None:
    """Leave of each e-mail when it was sent; one that waits is not sent any more. One to others,
    too, loses this recipient alone.
    """
    own, to_person = _own_messages(person), _to_person(person)
    for row in _messages(person):
        if row.pk in own:
            row.to = row.cc = row.subject = row.body = row.reply_to = row.error = ""
            row.state = _FAILED if row.state == "waiting" else row.state
        else:
            others = to_person[row.pk]
            row.to = ";".join(each for each in _addresses(row.to) if each in others)
            row.cc = ";".join(each for each in _addresses(row.cc) if each in others)
        row.save()


def find_attachments(person: Person) -> list[Content]:
    """Return the files of the person's entries and e-mails."""
    return [
        {
            "name": row.name,
            "type": row.type,
            "size": row.size,
            "interaction": row.interaction_id,
            "sha256": row.digest,
        }
        for row in _attachments(person)
    ]


def _attachments(person: Person) -> Rows:
    entries, messages = person.entries.values("pk"), _own_messages(person)
    return Attachment.objects.filter(Q(interaction__in=entries) | Q(message__in=messages)).order_by(
        "pk"
    )


def erase_attachments(person: Person, recorder: Recorder) -> None:
    """Remove the files, but for papers of documents that are kept; a file that others have, too,
    stays on the disk for them.
    """
    gone = []
    for row in _attachments(person):
        if document_no := _paper_of(row):
            Attachment.objects.filter(pk=row.pk).update(name=f"{document_no}.pdf")
        else:
            gone.append(row)
    Attachment.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for digest in {row.digest for row in gone}:
        if not Attachment.objects.filter(digest=digest).exists():
            # Not before the rows are gone for certain: undone, they would name no file.
            transaction.on_commit(partial(_forget, digest))


def _forget(digest: str) -> None:
    """Remove a file from the disk, unless somebody attached an equal one meanwhile."""
    with transaction.atomic():
        # Locked: who is just attaching an equal one ends first, and is seen.
        if kept_files.hold(digest) and not Attachment.objects.filter(digest=digest).exists():
            kept_files.forget(digest)


def _paper_of(row: Attachment) -> str:
    """Return the number of the document that a file was printed of and that is there, "" for any
    other file.
    """
    entries = Interaction.objects.filter(
        Q(pk=row.interaction_id) | Q(message=row.message_id, message__isnull=False)
    )
    papers = (
        entry.document_no
        for entry in entries
        if row.type == "application/pdf"
        and entry.action.endswith(_PRINTED)
        and Document.objects.filter(type=entry.document_type, no=entry.document_no).exists()
    )
    return next(papers, "")
