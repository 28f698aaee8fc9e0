"""Addresses as they are compared: what a street is called, and the number of the house. Pure."""

from functools import lru_cache

from unisono.duplicates.compared_names import plain

# Kinds of street, points of the compass, articles, floors and doors: written by one, left out by
# the other.
_LEFT_OUT = frozenset(
    "alameda alda and apt av avd avda ave avenida avenue avinguda bajo barrio bd between blv "
    "blvd bo boulevard bvd c calle cami camino carrer carretera cir circle cl cll close corso "
    "court cres crescent crta cso ct ctra dcha de del den der des di dr drive du e east edif "
    "edificio el esc esplanade este etorbidea flat floor glorieta highway hiribidea hwy ind "
    "izq kalea km la lane las ln local los n nave ne near no norte north nr num numero nw "
    "oeste parade parkway paseo passeig pg piazza piso pkwy pl place planta platz plaza plz "
    "plza po pol poligono ps pso puerta pza pzza r rd road ronda rua rue s s/n se sn south sq "
    "square st ste str straat strasse street suite sur sw ter terrace the travesia ul ulica "
    "ulitsa unit urb urbanizacion vereda via w way west y".split()
)
_ORDINALS = ("st", "nd", "rd", "th")
# What German and Dutch streets end in, and how long a word is that ends so.
_ENDINGS = (("strasse", 10), ("straat", 9), ("str", 6))


@lru_cache(maxsize=65536)
def street_of(address: str) -> tuple[str, str]:
    """Return the words of a street that tell it apart, and the number of the house; "" for what is
    not said. Streets that are numbers keep them: 51st, Calle 14.
    """
    words = plain(address).split()
    numbers = [number for word in words if (number := _figure(word))]
    ordinals = [word[:-2] for word in words if _is_ordinal(word)]
    names = [name for word in words if (name := _name(word))]
    if not names and not ordinals and words:
        ordinals = _taken(numbers, words[0])
    return " ".join([*ordinals, *names]), numbers[0] if numbers else ""


def _taken(numbers: list[str], first: str) -> list[str]:
    """Take the number that is the street's name: the first where a kind of street is before it,
    else the second.
    """
    place = 0 if first in _LEFT_OUT else 1
    return [numbers.pop(place)] if len(numbers) > place else []


def _is_ordinal(word: str) -> bool:
    return word[-2:] in _ORDINALS and word[:-2].isdecimal()


def _figure(word: str) -> str:
    if _is_ordinal(word) or not any(map(str.isdecimal, word)):
        return ""
    return "".join(filter(str.isalnum, word)).lstrip("0") or "0"


def _name(word: str) -> str:
    if word in _LEFT_OUT or len(word) == 1 or any(map(str.isdecimal, word)):
        return ""
    for ending, least in _ENDINGS:
        if len(word) >= least and word.endswith(ending):
            return word.removesuffix(ending)
    return word
