"""What happened after the demo's records were made: a link, rules, edits, a pause, records without
contact.
"""

from unisono.cli.demo_data.shapes import Edit, LinkOf, Pause, Values, terms

# A vendor from an older system, linked later: the contact's values win, except the web page; its
# fax fills a blank.
LINKS: tuple[LinkOf, ...] = (
    LinkOf(
        whose="muller",
        role="vendor",
        values={
            "name": "MUELLER GROSSMANN U. SOEHNE GMBH",
            "address": "Faerberstr. 61",
            "post_code": "90402",
            "city": "Nuernberg",
            "country_code": "DE",
            "fax_no": "+49 911 5550199",
            "home_page": "https://shop.mueller-grossmann.example",
            "vat_registration_no": "DE123456788",
            **terms("30D", purchaser_code="PILAR", our_account_no="K-4711"),
        },
        keep={"*": "contact", "home_page": "other"},
    ),
)

# Vendors keep web pages of their own; who sells to a customer is decided on the contact.
RULES: dict[str, dict[str, str]] = {
    "vendor": {"home_page": "separate"},
    "customer": {"salesperson_code": "contact"},
}

EDITS: tuple[Edit, ...] = (
    Edit("customer", "muller", {"phone_no": "+49 911 5550200"}),
    Edit("contact", "patisserie", {"address": "31, quai Saint-Vincent", "post_code": "69001"}),
    Edit("vendor", "saobras", {"name": "Azulejos São Brás & Filhos, Lda."}),
    Edit(
        "customer",
        "joyeria",
        {"address": "Jirón de la Unión 300", "post_code": "15001", "city": "Lima"},
        undone=True,
    ),
    Edit("customer", "etxeberria", {"credit_limit": "35000"}),
    Edit("contact", "osullivan", {"salesperson_code": "INGRID"}),
    Edit(
        "contact",
        "Mette Sønderby Holm",
        {"job_title": "Indkøbsdirektør", "mobile_phone_no": "+45 20 55 04 56"},
    ),
    Edit("contact", "llotja", {"note": "Closed until Easter; wants an offer for 40 rooms then."}),
    Edit("vendor", "penalba", {"home_page": "https://proveedores.penalba-rios.example"}),
    Edit("vendor", "lodzkie", {"home_page": "https://b2b.lodzkietkaniny.example"}),
)

PAUSES: tuple[Pause, ...] = (
    Pause(
        whose="smorgas",
        role="customer",
        edits=(
            Edit(
                "contact",
                "smorgas",
                {"phone_no": "+46 31 390 06 40", "email": "kontor@smorgaskaffe.example"},
            ),
            Edit(
                "customer",
                "smorgas",
                {"phone_no": "+46 31 390 06 77", "address": "Linnégatan 44, 2 tr"},
            ),
        ),
    ),
)

# Records without a contact that look like parties of the book.
LOOKALIKES: tuple[tuple[str, Values], ...] = (
    (
        "vendor",
        {
            "name": "CERAMICAS MUNOZ E HIJOS SL",
            "address": "C/ Alfar 14",
            "post_code": "45600",
            "city": "Talavera",
            "country_code": "ES",
            "phone_no": "925 550 110",
            "vat_registration_no": "ESB00123455",
            **terms("30D", purchaser_code="PILAR"),
        },
    ),
    (
        "customer",
        {
            "name": "Aceites Alpujarra S.C.A.",
            "address": "Ctra. de Lanjarón km 4",
            "post_code": "18400",
            "city": "Órgiva",
            "country_code": "ES",
            "phone_no": "+34 958 550 180",
            "email": "almazara@aceites-alpujarra.example",
            **terms("14D"),
        },
    ),
    (
        "customer",
        {
            "name": "Sa Llotja Hotel",
            "address": "C. Sant Joan 9",
            "post_code": "07012",
            "city": "Palma de Mallorca",
            "country_code": "ES",
            "email": "compres@hotelsallotja.example",
            "home_page": "https://www.hotelsallotja.example",
            **terms("NOW", "CARD"),
        },
    ),
)
