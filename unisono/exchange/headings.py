"""Which of our fields a heading means: what our own pages and files call it, in every language, else what others do."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from django.conf import settings
from django.utils.translation import override

from unisono.cards.field_names import record_fields
from unisono.common.text import folded

_NAMES: dict[str, str] = {
    "no": "no number code id numero nr codigo customerid supplierid vendorid contactid clientid idcliente idproveedor "
    "customerno vendorno supplierno numerocliente numeroproveedor "
    "codigocliente codigoproveedor codcliente codproveedor "
    "nocliente noproveedor ncliente nproveedor cliente proveedor",
    "name": "name companyname company nombre razonsocial empresa compania nombrecompania nombreempresa "
    "denominacion denominacionsocial nombrefiscal nombreapellidos nombreyapellidos apellidosnombre",
    "name_2": "name2 nombre2 nombrecomercial tradename",
    "contact_name": "contactname contact contacto nombrecontacto personacontacto contactperson attention ala atencion",
    "job_title": "contacttitle jobtitle title cargo cargocontacto puesto position",
    "address": "address address1 street direccion direccion1 calle domicilio",
    "address_2": "address2 direccion2 street2",
    "post_code": "postalcode postcode zip zipcode codigopostal codpostal cp",
    "city": "city town ciudad poblacion localidad municipio",
    "county": "region county state province provincia estado comunidad",
    "country_code": "country countrycode pais codigopais",
    "phone_no": "phone phoneno telephone tel telefono telefonofijo telefono1 tlf tlfno tfno tfn tlfn",
    "mobile_phone_no": "mobile mobilephone mobilephoneno cell movil celular telefonomovil",
    "fax_no": "fax faxno",
    "email": "email mail emailaddress correo correoelectronico",
    "home_page": "homepage website web url paginaweb sitioweb",
    "vat_registration_no": "vatregistrationno vatno vatnumber vat taxid nif cif nifcif cifnif vatid rfc dni dninif nie",
    "registration_no": "registrationno registrationnumber numeroregistro",
    "language_code": "language languagecode idioma",
    "currency_code": "currency currencycode moneda divisa",
    "note": "note notes nota notas observaciones comments comentarios",
    "iban": "iban cuentabancaria",
    "first_name": "firstname nombrepila",
    "surname": "surname lastname apellidos",
    "payment_terms_code": "paymentterms paymenttermscode terminospago condicionespago",
    "payment_method_code": "paymentmethod paymentmethodcode formapago",
    "credit_limit": "creditlimit limitecredito riesgo riesgomaximo",
    "salesperson_code": "salesperson comercial vendedor agente",
    "territory_code": "territory zona territorio",
    "swift_code": "swift bic swiftcode bicswift",
    "company_no": "companyno numeroempresa",
    "type": "type tipo",
}
_BY_NAME = {word: field for field, words in _NAMES.items() for word in words.split()}
_SMALL = frozenset("a de del el la los las of the".split())
_COMPANY = frozenset({"company_no", "company_name"})
_NAMING = frozenset({"name", "first_name", "surname"})


def guesses(columns: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Return which field each column is, as far as its heading tells: {column: field}, no field twice."""
    own = {column: _own(column, fields) for column in columns}
    known = {column: name or _by_words(column, fields) for column, name in own.items()}
    # Our own words come first, wherever they stand: of "Tel." and "Phone" the second is the phone.
    ours = _first_of_each(own)
    others = {column: name for column, name in known.items() if name not in ours.values()}
    guessed = {**ours, **_first_of_each(others)}
    if is_named(guessed.values()) or _COMPANY.isdisjoint(guessed.values()):
        return {column: guessed[column] for column in columns if column in guessed}
    # A list that has no other name calls its parties "Company" or "Empresa": that is their name, not whose they are.
    return guesses(columns, [name for name in fields if name not in _COMPANY])


def is_named(fields: Collection[str]) -> bool:
    """Tell whether rows with these fields say what their record is called."""
    return not _NAMING.isdisjoint(fields)


def _first_of_each(wanted: dict[str, str]) -> dict[str, str]:
    """Return the columns that mean a field, only the first of several that mean the same."""
    found: dict[str, str] = {}
    for column, name in wanted.items():
        if name and name not in found.values():
            found[column] = name
    return found


def _own(column: str, fields: Sequence[str]) -> str:
    """Return the first of these fields that our own pages and files call so, in any language; "" for none."""
    called = _own_names().get(folded(column), ())
    return next((name for name in fields if name in called), "")


@lru_cache(maxsize=1)
def _own_names() -> dict[str, frozenset[str]]:
    """Return which fields each of our labels stands for, in all languages together."""
    found: dict[str, frozenset[str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for name, label in record_fields().items():
                found[folded(label)] = found.get(folded(label), frozenset()) | {name}
    return found


def _by_words(column: str, fields: Collection[str]) -> str:
    """Return the field that people elsewhere call so; "" for none."""
    if column.lower() in fields:
        return column.lower()
    words = [word for word in re.split(r"[^a-z0-9]+", folded(column).replace("º", "").replace("ª", "")) if word]
    guess = _BY_NAME.get("".join(word for word in words if word not in _SMALL), "")
    return guess if guess in fields else ""
