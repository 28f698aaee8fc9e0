"""The relationship picture: company, people, roles, as nodes and edges; the page says the same in
words.
"""

from collections.abc import Sequence

from unisono.access.roles import Actor
from unisono.common.borders import Content, Stored
from unisono.common.kinds import Kind, is_contact
from unisono.contacts.models import Contact
from unisono.web import labels, paths
from unisono.web.link_tiles import CardLinks


def network_of(
    kind: Kind, row: Stored, card_links: CardLinks, people: Sequence[Contact], actor: Actor
) -> Content | None:
    """Return the nodes and edges around a card, None where it stands alone."""
    contact = card_links.contact or (row if is_contact(kind) else None)
    if contact is None or not (
        card_links.links or people or contact.pk != row.pk or not is_contact(kind)
    ):
        return None
    nodes = [_node("contact", contact, here=is_contact(kind) and contact.pk == row.pk, centre=True)]
    edges = []
    around = list(people)
    if is_contact(kind) and row.pk != contact.pk:
        around.append(row)
    for person in around:
        nodes.append(
            _node("contact", person, here=is_contact(kind) and person.pk == row.pk, is_person=True)
        )
        edges.append({"source": f"contact{contact.pk}", "target": f"contact{person.pk}"})
    for link in card_links.links:
        if actor.may_read(link.role):
            record = getattr(link, link.role)
            nodes.append(_node(link.role, record, here=kind == link.role and record.pk == row.pk))
            target = f"{link.role}{record.pk}"
            edges.append({"source": f"contact{contact.pk}", "target": target, "state": link.state})
    return {"nodes": nodes, "edges": edges}


def _node(
    kind: Kind, row: Stored, *, here: bool, centre: bool = False, is_person: bool = False
) -> Content:
    name = row.name if is_contact(kind) else f"{labels.kinds()[kind]} {row.no}"
    url = paths.card_url(kind, row.no)
    node_kind = "person" if is_person else kind
    return {
        "id": f"{kind}{row.pk}",
        "label": name,
        "kind": node_kind,
        "url": url,
        "here": here,
        "centre": centre,
    }
