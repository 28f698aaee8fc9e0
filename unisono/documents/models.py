"""Documents and their lines. They keep what they printed: the party's data are copied, the ties
only point [7.3].
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from unisono.cards.models import columns
from unisono.common.columns import KeyField
from unisono.documents.fields import DOCUMENT_FIELDS
from unisono.documents.types import QUOTES, STATUSES, TYPES

_SALES = tuple(each.name for each in TYPES.values() if each.side == "sales")
_PURCHASES = tuple(each.name for each in TYPES.values() if each.side == "purchase")


def amount() -> "models.DecimalField[Any, Any]":
    """Return a column for an amount: 15 digits, which is what SQLite keeps exactly."""
    return models.DecimalField(max_digits=15, decimal_places=4, default=Decimal(0))


def _tie(model: str, **options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        model, models.PROTECT, null=True, blank=True, related_name="+", **options
    )


class Document(models.Model):
    """A quote, an order, a blanket order or a service order.

    `company` is whom the contact acted for when it was written: its company, or itself; who changes
    jobs does not take it along [7.6]. `party_no` is the number that was printed; `source` the quote
    or blanket order it was made from.
    """

    if TYPE_CHECKING:
        # Columns made from the registry, as far as code reads them by attribute.
        name: str
        name_2: str
        attention: str
        city: str
        vat_registration_no: str
        introduction: str
        work_description: str
        currency_code: str
        language_code: str
        format_region: str
        external_document_no: str
        email: str
        document_date: date
        due_date: date | None
        valid_until_date: date | None
        salesperson_code: Any
        payment_terms_code: Any
        payment_method_code: Any
        salesperson_code_id: str | None
        payment_terms_code_id: str | None
        lines: Any

    type = models.CharField(max_length=24)
    no = models.CharField(max_length=20)
    no_key = KeyField(max_length=60)
    status = models.CharField(max_length=10, default="open")
    version = models.PositiveBigIntegerField(default=1)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    created_by = models.CharField(max_length=150, blank=True, default="")
    contact = _tie("contacts.Contact")
    company = _tie("contacts.Contact")
    customer = _tie("customers.Customer")
    vendor = _tie("vendors.Vendor")
    customer_template = _tie("customers.CustomerTemplate", to_field="code")
    vendor_template = _tie("vendors.VendorTemplate", to_field="code")
    source = _tie("self")
    party_no = models.CharField(max_length=20, blank=True, default="")
    subtotal = amount()
    vat_total = amount()
    total = amount()
    search_text = models.TextField(default="", blank=True)

    vars().update(columns(DOCUMENT_FIELDS))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "no_key"], name="document_no_once"),
            models.CheckConstraint(condition=Q(type__in=list(TYPES)), name="document_type_known"),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="document_status_known"),
            models.CheckConstraint(condition=~Q(no=""), name="document_has_no"),
            models.CheckConstraint(
                condition=Q(type__in=_SALES, vendor__isnull=True)
                | Q(type__in=_PURCHASES, customer__isnull=True),
                name="document_is_of_one_side",
            ),
            models.CheckConstraint(
                condition=Q(status="closed")
                | Q(type__in=sorted(QUOTES))
                | Q(customer__isnull=False)
                | Q(vendor__isnull=False),
                name="open_order_has_party",
            ),
        ]
        indexes = [
            models.Index(F("type"), F("created_at"), F("id"), name="document_by_age"),
            models.Index(F("type"), F("document_date"), F("id"), name="document_by_day"),
        ]

    def __str__(self) -> str:
        return self.no

    @property
    def info(self) -> Any:
        """Return what is to be known of its type."""
        return TYPES[self.type]

    @property
    def party(self) -> Any:
        """Return the customer or vendor, None where it has none."""
        return self.customer if self.info.side == "sales" else self.vendor

    @property
    def template_code(self) -> str:
        """Return the template that its customer or vendor would be made by."""
        return self.customer_template_id or self.vendor_template_id or ""


class DocumentLine(models.Model):
    """A line. `blanket_line` is the line of the blanket order that it takes its quantity from."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    description = models.TextField(blank=True, default="")
    quantity = models.DecimalField(max_digits=15, decimal_places=5, default=Decimal(1))
    unit_price = models.DecimalField(max_digits=15, decimal_places=5, default=Decimal(0))
    discount_pct = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(0))
    vat_pct = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(0))
    amount = amount()
    blanket_line = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="called_off"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="document_line_once"),
            models.CheckConstraint(
                condition=Q(
                    discount_pct__gte=0, discount_pct__lte=100, vat_pct__gte=0, vat_pct__lte=100
                ),
                name="document_line_percents",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.position}"
