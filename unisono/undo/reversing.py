"""What an undo turns back before values: records and links that came or went, link states,
rules.
"""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.common.borders import Content
from unisono.common.conflicts import FieldConflict
from unisono.common.errors import InUse
from unisono.common.kinds import Key, is_contact
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.documents.queries import documents_of
from unisono.history.models import Change
from unisono.history.recording import Recorder
from unisono.interactions.operations import come_back, leave_contacts
from unisono.links import network as networks
from unisono.links import storing
from unisono.links.apply import Elsewhere, apply
from unisono.links.kinds import KINDS, blank_values
from unisono.links.models import Link
from unisono.links.plan_undoing import conflict
from unisono.links.values import Plan, Record, Value, Write, Written
from unisono.records.codes_now import CodesNow, missing
from unisono.records.linking import refuse_place
from unisono.records.numbers_now import GONE, id_named, number_now
from unisono.records.other_addresses import remove_addresses
from unisono.records.sync_rules import put_rule_back
from unisono.records.unlinking import end_link
from unisono.setup.queries import setup_now

Ends = tuple[int, str, int]  # contact, role, record
RELATION = Field("business_relation", "code", refers_to="setup.BusinessRelation")


class Reversal:
    """Reverses what change sets created, deleted, linked, unlinked, paused and ruled, newest first.

    A created record that was changed since, by changes other than its `own`, is a conflict; with
    `skip` it is kept, with what it hangs on. `tied` are the links that are active again. The
    records must be locked before.
    """

    def __init__(self, changes: Sequence[Change], own: Q, skip: bool, recorder: Recorder) -> None:
        self.changes, self.own, self.skip, self.recorder = changes, own, skip, recorder
        self.conflicts: list[FieldConflict] = []
        self.tied: list[Ends] = []
        self.kept: set[Key] = set()
        self.created = {Key(c.kind, c.record_id): c for c in changes if c.event == "created"}
        self.deleted = {Key(c.kind, c.record_id) for c in changes if c.event == "deleted"}
        self.linked = {_ends(c) for c in changes if c.event == "linked"}
        self.coming_back = {_ends(c)[1:] for c in changes if c.event == "unlinked"}
        self.named = _named(changes)
        self.codes = CodesNow(min((c.pk for c in changes), default=0))

    def run(self) -> bool:
        """Reverse everything and tell so; False where conflicts keep it from being done.

        Raises InUse where something that stays depends on what would go, or a place is taken.
        """
        there = [
            key
            for key in self.created
            if KINDS[key.kind].model._default_manager.filter(pk=key.id).exists()
        ]
        for key in there:
            self._look_at_creation(key)
        for change in self.changes:
            if change.event == "deleted":
                self._look_at_codes(change)
        if self.conflicts and not self.skip:
            return False
        self._keep_what_hangs_together()
        for key in there:
            if key not in self.kept:
                self._refuse_in_use(key)
        for change in sorted(self.changes, key=lambda change: -change.pk):
            self._reverse(change)
        return True

    def _look_at_creation(self, key: Key) -> None:
        """Note what changed on a created record since: it is a conflict, and the record is kept."""
        since = Change.objects.filter(
            kind=key.kind, record_id=key.id, event="changed", pk__gt=self.created[key].pk
        )
        for change in since.exclude(self.own).order_by("id"):
            self.kept.add(key)
            for name, (old, new, _cause) in change.values.items():
                self.conflicts.append(conflict(key.kind, change.no, name, old, new, None))

    def _look_at_codes(self, change: Change) -> None:
        """Note codes of a deleted record that are gone by now; with skip it comes back without
        them.
        """
        for name, (old, *_rest) in change.values.items():
            field = KINDS[change.kind].fields.get(name)
            if missing(field, self.codes.value(field, old, change.pk)):
                self.conflicts.append(conflict(change.kind, change.no, name, None, None, old))

    def _keep_what_hangs_together(self) -> None:
        """Keep also the other side of a kept link, its primary contact, and the company of a kept
        person.
        """
        before = -1
        links = [link for ends in self.linked if (link := _find_link(ends))]
        while before != len(self.kept):
            before = len(self.kept)
            for link in links:
                sides = {Key("contact", link.contact_id), Key(link.role, link.record_id)}
                if sides & self.kept:
                    self.kept |= {
                        *sides,
                        Key("contact", link.primary_contact_id or 0),
                    } & self.created.keys()
            people = [key.id for key in self.kept if key.is_contact]
            companies = Contact.objects.filter(pk__in=people).values_list("company_id", flat=True)
            self.kept |= {Key("contact", id_) for id_ in companies if id_} & self.created.keys()

    def _refuse_in_use(self, key: Key) -> None:
        """Raise InUse where something that stays depends on a created record."""
        links, users = list(Link.objects.filter(**{f"{key.kind}_id": key.id})), []
        if key.is_contact:
            links += Link.objects.filter(primary_contact_id=key.id)
            people = Contact.objects.filter(company_id=key.id).values_list("id", "no")
            users = [
                no for id_, no in people if not self._leaves(Key("contact", id_), "company_no", key)
            ]
        actor = self.recorder.actor
        users += documents_of(key.kind, [key.id]).order_by("pk").values_list("no", flat=True)[:5]
        for link in links:
            owner = Key(link.role, link.record_id)
            named = (
                key.is_contact and link.primary_contact_id == key.id and link.contact_id != key.id
            )
            if not self._ends_with(link) and not (
                named and self._leaves(owner, "primary_contact_no", key)
            ):
                users.append(getattr(link, link.role).no if actor.may_read(link.role) else "…")
        if users:
            no = self.created[key].no
            message = _("%(no)s cannot go, since %(users)s depend on it.") % {
                "no": no,
                "users": ", ".join(users),
            }
            raise InUse(message)

    def _leaves(self, owner: Key, name: str, key: Key) -> bool:
        """Tell whether an owner goes as well, or names the contact only since these sets."""
        return self._goes(owner) or self.named.get((owner, name), (None, None))[1] == key.id

    def _goes(self, key: Key) -> bool:
        return key in self.created and key not in self.kept

    def _ends_with(self, link: Link) -> bool:
        """Tell whether this undo removes the link: it was made by the sets, and neither side is
        kept.
        """
        sides = {Key("contact", link.contact_id), Key(link.role, link.record_id)}
        return (link.contact_id, link.role, link.record_id) in self.linked and not sides & self.kept

    def _reverse(self, change: Change) -> None:
        # A link stands in the history of both its sides; the contact's row is the one to reverse.
        if change.event == "created":
            self._delete(Key(change.kind, change.record_id))
        elif change.event == "deleted":
            self._restore(change)
        elif change.event == "rule":
            put_rule_back(change.detail or {}, self.recorder)
        elif is_contact(change.kind) and change.event == "linked":
            self._disconnect(_ends(change))
        elif is_contact(change.kind) and change.event == "unlinked":
            self._connect(change)
        elif is_contact(change.kind) and change.event == "link_state":
            self._set_state(change)

    def _delete(self, key: Key) -> None:
        # Links that still name it, also as primary contact, are removed by this undo, too; their
        # turn comes.
        if key not in self.kept and (found := networks.load_records(key.kind, [key.id])):
            for (owner, name), (former, now) in self.named.items():
                if key.is_contact and now == key.id and not self._goes(owner):
                    self._name_former(owner, name, found[0], former)
            if key.is_contact:
                leave_contacts([key.id])
                remove_addresses([key.id], self.recorder)
            storing.delete(found[0], self.recorder)

    def _name_former(self, owner: Key, name: str, contact: Record, former: int | None) -> None:
        """Let an owner name the contact that it named before, since the one that it names now
        goes.
        """
        present = networks.load_records(owner.kind, [owner.id])
        if not present or id_named(owner, name) != contact.key.id:
            return
        no, place = number_now(former), (owner, name)
        write = Write(present[0], {name: Written(contact.no, "" if no == GONE else no, "undo")})
        columns = {"company_id": former} if name == "company_no" else {}
        apply(
            Plan((write,)),
            self.recorder,
            Elsewhere({place: columns}, {place: (contact.key.id, former)}),
        )
        if name == "primary_contact_no":
            Link.objects.filter(**{f"{owner.kind}_id": owner.id}).update(primary_contact=former)

    def _restore(self, change: Change) -> None:
        """Bring a deleted record back with its number, if number and place are free."""
        kind, id_, detail = change.kind, change.record_id, change.detail or {}
        model = KINDS[kind].model
        if model._default_manager.filter(pk=id_).exists():
            return
        if model._default_manager.filter(no_key=key_of(change.no)).exists():
            raise InUse(_("The number %(no)s is taken by now.") % {"no": change.no})
        values = {
            name: self._former(change, name, old) for name, (old, *_rest) in change.values.items()
        }
        columns = {"id": id_, "version": change.version_after + 1, **detail["columns"]}
        columns["created_at"] = storing.moment(detail["created_at"])
        company = columns.get("company_id")
        if company and Key("contact", company) not in self.deleted:
            if not Contact.objects.filter(pk=company, type="company").exists():
                raise InUse(_("The company of %(no)s is not there any more.") % {"no": change.no})
        storing.insert(
            kind, change.no, values, self.recorder, dict.fromkeys(values, "undo"), columns
        )
        if is_contact(kind):
            come_back([id_])

    def _former(self, change: Change, name: str, old: Value | list[str]) -> Value:
        """Return a deleted record's value with its codes as they are called now, blank where they
        are gone.
        """
        field = KINDS[change.kind].fields.get(name)
        value = self.codes.value(field, tuple(old) if isinstance(old, list) else old, change.pk)
        return blank_values(change.kind)[name] if missing(field, value) else value

    def _disconnect(self, ends: Ends) -> None:
        link, (contact_id, kind, record_id) = _find_link(ends), ends
        if link is None or {Key("contact", contact_id), Key(kind, record_id)} & self.kept:
            return
        contact, record = _sides(ends)
        # A record whose former link comes back (it was moved by a merge) gets its primary contact
        # back with that.
        moves_back = ends[1:] in self.coming_back
        if moves_back or (
            link.primary_contact_id and self._goes(Key("contact", link.primary_contact_id))
        ):
            storing.disconnect(link, contact, record, self.recorder)
        else:
            end_link(link, contact, record, self.recorder)

    def _connect(self, change: Change) -> None:
        """Tie two records again by what the history kept of their link, where today's rules allow
        it.
        """
        ends, detail = _ends(change), change.detail or {}
        if _find_link(ends):
            return
        self._refuse_connecting(ends, detail)
        contact, record = _sides(ends)
        setup, kind = setup_now(), ends[1]
        refuse_place(
            networks.load_records("contact", [contact.key.id], ("privacy_blocked",))[0], kind, setup
        )
        relation = self.codes.code(
            "setup.BusinessRelation", detail["business_relation"] or "", change.pk
        )
        primary = detail["primary_contact_id"]
        if (
            Key("contact", primary) not in self.deleted
            and not Contact.objects.filter(pk=primary).exists()
        ):
            primary = None
        storing.connect(
            contact,
            record,
            self.recorder,
            None if missing(RELATION, relation) else relation or None,
            storing.free_slot(contact.key.id, kind),
            "undo",
            state=detail["state"],
            primary_contact_id=primary,
            linked_at=storing.moment(detail["linked_at"]),
            linked_by=detail["linked_by"],
            linked_by_user_id=detail["linked_by_user_id"],
            change_set_id=detail["change_set"],
        )
        if detail["state"] == "active":
            self.tied.append(ends)

    def _refuse_connecting(self, ends: Ends, detail: Content) -> None:
        contact_id, kind, record_id = ends
        company = Contact.objects.filter(pk=contact_id).values_list("company_id", flat=True)
        taken = Link.objects.filter(**{f"{kind}_id": record_id}).exists()
        there = KINDS[kind].model._default_manager.filter(pk=record_id).exists()
        if not company or company[0] is not None or taken or not there:
            message = _(
                "The link of %(contact)s and %(no)s cannot come back: its place is taken, or a "
                "side is gone."
            )
            raise InUse(message % {"contact": detail["contact_no"], "no": detail["record_no"]})

    def _set_state(self, change: Change) -> None:
        ends, former = _ends(change), (change.detail or {})["former_state"]
        link = _find_link(ends)
        if link is None or link.state == former:
            return
        present, link.state = link.state, former
        link.save(update_fields=["state"])
        storing.record_link("link_state", link, *_sides(ends), self.recorder, former_state=present)
        if former == "active":
            self.tied.append(ends)


def _named(changes: Sequence[Change]) -> dict[tuple[Key, str], tuple[int | None, int | None]]:
    """Return, per record and field, the contact that it named before these changes and the one
    after.
    """
    named: dict[tuple[Key, str], tuple[int | None, int | None]] = {}
    for change in changes:
        for name, (before, after) in (change.detail or {}).get("ids", {}).items():
            place = (Key(change.kind, change.record_id), name)
            named[place] = (named[place][0] if place in named else before, after)
    return named


def _ends(change: Change) -> Ends:
    detail = change.detail or {}
    return detail["contact_id"], detail["role"], detail["record_id"]


def _find_link(ends: Ends) -> Link | None:
    contact_id, kind, record_id = ends
    links = Link.objects.filter(contact_id=contact_id, **{f"{kind}_id": record_id})
    return links.select_related("primary_contact").first()


def _sides(ends: Ends) -> tuple[Record, Record]:
    contact_id, kind, record_id = ends
    return networks.load_records("contact", [contact_id])[0], networks.load_records(
        kind, [record_id]
    )[0]
