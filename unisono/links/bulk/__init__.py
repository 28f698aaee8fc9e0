"""The four acts that are done to sets of records by a few statements, whatever their number (design
3).

    contacts_from_records   contacts, links and people for records that have none      creating.py
    insert_records          records from planned values: creation by import            rows.py
    even                    one field of one kind takes its contact's value            equalising.py
    undo_creations          what was created goes again                                undoing.py

Anything else is the planner's. Each act gives what the planner gives
(tests/links/test_bulk_properties.py).
"""
