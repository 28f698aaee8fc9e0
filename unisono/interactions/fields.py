"""The fields of e-mails."""

from unisono.cards.fields import Field

MESSAGE_FIELDS = {
    "to": Field("to", "emails", length=254),
    "cc": Field("cc", "emails", length=254),
    "subject": Field("subject", length=200),
    "body": Field("body", "multiline", length=10_000),
}
