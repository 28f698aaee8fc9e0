"""Setup, number series and code lists."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from unisono.common.columns import KeyField
from unisono.common.kinds import KIND_NAMES, LINKED_KINDS, SEVERAL


class CodeList(models.Model):
    """An entry of a code list. Codes are kept in capitals; records point to the code, so that it
    can be renamed.
    """

    code = KeyField(max_length=20, unique=True)
    description = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="%(class)s_has_code")]

    def __str__(self) -> str:
        return str(self.code)


class CodeName(models.Model):
    """What an entry of a code list is called in a language; `list` is the label of its model
    (setup.PaymentTerms). Where a language has none, the entry's description holds.
    """

    list = KeyField(max_length=60)
    code = KeyField(max_length=20)
    language_code = models.CharField(max_length=35)
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list", "code", "language_code"], name="code_name_once_per_language"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="code_name_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name


class BusinessRelation(CodeList):
    """What a contact is to us: CUST, VEND, BANK through links, others by hand [1.2]."""


class Territory(CodeList):
    """A sales territory."""


class Salesperson(CodeList):
    """Who sells or purchases."""

    email = models.CharField(max_length=254, blank=True, default="")
    phone_no = models.CharField(max_length=30, blank=True, default="")


class Salutation(CodeList):
    """How a contact is addressed."""


FORMAL, INFORMAL = "formal", "informal"


class SalutationFormula(models.Model):
    """How a salutation addresses somebody in a language: "Estimada señora {first_surname}:"."""

    salutation = models.ForeignKey(
        Salutation, models.CASCADE, to_field="code", related_name="formulas"
    )
    language_code = models.CharField(max_length=35)
    formality = models.CharField(max_length=8, default=FORMAL)
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["salutation", "language_code", "formality"], name="salutation_formula_once"
            ),
            models.CheckConstraint(
                condition=Q(formality__in=(FORMAL, INFORMAL)), name="salutation_formality_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="salutation_formula_not_blank"),
        ]

    def __str__(self) -> str:
        return self.text


class IndustryGroup(CodeList):
    """The industry of a company."""


class MailingGroup(CodeList):
    """Who gets which mailing."""


class JobResponsibility(CodeList):
    """What a person is responsible for."""


class OrganizationalLevel(CodeList):
    """Where a person stands in the company."""


class PaymentTerms(CodeList):
    """When payment is due, in days after the document's date."""

    due_days = models.PositiveIntegerField(default=0)


class PaymentMethod(CodeList):
    """How payment is made."""


class MailText(CodeList):
    """Subject and text of an e-mail with a document, per type of document and language; "" stands
    for every type.
    """

    document_type = models.CharField(max_length=24, blank=True, default="")
    language_code = models.CharField(max_length=35, blank=True, default="")
    subject = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")


class PostCode(models.Model):
    """A place that a post code stands for, from a table that an administrator loaded. Codes are in
    capitals, without blanks and hyphens; one may stand for several cities.
    """

    country_code = models.CharField(max_length=2)
    post_code = KeyField(max_length=20)
    city = models.CharField(max_length=60)
    county = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            # Serves looking up a code with and without its country, too.
            models.UniqueConstraint(
                fields=["post_code", "country_code", "city"], name="post_code_once_per_city"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_code} {self.post_code} {self.city}"


class NumberSeries(CodeList):
    """Gives the next number: texts such as CT000001, of which the digits at the end count [1.4]."""

    first_no = models.CharField(max_length=20)
    last_no = models.CharField(max_length=20, blank=True, default="")
    next_no = models.CharField(
        max_length=40, blank=True, default=""
    )  # past the end it may be longer than a number
    increment = models.PositiveIntegerField(default=1)
    manual_allowed = models.BooleanField(default=True)

    class Meta(CodeList.Meta):
        constraints = [
            *CodeList.Meta.constraints,
            models.CheckConstraint(condition=Q(increment__gte=1), name="number_series_goes_up"),
        ]


def _reference(model: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        f"setup.{model}", models.PROTECT, to_field="code", null=True, blank=True, related_name="+"
    )


