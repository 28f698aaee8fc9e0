"""What the fields of setup and of our own company mean."""

from unisono.common.marking import N_

SETUP: dict[str, dict[str, str]] = {
    "company": {
        "name": N_("Our own name, as it stands on papers and e-mails."),
        "name_2": N_("A second line below our name."),
        "address": N_("Our street and number, printed at the head of documents."),
        "address_2": N_("A second line of our address."),
        "post_code": N_("Our postal code."),
        "city": N_("Our town."),
        "county": N_("Our province, state or county."),
        "country_code": N_(
            "Our country. Addresses abroad are printed with their country, others without."
        ),
        "phone_no": N_("Our telephone, printed on documents."),
        "email": N_("Our address, printed on documents."),
        "home_page": N_("Our web page, printed on documents."),
        "vat_registration_no": N_("Our tax number, printed on documents."),
        "registration_no": N_("Our number in the register of companies."),
        "iban": N_("The account to which customers pay, printed on documents."),
        "swift_code": N_("The BIC of that account."),
        "currency_code": N_("The currency of documents whose party has none."),
        "language_code": N_("The language of documents whose party has none."),
        "document_header": N_("Text at the head of every document."),
        "document_footer": N_("Text at the foot of every document: register, conditions."),
    },
    "setup": {
        "contact_nos": N_(
            "The series that numbers new contacts. Blank: customers, vendors and bank "
            "accounts get no contact by themselves."
        ),
        "customer_nos": N_("The series that numbers new customers, where the template names none."),
        "vendor_nos": N_("The series that numbers new vendors, where the template names none."),
        "bank_account_nos": N_("The series that numbers new bank accounts."),
        "sales_quote_nos": N_("The series that numbers new sales quotes."),
        "sales_order_nos": N_("The series that numbers new sales orders."),
        "sales_blanket_order_nos": N_("The series that numbers new sales blanket orders."),
        "purchase_quote_nos": N_("The series that numbers new purchase quotes."),
        "purchase_order_nos": N_("The series that numbers new purchase orders."),
        "purchase_blanket_order_nos": N_("The series that numbers new purchase blanket orders."),
        "service_order_nos": N_("The series that numbers new service orders."),
        "customer_relation_code": N_(
            "The business relation that a contact gets by being linked with a customer. "
            "Blank: customers are linked no more; present links go on."
        ),
        "vendor_relation_code": N_(
            "The business relation that a contact gets by being linked with a vendor. "
            "Blank: vendors are linked no more; present links go on."
        ),
        "bank_account_relation_code": N_(
            "The business relation that a contact gets by being linked with a bank account."
            " Blank: bank accounts are linked no more; present links go on."
        ),
        "default_salesperson_code": N_(
            "The salesperson of a new contact where nothing else says so; the user's own "
            "comes first."
        ),
        "default_territory_code": N_("The territory of a new contact where nothing else says so."),
        "default_country_code": N_("The country of a new contact where nothing else says so."),
        "default_language_code": N_("The language of a new contact where nothing else says so."),
        "default_correspondence_type": N_(
            "How a new contact wants to hear from us where nothing else says so."
        ),
        "default_company_salutation_code": N_("The salutation of a new company."),
        "default_person_salutation_code": N_("The salutation of a new person."),
        "inherit_salesperson": N_(
            "People take over the salesperson of their company where theirs is blank or equal."
        ),
        "inherit_territory": N_(
            "People take over the territory of their company where theirs is blank or equal."
        ),
        "inherit_country": N_(
            "People take over the country of their company, also where the address is their own."
        ),
        "inherit_language": N_(
            "People take over the language of their company where theirs is blank or equal."
        ),
        "inherit_address": N_(
            "People take over the address of their company as one block where theirs is "
            "blank or equal."
        ),
        "inherit_communication": N_(
            "People take over telephones, e-mail and home page of their company where "
            "theirs are blank or equal."
        ),
        "check_duplicates": N_("While a contact is typed, those that look like it are shown."),
        "duplicate_threshold": N_(
            "From which score on two contacts are shown as possible duplicates. Higher "
            "shows fewer and surer ones."
        ),
        "retention_months": N_(
            "After how many months without dealings people are proposed for erasure; 0: "
            "never. Nothing is erased by itself."
        ),
        "several_customers_per_contact": N_(
            "A contact may be linked with several customers. Otherwise one."
        ),
        "several_vendors_per_contact": N_(
            "A contact may be linked with several vendors. Otherwise one."
        ),
        "vat_check": N_(
            "What happens with a VAT number that fails its check: stored with a warning, "
            "refused, or not checked."
        ),
        "default_vat_pct": N_(
            "The VAT rate of new lines where the customer, vendor or template has none. Blank: "
            "it is asked for."
        ),
        "quote_validity_days": N_(
            "For how many days from its date a new quote holds; 0: it does not say."
        ),
        "phone_deletion": N_(
            "What becomes of a contact that somebody deletes on a phone: it is refused, hidden "
            "from that person's book, or deleted for everybody."
        ),
        "phone_all_contacts": N_(
            "Phones and mail programs are offered a book of all contacts. Phones fail beyond some "
            "thousand cards."
        ),
    },
}
