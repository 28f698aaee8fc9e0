"""What the fields of records, of setup and of code lists are called, in the reader's language."""

from django.utils.translation import gettext as _

from unisono.web.paper_names import action_names, types_names


def fields() -> dict[str, str]:
    """Return what each field of a record, of setup or of a code list is called."""
    return {**_paper_fields(), **_card_fields(), **_contact_fields(), **_role_fields(), **_setup_fields()}


def field(name: str) -> str:
    """Return what a field is called; its name where nobody said."""
    return fields().get(name, name)


def _paper_fields() -> dict[str, str]:
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
        "attachments": _("Attachments"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "contact_nos": _("Contacts"),
        "paper": _("Paper"),
        "interaction": _("Interaction"),
        **{f"{name}_nos": _("Number series: %(kind)s") % {"kind": kind} for name, kind in types_names().items()},
        **action_names(),
    }


def _card_fields() -> dict[str, str]:
    return {
        "no": _("No."),
        "name": _("Name"),
        "name_2": _("Name 2"),
        "search_name": _("Search name"),
        "address": _("Address"),
        "address_2": _("Address 2"),
        "post_code": _("Post code"),
        "city": _("City"),
        "county": _("County"),
        "country_code": _("Country"),
        "phone_no": _("Phone"),
        "mobile_phone_no": _("Mobile phone"),
        "fax_no": _("Fax"),
        "email": _("E-mail"),
        "home_page": _("Home page"),
        "vat_registration_no": _("VAT number"),
        "registration_no": _("Registration number"),
        "language_code": _("Language"),
        "currency_code": _("Currency"),
        "territory_code": _("Territory"),
        "salesperson_code": _("Salesperson"),
        "format_region": _("Format region"),
        "note": _("Note"),
        "version": _("Version"),
        "created_at": _("Created on"),
        "modified_at": _("Changed"),
    }


def _contact_fields() -> dict[str, str]:
    return {
        "type": _("Type"),
        "company_no": _("Company"),
        "company_name": _("Company"),
        "first_name": _("First name"),
        "middle_name": _("Middle name"),
        "surname": _("Surname"),
        "initials": _("Initials"),
        "job_title": _("Job title"),
        "email_2": _("E-mail 2"),
        "salutation_code": _("Salutation"),
        "organizational_level_code": _("Organizational level"),
        "correspondence_type": _("Correspondence"),
        "exclude_from_segment": _("Excluded from mailings"),
        "privacy_blocked": _("Privacy blocked"),
        "minor": _("Minor"),
        "parental_consent_received": _("Parental consent received"),
        "external_id": _("External ID"),
        "industry_group_codes": _("Industry groups"),
        "mailing_group_codes": _("Mailing groups"),
        "job_responsibility_codes": _("Job responsibilities"),
        "business_relation_codes": _("Business relations"),
        "business_relation": _("Business relation"),
        "links": _("Linked with"),
    }


def _role_fields() -> dict[str, str]:
    return {
        "contact_no": _("Contact"),
        "primary_contact_no": _("Primary contact"),
        "contact_name": _("Contact person"),
        "customer_posting_group": _("Customer posting group"),
        "vendor_posting_group": _("Vendor posting group"),
        "bank_account_posting_group": _("Bank posting group"),
        "gen_bus_posting_group": _("Business posting group"),
        "vat_bus_posting_group": _("VAT posting group"),
        "payment_terms_code": _("Payment terms"),
        "payment_method_code": _("Payment method"),
        "price_group_code": _("Price group"),
        "credit_limit": _("Credit limit"),
        "blocked": _("Blocked for"),
        "iban": _("IBAN"),
        "swift_code": _("BIC"),
        "purchaser_code": _("Purchaser"),
        "our_account_no": _("Our account number"),
        "description": _("Description"),
        "bank_account_no": _("Account number"),
        "bank_branch_no": _("Branch"),
        "our_contact_code": _("Our contact"),
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
        "several_customers_per_contact": _("A contact may have several customers"),
        "several_vendors_per_contact": _("A contact may have several vendors"),
        "vat_check": _("VAT numbers that fail their check"),
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