class Setup(models.Model):
    """The switches of the installation: one row."""

    vars().update({f"{kind}_nos": _reference("NumberSeries") for kind in KIND_NAMES})
    sales_quote_nos = _reference("NumberSeries")
    sales_order_nos = _reference("NumberSeries")
    sales_blanket_order_nos = _reference("NumberSeries")
    purchase_quote_nos = _reference("NumberSeries")
    purchase_order_nos = _reference("NumberSeries")
    purchase_blanket_order_nos = _reference("NumberSeries")
    service_order_nos = _reference("NumberSeries")
    vars().update(
        {f"{role}_relation_code": _reference("BusinessRelation") for role in LINKED_KINDS}
    )
    default_salesperson_code = _reference("Salesperson")
    default_territory_code = _reference("Territory")
    default_country_code = models.CharField(max_length=2, blank=True, default="")
    default_language_code = models.CharField(max_length=35, blank=True, default="")
    default_correspondence_type = models.CharField(max_length=10, blank=True, default="")
    default_company_salutation_code = _reference("Salutation")
    default_person_salutation_code = _reference("Salutation")
    inherit_salesperson = models.BooleanField(default=True)
    inherit_territory = models.BooleanField(default=True)
    inherit_country = models.BooleanField(default=True)
    inherit_language = models.BooleanField(default=True)
    inherit_address = models.BooleanField(default=True)
    inherit_communication = models.BooleanField(default=True)
    check_duplicates = models.BooleanField(default=True)
    duplicate_threshold = models.PositiveIntegerField(default=60)
    # After how many months without dealings a person is proposed for erasure; 0: never [10.2].
    retention_months = models.PositiveIntegerField(default=0, db_default=0)
    vars().update({name: models.BooleanField(default=False) for name in SEVERAL.values()})
    vat_check = models.CharField(max_length=10, default="warn")
    # The VAT rate of new lines where the party has none: "21"; "": none, and it is asked for.
    default_vat_pct = models.CharField(max_length=8, blank=True, default="", db_default="")
    # For how many days a new quote is valid; 0: it says nothing of that.
    quote_validity_days = models.PositiveIntegerField(default=0, db_default=0)
    # What becomes of a contact that is deleted on a phone, and whether phones may have all.
    phone_deletion = models.CharField(max_length=6, default="hide", db_default="hide")
    phone_all_contacts = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_setup"),
            models.CheckConstraint(
                condition=Q(vat_check__in=("warn", "refuse", "off")), name="vat_check_known"
            ),
            models.CheckConstraint(
                condition=Q(phone_deletion__in=("forbid", "hide", "delete")),
                name="phone_deletion_known",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_threshold__gte=1) & Q(duplicate_threshold__lte=100),
                name="threshold_is_percent",
            ),
        ]

    def __str__(self) -> str:
        return "setup"


class OurCompany(models.Model):
    """Our own name, address, numbers and the texts for documents: one row."""

    name = models.CharField(max_length=100, blank=True, default="")
    name_2 = models.CharField(max_length=50, blank=True, default="")
    address = models.CharField(max_length=100, blank=True, default="")
    address_2 = models.CharField(max_length=50, blank=True, default="")
    post_code = models.CharField(max_length=20, blank=True, default="")
    city = models.CharField(max_length=60, blank=True, default="")
    county = models.CharField(max_length=60, blank=True, default="")
    country_code = models.CharField(max_length=2, blank=True, default="")
    phone_no = models.CharField(max_length=30, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    home_page = models.CharField(max_length=255, blank=True, default="")
    vat_registration_no = models.CharField(max_length=60, blank=True, default="")
    registration_no = models.CharField(max_length=50, blank=True, default="")
    iban = models.CharField(max_length=34, blank=True, default="")
    swift_code = models.CharField(max_length=11, blank=True, default="")
    currency_code = models.CharField(max_length=3, blank=True, default="")
    language_code = models.CharField(max_length=35, blank=True, default="")
    document_header = models.TextField(blank=True, default="")
    document_footer = models.TextField(blank=True, default="")
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_company")]

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """What this book was last opened with: one row. `derived` tells how computed columns were
    computed (unisono/usecases/setup/derived_columns.py), `key` is the fingerprint of the key, which
    all who serve the book have to have; `book` tells this book from all others, and goes along with
    its backups; `timeline` tells what has happened since a restore from what happened before it,
    "" where there was none.
    """

    book = models.UUIDField(default=uuid.uuid4)

    derived = models.CharField(max_length=64, default="", blank=True)
    key = models.CharField(max_length=32, default="", blank=True)
    timeline = models.CharField(max_length=8, default="", blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="installation_once")]

    def __str__(self) -> str:
        return self.key
