"""The registry of fields. The shared ones stand here; each concern adds its own in its `fields.py`.

Models, detection, planning, import columns, API schemas and tests are built from these lines.
This module imports nothing of Django, since the planner reads it.
"""

from dataclasses import dataclass

from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.common.marking import N_

RULES = ("both", "contact", "role", "fill", "separate")
SYNCHRONISED_RULES = frozenset({"both", "contact", "role"})


@dataclass(frozen=True)
class Field:
    """One field of a record: what it holds, how long it may be, what it refers to.

    `kind` is one of text, multiline, phone, emails, vat, iban, bic, country, language, currency,
    code, codes, choice, flag, money, percent (a text: "21", "" for none), date. `group` is the
    switch in setup by which people inherit it from their company [5.2].

    On a card it stands in `section` (general, address, communication, invoicing), by `rank` and
    then in the order of the registry; with a `key_fact` it is shown beside the name too, in that
    order. `only_of` is the type of contact that has it: person, company, "" for both. `search_line`
    is where it stands in the text that searches look through, 0: nowhere. `aliases` are words that
    headings of files have for it, folded and without blanks; `vcard` is its property there;
    `compared` is the subject by which duplicates are found (`duplicates/features.py`). `label` is
    what it is called, in English.
    """

    name: str
    kind: str = "text"
    length: int = 0
    refers_to: str = ""
    choices: tuple[str, ...] = ()
    group: str = ""
    lacking: frozenset[str] = frozenset()
    normal_rule: tuple[tuple[str, str], ...] = ()
    section: str = "general"
    rank: int = 0
    key_fact: int = 0
    only_of: str = ""
    search_line: int = 0
    aliases: str = ""
    vcard: str = ""
    compared: str = ""
    label: str = ""

    @property
    def is_reference(self) -> bool:
        """Tell whether the column is a foreign key to a code list (stored NULL where the value is
        "").
        """
        return self.kind == "code"

    @property
    def blank(self) -> str | bool | tuple[str, ...]:
        """Return the value of a record that has none: "" for texts and dates, False for flags,
        "0.00" for money.
        """
        blanks: dict[str, str | bool | tuple[str, ...]] = {
            "flag": False,
            "money": "0.00",
            "codes": (),
        }
        return blanks.get(self.kind, self.choices[0] if self.choices else "")


_NOT_BANK = frozenset({"bank_account"})
_SALES_ONLY = frozenset({"bank_account", "vendor"})

SHARED: tuple[Field, ...] = (
    Field(
        "name",
        length=100,
        search_line=1,
        aliases=(
            "name companyname company nombre razonsocial empresa compania nombrecompania "
            "nombreempresa denominacion denominacionsocial nombrefiscal nombreapellidos "
            "nombreyapellidos apellidosnombre"
        ),
        compared="name",
        label=N_("Name"),
    ),
    Field(
        "name_2", length=50, aliases="name2 nombre2 nombrecomercial tradename", label=N_("Name 2")
    ),
    Field(
        "search_name", length=300, label=N_("Search name")
    ),  # capitals of a name of 100 may be 300 characters long
    Field(
        "address",
        length=100,
        group="address",
        section="address",
        aliases="address address1 street direccion direccion1 calle domicilio",
        compared="street",
        label=N_("Address"),
    ),
    Field(
        "address_2",
        length=50,
        group="address",
        section="address",
        aliases="address2 direccion2 street2",
        label=N_("Address 2"),
    ),
    Field(
        "post_code",
        length=20,
        group="address",
        section="address",
        aliases="postalcode postcode zip zipcode codigopostal codpostal cp",
        compared="post_code",
        label=N_("Post code"),
    ),
    Field(
        "city",
        length=60,
        group="address",
        section="address",
        search_line=3,
        key_fact=6,
        aliases="city town ciudad poblacion localidad municipio",
        compared="city",
        label=N_("City"),
    ),
    Field(
        "county",
        length=60,
        group="address",
        section="address",
        aliases="region county state province provincia estado comunidad",
        label=N_("County"),
    ),
    Field(
        "country_code",
        "country",
        length=2,
        group="address",
        section="address",
        key_fact=7,
        aliases="country countrycode pais codigopais",
        compared="country",
        label=N_("Country"),
    ),
    Field(
        "phone_no",
        "phone",
        length=30,
        group="communication",
        section="communication",
        search_line=5,
        key_fact=1,
        aliases=(
            "phone phoneno telephone tel telefono telefonofijo telefono1 tlf tlfno tfno tfn tlfn"
        ),
        compared="phone",
        label=N_("Phone"),
    ),
    Field(
        "mobile_phone_no",
        "phone",
        length=30,
        group="communication",
        section="communication",
        search_line=6,
        key_fact=2,
        aliases="mobile mobilephone mobilephoneno cell movil celular telefonomovil",
        compared="mobile",
        label=N_("Mobile phone"),
    ),
    Field(
        "fax_no",
        "phone",
        length=30,
        group="communication",
        section="communication",
        aliases="fax faxno",
        label=N_("Fax"),
    ),
    Field(
        "email",
        "emails",
        length=254,
        group="communication",
        section="communication",
        search_line=2,
        key_fact=3,
        aliases="email mail emailaddress correo correoelectronico",
        compared="email",
        label=N_("E-mail"),
    ),
    Field(
        "home_page",
        length=255,
        group="communication",
        section="communication",
        rank=2,
        aliases="homepage website web url paginaweb sitioweb",
        compared="page",
        label=N_("Home page"),
    ),
    Field(
        "vat_registration_no",
        "vat",
        length=20,
        lacking=_NOT_BANK,
        section="invoicing",
        search_line=4,
        key_fact=4,
        vcard="X-VAT-NUMBER",
        aliases=(
            "vatregistrationno vatno vatnumber vat taxid nif cif nifcif cifnif vatid rfc "
            "dni dninif nie"
        ),
        compared="vat",
        label=N_("VAT number"),
    ),
    Field(
        "registration_no",
        length=50,
        lacking=_NOT_BANK,
        section="invoicing",
        vcard="X-REGISTRATION-NUMBER",
        aliases="registrationno registrationnumber numeroregistro",
        compared="registration",
        label=N_("Registration number"),
    ),
    Field(
        "language_code",
        "language",
        length=35,
        group="language",
        section="communication",
        rank=4,
        aliases="language languagecode idioma",
        label=N_("Language"),
    ),
    Field(
        "currency_code",
        "currency",
        length=3,
        normal_rule=(("bank_account", "fill"),),
        section="invoicing",
        aliases="currency currencycode moneda divisa",
        label=N_("Currency"),
    ),
    Field(
        "territory_code",
        "code",
        refers_to="setup.Territory",
        group="territory",
        aliases="territory zona territorio",
        label=N_("Territory"),
    ),
    Field(
        "salesperson_code",
        "code",
        refers_to="setup.Salesperson",
        group="salesperson",
        lacking=_SALES_ONLY,
        key_fact=8,
        aliases="salesperson comercial vendedor agente",
        label=N_("Salesperson"),
    ),
    Field(
        "format_region",
        "language",
        length=35,
        group="language",
        section="communication",
        rank=4,
        label=N_("Format region"),
    ),
)
SHARED_NAMES: tuple[str, ...] = tuple(field.name for field in SHARED)
ADDRESS_BLOCK: tuple[str, ...] = tuple(field.name for field in SHARED if field.group == "address")

