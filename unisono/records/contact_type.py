"""Changing a contact between company and person [5.5]."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.errors import Conflict, FieldError
from unisono.common.kinds import LINKED_KINDS
from unisono.contacts.models import Contact
from unisono.links.models import Link
from unisono.links.values import Record, Value, codes_of


class TypeChange(Conflict):
    """Something contradicts the new type; each obstacle is named."""

    code = "type-change"


def refuse_type_change(
    contact: Record, type_: str, values: Mapping[str, Value], actor: Actor
) -> None:
    """Raise TypeChange naming each obstacle; `values` are the contact's as they would be."""
    if obstacles := type_obstacles(contact, type_, values, actor):
        errors = [
            FieldError(obstacle["field"], obstacle["code"], obstacle["message"])
            for obstacle in obstacles
        ]
        raise TypeChange(
            " ".join(error.message for error in errors), errors=errors, obstacles=obstacles
        )


def type_obstacles(
    contact: Record, type_: str, values: Mapping[str, Value], actor: Actor
) -> list[Content]:
    """Return each obstacle to a contact's new type: the field, a code, a sentence, and the numbers
    concerned.
    """
    return _of_person(contact, values, actor) if type_ == "person" else _of_company(contact, values)


def _of_person(contact: Record, values: Mapping[str, Value], actor: Actor) -> list[Content]:
    """Return what keeps a company from becoming a person."""
    obstacles = []
    if links := list(Link.objects.filter(contact_id=contact.key.id).select_related(*LINKED_KINDS)):
        seen = [getattr(link, link.role).no for link in links if actor.may_read(link.role)]
        message = _("It is linked: %(numbers)s") % {"numbers": ", ".join(seen) or "…"}
        obstacles.append({"field": "type", "code": "links", "message": message, "nos": seen})
    if people := list(
        Contact.objects.filter(company_id=contact.key.id)
        .order_by("no_key")
        .values_list("no", flat=True)
    ):
        message = _("People belong to it (%(count)s).") % {"count": len(people)}
        obstacles.append(
            {"field": "type", "code": "people", "message": message, "nos": people[:100]}
        )
    codes = values.get("industry_group_codes")
    groups = codes_of(codes) if codes is not None else _codes(contact, "industry_group_codes")
    if groups:
        obstacles.append(_filled("industry_group_codes", _("It has industry groups."), groups))
    if values.get("vat_registration_no"):
        obstacles.append(_filled("vat_registration_no", _("It has a VAT number."), ()))
    return obstacles


def _of_company(contact: Record, values: Mapping[str, Value]) -> list[Content]:
    """Return what keeps a person from becoming a company."""
    obstacles = []
    codes = values.get("job_responsibility_codes")
    if jobs := (
        codes_of(codes) if codes is not None else _codes(contact, "job_responsibility_codes")
    ):
        obstacles.append(
            _filled("job_responsibility_codes", _("The person has job responsibilities."), jobs)
        )
    level: object = values.get("organizational_level_code")
    if level is None:
        level = Contact.objects.values_list("organizational_level_code", flat=True).get(
            pk=contact.key.id
        )
    if level:
        obstacles.append(
            _filled("organizational_level_code", _("The person has an organizational level."), ())
        )
    if values.get("minor"):
        obstacles.append(_filled("minor", _("The person is a minor."), ()))
    if values.get("company_no"):
        obstacles.append(_filled("company_no", _("The person belongs to a company."), ()))
    return obstacles


def _codes(contact: Record, name: str) -> list[str]:
    return list(
        getattr(Contact(pk=contact.key.id), name).order_by("code").values_list("code", flat=True)
    )


def _filled(field: str, message: str, codes: Iterable[str]) -> Content:
    return {"field": field, "code": "filled", "message": message, "nos": list(codes)}
