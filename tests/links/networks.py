"""Hypothesis draws networks, rules and edits; small alphabets, so that equal values and blanks meet
often.
"""

from hypothesis import strategies as st

from unisono.cards.fields import SHARED_NAMES, shared_names
from unisono.common.kinds import LINKED_KINDS, Key
from unisono.common.text import capitals
from unisono.links.values import Network, Party, Record, Rules

FIELDS = (
    "name",
    "search_name",
    "address",
    "city",
    "country_code",
    "phone_no",
    "email",
    "language_code",
    "format_region",
    "currency_code",
    "salesperson_code",
)
RULES = ("both", "both", "contact", "role", "fill", "separate")
GROUPS = ("salesperson", "territory", "country", "language", "address", "communication")
WORDS = {
    "name": ("", "Ana Gil", "Bea Sol Mar", "ACME"),
    "search_name": ("", "ANA GIL", "ACME", "OWN"),
    "country_code": ("", "ES", "PT", "MX"),
    "phone_no": ("", "915550101", "600 111 222", "1"),
    "email": ("", "a@example.com", "b@example.com", "c@example.com"),
    "language_code": ("", "es-ES", "pt-PT", "en-US"),
    "format_region": ("", "es-ES", "pt-PT", "en-US"),
    "currency_code": ("", "EUR", "USD", "MXN"),
    "salesperson_code": ("", "ANA", "BEA", "LUZ"),
}


def word(name):
    """A value of this field, from few."""
    return st.sampled_from(WORDS.get(name, ("", "a", "b", "c")))


@st.composite
def rules(draw):
    """A rule for each field of each role, and some inherited groups."""
    by_role = {
        role: {
            n: draw(st.sampled_from(RULES)) if n in FIELDS else "both" for n in shared_names(role)
        }
        for role in LINKED_KINDS
    }
    return Rules(by_role, frozenset(draw(st.sets(st.sampled_from(GROUPS)))))


@st.composite
def records(draw, kind, id_, contact_type="company"):
    """A record with drawn values."""
    values = dict.fromkeys(SHARED_NAMES if kind == "contact" else shared_names(kind), "")
    values.update({name: draw(word(name)) for name in FIELDS if name in values})
    if draw(st.booleans()):
        values["search_name"] = capitals(values["name"])
    if kind == "contact":
        values.update(
            {
                "type": contact_type,
                "first_name": "",
                "middle_name": "",
                "surname": "",
                "company_no": "",
            }
        )
    if kind == "customer":
        values["type"] = contact_type
    return Record(Key(kind, id_), f"{kind[0].upper()}{id_}", draw(st.integers(1, 9)), values)


@st.composite
def parties(draw, first_id, contact_type, most):
    """A contact with up to `most` records."""
    contact = draw(records("contact", first_id, contact_type))
    kinds = draw(
        st.lists(
            st.sampled_from(LINKED_KINDS if contact_type == "company" else ("customer", "vendor")),
            max_size=most,
        )
    )
    linked = tuple(
        draw(records(kind, first_id * 100 + n, contact_type)) for n, kind in enumerate(kinds)
    )
    return Party(contact, linked)


@st.composite
def networks(draw):
    """An independent person, or a company with up to three people; all may have records."""
    if draw(st.integers(0, 4)) == 0:
        return Network(draw(parties(1, "person", 4)))
    people = tuple(
        draw(parties(number, "person", 2)) for number in range(2, 2 + draw(st.integers(0, 3)))
    )
    return Network(draw(parties(1, "company", 5)), people)


def evened(network, rules):
    """The network with all tied records equal to their contact, as it is where nobody wrote past
    the product.
    """

    def even(party):
        linked = []
        for record in party.records:
            tied = {
                n: party.contact.values[n] for n in record.values if record in rules.tied(party, n)
            }
            linked.append(Record(record.key, record.no, record.version, {**record.values, **tied}))
        return Party(party.contact, tuple(linked))

    return Network(even(network.party), tuple(map(even, network.people)))


def edits():
    """What somebody types: some fields of one record."""
    return st.dictionaries(st.sampled_from(FIELDS), st.just(None), min_size=1, max_size=4).flatmap(
        lambda names: st.fixed_dictionaries({name: word(name) for name in names})
    )


def applied(network, plan):
    """The network after the plan, in memory."""
    writes = {write.record.key: write.fields for write in plan.writes}

    def after(record):
        fields = writes.get(record.key)
        if not fields:
            return record
        values = {**record.values, **{name: to.new for name, to in fields.items()}}
        return Record(record.key, record.no, record.version + 1, values)

    def party_after(party):
        return Party(after(party.contact), tuple(map(after, party.records)))

    return Network(party_after(network.party), tuple(map(party_after, network.people)))


def values_of(network):
    """{(record, field): value} of the whole network."""
    return {
        (key, name): value
        for key, record in network.records.items()
        for name, value in record.values.items()
    }
