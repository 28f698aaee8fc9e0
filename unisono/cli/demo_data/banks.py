"""Our banks. Their codes belong to no real bank; the check digits are right."""

from unisono.cli.demo_data.shapes import Bank, Person

BANKS: tuple[Bank, ...] = (
    Bank(
        key="cantabrico",
        card={
            "name": "Banco Cantábrico de Ñora, S.A.",
            "address": "Paseo de la Bahía, 2",
            "post_code": "39001",
            "city": "Santander",
            "county": "Cantabria",
            "country_code": "ES",
            "phone_no": "+34 942 55 03 10",
            "email": "empresas@bancocantabrico.example",
            "home_page": "https://bancocantabrico.example",
            "language_code": "es-ES",
            "currency_code": "EUR",
            "territory_code": "ES-NORTH",
        },
        people=(
            Person(
                "Sofía Ceballos Liaño",
                "Gestora de empresas",
                "sofia@bancocantabrico.example",
                "+34 600 55 03 10",
            ),
            Person("Andrés Güemes Peña", "Comercio exterior", "exterior@bancocantabrico.example"),
        ),
        accounts=(
            {
                "description": "Current account",
                "iban": "ES34 9911 0100 2502 0005 1332",
                "swift_code": "BCNTESMMXXX",
                "bank_branch_no": "0100",
                "our_contact_code": "ANA",
            },
            {
                "description": "Dollar account",
                "iban": "ES62 9911 0100 2902 0007 7501",
                "swift_code": "BCNTESMMXXX",
                "bank_branch_no": "0100",
                "our_contact_code": "ANA",
                "currency_code": "USD",
            },
        ),
    ),
    Bank(
        key="guadalquivir",
        card={
            "name": "Caja Rural del Guadalquivir, S.C.C.",
            "address": "Avenida del Río, 41",
            "post_code": "14002",
            "city": "Córdoba",
            "county": "Córdoba",
            "country_code": "ES",
            "phone_no": "+34 957 55 03 20",
            "email": "oficina2300@cajaguadalquivir.example",
            "language_code": "es-ES",
            "currency_code": "EUR",
            "territory_code": "ES-SOUTH",
        },
        people=(
            Person("Curro Ordóñez Valle", "Director de oficina", "curro@cajaguadalquivir.example"),
        ),
        accounts=(
            {
                "description": "Savings",
                "iban": "ES67 9917 2300 9300 0009 8701",
                "swift_code": "CGDQESM1XXX",
                "bank_branch_no": "2300",
            },
        ),
    ),
    Bank(
        key="hanse",
        card={
            "name": "Hanseatische Kaufmannsbank Größe & Cie. AG",
            "address": "Große Speicherstraße 12",
            "post_code": "20457",
            "city": "Hamburg",
            "country_code": "DE",
            "phone_no": "+49 40 66969 120",
            "email": "firmenkunden@hansekaufmann.example",
            "home_page": "https://hansekaufmann.example",
            "language_code": "de-DE",
            "currency_code": "EUR",
            "territory_code": "EU-WEST",
        },
        people=(
            Person(
                "Jürgen Petersen",
                "Firmenkundenberater",
                "petersen@hansekaufmann.example",
                "+49 152 28817386",
            ),
            Person("Wiebke Lüders", "Auslandszahlungen", "ausland@hansekaufmann.example"),
        ),
        accounts=(
            {
                "description": "Receipts from northern Europe",
                "iban": "DE75 2009 9900 0012 3456 78",
                "swift_code": "HKBKDEHHXXX",
                "our_contact_code": "INGRID",
            },
            {
                "description": "Swiss francs",
                "iban": "DE90 2009 9900 0012 3456 99",
                "swift_code": "HKBKDEHHXXX",
                "our_contact_code": "INGRID",
                "currency_code": "CHF",
            },
        ),
    ),
)
