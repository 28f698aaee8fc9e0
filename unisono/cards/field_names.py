"""What the fields of records are called, in the reader's language: on pages, and in the headings of files."""

from django.utils.translation import gettext as _


def record_fields() -> dict[str, str]:
    """Return what each field of a contact, customer, vendor or bank account is called."""
    return {**_card_fields(), **_contact_fields(), **_role_fields()}


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
