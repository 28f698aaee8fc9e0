"""What cards are called: their names within books, and their UIDs."""

from collections.abc import Collection

from unisono.copies.models import Card
from unisono.setup.models import Installation

_BEGIN, _END = "contact-", ".vcf"


def name_of(contact_id: int, card: Card | None) -> str:
    """Return the name of a card within its book: that under which a phone made it, else ours."""
    return card.name if card else f"{_BEGIN}{contact_id}{_END}"


def id_in_name(name: str) -> int | None:
    """Return the contact that a name of ours is of, None for any other name."""
    digits = name.removeprefix(_BEGIN).removesuffix(_END)
    is_ours = name == f"{_BEGIN}{digits}{_END}" and digits.isascii() and digits.isdigit()
    return int(digits) if is_ours and digits == str(int(digits[:18])) else None


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return the names of the cards of these contacts, be they there or gone."""
    known = dict(Card.objects.filter(contact_id__in=ids).values_list("contact_id", "name"))
    return {id_: known.get(id_) or name_of(id_, None) for id_ in ids}


def ids_of_names(names: Collection[str]) -> dict[str, int]:
    """Return the contacts of these names of cards; whether they are there is not looked at."""
    known = dict(Card.objects.filter(name__in=names).values_list("name", "contact_id"))
    taken = set(
        Card.objects.filter(contact_id__in=filter(None, map(id_in_name, names))).values_list(
            "contact_id", flat=True
        )
    )
    ours = {
        name: id_
        for name in names
        if name not in known and (id_ := id_in_name(name)) and id_ not in taken
    }
    return {**known, **ours}


def book_key() -> str:
    """Return what tells this installation's records from all others, for the UIDs of cards; "book"
    where nobody has opened it yet.
    """
    found = Installation.objects.filter(pk=1).values_list("book", flat=True).first()
    return found.hex if found else "book"


def uid_of(contact_id: int, key: str) -> str:
    """Return the UID of a contact's card that no phone has written yet."""
    return f"{key}-{contact_id}"


def id_of_uid(uid: str, key: str) -> int | None:
    """Return the contact whose card has a UID, be it there or gone; None for nobody's."""
    found = Card.objects.filter(uid=uid).values_list("contact_id", flat=True).first()
    if found is not None:
        return found
    digits = uid.removeprefix(f"{key}-")
    if digits == uid or not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        return None
    return None if Card.objects.filter(contact_id=int(digits)).exists() else int(digits)
