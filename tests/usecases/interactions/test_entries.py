"""Interactions by hand [8.3], and what becomes of them when their contacts go [4.5]."""

import pytest

from tests.making import code, company, person
from unisono.common.errors import Conflict, EditConflict, Invalid, NotAllowed, NotFound, Refused
from unisono.interactions import entry_values
from unisono.interactions.entry_values import File
from unisono.interactions.listed import LOG_LIST
from unisono.interactions.models import Interaction
from unisono.interactions.queries import find_entry, last_interactions, sums_of
from unisono.usecases.interactions import entries
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.undo.undo_change_sets import undo_change_set

pytestmark = pytest.mark.usefixtures("own_folder")


def logged(actor, contact_no, some=(), **values):
    """The entry's key."""
    return int(
        entries.log_interaction(
            contact_no, {"template_code": "CALL", **values}, some, actor=actor
        ).no
    )


def test_a_privacy_blocked_contact_takes_no_entry_and_keeps_those_of_before(ines, omar):
    """[10.4]"""
    firm = company(ines)
    before = logged(omar, firm)
    change_record("contact", firm, {"privacy_blocked": True}, actor=ines)

    with pytest.raises(Refused) as refusal:
        logged(omar, firm)

    assert refusal.value.code == "privacy-blocked"
    assert [entry.pk for entry in Interaction.objects.all()] == [before]


