"""A second, naive model of the planner: one field at a time, handed from record to record until
nothing changes.
"""

from unisono.cards.fields import ADDRESS_BLOCK, SHARED, SHARED_NAMES
from unisono.contacts import person_names

TIED = ("both", "contact", "role")


class Naive:
    """The state of a network; `begin` hands one change on."""

    def __init__(self, network, rules):
        self.network, self.rules = network, rules
        self.before = {key: dict(record.values) for key, record in network.records.items()}
        self.now = {key: dict(record.values) for key, record in network.records.items()}

    def rule(self, record, name):
        return self.rules.by_role[record.key.kind].get(name, "separate")

    def may_begin(self, party, record, name):
        leads = [other for other in party.records if self.rule(other, name) == "role"]
        if record.key.kind == "contact":
            return not leads
        rule = self.rule(record, name)
        return rule in ("fill", "separate", "role") or (rule == "both" and not leads)

    def begin(self, party, record, name, value):
        if record.key.kind != "contact" and self.rule(record, name) not in TIED:
            self.now[record.key][name] = value
            led = any(self.rule(other, name) == "role" for other in party.records)
            contact_is_blank = self.now[party.contact.key][name] == ""
            if self.rule(record, name) != "fill" or value == "" or led or not contact_is_blank:
                return
        self.now[party.contact.key][name] = value
        for other in party.records:
            if self.rule(other, name) in TIED or (
                self.rule(other, name) == "fill" and value != "" and self.now[other.key][name] == ""
            ):
                self.now[other.key][name] = value

    def renamed(self, record):
        return self.now[record.key]["name"] != self.before[record.key]["name"]

    def follows(self, record):
        before = self.before[record.key]
        return self.renamed(record) and before["search_name"] in ("", before["name"].upper())

    def derive(self, party, search_name_given):
        tied = [party.contact, *(r for r in party.records if self.rule(r, "search_name") in TIED)]
        leads = [r for r in party.records if self.rule(r, "search_name") == "role"]
        if not search_name_given:
            for record in leads or [party.contact]:
                if self.follows(record):
                    self.begin(
                        party,
                        leads[0] if leads else party.contact,
                        "search_name",
                        self.now[record.key]["name"].upper(),
                    )
                    break
        for record in party.records:
            if record not in tied and self.follows(record):
                if self.now[record.key]["search_name"] == self.before[record.key]["search_name"]:
                    self.now[record.key]["search_name"] = self.now[record.key]["name"].upper()
        if self.renamed(party.contact) and party.contact.values["type"] == "person":
            now = self.now[party.contact.key]
            now.update(person_names.split(now["name"], person_names.language_of(now)))

    def inherit(self, person):
        company = self.network.party.contact.key
        groups, old, new = self.rules.inherited, self.before[company], self.now[company]
        blocks = (
            [ADDRESS_BLOCK]
            if "address" in groups
            else [("country_code",)]
            if "country" in groups
            else []
        )
        blocks += [
            (f.name,)
            for f in SHARED
            if f.group in groups and f.group not in ("address", "language")
        ]
        for block in blocks:
            self.inherit_block(person, block, old, new)
        if "language" in groups:
            followed = self.inherit_block(person, ("language_code",), old, new)
            self.inherit_block(person, ("format_region",), old, new, along=followed)

    def inherit_block(self, person, block, old, new, along=False):
        own = [self.now[person.contact.key][name] for name in block]
        was, will = [old[name] for name in block], [new[name] for name in block]
        if (was == will and not along) or own == will:
            return False
        if own != was and any(own):
            return False
        if not any(will) and (own != was or along):
            return False
        if not all(self.may_begin(person, person.contact, name) for name in block):
            return False
        for name, value in zip(block, will, strict=True):
            if self.now[person.contact.key][name] != value:
                self.begin(person, person.contact, name, value)
        return True


def naive_edit(network, rules, origin, values):
    """What an edit makes of a network: {(record, field): value}, or the set of refused fields."""
    model = Naive(network, rules)
    record = network.records[origin]
    party = next(p for p in (network.party, *network.people) if record in p.members)
    changed = {name: value for name, value in values.items() if value != record.values[name]}
    refused = {name for name in changed if not model.may_begin(party, record, name)}
    if refused:
        return refused
    for name, value in changed.items():
        model.begin(party, record, name, value)
    tied = origin.kind == "contact" or model.rule(record, "search_name") in TIED
    if "search_name" in values and not tied:
        # What was typed at a record of its own search name stays there.
        kept = model.now[origin]["search_name"]
        model.derive(party, False)
        model.now[origin]["search_name"] = kept
    else:
        model.derive(party, "search_name" in values)
    if party is network.party and any(
        model.now[party.contact.key][n] != party.contact.values[n] for n in SHARED_NAMES
    ):
        for person in network.people:
            model.inherit(person)
    return {
        (key, name): value for key, values in model.now.items() for name, value in values.items()
    }
