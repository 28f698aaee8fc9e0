"""Names of firms and people as they are compared: legal forms set aside, abbreviations written out.
Pure.
"""

from functools import lru_cache

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
    "abogados aceites apotheke apteka arquitectos arredamenti asesoria asociados auto autoescuela "
    "autohaus backerei bakery baugeschaft biuro bodegas boulangerie brauerei brewery brothers "
    "cabinet carpinteria catering center centre ceramiche clinica comercial company conservas "
    "construcciones consulting consultores consultoria cristaleria dental distribuciones domaine "
    "druckerei drukarnia edilizia electrical electricas electricidad electricite elektro "
    "engineering enterprises espana estates etablissements europa farmacia ferreteria firma "
    "fisheries fleurs fontaneria food foods frutas furniture garage garden gartenbau general "
    "gestoria global group grupo handel handels hardware haulage heizung hermanos hijos holding "
    "hostal hotel hurtownia iberica imprenta imprimerie industriales industrias informatica "
    "ingenieria ingenieurburo inmobiliaria instalaciones internacional international joinery "
    "joyeria librairie libreria logistics lumber maconnerie manufacturing maquinaria maschinenbau "
    "menuiserie metallbau mobelhaus muebles nacional officina optica optik panaderia panificio "
    "partners peluqueria pescados pharmacie piekarnia pinturas plomberie plumbing printers realty "
    "repair restaurante ristorante roofing sanitar schreinerei services servicios shop societe "
    "software solutions sons spedition steuerberatung store studio sucesores suministros supplies "
    "supply systeme systems taller talleres technologies technology trading transport transporte "
    "transportes trasporti trucking verlag vertriebs vini viveros zaklad".split()
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
    "herr": "", "frau": "", "don": "", "dna": "",
}  # fmt: skip
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


def words_of(name: str) -> list[str]:
    """Return the words of a name that tell whose it is: without legal form, titles and articles."""
    if not name.isascii():
        for form in _CJK_FORMS:
            name = name.replace(form, " ")
    words = _joined(plain(name).split())
    kept = [
        written
        for place, word in enumerate(words)
        if (written := _WRITTEN_OUT.get(word, word))
        and word not in _SMALL
        and not (place and word in _FORMS)
    ]
    return kept or words


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
    consonants = word[1:].translate(_SOUNDS)
    squeezed = "".join(
        char for place, char in enumerate(consonants) if not place or char != consonants[place - 1]
    )
    first = word[:1].translate(_SOUNDS) or word[:1]
    return (first + squeezed)[:6]
