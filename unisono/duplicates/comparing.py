"""How two records are compared: per subject the levels from equal to unlike, for Python and, word
for word, in SQL.

The SQL is what DuckDB and Spark have alike; distances are of small ASCII texts, in which all count
the same.
"""

from collections.abc import Callable
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from unisono.duplicates.features import Features

Test = Callable[[Features, Features], bool]
_far = Levenshtein.distance


class Level(NamedTuple):
    """One degree of likeness: its name, and when it holds (SQL and Python)."""

    code: str
    sql: str
    holds: Test


class Comparison(NamedTuple):
    """One subject of comparison: when nothing can be said, and its levels, the closest first; else
    unlike.
    """

    subject: str
    silent_sql: str
    silent: Test
    levels: tuple[Level, ...]


def _within(a: str, b: str, parts: int) -> bool:
    """Tell whether two texts differ in at most one letter of so many."""
    most = min(len(a), len(b)) // parts
    return _far(a, b, score_cutoff=most) <= most


def _within_sql(column: str, parts: int) -> str:
    left, right = f"f_{column}_l", f"f_{column}_r"
    shorter = f"least(length({left}), length({right}))"
    # Their lengths first: they differ by no more than the distance, and cost next to nothing.
    return (
        f"(abs(length({left}) - length({right})) * {parts} <= {shorter} AND "
        f"levenshtein({left}, {right}) * {parts} <= {shorter})"
    )


def _is_same_phone(a: Features, b: Features) -> bool:
    return bool(
        (a.phone and (a.phone == b.phone or a.phone == b.mobile))
        or (a.mobile and (a.mobile == b.phone or a.mobile == b.mobile))
    )


_SAME_PHONE = (
    "(f_phone_l <> '' AND (f_phone_l = f_phone_r OR f_phone_l = f_mobile_r)) "
    "OR (f_mobile_l <> '' AND (f_mobile_l = f_phone_r OR f_mobile_l = f_mobile_r))"
)


def _is_same_email(a: Features, b: Features) -> bool:
    return bool(
        (a.email and (a.email == b.email or a.email == b.other_email))
        or (a.other_email and (a.other_email == b.email or a.other_email == b.other_email))
    )


_SAME_EMAIL = (
    "(f_email_l <> '' AND (f_email_l = f_email_r OR f_email_l = f_other_email_r)) "
    "OR (f_other_email_l <> '' AND (f_other_email_l = f_email_r OR f_other_email_l = "
    "f_other_email_r))"
)


def _is_contained(a: Features, b: Features) -> bool:
    if a.first == b.first and a.second == b.second and a.second:
        return True
    short, long = (a.name, b.name) if len(a.name) <= len(b.name) else (b.name, a.name)
    return len(short) >= 8 and long.startswith(short)


_CONTAINED = (
    "(f_first_l = f_first_r AND f_second_l = f_second_r AND f_second_l <> '') OR "
    "(least(length(f_name_l), length(f_name_r)) >= 8 AND (substr(f_name_l, 1, length(f_name_r)) = "
    "f_name_r OR substr(f_name_r, 1, length(f_name_l)) = f_name_l))"
)


def _is_same_place(a: Features, b: Features) -> bool:
    return bool((a.post_code and a.post_code == b.post_code) or (a.city and a.city == b.city))


_SAME_PLACE = (
    "((f_post_code_l <> '' AND f_post_code_l = f_post_code_r) OR (f_city_l <> '' AND "
    "f_city_l = f_city_r))"
)
_SAME_HOUSE = "f_street_l <> '' AND f_street_r <> '' AND f_house_l = f_house_r"


def _is_same_house(a: Features, b: Features) -> bool:
    return bool(a.street and b.street and a.house == b.house)


