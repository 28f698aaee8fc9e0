"""The templates that customers and vendors have."""

from typing import Any

from unisono.cards.models import Template, value_of
from unisono.common.borders import Stored
from unisono.common.kinds import Kind
from unisono.customers.fields import TEMPLATE_FIELDS as CUSTOMER_TEMPLATE_FIELDS
from unisono.customers.models import CustomerTemplate
from unisono.links.values import Value
from unisono.vendors.fields import TEMPLATE_FIELDS as VENDOR_TEMPLATE_FIELDS
from unisono.vendors.models import VendorTemplate

TEMPLATES: dict[str, tuple[type[Template], Any]] = {
    "customer": (CustomerTemplate, CUSTOMER_TEMPLATE_FIELDS),
    "vendor": (VendorTemplate, VENDOR_TEMPLATE_FIELDS),
}


def template_values(kind: Kind, template: Stored) -> dict[str, Value]:
    """Return the values that a template fills in."""
    return {field.name: value_of(template, field) for field in TEMPLATES[kind][1]}


def templates_of(kind: Kind, contact_type: str) -> list[Template]:
    """Return the templates of a kind for companies or people, by their codes; none where the kind
    has no templates.
    """
    if kind not in TEMPLATES:
        return []
    return list(
        TEMPLATES[kind][0]._default_manager.filter(contact_type=contact_type).order_by("code")
    )
