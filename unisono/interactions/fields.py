"""The fields of e-mails."""

from unisono.cards.fields import Field

# Characters: some fifty people, as many as mail servers commonly take for one message at least.
_MOST_ADDRESSES = 2000

MESSAGE_FIELDS = {
    "to": Field("to", "emails", length=_MOST_ADDRESSES),
    "cc": Field("cc", "emails", length=_MOST_ADDRESSES),
    "subject": Field("subject", length=200),
    "body": Field("body", "multiline", length=10_000),
}
