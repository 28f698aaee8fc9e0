"""What was done is turned back: values, records, links, rules, and related records with a history
of their own.
"""
