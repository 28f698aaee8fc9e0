"""A person's name and its parts [5.6]; pure."""

from collections.abc import Mapping

from unisono.contacts.fields import NAME_PARTS

TWO_SURNAMES = frozenset({"es", "pt", "ca", "gl"})
_SPANISH = frozenset("ES AR BO CL CO CR CU DO EC GQ GT HN MX NI PA PE PR PY SV UY VE AD".split())
_PORTUGUESE = frozenset("PT BR AO CV GW MZ ST TL".split())
# Words that belong to the name after them: "de la Vega", "van Beethoven".
_PARTICLES = frozenset(
    (
        "'t da das de del della den der di do dos du e el i la las le los ten ter van von y zu zum "
        "zur"
    ).split()
)


def language_of(values: Mapping[str, object]) -> str:
    """Return the language by which a contact's name is read: its own, else that of its country,
    else "".
    """
    country = str(values.get("country_code") or "")
    spoken = "es" if country in _SPANISH else "pt" if country in _PORTUGUESE else ""
    return str(values.get("language_code") or spoken)


def compose(parts: Mapping[str, object]) -> str:
    """Return the full name of first name, middle name and surname."""
    return " ".join(str(parts.get(part) or "") for part in NAME_PARTS if parts.get(part))


def split(name: str, language: str) -> dict[str, str]:
    """Return the three parts of a full name, by the habits of a BCP 47 language.

    In Spanish, Portuguese, Catalan and Galician the last two names are surnames; elsewhere the last
    one is, and the one before it is the middle name. One word alone is a first name.
    """
    units = _units(name)
    if len(units) < 2:
        return {"first_name": " ".join(units), "middle_name": "", "surname": ""}
    if language.split("-")[0].lower() in TWO_SURNAMES:
        surnames = 1 if len(units) == 2 else 2
        return {
            "first_name": " ".join(units[:-surnames]),
            "middle_name": "",
            "surname": " ".join(units[-surnames:]),
        }
    middle = units[-2] if len(units) > 2 else ""
    return {
        "first_name": " ".join(units[: -2 if middle else -1]),
        "middle_name": middle,
        "surname": units[-1],
    }


def first_surname(surname: str) -> str:
    """Return the first of two surnames, particles with it: "de la Torre" of "de la Torre Gil"."""
    return next(iter(_units(f"x {surname}")[1:]), "")


def _units(name: str) -> list[str]:
    """Return the words of a name, particles joined to the word they belong to."""
    units: list[str] = []
    pending: list[str] = []
    for position, word in enumerate(name.split()):
        if position and word in _PARTICLES:
            pending.append(word)
            continue
        units.append(" ".join([*pending, word]))
        pending = []
    if pending:
        units = [*units[:-1], " ".join([*units[-1:], *pending])]
    return units
