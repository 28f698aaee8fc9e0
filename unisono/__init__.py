"""Unísono: contacts, customers, vendors and bank accounts, kept equal.

The house, from outside to inside; arrows go down only (import-linter checks it):

    web | api | cli                                          how it is reached; no tables, no rules
    usecases                                                 the one door: permission,
    transaction, plan, apply, history
    links | exchange                                         see several concerns, do not know
    each other
    contacts | customers | vendors | bank_accounts           the four kinds of party, equals
    cards                                                    what the four share
    setup                                                    number series, code lists, switches
    history | access                                         who did what; who may
    common                                                   errors, text; imports nothing of ours
"""
