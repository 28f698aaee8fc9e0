"""What the fields of code lists and templates mean."""

from unisono.common.marking import N_

CODE_LISTS: dict[str, dict[str, str]] = {
    "code-list": {
        "code": N_(
            "The short name by which records point to this entry, in capitals. Renamed, it "
            "follows everywhere."
        ),
        "description": N_("What the code stands for, as it is shown beside it."),
    },
    "number-series": {
        "first_no": N_("The first number. It ends in digits, which count up: CT000001."),
        "last_no": N_(
            "The last number. A series at its end gives no more, and says so. Blank: no end."
        ),
        "next_no": N_("The number that comes next. Numbers that are taken are skipped."),
        "increment": N_("By how much the numbers go up."),
        "manual_allowed": N_("Whether a number of your own may be typed instead of the next one."),
    },
    "salespeople": {
        "email": N_("Their e-mail address."),
        "phone_no": N_("Their telephone."),
    },
    "payment-terms": {
        "due_days": N_("How many days after the document's date payment is due."),
    },
    "customer-templates": {
        "contact_type": N_(
            "For which contacts the template is: companies, people. One that fits alone is "
            "taken at once."
        ),
        "number_series": N_("The series that numbers customers made by it. Blank: that of setup."),
    },
    "vendor-templates": {
        "contact_type": N_(
            "For which contacts the template is: companies, people. One that fits alone is "
            "taken at once."
        ),
        "number_series": N_("The series that numbers vendors made by it. Blank: that of setup."),
    },
    "interaction-templates": {
        "description": N_("What entries made by it say, where nobody types another text."),
        "group": N_("The group by which the log can be filtered."),
        "direction": N_("Whether such dealings come in or go out."),
        "initiated_by": N_("Who usually begins: we, or they."),
        "medium": N_("By which way such dealings go."),
        "cost": N_("What each of them usually costs."),
        "duration_min": N_("How many minutes each of them usually takes."),
    },
    "mail-texts": {
        "document_type": N_(
            "For which type of document the text is; blank: for every one that has none of its own."
        ),
        "language_code": N_("For which language; blank: for every one that has none of its own."),
        "subject": N_(
            "The proposed subject. {document}, {no}, {name}, {company} and {sender} are filled in."
        ),
        "body": N_(
            "The proposed text. {salutation}, {salutation_informal}, {document}, {no}, {name}, "
            "{company} and {sender} are filled in."
        ),
    },
}
