"""Which column of a file is which of our fields: guessed from names in English and Spanish, or told."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from unisono.cards.codes import country_of_name
from unisono.cards.fields import Field
from unisono.common.errors import FieldError, Invalid
from unisono.common.text import folded

# Fields that a file can have beside those of the record itself.
EXTRA = ("no", "contact_name", "job_title", "company_no", "primary_contact_no")
_NAMES: dict[str, str] = {
    "no": "no number code id numero nr codigo customerid supplierid vendorid contactid clientid idcliente idproveedor "
    "customerno vendorno supplierno numerocliente numeroproveedor codigocliente codigoproveedor",
    "name": "name companyname company nombre razonsocial empresa compania nombrecompania nombreempresa denominacion",
    "name_2": "name2 nombre2 nombrecomercial tradename",
    "contact_name": "contactname contact contacto nombrecontacto personacontacto contactperson attention ala",
    "job_title": "contacttitle jobtitle title cargo cargocontacto puesto position",
    "address": "address address1 street direccion direccion1 calle domicilio",
    "address_2": "address2 direccion2 street2",
    "post_code": "postalcode postcode zip zipcode codigopostal cp",
    "city": "city town ciudad poblacion localidad municipio",
    "county": "region county state province provincia estado comunidad",
    "country_code": "country countrycode pais codigopais",
    "phone_no": "phone phoneno telephone tel telefono telefonofijo telefono1",
    "mobile_phone_no": "mobile mobilephone mobilephoneno cell movil celular telefonomovil",
    "fax_no": "fax faxno",
    "email": "email mail emailaddress correo correoelectronico",
    "home_page": "homepage website web url paginaweb sitioweb",
    "vat_registration_no": "vatregistrationno vatno vatnumber vat taxid nif cif nifcif vatid rfc",
    "registration_no": "registrationno registrationnumber numeroregistro",
    "language_code": "language languagecode idioma",
    "currency_code": "currency currencycode moneda divisa",
    "note": "note notes nota notas observaciones comments comentarios",
    "iban": "iban",
    "swift_code": "swift bic swiftcode bicswift",
    "company_no": "companyno numeroempresa",
    "type": "type tipo",
}
_BY_NAME = {word: field for field, words in _NAMES.items() for word in words.split()}
_TRUE, _FALSE = frozenset(["true", "yes", "si", "1", "x", "verdadero"]), frozenset(["false", "no", "0", "falso"])
_LOCAL_AMOUNT = re.compile(r"^\d{1,3}(\.\d{3})*(,\d+)?$|^\d+,\d+$")


def map_columns(
    columns: Sequence[str], fields: Collection[str], told: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return which field each column is ({column: field}), and the columns that are none.

    `told` overrides the guess; a field of "" leaves a column out. Raises Invalid for what does not exist.
    """
    errors = []
    for column, field in told.items():
        if column not in columns:
            errors.append(FieldError(column, "unknown-column", _("The file has no column of this name.")))
        elif field and field not in fields:
            errors.append(FieldError(column, "unknown-field", _("There is no field %(field)s.") % {"field": field}))
    if errors:
        raise Invalid(errors)
    mapped = {column: field for column, field in told.items() if field}
    for column in columns:
        guess = _guess(column, fields)
        if column not in told and guess and guess not in mapped.values():
            mapped[column] = guess
    return mapped, [column for column in columns if column and column not in mapped and told.get(column) != ""]


def _guess(column: str, fields: Collection[str]) -> str | None:
    if column.lower() in fields:
        return column.lower()
    guess = _BY_NAME.get(re.sub(r"[^a-z0-9]", "", folded(column)))
    return guess if guess in fields else None


def values_of(cells: Mapping[str, str], mapped: Mapping[str, str], fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return a row's values by field; blank cells say nothing, so that nothing is overwritten by them."""
    values: dict[str, Any] = {}
    for column, name in mapped.items():
        if text := cells.get(column, ""):
            values[name] = _value(text, fields[name].kind if name in fields else "text")
    return values


def _value(text: str, kind: str) -> Any:
    """Return a cell's text as a value of the field's kind; what cannot be read stays text and is refused later."""
    if kind == "country":
        return country_of_name(text) or text
    if kind == "flag":
        word = folded(text)
        return True if word in _TRUE else False if word in _FALSE else text
    if kind == "codes":
        return [part.strip() for part in re.split(r"[;,]", text) if part.strip()]
    if kind == "money":
        return _amount(text)
    return text


def _amount(text: str) -> str:
    """Return an amount with a decimal point: 1.234,50 and 1234,50 are 1234.50."""
    if _LOCAL_AMOUNT.match(text) and "," in text:
        text = text.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    return str(amount.quantize(Decimal("0.01"))) if amount.is_finite() and amount == round(amount, 2) else text
