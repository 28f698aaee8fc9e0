"""What a restore takes away: our own tables, of any version, and nobody else's."""

import pytest
from django.db import connection

from unisono.backups import places


@pytest.mark.django_db
def test_tables_of_others_are_none_of_ours_whatever_they_are_called():
    with connection.cursor() as cursor:
        for name in ("contacts_legacy", "account_ledger", "privacy_personaldataact"):
            cursor.execute(f"CREATE TABLE {name} (id integer)")

    ours = set(places._ours())

    assert {"contacts_contact", "django_session", "privacy_personaldataact"} <= ours
    assert not {"contacts_legacy", "account_ledger"} & ours
