"""Bank accounts: where our money is."""

from unisono.bank_accounts.fields import BANK_ACCOUNT_FIELDS
from unisono.cards.fields import shared_fields
from unisono.cards.models import Card, LinkedCard, columns


class BankAccount(LinkedCard):
    """An account that we hold at a bank; the bank is the linked contact."""

    vars().update(columns((*shared_fields("bank_account"), *BANK_ACCOUNT_FIELDS)))

    class Meta(Card.Meta):
        pass
