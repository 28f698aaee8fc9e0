"""The registry of fields. The shared ones stand here; each concern adds its own in its `fields.py`.

Models, detection, planning, import columns, API schemas and tests are built from these lines.
This module imports nothing of Django, since the planner reads it.
"""

from dataclasses import dataclass

from unisono.common.kinds import ROLES

RULES = ("both", "contact", "role", "fill", "separate")
TIED_RULES = frozenset({"both", "contact", "role"})


@dataclass(frozen=True)
class Field:
    """One field of a record: what it holds, how long it may be, what it refers to.

    `kind` is one of text, multiline, phone, emails, vat, iban, bic, country, language, currency, code, codes, choice,
    flag, money, date. `group` is the switch in setup by which people inherit it from their company [5.2].
    """

    name: str
    kind: str = "text"
    length: int = 0
    refers_to: str = ""
    choices: tuple[str, ...] = ()
    group: str = ""
    lacking: frozenset[str] = frozenset()
    normal_rule: tuple[tuple[str, str], ...] = ()

    @property
    def is_reference(self) -> bool:
        """Tell whether the column is a foreign key to a code list (stored NULL where the value is "")."""
        return self.kind == "code"

    @property
    def blank(self) -> object:
        """Return the value of a record that has none: "" for texts and dates, False for flags, "0.00" for money."""
        return {"flag": False, "money": "0.00", "codes": ()}.get(self.kind, self.choices[0] if self.choices else "")


_NOT_BANK = frozenset({"bank_account"})
_SALES_ONLY = frozenset({"bank_account", "vendor"})

SHARED: tuple[Field, ...] = (
    Field("name", length=100),
    Field("name_2", length=50),
    Field("search_name", length=300),  # capitals of a name of 100 may be 300 characters long
    Field("address", length=100, group="address"),
    Field("address_2", length=50, group="address"),
    Field("post_code", length=20, group="address"),
    Field("city", length=60, group="address"),
    Field("county", length=60, group="address"),
    Field("country_code", "country", length=2, group="address"),
    Field("phone_no", "phone", length=30, group="communication"),
    Field("mobile_phone_no", "phone", length=30, group="communication"),
    Field("fax_no", "phone", length=30, group="communication"),
    Field("email", "emails", length=254, group="communication"),
    Field("home_page", length=255, group="communication"),
    Field("vat_registration_no", "vat", length=20, lacking=_NOT_BANK),
    Field("registration_no", length=50, lacking=_NOT_BANK),
    Field("language_code", "language", length=35, group="language"),
    Field("currency_code", "currency", length=3, normal_rule=(("bank_account", "fill"),)),
    Field("territory_code", "code", refers_to="setup.Territory", group="territory"),
    Field("salesperson_code", "code", refers_to="setup.Salesperson", group="salesperson", lacking=_SALES_ONLY),
    Field("format_region", "language", length=35, group="language"),
)
SHARED_NAMES: tuple[str, ...] = tuple(field.name for field in SHARED)
ADDRESS_BLOCK: tuple[str, ...] = tuple(field.name for field in SHARED if field.group == "address")

NOTE = Field("note", "multiline", length=10_000)
BANK_IDENTIFIERS = (Field("iban", "iban", length=34), Field("swift_code", "bic", length=11))


def shared_fields(kind: str) -> tuple[Field, ...]:
    """Return the shared fields that this kind of record has, in the order of the contract."""
    return tuple(field for field in SHARED if kind not in field.lacking)


def shared_names(kind: str) -> tuple[str, ...]:
    """Return the names of the shared fields that this kind of record has."""
    return tuple(field.name for field in shared_fields(kind))


def normal_rules() -> dict[str, dict[str, str]]:
    """Return the rule of each shared field per role kind as a fresh installation has it [3.3]."""
    return {
        role: {field.name: dict(field.normal_rule).get(role, "both") for field in shared_fields(role)} for role in ROLES
    }
