"""What an undo turns back before values: records and links that came or went, link states, rules."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from unisono.common.errors import InUse
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.history.models import Change
from unisono.history.recording import Recorder
from unisono.links import network as networks
from unisono.links import storing
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.values import Key
from unisono.usecases.rules import put_rule_back


class Reversal:
    """Reverses what change sets created, deleted, linked, unlinked, paused and ruled, newest first.

    Creations that were changed since are conflicts; with `skip` they are kept. `kept_or_gone` are records whose values
    the undo leaves alone.
    """

    def __init__(self, changes: Sequence[Change], sets: set[int], skip: bool, recorder: Recorder) -> None:
        self.changes, self.sets, self.skip, self.recorder = changes, sets, skip, recorder
        self.conflicts: list[dict[str, Any]] = []
        self.kept: set[Key] = set()
        self.created = {Key(c.kind, c.record_id): c for c in changes if c.event == "created"}
        self.deleted = {Key(c.kind, c.record_id) for c in changes if c.event == "deleted"}
        self.linked = {self._ends(c) for c in changes if c.event == "linked"}

    @property
    def kept_or_gone(self) -> set[Key]:
        """Return the records that were created by the sets: deleted by now, or kept as they are."""
        return set(self.created)

    def run(self) -> None:
        """Reverse everything; raises InUse where something depends on what would go."""
        there = [key for key in self.created if KINDS[key.kind].model._default_manager.filter(pk=key.id).exists()]
        for key in there:
            self._look_at_creation(key)
        if self.conflicts and not self.skip:
            return
        for key in there:
            if key not in self.kept:
                self._refuse_in_use(key)
        for change in sorted(self.changes, key=lambda change: -change.pk):
            self._reverse(change)

    def _look_at_creation(self, key: Key) -> None:
        """Note what changed on a created record since: it is a conflict, and the record is kept."""
        since = Change.objects.filter(kind=key.kind, record_id=key.id, event="changed", pk__gt=self.created[key].pk)
        for change in since.exclude(change_set__in=self.sets).order_by("id"):
            self.kept.add(key)
            for name, (old, new, _cause) in change.values.items():
                conflict = {
                    "kind": key.kind,
                    "no": change.no,
                    "field": name,
                    "base": old,
                    "current": new,
                    "yours": None,
                }
                self.conflicts.append(conflict)

    def _refuse_in_use(self, key: Key) -> None:
        """Raise InUse where something that stays depends on a created record."""
        links = Link.objects.filter(**{f"{key.kind}_id": key.id})
        if key.kind == "contact":
            primary = Link.objects.filter(primary_contact_id=key.id)
            people = Contact.objects.filter(company_id=key.id).values_list("id", "no")
            users = [no for id_, no in people if not self._goes(Key("contact", id_))]
        else:
            primary, users = Link.objects.none(), []
        others = [link for link in (*links, *primary) if not self._ends_with(link)]
        actor = self.recorder.actor
        users += [getattr(link, link.role).no if actor.may_read(link.role) else "…" for link in others]
        if users:
            no = self.created[key].no
            message = _("%(no)s cannot go, since %(users)s depend on it.") % {"no": no, "users": ", ".join(users)}
            raise InUse(message)

    def _goes(self, key: Key) -> bool:
        return key in self.created and key not in self.kept

    def _ends_with(self, link: Link) -> bool:
        """Tell whether this undo removes the link: it was made by the sets, and neither side is kept."""
        sides = {Key("contact", link.contact_id), Key(link.role, link.record_id)}
        return (link.contact_id, link.role, link.record_id) in self.linked and not sides & self.kept

    @staticmethod
    def _ends(change: Change) -> tuple[int, str, int]:
        detail = change.detail or {}
        return detail["contact_id"], detail["role"], detail["record_id"]

    def _reverse(self, change: Change) -> None:
        # A link stands in the history of both its sides; the contact's row is the one to reverse.
        if change.event == "created":
            self._delete(change)
        elif change.event == "deleted":
            self._restore(change)
        elif change.event == "linked" and change.kind == "contact":
            self._disconnect(change)
        elif change.event == "unlinked" and change.kind == "contact":
            self._connect(change)
        elif change.event == "link_state" and change.kind == "contact":
            self._set_state(change)
        elif change.event == "rule":
            put_rule_back(change.detail or {}, self.recorder)

    def _delete(self, change: Change) -> None:
        key = Key(change.kind, change.record_id)
        found = networks.load_records(key.kind, [key.id])
        if not found or key in self.kept:
            return
        company = None
        if key.kind == "contact":
            # Only links that this undo removes can still name it as primary contact; their turn comes.
            company = Contact.objects.values_list("company__no", flat=True).get(pk=key.id)
        storing.delete(found[0], self.recorder, {"company_no": company or ""})

    def _restore(self, change: Change) -> None:
        """Bring a deleted record back with its number, if number and place are free."""
        kind, id_, detail = change.kind, change.record_id, change.detail or {}
        model = KINDS[kind].model
        if model._default_manager.filter(pk=id_).exists():
            return
        if model._default_manager.filter(no_key=key_of(change.no)).exists():
            raise InUse(_("The number %(no)s is taken by now.") % {"no": change.no})
        values = {name: tuple(old) if isinstance(old, list) else old for name, (old, *_rest) in change.values.items()}
        columns = {"id": id_, "version": change.version_after + 1, "created_at": storing.moment(detail["created_at"])}
        columns.update(detail.get("columns", {}))
        if detail.get("company_no"):
            company = Contact.objects.filter(no_key=key_of(detail["company_no"]), type="company").first()
            if company is None:
                raise InUse(_("The company %(no)s is not there any more.") % {"no": detail["company_no"]})
            columns["company_id"] = company.pk
        storing.insert(kind, change.no, values, self.recorder, dict.fromkeys(values, "undo"), columns)

    def _disconnect(self, change: Change) -> None:
        contact_id, role, record_id = self._ends(change)
        if {Key("contact", contact_id), Key(role, record_id)} & self.kept:
            return
        link = Link.objects.filter(contact_id=contact_id, **{f"{role}_id": record_id}).first()
        if link is not None:
            contact, record = (
                networks.load_records("contact", [contact_id])[0],
                networks.load_records(role, [record_id])[0],
            )
            storing.disconnect(link, contact, record, self.recorder)

    def _connect(self, change: Change) -> None:
        contact_id, role, record_id = self._ends(change)
        detail = change.detail or {}
        contact, record = networks.load_records("contact", [contact_id]), networks.load_records(role, [record_id])
        present = Link.objects.filter(**{f"{role}_id": record_id}).first()
        if present is not None and present.contact_id == contact_id:
            return
        place = Link.objects.filter(contact_id=contact_id, role=role, slot=detail["slot"])
        if not contact or not record or present is not None or place.exists():
            message = _("The link of %(contact)s and %(no)s cannot come back: its place is taken, or a side is gone.")
            raise InUse(message % {"contact": detail["contact_no"], "no": detail["record_no"]})
        primary = detail["primary_contact_id"]
        if Key("contact", primary) not in self.deleted and not Contact.objects.filter(pk=primary).exists():
            primary = None
        storing.connect(
            contact[0],
            record[0],
            self.recorder,
            detail["business_relation"],
            detail["slot"],
            "undo",
            state=detail["state"],
            primary_contact_id=primary,
            linked_at=storing.moment(detail["linked_at"]),
            linked_by=detail["linked_by"],
            linked_by_user_id=detail["linked_by_user_id"],
        )

    def _set_state(self, change: Change) -> None:
        contact_id, role, record_id = self._ends(change)
        link = Link.objects.filter(contact_id=contact_id, **{f"{role}_id": record_id}).first()
        former = (change.detail or {})["former_state"]
        if link is None or link.state == former:
            return
        present, link.state = link.state, former
        link.save(update_fields=["state"])
        contact, record = networks.load_records("contact", [contact_id])[0], networks.load_records(role, [record_id])[0]
        storing.record_link("link_state", link, contact, record, self.recorder, former_state=present)
