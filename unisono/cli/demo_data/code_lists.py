"""The code lists of the demo: {list: {code: its other fields}}."""

from unisono.common.borders import Content

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
            "description": "Pilar Otxoa, purchasing",
            "email": "pilar@unisono.example",
            "phone_no": "+34 915 55 09 05",
        },
    },
    "territories": {
        "ES-NORTH": {"description": "Spain, north"},
        "ES-CENTRE": {"description": "Spain, centre"},
        "ES-EAST": {"description": "Spain, east and the islands"},
        "ES-SOUTH": {"description": "Spain, south"},
        "EU-NORTH": {"description": "Nordic countries"},
        "EU-WEST": {"description": "Western Europe"},
        "EU-EAST": {"description": "Central and eastern Europe"},
        "LATAM": {"description": "Latin America"},
        "ASIA": {"description": "Asia"},
    },
    "industry-groups": {
        "BANKING": {"description": "Banks"},
        "BOOKS": {"description": "Bookshops and publishers"},
        "BUILDING": {"description": "Building and building materials"},
        "CERAMICS": {"description": "Tiles and ceramics"},
        "CRAFTS": {"description": "Arts and crafts, jewellery, watches"},
        "FLOWERS": {"description": "Flowers and plants"},
        "FOOD": {"description": "Food and drink"},
        "FURNITURE": {"description": "Furniture and wood"},
        "HEALTH": {"description": "Health"},
        "LOGISTICS": {"description": "Transport and storage"},
        "MACHINERY": {"description": "Machines and tools"},
        "PRINT": {"description": "Printing"},
        "TEXTILES": {"description": "Textiles and clothing"},
        "TRAVEL": {"description": "Hotels and travel"},
    },
    "payment-terms": {
        "NOW": {"description": "On receipt", "due_days": 0},
        "14D": {"description": "14 days", "due_days": 14},
        "30D": {"description": "30 days", "due_days": 30},
        "60D": {"description": "60 days", "due_days": 60},
    },
    "payment-methods": {
        "TRANSFER": {"description": "Bank transfer"},
        "DEBIT": {"description": "SEPA direct debit"},
        "CARD": {"description": "Card"},
        "CASH": {"description": "Cash"},
    },
}
