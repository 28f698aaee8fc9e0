"""Documents of the demo, what was done with them, and what else happened with its parties; our own
company.
"""

from unisono.cli.demo_data.shapes import Call, Document, Values

OUR_COMPANY: Values = {
    "name": "Mercurio e Hijas, S.L.",
    "address": "Calle de la Lonja, 8",
    "post_code": "41001",
    "city": "Sevilla",
    "country_code": "ES",
    "phone_no": "+34 954 55 01 00",
    "email": "hola@mercurio.example",
    "home_page": "https://mercurio.example",
    "vat_registration_no": "ESB12345674",
    "currency_code": "EUR",
    "language_code": "es-ES",
    "document_footer": "Mercurio e Hijas, S.L. · Registro Mercantil de Sevilla, tomo 1, folio 1",
}


def line(
    description: str, quantity: str, unit_price: str, vat_pct: str = "21", discount_pct: str = "0"
) -> Values:
    """Return a line of a document."""
    numbers = {
        "quantity": quantity,
        "unit_price": unit_price,
        "vat_pct": vat_pct,
        "discount_pct": discount_pct,
    }
    return {"description": description, **numbers}


DOCUMENTS: tuple[Document, ...] = (
    Document(
        "sales_quote",
        "llotja",
        (
            line("Juego de baño de cerámica esmaltada", "40", "62.50", discount_pct="5"),
            line("Espejo con marco de azulejo", "40", "38.00"),
            line("Montaje y puesta en obra", "1", "1450.00"),
        ),
        then=("print",),
    ),
    Document(
        "sales_quote",
        "espiga",
        (
            line("Harina de fuerza T65, saco de 25 kg", "30", "17.40", "4"),
            line("Masa madre, cubo", "4", "11.25", "10"),
        ),
        then=("print", "order"),
    ),
    Document(
        "sales_order",
        "muller",
        (
            line("Azulejo «Sevilla» 20 × 20", "350", "1.85", "0"),
            line("Cenefa azul, pieza", "60", "2.10", "0"),
            line("Transporte", "1", "180", "0"),
        ),
        {"external_document_no": "B-2211"},
        then=("print", "release"),
    ),
    Document(
        "sales_blanket_order",
        "penalba",
        (
            line("Botella bordelesa 75 cl, palé", "24", "212.00"),
            line("Corcho natural, millar", "60", "148.00"),
        ),
        then=("part",),
    ),
    Document(
        "service_order",
        "nandu",
        (
            line("Revisión de la amasadora", "2", "85.00"),
            line("Correa de transmisión", "1", "34.90"),
        ),
        {
            "work_description": (
                "Amasadora limpia y engrasada; correa cambiada.\nHace ruido: mirar en primavera."
            )
        },
        then=("print", "close"),
    ),
    Document(
        "purchase_quote", "rias", (line("Mejillón en escabeche, caja", "120", "18.30", "10"),)
    ),
    Document(
        "purchase_order",
        "sanno",
        (line("茶碗 (cuenco de té)", "24", "2400", "0"), line("急須 (tetera)", "6", "7800", "0")),
        then=("print",),
    ),
)
CALLS: tuple[Call, ...] = (
    Call("llotja", "CALL-IN", "Piden oferta para 40 habitaciones", 12),
    Call("llotja", "MEETING", "Visita al hotel: medidas tomadas", 90),
    Call("muller", "CALL", "Fragt nach dem Liefertermin", 6),
)
