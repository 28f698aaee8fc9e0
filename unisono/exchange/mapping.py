"""Which column of a file is which of our fields: guessed from names in English and Spanish, or told."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from unisono.cards.codes import country_of_name
from unisono.cards.fields import Field
from unisono.common.errors import FieldError, Invalid
from unisono.common.text import folded

# Fields that a file can have beside those of the record itself.
EXTRA: dict[str, tuple[str, ...]] = {
    "contact": ("no", "company_no"),
    "customer": ("no", "job_title", "primary_contact_no", "type"),
    "vendor": ("no", "job_title", "primary_contact_no"),
    "bank_account": ("no",),
}
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
_TRUE, _FALSE = frozenset(["true", "yes", "si", "1", "x", "verdadero"]), frozenset(["false", "no", "0", "falso"])
_TYPES = {"empresa": "company", "persona": "person", "compania": "company", "particular": "person"}
_SMALL = frozenset("a de del el la los las of the".split())


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
    words = [word for word in re.split(r"[^a-z0-9]+", folded(column).replace("º", "").replace("ª", "")) if word]
    guess = _BY_NAME.get("".join(word for word in words if word not in _SMALL))
    return guess if guess in fields else None


def values_of(
    cells: Mapping[str, str], mapped: Mapping[str, str], fields: Mapping[str, Field], decimals: Mapping[str, str]
) -> dict[str, Any]:
    """Return a row's values by field; blank cells say nothing, so that nothing is overwritten by them.

    `decimals` is the decimal mark of each column of amounts.
    """
    return {
        name: _value(text, name, fields, decimals.get(column, ""))
        for column, name in mapped.items()
        if (text := cells.get(column, ""))
    }


def _value(text: str, name: str, fields: Mapping[str, Field], decimal: str) -> Any:
    """Return a cell's text as a value of the field's kind; what cannot be read stays text and is refused later."""
    kind = fields[name].kind if name in fields else "text"
    if kind == "country":
        return country_of_name(text) or text
    if kind == "flag":
        word = folded(text)
        return True if word in _TRUE else False if word in _FALSE else text
    if kind == "codes":
        return [part.strip() for part in re.split(r"[;,]", text) if part.strip()]
    if kind == "money":
        return _amount(text, decimal)
    return _TYPES.get(folded(text), text) if name == "type" else text


def decimal_mark(texts: Iterable[str]) -> str:
    """Return what a column of amounts has before its decimals, "," or ".", "" where nothing tells.

    A lone 1.500 is a thousand and a half, or one and a half: only the other cells of the column can tell.
    """
    marks = set()
    for text in texts:
        amount = _bare(text)
        if match := re.search(r"([.,])(\d+)$", amount):
            other = "," if match[1] == "." else "."
            if other in amount or len(match[2]) != 3:
                marks.add(match[1])
            elif amount.count(match[1]) > 1:
                marks.add(other)
    return marks.pop() if len(marks) == 1 else ""


def _bare(text: str) -> str:
    """Return an amount without currency and blanks."""
    return re.sub(r"\s|[€$£]|EUR|USD", "", text)


def _amount(text: str, decimal: str) -> str:
    """Return an amount with a decimal point, by the column's notation; what stays ambiguous is refused as it is."""
    amount = _bare(text)
    if decimal:
        amount = amount.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    elif re.search(r"[.,]\d{3}$", amount):
        return text
    try:
        value = Decimal(amount)
        rounded = value.quantize(Decimal("0.01"))
    except InvalidOperation:
        return text
    return str(rounded) if value == rounded else text
