"""What is called different to a person where two records are compared.

Records that are tied are equal to the sign (semantics.md); but nobody calls two spellings of one
phone number different, and has to choose between them [6.1].
"""

from collections.abc import Mapping

from unisono.cards.fields import Field
from unisono.cards.phones import same_phone
from unisono.links.values import Value, text_of

Values = Mapping[str, Value]


def called_different(field: Field, one: Values, other: Values) -> bool:
    """Tell whether two records have different values of a field, for a person who looks at them."""
    here, there = one.get(field.name, ""), other.get(field.name, "")
    if here == there:
        return False
    if field.kind != "phone" or not here or not there:
        return True
    countries = (text_of(values.get("country_code", "")) for values in (one, other))
    return not same_phone(text_of(here), text_of(there), *countries)
