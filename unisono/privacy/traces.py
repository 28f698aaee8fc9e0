"""What the history holds of the person."""

from django.db.models import Q

from unisono.common.borders import Content
from unisono.contacts.fields import ALTERNATIVE_ADDRESS
from unisono.history.models import Change, ChangeSet
from unisono.history.recording import Recorder
from unisono.privacy.person import Person


def find_changes(person: Person) -> list[Content]:
    """Return the history of the person, its records, other addresses and entries of the log."""
    return [
        {
            "at": row.change_set.at,
            "by": row.change_set.by,
            "via": row.change_set.via,
            "source": row.change_set.source,
            "event": row.event,
            "kind": row.kind,
            "no": row.no,
            "values": row.values,
        }
        for row in person.changes.select_related("change_set")
    ]


def erase_changes(person: Person, recorder: Recorder) -> None:
    """Leave of each change who made it, when, and in which fields; so undo finds nothing to put
    back.
    """
    recorder.write()
    for row in person.changes:
        row.detail = {"event": row.event, "fields": sorted(row.values)}
        row.event, row.values = "erased", {}
        row.save(update_fields=["event", "values", "detail"])
    # The names of files that were sent, whoever's records came with them.
    named = person.mentioned_in(ChangeSet.objects.exclude(source=""), ["source"])
    ChangeSet.objects.filter(pk__in=named).update(source="")
    for row in Change.objects.filter(_around(person)):
        if _blanked(person, row):
            row.save(update_fields=["values"])


def _around(person: Person) -> Q:
    condition = Q(kind=ALTERNATIVE_ADDRESS, record_id__in=person.addresses_around)
    for key in person.around:
        condition |= Q(kind=key.kind, record_id=key.id)
    return condition


def _blanked(person: Person, row: Change) -> bool:
    """Take what the person is called out of another record's change; tell whether it was there.

    The name beside a primary contact goes by the key of that, whatever it was.
    """
    found, ids = False, (row.detail or {}).get("ids", {}).get("primary_contact_no", ())
    for name, values in row.values.items():
        hers = name == "contact_name" and bool(set(person.contact_ids) & set(ids))
        for place, value in enumerate(values[:2]):
            if isinstance(value, str) and value and (hers or person.is_called(value)):
                values[place], found = "", True
    return found
