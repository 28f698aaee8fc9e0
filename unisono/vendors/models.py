"""Vendors and the templates that new ones are made from."""

from unisono.cards.fields import shared_fields
from unisono.cards.models import Card, LinkedCard, Template, columns
from unisono.vendors.fields import TEMPLATE_FIELDS, VENDOR_FIELDS


class Vendor(LinkedCard):
    """Who bills us."""

    vars().update(columns((*shared_fields("vendor"), *VENDOR_FIELDS)))

    class Meta(Card.Meta):
        pass


class VendorTemplate(Template):
    """What a new vendor is filled with."""

    vars().update(columns(TEMPLATE_FIELDS))

    class Meta(Template.Meta):
        pass
