"""Writes the demo's records through the use cases; imported only after Django has started."""

from collections.abc import Callable, Mapping

from unisono.access.roles import Actor
from unisono.cards.fields import shared_names
from unisono.cli.demo_data.shapes import (
    Bank,
    Call,
    Company,
    Document,
    Edit,
    LinkOf,
    Pause,
    Person,
    Values,
)
from unisono.common.borders import Content, Given
from unisono.common.kinds import FACTS, LINKED_KINDS, Kind
from unisono.links.models import Link
from unisono.usecases.documents.changing import change_document
from unisono.usecases.documents.creating import create_document
from unisono.usecases.documents.orders import make_order
from unisono.usecases.documents.printing import print_document
from unisono.usecases.interactions.entries import log_interaction
from unisono.usecases.links import linking, rules, unlinking
from unisono.usecases.records import changing, creating_as
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.role_records import create_record
from unisono.usecases.setup import setup
from unisono.usecases.setup.code_lists import CodeTaken, create_entry
from unisono.usecases.undo.undo_change_sets import undo_change_set


class DemoWriter:
    """Acts for one user, and remembers the number of each record by its kind and its company's key
    or its name.
    """

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.nos: dict[tuple[str, str], str] = {}

    def add_codes(self, collection: str, entries: Mapping[str, Values]) -> None:
        """Add entries to a code list, except those whose code it has already."""
        for code, values in entries.items():
            try:
                create_entry(collection, {"code": code, **values}, actor=self.actor)
            except CodeTaken:
                continue

    def add_company(self, company: Company) -> None:
        """Add a company: first the record that it begins as, then its people, then what else it
        is.
        """
        named = [kind for kind in LINKED_KINDS if FACTS[kind].has_contact_person]
        roles: Content = {
            kind: own for kind in named if (own := getattr(company, kind)) is not None
        }
        if company.begins_as == "contact":
            self._add_contact(company.key, {**company.card, "industry_group_codes": company.groups})
        else:
            self._add_role_record(company, company.begins_as, roles[company.begins_as])
        for person in company.people:
            self._add_person(company.key, person)
        for kind, own in roles.items():
            if kind != company.begins_as:
                self._create_as(company.key, kind, own, company.people)

    def add_bank(self, bank: Bank) -> None:
        """Add a bank: its first account brings the contact, the others are created from that."""
        first, *others = bank.accounts
        made = create_record("bank_account", {**bank.card, **first}, actor=self.actor)
        self.nos["contact", bank.key] = _link("bank_account", made.no).contact.no
        self._change(
            "contact", self.nos["contact", bank.key], {"industry_group_codes": ("BANKING",)}
        )
        for person in bank.people:
            self._add_person(bank.key, person)
        for account in others:
            self._add_account(bank.key, account)

    def add_unlinked(self, kind: Kind, values: Values) -> str:
        """Add a customer or vendor without a contact; return its number."""
        return create_record(kind, {**values, "create_contact": False}, actor=self.actor).no

    def link(self, link: LinkOf) -> None:
        """Add a record that stands alone, and link it to its contact."""
        no = self.nos[link.role, link.whose] = self.add_unlinked(link.role, link.values)
        linking.link(self.nos["contact", link.whose], link.role, no, link.keep, actor=self.actor)

    def change_rules(self, wanted: Values) -> None:
        """Change sync rules: {role: {field: rule}}."""
        rules.change_rules(wanted, actor=self.actor)

    def edit(self, edit: Edit) -> None:
        """Change a record; undo it again where it was a mistake."""
        changed = self._change(edit.kind, self.nos[edit.kind, edit.whose], edit.values)
        if edit.undone and changed is not None:
            undo_change_set(changed, actor=self.actor)

    def pause(self, pause: Pause) -> None:
        """Pause a link and change its two sides."""
        contact_no, no = self.nos["contact", pause.whose], self.nos[pause.role, pause.whose]
        unlinking.set_link_state(contact_no, pause.role, no, "paused", actor=self.actor)
        for edit in pause.edits:
            self.edit(edit)

    def introduce(self, values: Values) -> None:
        """Say who we are: it stands on the papers."""
        setup.change_company(values, actor=self.actor)

    def add_document(self, document: Document) -> None:
        """Add a document for a contact, and do with it what was done."""
        values = {
            "contact_no": self.nos["contact", document.whose],
            "lines": [*document.lines],
            **document.values,
        }
        no = create_document(document.type, values, actor=self.actor).no
        acts: dict[str, Callable[[], object]] = {
            "print": lambda: print_document(document.type, no, actor=self.actor),
            "order": lambda: make_order(document.type, no, create_party=True, actor=self.actor),
            "part": lambda: make_order(
                document.type, no, quantities=[{"line": 1, "quantity": "6"}], actor=self.actor
            ),
            "release": lambda: change_document(
                document.type, no, {"status": "released"}, actor=self.actor
            ),
            "close": lambda: change_document(
                document.type, no, {"status": "closed"}, actor=self.actor
            ),
        }
        for act in document.then:
            acts[act]()

    def log(self, call: Call) -> None:
        """Log something that happened with a contact."""
        values = {
            "template_code": call.template,
            "description": call.description,
            "duration_min": call.minutes,
        }
        log_interaction(self.nos["contact", call.whose], values, actor=self.actor)

    def _add_contact(self, whose: str, values: Values) -> None:
        self.nos["contact", whose] = create_contact(values, actor=self.actor).no

    def _add_role_record(self, company: Company, kind: Kind, own: Values) -> None:
        """Add a customer or vendor that brings its contact, with the first of the people as its
        primary contact.
        """
        first = company.people[0]
        shared = {name: value for name, value in company.card.items() if name in shared_names(kind)}
        values = {**shared, **own, "contact_name": first.name}
        no = create_record(kind, values, actor=self.actor, job_title=first.job_title).no
        link = _link(kind, no)
        self.nos.update({(kind, company.key): no, ("contact", company.key): link.contact.no})
        self.nos["contact", first.name] = link.primary_contact.no if link.primary_contact else ""
        rest = {name: value for name, value in company.card.items() if name not in shared}
        self._change("contact", link.contact.no, {**rest, "industry_group_codes": company.groups})

    def _add_person(self, whose: str, person: Person) -> None:
        """Add a person of a company, or complete the one that its customer or vendor brought."""
        own = {"email": person.email, "mobile_phone_no": person.mobile_phone_no}
        values = {name: value for name, value in own.items() if value}
        if ("contact", person.name) in self.nos:
            self._change("contact", self.nos["contact", person.name], values)
            return
        more = {"type": "person", "name": person.name, "job_title": person.job_title}
        self._add_contact(person.name, {**values, **more, "company_no": self.nos["contact", whose]})

    def _create_as(self, whose: str, kind: Kind, own: Values, people: tuple[Person, ...]) -> None:
        """Create a customer or vendor from a contact, with the first of its people as the primary
        contact.
        """
        no = creating_as.create_as(self.nos["contact", whose], kind, None, own, actor=self.actor).no
        self.nos[kind, whose] = no
        if people:
            self._change(kind, no, {"primary_contact_no": self.nos["contact", people[0].name]})

    def _add_account(self, whose: str, account: Values) -> None:
        """Create a bank account from its bank; a currency of its own is set afterwards."""
        own = {name: value for name, value in account.items() if name != "currency_code"}
        no = creating_as.create_as(
            self.nos["contact", whose], "bank_account", None, own, actor=self.actor
        ).no
        if "currency_code" in account:
            self._change("bank_account", no, {"currency_code": account["currency_code"]})

    def _change(self, kind: Kind, no: str, values: Given) -> int | None:
        return changing.change_record(kind, no, values, actor=self.actor).change_set


def _link(kind: Kind, no: str) -> Link:
    """Return the link of a record."""
    return Link.objects.select_related("contact", "primary_contact").get(**{f"{kind}__no": no})
