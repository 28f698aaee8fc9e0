"""What `unisono demo` fills a book with: invented companies, people, banks, and what happened to
them.

Names, numbers and addresses are made up: e-mail and web addresses end in `.example`, bank codes
belong to no bank.
"""
