"""What the fields of documents, their lines, e-mails and entries of the log mean."""

from unisono.common.marking import N_

DOCUMENTS: dict[str, dict[str, str]] = {
    "document": {
        "no": N_("The number of the document, from the series of its type."),
        "contact_no": N_("The contact that the document is for. A quote needs no more than that."),
        "customer_no": N_("The customer that the document is for; orders need one."),
        "vendor_no": N_("The vendor that the document is for; orders need one."),
        "name": N_(
            "The party's name as it is printed. Taken over when the document began; changed"
            " here, the card stays as it is."
        ),
        "name_2": N_("The second line of the printed name."),
        "attention": N_("The person within the company to whom the document goes."),
        "address": N_(
            "The printed address, taken over when the document began, or another address "
            "that holds on its date."
        ),
        "address_2": N_("The second line of the printed address."),
        "post_code": N_("The postal code of the printed address."),
        "city": N_("The town of the printed address."),
        "county": N_("The province, state or county of the printed address."),
        "country_code": N_(
            "The country of the printed address; it is printed where it is not ours."
        ),
        "vat_registration_no": N_("The party's tax number as it is printed."),
        "email": N_("To whom the document is proposed to be sent."),
        "language_code": N_("The language in which the document is printed."),
        "format_region": N_(
            "How the document writes numbers and dates. Blank: as its language has it."
        ),
        "currency_code": N_(
            "The currency of all amounts; it decides the decimals to which they are rounded."
        ),
        "salesperson_code": N_("Who of us is responsible; it is printed."),
        "payment_terms_code": N_("When payment is due; changed, the due date is reckoned anew."),
        "payment_method_code": N_("How payment is made; it is printed."),
        "document_date": N_(
            "The date that is printed; the due date and the other addresses go by it. Blank: today."
        ),
        "due_date": N_(
            "Until when payment is due. Blank, it is reckoned from the date and the payment terms."
        ),
        "valid_until_date": N_(
            "Until when a quote holds; it is printed. Setup may say for how many days."
        ),
        "external_document_no": N_(
            "The number that the party gave the matter: their order or quote."
        ),
        "introduction": N_("Text above the lines."),
        "work_description": N_("What was done, on a service order; it is printed."),
        "note": N_("For us alone; it is not printed."),
    },
    "line": {
        "description": N_(
            "What is sold or bought. A line with text alone is a heading or a remark."
        ),
        "quantity": N_("How much, with up to five decimals."),
        "unit_price": N_("The price of one, without VAT, with up to five decimals."),
        "discount_pct": N_("The discount on the line, from 0 to 100."),
        "vat_pct": N_("The VAT rate of the line, from 0 to 100; the totals are grouped by it."),
    },
    "message": {
        "to": N_("One or several addresses, separated by a semicolon. Everybody sees all of them."),
        "cc": N_("Who gets a copy; everybody sees these addresses, too."),
        "subject": N_(
            "The subject, proposed by the texts of e-mails in the language of the document."
        ),
        "body": N_("The text of the message. The PDF is attached by itself."),
    },
    "cover-sheet": {
        "subject": N_("The same heading on all sheets."),
        "body": N_("The same text on all sheets; name and address are each contact's own."),
        "salutation": N_(
            "Whether each contact is addressed before the text, and whether formally."
        ),
    },
    "interaction": {
        "template_code": N_(
            "What kind of dealing it was. The template fills in what you leave blank."
        ),
        "date": N_("When it happened. Blank: now."),
        "description": N_("What happened, in a line. It stands on the timeline."),
        "comment": N_("What was said, at length."),
        "cost": N_("What it cost us. Summed over the entries shown, without cancelled ones."),
        "duration_min": N_("How many minutes it took. Summed like the cost."),
        "direction": N_("Whether it came in or went out."),
        "initiated_by": N_("Who began it: we, or they."),
        "medium": N_("By which way: letter, e-mail, phone, meeting, visit."),
        "salesperson_code": N_("Who of us it was."),
        "evaluation": N_("How it went, for looking back."),
    },
}
