"""Code lists and templates: entries come, change, are renamed, go [1.2]."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CharField, Q, Value
from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.cards.models import value_of
from unisono.common.borders import Content, Rows, Stored
from unisono.common.errors import NotFound
from unisono.common.text import key_of
from unisono.customers.fields import TEMPLATE_FIELDS as CUSTOMER_TEMPLATE_FIELDS
from unisono.customers.models import CustomerTemplate
from unisono.documents.types import TYPES
from unisono.interactions.actions import DIRECTIONS, INITIATORS, MEDIA
from unisono.interactions.models import InteractionGroup, InteractionTemplate
from unisono.setup import code_names
from unisono.setup import models as setup
from unisono.setup.models import CodeName
from unisono.vendors.fields import TEMPLATE_FIELDS as VENDOR_TEMPLATE_FIELDS
from unisono.vendors.models import VendorTemplate

DESCRIPTION = Field("description", length=100)
_TEMPLATE = (
    DESCRIPTION,
    Field("contact_type", "choice", choices=("company", "person")),
    Field("number_series", "code", refers_to="setup.NumberSeries"),
)


@dataclass(frozen=True)
class CodeListInfo:
    """A code list: its model, the fields that are checked by the registry, and whole numbers with
    their least value.
    """

    model: type[models.Model]
    fields: tuple[Field, ...] = (DESCRIPTION,)
    numbers: tuple[tuple[str, int], ...] = ()

    @property
    def by_name(self) -> dict[str, Field]:
        """Return the fields by name."""
        return {field.name: field for field in self.fields}


_SERIES = (
    DESCRIPTION,
    *(Field(name, length=20) for name in ("first_no", "last_no", "next_no")),
    Field("manual_allowed", "flag"),
)
_INTERACTION = (
    DESCRIPTION,
    Field("group", "code", refers_to="interactions.InteractionGroup"),
    Field("direction", "choice", choices=DIRECTIONS),
    Field("initiated_by", "choice", choices=INITIATORS),
    Field("medium", "choice", choices=MEDIA),
    Field("cost", "money"),
)
_MAIL_TEXT = (
    DESCRIPTION,
    Field("document_type", "choice", choices=("", *TYPES)),
    Field("language_code", "language", length=35),
    Field("subject", length=200),
    Field("body", "multiline", length=10_000),
)
LISTS: dict[str, CodeListInfo] = {
    "business-relations": CodeListInfo(setup.BusinessRelation),
    "number-series": CodeListInfo(setup.NumberSeries, _SERIES, (("increment", 1),)),
    "salespeople": CodeListInfo(
        setup.Salesperson,
        (DESCRIPTION, Field("email", "emails", length=254), Field("phone_no", "phone", length=30)),
    ),
    "territories": CodeListInfo(setup.Territory),
    "salutations": CodeListInfo(setup.Salutation),
    "industry-groups": CodeListInfo(setup.IndustryGroup),
    "mailing-groups": CodeListInfo(setup.MailingGroup),
    "job-responsibilities": CodeListInfo(setup.JobResponsibility),
    "organizational-levels": CodeListInfo(setup.OrganizationalLevel),
    "payment-terms": CodeListInfo(setup.PaymentTerms, (DESCRIPTION,), (("due_days", 0),)),
    "payment-methods": CodeListInfo(setup.PaymentMethod),
    "customer-templates": CodeListInfo(CustomerTemplate, (*_TEMPLATE, *CUSTOMER_TEMPLATE_FIELDS)),
    "vendor-templates": CodeListInfo(VendorTemplate, (*_TEMPLATE, *VENDOR_TEMPLATE_FIELDS)),
    "interaction-groups": CodeListInfo(InteractionGroup),
    "interaction-templates": CodeListInfo(
        InteractionTemplate, _INTERACTION, (("duration_min", 0),)
    ),
    "mail-texts": CodeListInfo(setup.MailText, _MAIL_TEXT),
}


def entry(collection: str, code: str, lock: bool = False) -> Stored:
    """Return an entry of a code list, found without regard to case; raise NotFound."""
    rows = LISTS[collection].model._default_manager.filter(code=key_of(code))
    # Held where it is renamed or deleted: what names the code is looked for and changed meanwhile.
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound(_("There is no code %(code)s in this list.") % {"code": code})
    return found


def values_of(collection: str, found: Stored, names: Mapping[str, str] | None = None) -> Content:
    """Return an entry's fields as the contract has them; its names are read where they are not
    given.
    """
    info = LISTS[collection]
    numbers = {name: getattr(found, name) for name, _least in info.numbers}
    return {
        "code": found.code,
        **{field.name: value_of(found, field) for field in info.fields},
        **numbers,
        "names": code_names.names_of(found) if names is None else names,
    }


def many_values(collection: str, rows: Sequence[Stored]) -> list[Content]:
    """Return the fields of several entries of a list; one statement reads their names."""
    model: Any = LISTS[collection].model
    names = code_names.names_of_many(model, [row.code for row in rows])
    return [values_of(collection, row, names.get(row.code, {})) for row in rows]


def entries(collection: str) -> Rows:
    """Return the entries of a code list, by their codes."""
    rows: Rows = LISTS[collection].model._default_manager.order_by("code")
    return rows


def search_entries(rows: Rows, text: str) -> Rows:
    """Return the entries in whose code, description or name in any language every word is found."""
    names = CodeName.objects.filter(list=rows.model._meta.label)
    for word in text.split():
        named = names.filter(name__icontains=word).values("code")
        rows = rows.filter(
            Q(code__icontains=word) | Q(description__icontains=word) | Q(code__in=named)
        )
    return rows


def codes_with_descriptions(models: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the codes of several lists (setup.Territory …) with their names in the reader's
    language, in order, with one statement.
    """
    found: dict[str, list[tuple[str, str]]] = {model: [] for model in models}
    rows = [
        apps.get_model(model)
        ._default_manager.order_by()
        .annotate(which=Value(model, CharField()), said=code_names.readers_name(model))
        .values_list("which", "code", "said")
        for model in sorted(models)
    ]
    if rows:
        for which, code, description in sorted(rows[0].union(*rows[1:], all=True)):
            found[which].append((code, description))
    return found
