"""A record that is made from a contact and a template: its values, its plan, and storing it
[2.2].
"""

from django.utils.translation import gettext as _

from unisono.cards.fields import shared_names
from unisono.cards.validation import check_values
from unisono.common.borders import Given, Stored
from unisono.common.errors import FieldError, Invalid, Refused, unknown_field
from unisono.common.kinds import Kind
from unisono.common.text import key_of
from unisono.documents.quotes import hand_over_quotes
from unisono.history.recording import Recorder
from unisono.links import storing
from unisono.links.apply import apply
from unisono.links.kinds import KINDS
from unisono.links.templates import TEMPLATES
from unisono.links.values import Record, Value
from unisono.records.numbers import free_no
from unisono.records.planned import Creation
from unisono.records.role_records import name_primary_contact, store_record
from unisono.setup.models import Setup
from unisono.setup.queries import relation_code


def store_creation(kind: Kind, creation: Creation, setup: Setup, recorder: Recorder) -> Record:
    """Store what was planned with `lock`, within a use case: the record, its link, what follows;
    open quotes get it.
    """
    own = {"no": creation.no, "type": creation.type}
    record = store_record(
        kind, creation.values, own, setup, recorder, creation.causes, creation.series
    )
    slot = storing.free_slot(creation.contact.key.id, kind)
    relation = relation_code(setup, kind)
    link = storing.connect(creation.contact, record, recorder, relation, slot, origin="create_as")
    apply(creation.plan, recorder)
    name_primary_contact(link, creation.contact, record, setup, recorder)
    hand_over_quotes(creation.contact, record, recorder)
    return record


def own_values(kind: Kind, values: Given, setup: Setup) -> tuple[dict[str, Value], str]:
    """Return the checked own fields of the new record, and the number typed for it."""
    errors = []
    for name in values:
        if name in shared_names(kind):
            errors.append(
                FieldError(name, "from-contact", _("This comes from the contact; change it there."))
            )
        elif name != "no" and name not in KINDS[kind].fields:
            errors.append(unknown_field(name))
    if errors:
        raise Invalid(errors)
    checked = check_values(
        KINDS[kind].fields, {n: v for n, v in values.items() if n != "no"}, "", setup.vat_check
    )
    no = free_no(kind, values["no"]) if values.get("no", "") != "" else ""
    return checked.values, no


def chosen_template(kind: Kind, code: object, contact_type: str) -> tuple[Stored, list[FieldError]]:
    """Return the template to use: the one named, else the only one that fits the contact's type."""
    if kind not in TEMPLATES:
        if code:
            raise Invalid(
                [FieldError("template", "unknown", _("Bank accounts have no templates."))]
            )
        return None, []
    model = TEMPLATES[kind][0]
    if code:
        found = (
            model._default_manager.filter(code=key_of(code)).first()
            if isinstance(code, str)
            else None
        )
        if found is None:
            raise Invalid(
                [
                    FieldError(
                        "template", "unknown", _("There is no template %(code)s.") % {"code": code}
                    )
                ]
            )
        if found.contact_type != contact_type:
            message = _("Template %(code)s is for contacts of the other type.") % {
                "code": found.code
            }
            raise Refused(message, code="template-type", field="template")
        return found, []
    fitting = list(model._default_manager.filter(contact_type=contact_type).order_by("code"))
    if len(fitting) > 1:
        codes = [template.code for template in fitting]
        message = _("Choose one of these templates: %(codes)s.") % {"codes": ", ".join(codes)}
        raise Refused(message, code="template-choice", field="template", templates=codes)
    if not fitting:
        message = _("No template fits; the record was created without one.")
        return None, [FieldError("template", "no-template", message)]
    return fitting[0], []
