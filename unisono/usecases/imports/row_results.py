"""What is added to the results of rows once all of them were taken."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from unisono.common.borders import Rows
from unisono.common.kinds import Kind
from unisono.history.models import Change
from unisono.imports.results import BESIDE, RowResult
from unisono.links.models import Link


def with_contacts(results: dict[int, RowResult], kind: Kind) -> None:
    """Add which contact, and which person of it, a new record has."""
    made = {each.no: each for each in results.values() if each.outcome == "created"}
    if kind == "contact" or not made:
        return
    links = Link.objects.filter(**{f"{kind}__no__in": list(made)})
    rows: Rows = links.values_list(
        f"{kind}__no", "contact__no", "contact__name", "primary_contact__name"
    )
    for no, contact_no, name, person in rows:
        told = {"no": contact_no, "name": name, "person": person or ""}
        message = (
            _("With contact %(no)s, %(name)s, and %(person)s.")
            if person
            else _("With contact %(no)s, %(name)s.")
        )
        result = made[no]
        messages = (*result.messages, (BESIDE, message % told))
        results[result.number] = replace(result, messages=messages)


def with_changes(results: dict[int, RowResult], sets: Mapping[int, int], kind: Kind) -> None:
    """Add old and new values to what became of rows that changed a record; `sets` has the change
    set of each by its number.
    """
    numbers = {(each, results[row].no): row for row, each in sets.items()}
    changes = Change.objects.filter(
        change_set__in=set(sets.values()),
        kind=kind,
        event="changed",
        no__in={no for _change_set, no in numbers},
    )
    for change_set, no, values in changes.values_list("change_set_id", "no", "values"):
        if (number := numbers.get((change_set, no))) is not None:
            old_and_new = tuple((name, old, new) for name, (old, new, _why) in values.items())
            results[number] = replace(results[number], changes=old_and_new)