def test_an_entry_by_hand_has_what_was_typed_and_the_rest_from_its_template(ines, omar):
    """[8.3]"""
    code(
        ines,
        "interaction-templates",
        "VISIT",
        description="Visita",
        cost="30.00",
        duration_min=45,
        medium="visit",
    )
    firm = company(ines)

    logged(
        omar,
        firm,
        template_code="visit",
        cost="12.50",
        comment="Quiere\ncatálogo",
        date="2025-03-04T10:30+01:00",
    )

    entry = Interaction.objects.get()
    assert (entry.description, str(entry.cost), entry.duration_min, entry.medium) == (
        "Visita",
        "12.50",
        45,
        "visit",
    )
    assert (entry.at.isoformat(), entry.comment, entry.by) == (
        "2025-03-04T09:30:00+00:00",
        "Quiere\ncatálogo",
        "omar",
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"template_code": ""}, "template_code"),
        ({"template_code": "NONE"}, "template_code"),
        ({"template_code": 7}, "template_code"),
        ({"description": "x" * 251}, "description"),
        ({"description": "a\nb"}, "description"),
        ({"cost": "1,5"}, "cost"),
        ({"cost": "-1"}, "cost"),
        ({"duration_min": "20"}, "duration_min"),
        ({"duration_min": -1}, "duration_min"),
        ({"duration_min": True}, "duration_min"),
        ({"direction": "up"}, "direction"),
        ({"medium": "pigeon"}, "medium"),
        ({"evaluation": "fine"}, "evaluation"),
        ({"salesperson_code": "NONE"}, "salesperson_code"),
        ({"date": "yesterday"}, "date"),
        ({"date": "0001-01-01T00:00:00+14:00"}, "date"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_input_names_the_field_and_nothing_is_logged(ines, values, field):
    firm = company(ines)

    with pytest.raises(Invalid) as refusal:
        logged(ines, firm, **values)

    assert [error.field for error in refusal.value.errors] == [field]
    assert not Interaction.objects.exists()


def test_cancelling_keeps_the_entry_and_takes_it_out_of_the_sums(ines, omar):
    """[8.3]"""
    firm = company(ines)
    logged(ines, firm, cost="10.00", duration_min=5, date="2025-01-01")
    gone = logged(ines, firm, cost="2.50", duration_min=7, date="2025-02-02")

    cancelled = entries.cancel_interaction(gone, actor=omar)

    sums = sums_of(LOG_LIST.selected({"contact_no": firm}, omar))
    assert (sums["count"], sums["cost"], sums["duration_min"]) == (1, 10, 5)
    entry = Interaction.objects.get(pk=gone)
    assert (entry.cancelled, entry.cancelled_by) == (True, "omar")
    assert (
        last_interactions([entry.contact_id])[entry.contact_id].isoformat()
        == "2025-01-01T00:00:00+00:00"
    )
    with pytest.raises(Conflict):
        entries.change_interaction(gone, {"comment": "ay"}, actor=omar)
    undo_change_set(cancelled.change_set, actor=omar)
    assert not Interaction.objects.get(pk=gone).cancelled


def test_an_entry_is_completed_evaluated_and_put_back(ines):
    firm = company(ines)
    key = logged(ines, firm)

    outcome = entries.change_interaction(
        key, {"evaluation": "positive", "duration_min": 20, "cost": "3.00"}, actor=ines
    )

    entry = Interaction.objects.get(pk=key)
    assert (entry.evaluation, entry.duration_min, str(entry.cost), entry.version) == (
        "positive",
        20,
        "3.00",
        2,
    )
    assert (
        entries.change_interaction(key, {"evaluation": "positive"}, actor=ines).change_set is None
    )
    undo_change_set(outcome.change_set, actor=ines)
    entry = Interaction.objects.get(pk=key)
    assert (entry.evaluation, entry.duration_min, str(entry.cost)) == ("", 0, "0.00")


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(ines, omar):
    """[3.5]"""
    key = logged(ines, company(ines))
    entries.change_interaction(key, {"comment": "Llamó Ana"}, actor=omar, expected=1)

    with pytest.raises(EditConflict):
        entries.change_interaction(key, {"comment": "Llamó Luis"}, actor=ines, expected=1)
    entries.change_interaction(key, {"evaluation": "positive"}, actor=ines, expected=1)

    entry = Interaction.objects.get(pk=key)
    assert (entry.comment, entry.evaluation) == ("Llamó Ana", "positive")


def test_a_file_attached_twice_is_there_once(ines):
    key = logged(ines, company(ines))
    for _time in range(2):
        entries.add_attachments(
            key, [File("plano.bin", "application/octet-stream", b"plano")], actor=ines
        )

    assert Interaction.objects.get(pk=key).attachments.count() == 1


def test_attachments_are_kept_byte_for_byte_and_equal_ones_once(ines, tmp_path):
    firm = company(ines)
    content = bytes(range(256)) * 10
    key = logged(ines, firm, [File("plano.bin", "application/octet-stream", content)])
    entries.add_attachments(
        key, [File("copia.bin", "application/octet-stream", content)], actor=ines
    )

    first, second = Interaction.objects.get().attachments.order_by("id")
    found, again = entries.attachment_of(key, second.pk, ines)
    assert (found.name, again, first.digest) == ("copia.bin", content, second.digest)
    kept = [path for path in (tmp_path / "attachments").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [content]


def test_a_damaged_or_lost_attachment_is_told_and_never_shown(ines, tmp_path):
    key = logged(ines, company(ines), [File("plano.bin", "application/octet-stream", b"plano")])
    file = Interaction.objects.get().attachments.get()
    (kept,) = [path for path in (tmp_path / "attachments").rglob("*") if path.is_file()]

    kept.write_bytes(b"other")
    with pytest.raises(NotFound):
        entries.attachment_of(key, file.pk, ines)
    kept.unlink()
    with pytest.raises(NotFound):
        entries.attachment_of(key, file.pk, ines)


@pytest.mark.parametrize(
    "file",
    [
        File("a", "text/plain", b""),
        File("", "text/plain", b"x"),
        File("a", "text/plain", b"x" * (10 * 2**20 + 1)),
    ],
)
def test_files_that_are_none_are_refused_and_nothing_is_logged(ines, file):
    with pytest.raises(Invalid):
        logged(ines, company(ines), [file])

    assert not Interaction.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\ana\\plano.pdf", "plano.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.txt", "ab.txt"),
        ("..", ""),
        ("王明.pdf", "王明.pdf"),
        ("x" * 200 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_an_uploaded_name_is_no_path(typed, kept):
    assert entry_values.safe_name(typed) == kept


def test_readers_and_finance_read_the_log_and_do_not_write_it(ines, lena, felix):
    firm = company(ines)
    key = logged(ines, firm)

    for actor in (lena, felix):
        assert find_entry(key, actor).pk == key
        for write in (
            lambda actor=actor: logged(actor, firm),
            lambda actor=actor: entries.cancel_interaction(key, actor=actor),
            lambda actor=actor: entries.change_interaction(key, {"comment": "x"}, actor=actor),
        ):
            with pytest.raises(NotAllowed):
                write()


def test_what_happened_with_a_deleted_person_stays_with_the_company(ines):
    """[4.5] And goes back to the person when the deletion is undone."""
    firm = company(ines)
    ana = person(ines, company_no=firm)
    logged(ines, ana)

    gone = delete_contact(ana, actor=ines)
    entry = Interaction.objects.get()
    assert (entry.contact.no, entry.company.no, entry.contact_no, entry.contact_name) == (
        firm,
        firm,
        ana,
        "Ana Gil",
    )
    undo_change_set(gone.change_set, actor=ines)

    assert Interaction.objects.get().contact.no == ana


def test_what_happened_with_a_deleted_company_stays_with_its_people_or_in_the_archive(ines):
    """[4.5]"""
    firm = company(ines)
    ana = person(ines, company_no=firm)
    own, hers = logged(ines, firm), logged(ines, ana)

    gone = delete_contact(firm, actor=ines)
    entry, of_ana = Interaction.objects.get(pk=own), Interaction.objects.get(pk=hers)
    assert (entry.contact, entry.company, entry.contact_no) == (None, None, firm)
    assert (of_ana.contact.no, of_ana.company) == (ana, None)
    undo_change_set(gone.change_set, actor=ines)

    assert Interaction.objects.get(pk=own).contact.no == firm
    assert Interaction.objects.get(pk=hers).company.no == firm


def test_nothing_of_the_log_is_lost_with_company_and_people(ines):
    """[4.5]"""
    firm = company(ines)
    ana = person(ines, company_no=firm)
    logged(ines, firm)
    logged(ines, ana)

    gone = delete_contact(firm, "delete", actor=ines)
    assert [entry.contact for entry in Interaction.objects.all()] == [None, None]
    undo_change_set(gone.change_set, actor=ines)

    assert [entry.contact.no for entry in Interaction.objects.order_by("id")] == [firm, ana]
