"""The code lists of the demo: {list: {code: its other fields}}."""

from unisono.common.borders import Content


def named(english: str, spanish: str, **more: int) -> Content:
    """Return the fields of an entry that has a name in both languages."""
    return {"description": english, "names": {"en": english, "es": spanish}, **more}


CODE_LISTS: dict[str, dict[str, Content]] = {
    "salespeople": {
        "ANA": {
            "description": "Ana Belén Cárdenas",
            "email": "ana@unisono.example",
            "phone_no": "+34 915 55 09 01",
        },
        "LUIS": {
            "description": "Luis Iturralde",
            "email": "luis@unisono.example",
            "phone_no": "+34 915 55 09 02",
        },
        "INGRID": {
            "description": "Ingrid Solberg",
            "email": "ingrid@unisono.example",
            "phone_no": "+34 915 55 09 03",
        },
        "TOMAS": {
            "description": "Tomás Quiñones",
            "email": "tomas@unisono.example",
            "phone_no": "+34 915 55 09 04",
        },
        "PILAR": {
            "description": "Pilar Otxoa",
            "email": "pilar@unisono.example",
            "phone_no": "+34 915 55 09 05",
        },
    },
    "territories": {
        "ES-NORTH": named("Spain, north", "España, norte"),
        "ES-CENTRE": named("Spain, centre", "España, centro"),
        "ES-EAST": named("Spain, east and the islands", "España, este e islas"),
        "ES-SOUTH": named("Spain, south", "España, sur"),
        "EU-NORTH": named("Nordic countries", "Países nórdicos"),
        "EU-WEST": named("Western Europe", "Europa occidental"),
        "EU-EAST": named("Central and eastern Europe", "Europa central y oriental"),
        "LATAM": named("Latin America", "Latinoamérica"),
        "ASIA": named("Asia", "Asia"),
    },
    "industry-groups": {
        "BANKING": named("Banks", "Banca"),
        "BOOKS": named("Bookshops and publishers", "Librerías y editoriales"),
        "BUILDING": named("Building and building materials", "Construcción y materiales"),
        "CERAMICS": named("Tiles and ceramics", "Azulejo y cerámica"),
        "CRAFTS": named("Arts and crafts, jewellery, watches", "Artesanía, joyería y relojería"),
        "FLOWERS": named("Flowers and plants", "Flores y plantas"),
        "FOOD": named("Food and drink", "Alimentación y bebidas"),
        "FURNITURE": named("Furniture and wood", "Mueble y madera"),
        "HEALTH": named("Health", "Salud"),
        "LOGISTICS": named("Transport and storage", "Transporte y almacenaje"),
        "MACHINERY": named("Machines and tools", "Maquinaria y herramienta"),
        "PRINT": named("Printing", "Artes gráficas"),
        "TEXTILES": named("Textiles and clothing", "Textil y confección"),
        "TRAVEL": named("Hotels and travel", "Hoteles y viajes"),
    },
    "payment-terms": {
        "NOW": named("On receipt", "Al contado", due_days=0),
        "14D": named("14 days", "14 días", due_days=14),
        "30D": named("30 days", "30 días", due_days=30),
        "60D": named("60 days", "60 días", due_days=60),
    },
    "payment-methods": {
        "TRANSFER": named("Bank transfer", "Transferencia bancaria"),
        "DEBIT": named("SEPA direct debit", "Adeudo directo SEPA"),
        "CARD": named("Card", "Tarjeta"),
        "CASH": named("Cash", "Efectivo"),
    },
}
