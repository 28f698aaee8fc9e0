"""The log as a list on its page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content, Stored
from unisono.documents.types import TYPES
from unisono.interactions.actions import DIRECTIONS, EVALUATIONS, INITIATORS, MEDIA
from unisono.interactions.queries import INTERACTION, sums_of, who_logged
from unisono.usecases.lists.lists import LISTS
from unisono.web import code_names, document_names, formatting, labels, log_entries, paths
from unisono.web.list_page import Cell, Choices, ListPage, Row

_PLAIN = ("by", "former_contact_no", "comment")
_CHOICES = ("medium", "direction", "initiated_by", "evaluation")
_NAMES = ("salesperson_code", "template_code", "group_code")
_NORMAL = (
    "former_contact_name",
    "salesperson_code",
    "medium",
    "document_no",
    "duration_min",
    "cost",
)
_CHOOSABLE = (
    *_NORMAL,
    "company_no",
    "by",
    "template_code",
    "group_code",
    "direction",
    "initiated_by",
    "evaluation",
    "comment",
    "former_contact_no",
    "created_at",
)


def log_list() -> ListPage:
    """Return the page of the log."""
    return ListPage(
        LISTS[INTERACTION],
        _("Interactions"),
        "/interactions/",
        ("date", "description"),
        _NORMAL,
        [(name, labels.field(name)) for name in _CHOOSABLE],
        _rows_of,
        _usual(),
        "log",
        _choices,
        _said,
        _context,
        dates="date",
        picks=("salesperson_code", "by", "template_code"),
        numbers=frozenset({"duration_min", "cost"}),
        sums=sums_of,
    )


def _usual() -> list[tuple[str, dict[str, str]]]:
    sorts = labels.sorts_of_entries()
    first = [(sorts[name], {"only": name}) for name in ("calls", "messages", "documents")]
    week = {"only": "calls", "date": "last-week"}
    return [
        *first,
        (_("Calls last week"), week),
        (_("This week"), {"date": "this-week"}),
        *((sorts[name], {"only": name}) for name in ("failed", "archive")),
    ]


def _choices() -> Choices:
    fixed = {
        "medium": MEDIA,
        "direction": DIRECTIONS,
        "initiated_by": INITIATORS,
        "evaluation": EVALUATIONS,
        "document_type": tuple(TYPES),
    }
    return {
        "only": labels.sorts_of_entries(),
        "salesperson_code": code_names.choices("setup.Salesperson"),
        "by": {name: name for name in who_logged()},
        "template_code": code_names.choices("interactions.InteractionTemplate"),
        "action": document_names.action_names(),
        **{
            name: {each: labels.choice(name, each) for each in values if each}
            for name, values in fixed.items()
        },
    }


def _said(_name: str, text: str) -> str:
    """Return a filter's value as it stands; a day as the reader writes it."""
    return formatting.day(text) if len(text) == len("2025-03-04") else text


def _context(_actor: Actor) -> Content:
    return {}


def _rows_of(
    entries: Sequence[Stored], names: Sequence[str], actor: Actor, _query: str
) -> list[Row]:
    return [
        Row(
            str(each.pk),
            code_names.described(each),
            f"/interactions/{each.pk}",
            [_cell(each, name) for name in names],
            Cell("date", each.at, look="moment"),
            f"{each.pk} {each.description}",
            icon=log_entries.icon_of(each),
            badges=_badges(each),
            again=_again(each, actor),
            note=each.message.error if each.message and each.message.state != "sent" else "",
            is_off=each.cancelled,
        )
        for each in entries
    ]


def _again(entry: Stored, actor: Actor) -> str:
    """Return where an e-mail that failed is sent again, "" where there is nothing to send."""
    has_failed = entry.message is not None and entry.message.state == "failed"
    return f"/interactions/{entry.pk}/resend" if has_failed and actor.may_write(INTERACTION) else ""


def _badges(entry: Stored) -> list[tuple[str, bool]]:
    state = entry.message.state if entry.message else ""
    found = [(document_names.message_states()[state], state == "failed")] if state else []
    return [*found, *([(_("cancelled"), False)] if entry.cancelled else [])]


def _cell(entry: Stored, name: str) -> Cell:
    if name in _NAMES:
        return Cell(name, code_names.name_of(getattr(entry, name.removesuffix("_code"))))
    if name in _PLAIN:
        return Cell(name, entry.contact_no if name == "former_contact_no" else getattr(entry, name))
    if name in _CHOICES:
        value = getattr(entry, name)
        return Cell(name, labels.choice(name, value) if value else "")
    if name == "created_at":
        return Cell(name, entry.created_at, look="moment")
    if name == "cost":
        return Cell(name, formatting.money(entry.cost, "") if entry.cost else "", look="number")
    if name == "duration_min":
        text = formatting.whole(entry.duration_min) if entry.duration_min else ""
        return Cell(name, text, look="number")
    if name == "document_no":
        text, url = log_entries.about(entry)
        return Cell(name, entry.document_no or text, url)
    return _party(entry, name)


def _party(entry: Stored, name: str) -> Cell:
    """Return with whom it happened: the person, or the company that it was at."""
    found = entry.company if name == "company_no" else entry.contact
    if found is None:
        return Cell(name, entry.contact_name if name == "former_contact_name" else "")
    return Cell(name, found.name, paths.card_url("contact", found.no))
