"""What the fields of contacts, customers, vendors and bank accounts mean."""

from unisono.common.marking import N_

CARDS: dict[str, dict[str, str]] = {
    "card": {
        "no": N_(
            "The number by which the record is found, printed and named everywhere. Left "
            "blank, the series gives the next one; changed, everything that points there "
            "follows."
        ),
        "name": N_(
            "What the party is called. It is printed on papers, searched, and compared when"
            " duplicates are looked for."
        ),
        "name_2": N_(
            "A second line of the name, such as a trade name. It is printed below the name."
        ),
        "search_name": N_(
            "A short name in capitals. It follows the name until you type one of your own."
        ),
        "address": N_(
            "Street and number. With the other five address fields it is one block that "
            "people take over from their company together."
        ),
        "address_2": N_(
            "What does not fit into the first line: floor, industrial estate, building."
        ),
        "post_code": N_("The postal code, as text, so that leading zeros stay."),
        "city": N_("The town. Searched and compared when duplicates are looked for."),
        "county": N_("The province, state or county."),
        "country_code": N_(
            "The country. It decides how VAT numbers and telephones are checked and how the"
            " address is printed."
        ),
        "phone_no": N_(
            "The usual telephone. It is kept as typed, found in any spelling, and a click "
            "on it calls and logs the call."
        ),
        "mobile_phone_no": N_("The mobile telephone, found and clicked like the other one."),
        "fax_no": N_("The fax number."),
        "email": N_(
            "One or several addresses, separated by a semicolon. Documents and messages are"
            " proposed to them."
        ),
        "home_page": N_("The web page; a click opens it."),
        "vat_registration_no": N_(
            "The tax number, checked by the rules of the country. It is printed on "
            "documents and is the surest sign that two records are the same party."
        ),
        "registration_no": N_("The number in the register of companies."),
        "language_code": N_(
            "In which language documents and e-mails are written. Blank: that of our company."
        ),
        "currency_code": N_("The currency of new documents. Blank: that of our company."),
        "territory_code": N_(
            "The sales territory, from the code list. It serves lists and filters."
        ),
        "salesperson_code": N_(
            "Who looks after the party. New documents and entries of the log take it over."
        ),
        "format_region": N_(
            "How numbers and dates are written on papers. Blank: as the language has it."
        ),
        "note": N_(
            "Free text of this record alone; it is never carried to linked records or printed."
        ),
        "iban": N_("The account, checked by its check digits; a wrong one is refused."),
        "swift_code": N_("The BIC of the bank, checked."),
        "gen_bus_posting_group": N_(
            "A code of your accounting for business transactions. It is kept and exported, "
            "and decides nothing here."
        ),
        "vat_bus_posting_group": N_(
            "A code of your accounting for VAT. It is kept and exported; the rate of new lines is "
            "another field."
        ),
        "payment_terms_code": N_(
            "When payment is due. New documents take it over and reckon the due date by it."
        ),
        "payment_method_code": N_("How payment is made. New documents take it over and print it."),
        "vat_pct": N_(
            "The VAT rate of new lines of documents, before that of setup. Zero is a rate, too."
        ),
        "contact_name": N_(
            "The name of the person we talk to. Where the record is linked, it follows the "
            "primary contact; an import makes a person of it."
        ),
        "primary_contact_no": N_(
            "The person we talk to, one of the linked company's. Documents that begin at "
            "this record go to them."
        ),
        "privacy_blocked": N_(
            "No dealings any more: no links, no new documents, no entries in the log. What "
            "is there stays. Only administrators lift it."
        ),
    },
    "contact": {
        "type": N_(
            "Company or person. It decides which fields the contact has; people may belong "
            "to a company."
        ),
        "company_no": N_(
            "The company the person belongs to. Fields that are blank or equal follow those"
            " of the company."
        ),
        "first_name": N_(
            "The given name. The full name is put together from its parts, and typing the "
            "full name fills them."
        ),
        "middle_name": N_("A second given name."),
        "surname": N_(
            "The surname or surnames; in Spanish, Portuguese, Catalan and Galician both."
        ),
        "initials": N_("The initials, where letters begin with them."),
        "job_title": N_(
            "What the person does there. It stands beside the name among the people of the company."
        ),
        "email_2": N_(
            "A second address that belongs to the contact alone; it is not carried to "
            "linked records."
        ),
        "salutation_code": N_("How the contact is addressed, from the code list."),
        "organizational_level_code": N_(
            "Where the person stands in the company: management, staff."
        ),
        "correspondence_type": N_(
            "How the contact wants to hear from us: letter, e-mail or fax. It serves lists "
            "and filters."
        ),
        "exclude_from_segment": N_(
            "The contact wants no mailings. Lists can leave it out by this field."
        ),
        "minor": N_(
            "The person is under age: the contact is privacy blocked until a parent has consented."
        ),
        "parental_consent_received": N_(
            "A parent has consented, so that the block of a minor may be lifted."
        ),
        "external_id": N_("The number in another program. Imports find the contact by it."),
        "industry_group_codes": N_("The industries of the company, as many as you like."),
        "mailing_group_codes": N_("The mailings that the contact gets, as many as you like."),
        "job_responsibility_codes": N_("What the person is responsible for, as many as you like."),
        "business_relation_codes": N_(
            "What else the contact is to us: press, authority, partner. Customer, vendor "
            "and bank come from links and are not set by hand."
        ),
    },
    "customer": {
        "type": N_("Company or person, as its contact is."),
        "customer_posting_group": N_(
            "A code of your accounting for customers. It is kept and exported, and decides "
            "nothing here."
        ),
        "price_group_code": N_(
            "A code of your price lists. It is kept and exported; prices are typed in the document."
        ),
        "credit_limit": N_(
            "How much the customer may owe. For information; documents are not refused by it."
        ),
        "blocked": N_(
            "What is stopped. Shipping refuses new orders, everything refuses quotes, too; "
            "invoicing is a mark for your accounting."
        ),
    },
    "vendor": {
        "purchaser_code": N_(
            "Who of us buys there. It stays with the vendor and is not carried to the contact."
        ),
        "vendor_posting_group": N_(
            "A code of your accounting for vendors. It is kept and exported, and decides "
            "nothing here."
        ),
        "our_account_no": N_("The number under which the vendor knows us."),
        "blocked": N_(
            "What is stopped. Everything refuses new documents; payments is a mark for your"
            " accounting."
        ),
    },
    "bank_account": {
        "name": N_("What the bank is called. It is kept equal with the contact that the bank is."),
        "currency_code": N_(
            "The currency of the account. It goes to the contact, or comes from there, only"
            " where one of them is blank."
        ),
        "description": N_("What the account is for, in your words."),
        "bank_account_no": N_("The account number as the bank writes it, where there is no IBAN."),
        "bank_branch_no": N_("The number of the branch."),
        "our_contact_code": N_("Who of us looks after the account."),
        "bank_account_posting_group": N_(
            "A code of your accounting for banks. It is kept and exported, and decides "
            "nothing here."
        ),
        "blocked": N_(
            "The account is not in use any more. A mark for people; nothing is refused by it."
        ),
    },
    "alternative_address": {
        "description": N_("What the address is: summer, warehouse, building site."),
        "purpose": N_(
            "For which papers it is: quotes, orders, invoices or service. Blank: for all of them."
        ),
        "attention": N_(
            "The person or department there, such as Purchasing; it is printed below the name."
        ),
        "starts_on": N_("The first day on which documents take this address."),
        "ends_on": N_("The last day; blank: until further notice."),
        "name_2": N_(
            "A second line below the name while this address holds. Blank: the contact's own."
        ),
    },
}
