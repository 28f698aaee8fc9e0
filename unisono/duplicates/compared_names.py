"""Names of firms and people as they are compared: legal forms set aside, abbreviations written out.
Pure.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii

from unisono.common.text import folded

# What says only in which legal form a firm exists, written without dots and accents.
_FORMS = frozenset(
    "sl slu sll slp slne sa sau sal sad scoop coop scp cb sc sociedad limitada anonima cooperativa "
    "unipersonal gmbh mbh ag kg kgaa ohg gbr ug ek ev eg co company cia compania limited ltd ltda "
    "lda plc llp llc lp inc incorporated corp corporation sarl sas sasu eurl sci snc srl srls spa "
    "sapa bv nv vof cv ab oy oyj as asa aps sp zoo zo spzoo spolka doo dd sro kft zrt rt bt ood "
    "eood ooo oao zao ltdsti sti anonim sirketi limitet pty pte sdn bhd kk gk youxiangongsi yxgs".split()
)
_CJK_FORMS = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "株式会社",
    "有限会社",
    "合同会社",
    "주식회사",
)
_SMALL = frozenset(
    "a and de del der des die e el et i in la las le les los of the u und y van von".split()
)
# What firms do, not who they are: shared by many, so never the word by which one is known.
COMMON = frozenset(
    "abogados academy aceites agencia apotheke apteka arquitectos arredamenti asesoria "
    "asociacion asociados association auto autocares autoescuela autohaus backerei bakery "
    "banco bar baugeschaft bistro biuro bodegas boulangerie brauerei brewery brothers cabinet "
    "cafe care carpinteria casa catering center centre ceramiche child childcare children "
    "church clinica club colegio college comercial community company comunidad conservas "
    "construccion construcciones consulting consultores consultoria cp cristaleria day "
    "daycare deli delicatessen dental development diner distribuciones domaine druckerei "
    "drukarnia early edilizia education electrical electricas electricidad electricite "
    "elektro elementary engineering enterprises escuela espana estates etablissements europa "
    "facultad family farmacia ferreteria firma fisheries fleurs fontaneria fontanero food "
    "foods foundation frutas fundacion furniture garage garden gartenbau general gestoria "
    "global grill grille group gruas grupo handel handels hardware haulage head heizung "
    "hermanos hijos holding hostal hotel house hurtownia iberica ikastetxea imprenta "
    "imprimerie industriales industrias informatica ingenieria ingenieurburo inmobiliaria inn "
    "instalaciones instituto internacional international joinery joyeria kanzlei kindergarten "
    "kitchen learning librairie libreria logistics lumber maconnerie manufacturing maquinaria "
    "maschinenbau menuiserie metallbau mobelhaus montessori muebles nacional nursery office "
    "officina oficina optica optik panaderia panificio parroquia partners peluqueria pension "
    "pescados pharmacie piekarnia pinturas pizzeria plomberie plumbing posada practice praxis "
    "preschool primary printers program programs promociones propietarios public realty "
    "reformas repair residencial restaurant restaurante restaurants ristorante roofing "
    "sanitar school schreinerei services servicios shop societe society software solutions "
    "sons spa spedition start steakhouse steuerberatung store studio sucesores suministros "
    "supermercado supermercados supplies supply systeme systems taller talleres tavern "
    "technologies technology tintoreria trading transport transporte transportes trasporti "
    "trucking universidad university verlag vertriebs vini viveros zahnarzt zaklad".split()
)
_WRITTEN_OUT = {
    "hnos": "hermanos", "hno": "hermano", "bros": "brothers", "gebr": "gebruder", "const": "construcciones",
    "constr": "construcciones", "construc": "construcciones", "mec": "mecanicos", "elec": "electricas",
    "elect": "electricas", "electr": "electricas", "ind": "industrias", "inds": "industrias", "inmob": "inmobiliaria",
    "transp": "transportes", "trans": "transportes", "tall": "talleres", "sdad": "sociedad", "asoc": "asociados",
    "asocs": "asociados", "distrib": "distribuciones", "dist": "distribuciones", "com": "comercial",
    "intl": "international", "int": "international", "svcs": "services", "svc": "services", "serv": "servicios",
    "mfg": "manufacturing", "assoc": "associates", "assocs": "associates", "grp": "group", "ets": "etablissements",
    "ste": "societe", "fa": "firma", "f lli": "fratelli", "flli": "fratelli", "mª": "maria", "ma": "maria",
    "fco": "francisco", "fdez": "fernandez", "glez": "gonzalez", "gzlez": "gonzalez", "mtnez": "martinez",
    "mtez": "martinez", "rguez": "rodriguez", "hdez": "hernandez", "dguez": "dominguez", "jimz": "jimenez",
    "st": "saint", "gral": "general", "dr": "", "dra": "", "sr": "", "sra": "", "mr": "", "mrs": "", "ms": "",
    "anaiak": "hermanos", "germans": "hermanos", "irmans": "hermanos", "ikastetxea": "colegio", "nafarroa": "navarra",
    "herr": "", "frau": "", "don": "", "dna": "",
}  # fmt: skip
_ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12",
}  # fmt: skip
_GENERATIONS = {"sr": "sr", "senior": "sr", "jr": "jr", "junior": "jr"}
_SIGNS = str.maketrans(
    {**dict.fromkeys('-_/,;:()[]{}"!?*|+\\<>=#%@~«»“”„–—·•&', " "), **dict.fromkeys(".'’`´ªº", "")}
)
_SOUNDS = str.maketrans(
    {"v": "b", "w": "b", "z": "s", "c": "k", "q": "k", "y": "i", "j": "i", "h": None, "x": "s", "a": None, "e": None,
     "i": None, "o": None, "u": None, " ": None}
)  # fmt: skip


def plain(text: str) -> str:
    """Return a text in small ASCII letters, signs apart: distances then count the same in every
    database.
    """
    if not text.isascii():
        text = folded(text)
        if not text.isascii():
            text = anyascii(text)
    return text.lower().translate(_SIGNS)


class Name(NamedTuple):
    """A name as it is compared: the words that tell whose it is, in their order, and the numbers
    that tell it from others of the same words: figures, Roman ones, the elder and the younger.
    """

    words: list[str]
    numbers: list[str]


def has_legal_form(name: str) -> bool:
    """Tell whether a name ends as firms' do: `SL`, `S.A.`, `GmbH`, `株式会社`. Short forms in small
    letters may be anybody's surname.
    """
    if any(form in name for form in _CJK_FORMS):
        return True
    last = name.rstrip(" .,").rpartition(" ")[2].rpartition(",")[2]
    form = folded(last).replace(".", "")
    return form in _FORMS and (len(form) > 3 or "." in last or last.isupper())


def name_of(name: str, is_person: bool = False) -> Name:
    """Return a name without legal form, titles and articles; first names of people in one form."""
    if not name.isascii():
        for form in _CJK_FORMS:
            name = name.replace(form, " ")
    words = plain(name).split()
    if not is_person:
        words = _joined(words)
    kept: list[str] = []
    numbers: list[str] = []
    for place, word in enumerate(words):
        number = _number(word, place, len(words), is_person)
        if number:
            numbers.append(number)
        if not number or word.isdecimal():
            kept += _told(word, bool(kept), is_person)
    return Name(kept or words, numbers)


def _told(word: str, is_later: bool, is_person: bool) -> list[str]:
    """Return what a word tells: nothing, itself, or what it stands for."""
    word = _WRITTEN_OUT.get(word, word)
    if is_person:
        word = _first_names().get(word, word)
    if word in _SMALL or (is_later and not is_person and word in _FORMS):
        return []
    return word.split()


def _number(word: str, place: int, count: int, is_person: bool) -> str:
    """Return the number that a word is, "" for any other; one that begins a name is a word of it."""
    if word.isdecimal():
        return word.lstrip("0") or "0"
    is_last = place == count - 1
    if word in _GENERATIONS and place and (is_person or is_last):
        return _GENERATIONS[word]
    if place and word in _ROMAN:
        return _ROMAN[word]
    # A letter that may be a word of its own: "Renta Segura I FI".
    return "1" if word == "i" and place and place >= count - 2 and not is_person else ""


@cache
def _first_names() -> dict[str, str]:
    """Return the one form of each first name and of what people are called who have it."""
    lines = Path(__file__).with_name("nicknames.txt").read_text(encoding="ascii").splitlines()
    forms = [line.split() for line in lines if not line.startswith("#")]
    found: dict[str, str] = {}
    for first, *others in forms:
        for other in others:
            found.setdefault(other, first)
    return found


def _joined(words: list[str]) -> list[str]:
    """Return words with single letters that follow each other joined: 's l' is 'sl'."""
    if all(len(word) > 1 for word in words):
        return words
    joined: list[str] = []
    is_letter = False
    for word in words:
        if len(word) == 1 and is_letter:
            joined[-1] += word
        else:
            joined.append(word)
        is_letter = len(word) == 1 and not word.isdecimal()
    return joined


@lru_cache(maxsize=65536)
def sound_of(word: str) -> str:
    """Return a rough sound of a word: its first letter and consonants, of which those mixed up in
    writing are equal.
    """
    word = word.replace("tx", "x").replace("ch", "x")  # Etxeberria, Echeverría
    consonants = word[1:].translate(_SOUNDS)
    squeezed = "".join(
        char for place, char in enumerate(consonants) if not place or char != consonants[place - 1]
    )
    first = word[:1].translate(_SOUNDS) or word[:1]
    return (first + squeezed)[:6]
