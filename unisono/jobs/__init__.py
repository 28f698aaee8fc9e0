"""Work that goes on after the answer: rows that a worker claims, with a lease, progress and an
end.
"""
