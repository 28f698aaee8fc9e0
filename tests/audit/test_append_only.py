"""What is on record stays, whoever asks the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.audit.changeable import make_changeable
from unisono.audit import append_only
from unisono.audit.models import Action, AuditEntry
from unisono.audit.recording import put_on_record


@pytest.fixture
def entry(db):
    """Something is on record, in a book as `init` leaves it."""
    append_only.install()
    put_on_record(Action.SIGN_IN_FAILED, None, "omar")
    yield AuditEntry.objects.get(action=Action.SIGN_IN_FAILED)
    make_changeable()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditentry SET subject = 'petra'", "DELETE FROM audit_auditentry"],
)
def test_the_database_refuses_to_change_what_is_on_record(entry, statement):
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        connection.cursor().execute(statement)

    assert AuditEntry.objects.get(pk=entry.pk).subject == "omar"


def test_a_trigger_that_is_gone_is_missed_and_made_anew(entry):
    make_changeable()
    assert len(append_only.missing()) == 2

    append_only.install()
    append_only.install()
    assert append_only.missing() == []
