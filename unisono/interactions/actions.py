"""The actions that log themselves, by the keys of the setup that assigns a template to each
[8.1].
"""

DOCUMENT_KINDS = (
    "sales_quote",
    "sales_order",
    "sales_blanket_order",
    "purchase_quote",
    "purchase_order",
    "purchase_blanket_order",
    "service_order",
    "cover_sheet",
)
DOCUMENT_ACTIONS = ("created", "opened", "printed", "emailed", "closed")
EMAIL, PHONE_CALL, COVER_SHEET = "email", "phone_call", "cover_sheet"
ACTIONS: tuple[str, ...] = (
    *(f"{kind}_{action}" for kind in DOCUMENT_KINDS for action in DOCUMENT_ACTIONS),
    EMAIL,
    PHONE_CALL,
)
MEDIA = ("", "letter", "email", "phone", "meeting", "visit", "fax", "note")
DIRECTIONS = ("", "in", "out")
INITIATORS = ("", "us", "them")
EVALUATIONS = ("", "very_positive", "positive", "neutral", "negative", "very_negative")
DELIVERIES = ("", "waiting", "sent", "failed")


EMAIL_JOB = "email"
