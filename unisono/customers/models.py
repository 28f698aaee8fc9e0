"""Customers and the templates that new ones are made from."""

from django.db import models
from django.db.models import Q

from unisono.cards.fields import shared_fields
from unisono.cards.models import Card, LinkedCard, Template, columns
from unisono.customers.fields import CUSTOMER_FIELDS, TEMPLATE_FIELDS


class Customer(LinkedCard):
    """Whom we bill. `type` follows the linked contact's."""

    vars().update(columns((*shared_fields("customer"), *CUSTOMER_FIELDS)))
    type = models.CharField(max_length=10, default="company")

    class Meta(Card.Meta):
        constraints = [
            *Card.Meta.constraints,
            models.CheckConstraint(
                condition=Q(type__in=("company", "person")), name="customer_type_known"
            ),
        ]


class CustomerTemplate(Template):
    """What a new customer is filled with."""

    vars().update(columns(TEMPLATE_FIELDS))

    class Meta(Template.Meta):
        pass
