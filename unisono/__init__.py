"""Unísono: contacts, customers, vendors and bank accounts, kept equal.

The house, from outside to inside; imports go down only (import-linter checks it):

    web | api | cli                     how it is reached: a request becomes one call
    worker                              claims jobs and hands them to their use cases
    usecases                            the doors: permission, transaction, plan, apply, history
    imports                             rows of files on their way to be records
    undo                                what was done is turned back
    records                             what the doors of records have in common
    matching                            who may be the same party, in the database
    documents                           quotes, orders, their papers
    interactions                        the log
    lists                               search, filters, sorting, paging
    links | exchange                    the engine; the formats of files
    contacts | customers | vendors | bank_accounts
                                        the parties: tables and fields, unknown to each other
    duplicates                          comparing values: features, keys, the model
    cards                               the registry of shared fields, their checks
    setup                               switches, number series, code lists
    jobs | history                      rows of work; change sets
    access                              users, roles, tokens: who may
    common                              errors, text, kinds; imports nothing of ours
"""