def _says_no_place(a: Features, b: Features) -> bool:
    no_street = not a.street or not b.street
    return bool(no_street and (not a.post_code or not b.post_code) and (not a.city or not b.city))


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "name",
        "f_name_l = '' OR f_name_r = ''",
        lambda a, b: not a.name or not b.name,
        (
            Level(
                "same and long",
                "f_words_l = f_words_r AND length(f_words_l) >= 16",
                lambda a, b: a.words == b.words and len(a.words) >= 16,
            ),
            Level("same", "f_words_l = f_words_r", lambda a, b: a.words == b.words),
            Level(
                "close",
                f"{_within_sql('name', 8)} OR {_within_sql('words', 8)}",
                lambda a, b: _within(a.name, b.name, 8) or _within(a.words, b.words, 8),
            ),
            Level("contained", _CONTAINED, _is_contained),
            Level(
                "similar",
                f"{_within_sql('name', 4)} OR {_within_sql('words', 4)}",
                lambda a, b: _within(a.name, b.name, 4) or _within(a.words, b.words, 4),
            ),
            Level(
                "one word",
                "length(f_first_l) >= 5 AND (f_first_l = f_first_r OR f_first_l = f_second_r "
                "OR f_second_l = f_first_r)",
                lambda a, b: len(a.first) >= 5 and (a.first in (b.first, b.second) or a.second == b.first),
            ),
        ),
    ),
    Comparison(
        "phone",
        "(f_phone_l = '' AND f_mobile_l = '') OR (f_phone_r = '' AND f_mobile_r = '')",
        lambda a, b: not (a.phone or a.mobile) or not (b.phone or b.mobile),
        (
            Level("same", _SAME_PHONE, _is_same_phone),
            Level(
                "close",
                "length(f_phone_l) >= 8 AND levenshtein(f_phone_l, f_phone_r) <= 1",
                lambda a, b: len(a.phone) >= 8 and _far(a.phone, b.phone, score_cutoff=1) <= 1,
            ),
        ),
    ),
    Comparison(
        "email",
        "(f_email_l = '' OR f_email_r = '') AND (f_domain_l = '' OR f_domain_r = '')",
        lambda a, b: (not a.email or not b.email) and (not a.domain or not b.domain),
        (
            Level("same", _SAME_EMAIL, _is_same_email),
            Level(
                "close",
                "f_email_l <> '' AND f_email_r <> '' AND levenshtein(f_email_l, f_email_r) <= 2",
                lambda a, b: bool(a.email and b.email) and _far(a.email, b.email, score_cutoff=2) <= 2,
            ),
            Level(
                "domain",
                "f_domain_l <> '' AND f_domain_l = f_domain_r",
                lambda a, b: a.domain != "" and a.domain == b.domain,
            ),
        ),
    ),
    Comparison(
        "vat",
        "f_vat_l = '' OR f_vat_r = ''",
        lambda a, b: not a.vat or not b.vat,
        (
            Level("same", "f_vat_l = f_vat_r", lambda a, b: a.vat == b.vat),
            Level(
                "close",
                "levenshtein(f_vat_l, f_vat_r) <= 2 AND length(f_vat_l) >= 7",
                lambda a, b: len(a.vat) >= 7 and _far(a.vat, b.vat, score_cutoff=2) <= 2,
            ),
        ),
    ),
    Comparison(
        "registration",
        "f_registration_l = '' OR f_registration_r = ''",
        lambda a, b: not a.registration or not b.registration,
        (
            Level(
                "same",
                "f_registration_l = f_registration_r",
                lambda a, b: a.registration == b.registration,
            ),
            Level(
                "close",
                ("levenshtein(f_registration_l, f_registration_r) <= 2 AND " "length(f_registration_l) >= 6"),
                lambda a, b: (
                    len(a.registration) >= 6 and _far(a.registration, b.registration, score_cutoff=2) <= 2
                ),
            ),
        ),
    ),
    Comparison(
        "iban",
        "f_iban_l = '' OR f_iban_r = ''",
        lambda a, b: not a.iban or not b.iban,
        (Level("same", "f_iban_l = f_iban_r", lambda a, b: a.iban == b.iban),),
    ),
    Comparison(
        "address",
        "(f_street_l = '' OR f_street_r = '') AND (f_post_code_l = '' OR f_post_code_r = '') "
        "AND (f_city_l = '' OR f_city_r = '')",
        _says_no_place,
        (
            Level(
                "same",
                f"{_SAME_HOUSE} AND f_street_l = f_street_r AND {_SAME_PLACE}",
                lambda a, b: _is_same_house(a, b) and a.street == b.street and _is_same_place(a, b),
            ),
            Level(
                "close",
                f"{_SAME_HOUSE} AND {_within_sql('street', 3)} AND {_SAME_PLACE}",
                lambda a, b: _is_same_house(a, b) and _within(a.street, b.street, 3) and _is_same_place(a, b),
            ),
            Level(
                "same elsewhere",
                f"{_SAME_HOUSE} AND {_within_sql('street', 4)}",
                lambda a, b: _is_same_house(a, b) and _within(a.street, b.street, 4),
            ),
            Level(
                "street",
                (f"f_street_l <> '' AND f_street_r <> '' AND {_within_sql('street', 4)} AND " f"{_SAME_PLACE}"),
                lambda a, b: bool(
                    a.street and b.street and _within(a.street, b.street, 4) and _is_same_place(a, b)
                ),
            ),
            Level(
                "post code",
                "f_post_code_l <> '' AND f_post_code_l = f_post_code_r",
                lambda a, b: a.post_code != "" and a.post_code == b.post_code,
            ),
            Level(
                "city",
                "f_city_l <> '' AND f_city_l = f_city_r",
                lambda a, b: a.city != "" and a.city == b.city,
            ),
        ),
    ),
    # Apart from the street, since another number tells neighbours apart whatever it is called.
    Comparison(
        "house",
        "f_house_l = '' OR f_house_r = ''",
        lambda a, b: not a.house or not b.house,
        (Level("same", "f_house_l = f_house_r", lambda a, b: a.house == b.house),),
    ),
    Comparison(
        "numbers",
        "f_numbers_l = '' OR f_numbers_r = ''",
        lambda a, b: not a.numbers or not b.numbers,
        (Level("same", "f_numbers_l = f_numbers_r", lambda a, b: a.numbers == b.numbers),),
    ),
    Comparison(
        "type",
        "f_type_l = '' OR f_type_r = ''",
        lambda a, b: not a.type or not b.type,
        (Level("same", "f_type_l = f_type_r", lambda a, b: a.type == b.type),),
    ),
)  # fmt: skip
