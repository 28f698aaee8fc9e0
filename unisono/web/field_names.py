"""What the fields of records, of setup and of code lists are called, in the reader's language."""

from django.utils.translation import gettext as _

from unisono.exchange.headings import record_fields
from unisono.web.document_names import action_names, types_names


def fields() -> dict[str, str]:
    """Return what each field of a record, of setup or of a code list is called."""
    return {**_document_fields(), **record_fields(), **_setup_fields()}


def field(name: str) -> str:
    """Return what a field is called; its name where nobody said."""
    return fields().get(name, name)


def _document_fields() -> dict[str, str]:
    return {
        "status": _("Status"),
        "contact_no": _("Contact"),
        "customer_no": _("Customer"),
        "vendor_no": _("Vendor"),
        "template_code": _("Template"),
        "customer_template": _("Template"),
        "vendor_template": _("Template"),
        "source_no": _("Made from"),
        "party_no": _("Printed number"),
        "document_date": _("Document date"),
        "due_date": _("Due date"),
        "valid_until_date": _("Valid until"),
        "external_document_no": _("Their reference"),
        "attention": _("Attention"),
        "introduction": _("Text above the lines"),
        "work_description": _("Work done"),
        "lines": _("Lines"),
        "quantity": _("Quantity"),
        "unit_price": _("Unit price"),
        "discount_pct": _("Discount %"),
        "vat_pct": _("VAT %"),
        "amount": _("Amount"),
        "total": _("Total"),
        "to": _("To"),
        "cc": _("Copy to"),
        "purpose": _("For"),
        "salutation": _("Salutation"),
        "subject": _("Subject"),
        "body": _("Text"),
        "comment": _("Comment"),
        "date": _("Date and time"),
        "at": _("Date and time"),
        "duration_min": _("Minutes"),
        "cost": _("Cost"),
        "direction": _("Direction"),
        "initiated_by": _("Initiated by"),
        "medium": _("Medium"),
        "evaluation": _("Evaluation"),
        "cancelled": _("Cancelled"),
        "group": _("Group"),
        "document_type": _("Type of document"),
        "document_no": _("Document"),
        "group_code": _("Group"),
        "group_name": _("Name of the group"),
        "template_name": _("Name of the template"),
        "salesperson_name": _("Name of the salesperson"),
        "by": _("User"),
        "only": _("Sort of entry"),
        "action": _("Action"),
        "person_no": _("Person"),
        "former_contact_no": _("Number at that time"),
        "former_contact_name": _("With whom"),
        "state": _("Delivery"),
        "id": _("No."),
        "subtotal": _("Subtotal"),
        "vat_total": _("VAT"),
        "created_by": _("Created by"),
        "attachments": _("Attachments"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "contact_nos": _("Contacts"),
        "paper": _("Paper"),
        "interaction": _("Interaction"),
        **{
            f"{name}_nos": _("Number series: %(kind)s") % {"kind": kind}
            for name, kind in types_names().items()
        },
        **action_names(),
    }


def _setup_fields() -> dict[str, str]:
    return {
        "code": _("Code"),
        "contact_nos": _("Number series of contacts"),
        "customer_nos": _("Number series of customers"),
        "vendor_nos": _("Number series of vendors"),
        "bank_account_nos": _("Number series of bank accounts"),
        "customer_relation_code": _("Business relation of customers"),
        "vendor_relation_code": _("Business relation of vendors"),
        "bank_account_relation_code": _("Business relation of bank accounts"),
        "default_salesperson_code": _("Salesperson of new contacts"),
        "default_territory_code": _("Territory of new contacts"),
        "default_country_code": _("Country of new contacts"),
        "default_language_code": _("Language of new contacts"),
        "default_correspondence_type": _("Correspondence of new contacts"),
        "default_company_salutation_code": _("Salutation of new companies"),
        "default_person_salutation_code": _("Salutation of new people"),
        "inherit_salesperson": _("People take over the salesperson"),
        "inherit_territory": _("People take over the territory"),
        "inherit_country": _("People take over the country"),
        "inherit_language": _("People take over the language"),
        "inherit_address": _("People take over the address"),
        "inherit_communication": _("People take over phones, e-mail and home page"),
        "check_duplicates": _("Look for duplicates"),
        "duplicate_threshold": _("Least score of a duplicate (1 to 100)"),
        "retention_months": _("Propose people for erasure after so many months (0: never)"),
        "several_customers_per_contact": _("A contact may have several customers"),
        "several_vendors_per_contact": _("A contact may have several vendors"),
        "vat_check": _("VAT numbers that fail their check"),
        "default_vat_pct": _("VAT % of lines, where the party has none"),
        "quote_validity_days": _("Days that a quote is valid (0: it does not say)"),
        "phone_deletion": _("A contact that is deleted on a phone"),
        "phone_all_contacts": _("Phones may have all contacts"),
        "document_header": _("Text above documents"),
        "document_footer": _("Text below documents"),
        "first_no": _("First number"),
        "last_no": _("Last number"),
        "next_no": _("Next number"),
        "increment": _("Increment"),
        "manual_allowed": _("Typed numbers allowed"),
        "due_days": _("Days until due"),
        "contact_type": _("For contacts of type"),
        "number_series": _("Number series"),
        "username": _("User name"),
        "role": _("Role"),
        "password": _("Password"),
        "salesperson": _("Salesperson"),
        "label": _("Name of the token"),
        "source": _("From"),
        "file": _("File"),
    }
