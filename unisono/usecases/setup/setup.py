"""Setup, our own company, and what a fresh installation has [1.3]."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.cards.fields import BANK_IDENTIFIERS, SHARED, Field
from unisono.cards.models import value_of
from unisono.cards.validation import check_values
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Invalid, unknown_field
from unisono.common.image_size import picture_size
from unisono.common.kinds import FACTS, KIND_NAMES, LINKED_KINDS, SEVERAL
from unisono.common.outcome import Outcome
from unisono.documents.types import TYPES
from unisono.history.recording import recorder_for
from unisono.setup.code_names import base_of
from unisono.setup.models import OurCompany, Setup
from unisono.usecases.setup.installing import install_documents
from unisono.usecases.setup.seeds import (
    SALUTATIONS,
    name_seeds_of_before,
    party_seeds,
    plant_salutations,
)
from unisono.usecases.transaction import writing

_SERIES = tuple(
    Field(f"{kind}_nos", "code", refers_to="setup.NumberSeries") for kind in (*KIND_NAMES, *TYPES)
)
_RELATIONS = tuple(
    Field(f"{kind}_relation_code", "code", refers_to="setup.BusinessRelation")
    for kind in LINKED_KINDS
)
SETUP_FIELDS: tuple[Field, ...] = (
    *_SERIES,
    *_RELATIONS,
    Field("default_salesperson_code", "code", refers_to="setup.Salesperson"),
    Field("default_territory_code", "code", refers_to="setup.Territory"),
    Field("default_country_code", "country", length=2),
    Field("default_language_code", "language", length=35),
    Field("default_correspondence_type", "choice", choices=("", "hard_copy", "email", "fax")),
    Field("default_company_salutation_code", "code", refers_to="setup.Salutation"),
    Field("default_person_salutation_code", "code", refers_to="setup.Salutation"),
    *(
        Field(f"inherit_{group}", "flag")
        for group in ("salesperson", "territory", "country", "language", "address", "communication")
    ),
    Field("check_duplicates", "flag"),
    Field("duplicate_threshold", "number"),
    Field("retention_months", "number"),
    *(Field(name, "flag") for name in SEVERAL.values()),
    Field("vat_check", "choice", choices=("warn", "refuse", "off")),
    Field("default_vat_pct", "percent", length=8),
    Field("quote_validity_days", "number"),
    Field("phone_deletion", "choice", choices=("forbid", "hide", "delete")),
    Field("phone_all_contacts", "flag"),
)
# Whole numbers of setup, with the least and the most that each may be.
NUMBERS = {
    "duplicate_threshold": (1, 100),
    "retention_months": (0, 600),
    "quote_validity_days": (0, 3650),
}
_CARD = {field.name: field for field in (*SHARED, *BANK_IDENTIFIERS)}
COMPANY_FIELDS: tuple[Field, ...] = (
    *(
        _CARD[name]
        for name in (
            "name name_2 address address_2 post_code city county country_code phone_no email "
            "home_page vat_registration_no registration_no iban swift_code currency_code "
            "language_code"
        ).split()
    ),
    Field("document_header", "multiline", length=2000),
    Field("document_footer", "multiline", length=2000),
)
LOGO_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
LOGO_BYTES = 1024 * 1024  # it goes into every PDF
LOGO_SIDE = 4000  # pixels: a small file can unfold into a picture that takes a gigabyte to print


def values_of(row: Setup | OurCompany, fields: tuple[Field, ...]) -> Content:
    """Return a row's fields as the contract has them."""
    return {field.name: value_of(row, field) for field in fields}


@writing
def change_setup(values: Given, *, actor: Actor) -> Outcome:
    """Change switches of setup; raises Invalid naming every bad one."""
    require_administrator(actor)
    # Waits for the edits that began under the switches of before: they hold the row FOR SHARE.
    return _change(Setup.objects.select_for_update().get(), SETUP_FIELDS, values, actor, "setup")


@writing
def change_company(values: Given, *, actor: Actor) -> Outcome:
    """Change our own company's data; raises Invalid naming every bad field."""
    require_administrator(actor)
    # Held from what was there to the write, so that two edits do not undo each other's fields.
    return _change(
        OurCompany.objects.select_for_update().get(), COMPANY_FIELDS, values, actor, "company"
    )


def _change(
    row: Setup | OurCompany, fields: tuple[Field, ...], values: Given, actor: Actor, kind: str
) -> Outcome:
    by_name = {field.name: field for field in fields}
    errors = [unknown_field(name) for name in values if name not in by_name]
    plain = {
        name: value
        for name, value in values.items()
        if name in by_name and by_name[name].kind != "number"
    }
    checked: Content = {}
    try:
        checked = check_values(by_name, plain, "", "off").values
    except Invalid as invalid:
        errors += invalid.errors
    for name in NUMBERS.keys() & by_name.keys() & values.keys():
        (least, most), value = NUMBERS[name], values[name]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            message = _("This must be a whole number from %(least)s to %(most)s.")
            told = message % {"least": least, "most": most}
            errors.append(FieldError(name, "range", told))
        checked[name] = value
    if errors:
        raise Invalid(errors)
    before = values_of(row, fields)
    changed = {
        name: [before[name], value, "typed"]
        for name, value in checked.items()
        if value != before[name]
    }
    for name, value in checked.items():
        reference = by_name[name].is_reference
        setattr(row, f"{name}_id" if reference else name, (value or None) if reference else value)
    row.save()
    if changed:
        recorder = recorder_for(actor, "setup")
        recorder.add("setup", kind, 1, kind, 0, changed)
        put_on_record(Action.SETUP_CHANGED, actor, kind, fields=sorted(changed))
    return Outcome("setup", kind)


@writing
def set_logo(content: bytes, *, actor: Actor) -> None:
    """Keep our company's logo, a PNG or JPEG of at most 1 MiB; raises Invalid."""
    require_administrator(actor)
    type_ = next((name for start, name in LOGO_TYPES.items() if content.startswith(start)), None)
    if type_ is None:
        raise Invalid([FieldError("logo", "type", _("A logo is a PNG or JPEG picture."))])
    if len(content) > LOGO_BYTES:
        raise Invalid([FieldError("logo", "too-long", _("A logo has at most 1 MiB."))])
    size = picture_size(content)
    if size is None or max(size) > LOGO_SIDE:
        message = _("A logo is a whole picture of at most %(limit)s pixels on each side.") % {
            "limit": LOGO_SIDE
        }
        raise Invalid([FieldError("logo", "size", message)])
    OurCompany.objects.filter(pk=1).update(logo=content, logo_type=type_)
    recorder = recorder_for(actor, "setup")
    recorder.add("setup", "company", 1, "company", 0, {"logo": ["", type_, "typed"]})
    put_on_record(Action.SETUP_CHANGED, actor, "company", fields=["logo"])


@writing
def install() -> bool:
    """Make what a fresh installation has [1.3], once, in the active language; tell whether it was
    made now.
    """
    if Setup.objects.exists():
        install_documents()
        name_seeds_of_before()
        return False
    for seed in party_seeds():
        seed.plant()
    plant_salutations(SALUTATIONS)
    nos = {f"{kind}_nos_id": facts.code for kind, facts in FACTS.items()}
    relations = {f"{linked}_relation_code_id": FACTS[linked].code for linked in LINKED_KINDS}
    Setup.objects.create(pk=1, **nos, **relations)
    OurCompany.objects.create(pk=1, language_code=base_of(get_language() or ""))
    install_documents()
    return True
