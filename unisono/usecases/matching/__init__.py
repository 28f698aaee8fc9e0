"""Who may be the same party: duplicates among contacts [9.1], contacts for records without a link
[9.3].
"""