NOTE = Field(
    "note",
    "multiline",
    length=10_000,
    aliases="note notes nota notas observaciones comments comentarios",
    label=N_("Note"),
)
BANK_IDENTIFIERS = (
    Field(
        "iban",
        "iban",
        length=34,
        section="invoicing",
        rank=5,
        key_fact=5,
        aliases="iban cuentabancaria",
        label=N_("IBAN"),
    ),
    Field(
        "swift_code",
        "bic",
        length=11,
        section="invoicing",
        rank=5,
        aliases="swift bic swiftcode bicswift",
        label=N_("BIC"),
    ),
)
# What customers and vendors have alike: posting groups and terms, and who we talk to there.
TERMS = (
    Field(
        "gen_bus_posting_group",
        length=20,
        section="invoicing",
        rank=9,
        label=N_("Business posting group"),
    ),
    Field(
        "vat_bus_posting_group",
        length=20,
        section="invoicing",
        rank=9,
        label=N_("VAT posting group"),
    ),
    Field(
        "payment_terms_code",
        "code",
        refers_to="setup.PaymentTerms",
        section="invoicing",
        rank=2,
        aliases="paymentterms paymenttermscode terminospago condicionespago",
        label=N_("Payment terms"),
    ),
    Field(
        "payment_method_code",
        "code",
        refers_to="setup.PaymentMethod",
        section="invoicing",
        rank=2,
        aliases="paymentmethod paymentmethodcode formapago",
        label=N_("Payment method"),
    ),
    Field(
        "vat_pct",
        "percent",
        length=8,
        section="invoicing",
        rank=2,
        aliases="vatrate vatpct vatpercent iva tipoiva porcentajeiva",
        label=N_("VAT %"),
    ),
)
CONTACT_PERSON = Field(
    "contact_name",
    length=100,
    aliases=(
        "contactname contact contacto nombrecontacto personacontacto contactperson "
        "attention ala atencion"
    ),
    label=N_("Contact person"),
)


def shared_fields(kind: Kind) -> tuple[Field, ...]:
    """Return the shared fields that this kind of record has, in the order of the contract."""
    return tuple(field for field in SHARED if kind not in field.lacking)


def shared_names(kind: Kind) -> tuple[str, ...]:
    """Return the names of the shared fields that this kind of record has."""
    return tuple(field.name for field in shared_fields(kind))


def normal_rules() -> dict[str, dict[str, str]]:
    """Return the rule of each shared field per role kind as a fresh installation has it [3.3]."""
    return {
        kind: {
            field.name: dict(field.normal_rule).get(kind, "both") for field in shared_fields(kind)
        }
        for kind in LINKED_KINDS
    }
