"""The templates that customers and vendors have."""

from typing import Any

from unisono.cards.models import Template
from unisono.customers.fields import TEMPLATE_FIELDS as CUSTOMER_TEMPLATE_FIELDS
from unisono.customers.models import CustomerTemplate
from unisono.vendors.fields import TEMPLATE_FIELDS as VENDOR_TEMPLATE_FIELDS
from unisono.vendors.models import VendorTemplate

TEMPLATES: dict[str, tuple[type[Template], Any]] = {
    "customer": (CustomerTemplate, CUSTOMER_TEMPLATE_FIELDS),
    "vendor": (VendorTemplate, VENDOR_TEMPLATE_FIELDS),
}
