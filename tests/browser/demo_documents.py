"""What the book `documents` has beside the demo: documents in every state, and a log. Their numbers
begin at 101.
"""

from datetime import timedelta

from unisono.common.clock import clock
from unisono.documents.types import TYPES
from unisono.interactions.delivery import Delivery
from unisono.interactions.entry_values import File
from unisono.jobs import queue
from unisono.jobs.working import Outside
from unisono.usecases.documents import printing, sending
from unisono.usecases.documents.changing import change_document
from unisono.usecases.documents.creating import create_document
from unisono.usecases.documents.orders import make_order
from unisono.usecases.interactions import entries, messages
from unisono.usecases.interactions.calls import log_click
from unisono.usecases.jobs.running import advance
from unisono.usecases.records.other_addresses import add_address
from unisono.usecases.setup import setup as setup_usecases
from unisono.usecases.setup.code_lists import create_entry
from unisono.usecases.users import users

POTTERY, CUSTOMER, HOTEL = (
    "CT000001",
    "C000001",
    "CT000032",
)  # the hotel is neither customer nor vendor
ROOMS, VASES, TERMS, PLATES = "SQ000101", "SQ000102", "SQ000103", "SB000101"
ADDRESS = 1  # by its key
VASES_ORDERED, REPAIR, LINEN = "SO000101", "SV000101", "PQ000101"
LONG = "LONG-200"  # an order of two hundred lines
NOBODY = Delivery("almacen@ceramica.example: 550 5.1.1 No such user here", True)


def line(description, quantity, unit_price, discount_pct="0", vat_pct="21"):
    """A line as it is sent."""
    return {
        "description": description,
        "quantity": quantity,
        "unit_price": unit_price,
        "discount_pct": discount_pct,
        "vat_pct": vat_pct,
    }


LINES = [
    line("Scented candle “Azahar”, 220 g, in a glass", "40", "12.50", "5"),
    line("Altar candle, white, 30 cm\nin boxes of twelve", "6", "48.00", vat_pct="10"),
    line("Transport", "1", "35.00"),
]


def write():
    """Make all of it, through the use cases; runs in a process of its own, on that book."""
    _number_from_101()
    omar, petra = (users.actor_named(name) for name in ("omar", "petra"))
    _write_sales(omar)
    create_document("purchase_quote", {"contact_no": HOTEL, "lines": LINES[:1]}, actor=petra)
    _write_log(omar)


def _number_from_101():
    """Whatever documents the demo has, these have numbers that places can name."""
    ines = users.actor_named("ines")
    for name, info in TYPES.items():
        values = {
            "code": f"{info.series}-101",
            "description": "From 101",
            "first_no": f"{info.prefix}000101",
        }
        create_entry("number-series", values, actor=ines)
        setup_usecases.change_setup({f"{name}_nos": values["code"]}, actor=ines)


def _write_sales(omar):
    """A quote for somebody who is no customer, one that became an order, one of before, a blanket
    order, a repair.
    """
    text = "As agreed by telephone, we are glad to offer you:"
    create_document(
        "sales_quote", {"contact_no": HOTEL, "introduction": text, "lines": LINES}, actor=omar
    )
    create_document("sales_quote", {"customer_no": CUSTOMER, "lines": LINES[:2]}, actor=omar)
    printing.print_document("sales_quote", VASES, actor=omar)
    sending.email_document("sales_quote", VASES, {"to": "compras@ceramica.example"}, actor=omar)
    _deliver(lambda _job: Delivery())
    make_order("sales_quote", VASES, actor=omar)
    printing.print_document("sales_order", VASES_ORDERED, actor=omar)
    create_document("sales_quote", {"customer_no": "C000002", "lines": LINES[2:]}, actor=omar)
    change_document(
        "sales_quote", TERMS, {"city": "Logroño (old)", "payment_terms_code": "NOW"}, actor=omar
    )
    create_document(
        "sales_blanket_order", {"customer_no": CUSTOMER, "lines": LINES[:2]}, actor=omar
    )
    make_order(
        "sales_blanket_order", PLATES, quantities=[{"line": 1, "quantity": "15"}], actor=omar
    )
    done = "Two moulds were cleaned, the third one was replaced.\nTested with ten candles."
    create_document(
        "service_order",
        {"customer_no": CUSTOMER, "work_description": done, "lines": LINES[2:]},
        actor=omar,
    )
    change_document("service_order", REPAIR, {"status": "closed"}, actor=omar)
    lines = [
        {**LINES[0], "description": f"{LINES[0]['description']}, {number}"}
        for number in range(1, 201)
    ]
    create_document(
        "sales_order", {"customer_no": "C000002", "no": LONG, "lines": lines}, actor=omar
    )
    change_document("sales_order", LONG, {"status": "closed"}, actor=omar)


def _write_log(omar):
    """Calls, an entry that was cancelled, one with an attachment, an e-mail that nobody took,
    another address.
    """
    log_click(POTTERY, "phone_call", actor=omar)
    called = {
        "template_code": "CALL-IN",
        "description": "They ask for candles in blue",
        "duration_min": 12,
    }
    entries.log_interaction(POTTERY, {**called, "evaluation": "positive"}, actor=omar)
    visit = {"template_code": "MEETING", "description": "Visit to their workshop", "cost": "85.00"}
    entries.log_interaction(
        POTTERY, visit, [File("notes.txt", "text/plain", b"Bring samples.")], actor=omar
    )
    note = entries.log_interaction(
        POTTERY, {"template_code": "NOTE", "description": "Written twice"}, actor=omar
    )
    entries.cancel_interaction(int(note.no), actor=omar)
    letter = {
        "to": "almacen@ceramica.example",
        "subject": "Colours of the autumn",
        "body": "See you in October.",
    }
    messages.email_contact(POTTERY, letter, actor=omar)
    _deliver(lambda _job: NOBODY)
    today = clock().date()
    days = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(30)).isoformat()}
    summer = {
        "description": "While they rebuild",
        "address": "Calle del Barro, 5",
        "city": "Toledo",
    }
    values = {**summer, "post_code": "45001", "country_code": "ES", **days}
    made = add_address(POTTERY, values, actor=omar)
    assert made.no == str(ADDRESS)


def _deliver(how):
    """Let the e-mail that waits be sent, or refused."""
    job = queue.claim("documents")
    advance(
        job, job.worker, Outside(how, messages.note_delivery, messages.give_up, messages.SECONDS)
    )
