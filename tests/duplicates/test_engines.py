"""Every way of comparing whole books finds the same pairs; firms are known whatever their legal
form.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching_data.firms import firms
from unisono.duplicates.all_pairs import pairs_between, pairs_of_new, pairs_within
from unisono.duplicates.compared_names import name_of
from unisono.duplicates.features import features_of, phone_of, vat_of
from unisono.duplicates.index import KeyIndex
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import score
from unisono.duplicates.streets import street_of
from unisono.links.search_columns import search_columns

pytestmark = pytest.mark.pure

BOOK = firms(1500, 3)
ENTRIES = [(each.no, each.values) for each in BOOK]


def same(one, other):
    """Whether two runs found the same; a score may differ by one where its last digit is
    rounded.
    """
    scores = ({(p.left, p.right): p for p in one}, {(p.left, p.right): p for p in other})
    return scores[0].keys() == scores[1].keys() and all(
        abs(scores[0][key].points - scores[1][key].points) <= 1
        and scores[0][key].fields == scores[1][key].fields
        for key in scores[0]
    )


def test_splink_and_the_built_in_comparison_find_the_same():
    by_splink, by_hand = (
        list(pairs_within(ENTRIES, 60)),
        list(pairs_within(ENTRIES, 60, built_in=True)),
    )

    assert len(by_splink) > 300
    assert same(by_splink, by_hand)


def test_between_two_books_too():
    left, right = ENTRIES[:700], ENTRIES[700:]

    by_splink, by_hand = (
        list(pairs_between(left, right, 60)),
        list(pairs_between(left, right, 60, built_in=True)),
    )

    assert by_splink
    assert same(by_splink, by_hand)


@pytest.mark.parametrize("built_in", [False, True])
def test_new_records_are_compared_with_those_that_are_there_and_with_each_other(built_in):
    new, there = ENTRIES[:700], ENTRIES[700:]

    found = list(pairs_of_new(new, there, 60, built_in))

    assert same([pair for is_there, pair in found if is_there], pairs_between(new, there, 60))
    assert same([pair for is_there, pair in found if not is_there], pairs_within(new, 60))


def test_spark_finds_the_same_as_duckdb():
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    from unisono.duplicates.by_spark import pairs

    assert same(list(pairs(ENTRIES, None, 60)), list(pairs_within(ENTRIES, 60)))


def test_one_record_finds_in_a_book_what_the_whole_comparison_finds(tmp_path):
    book = KeyIndex(tmp_path / "book.sqlite")
    book.add((no, features_of(values)) for no, values in ENTRIES)
    wanted = {(pair.left, pair.right) for pair in pairs_within(ENTRIES, 60)}

    found = {
        tuple(sorted((no, other)))
        for no, values in ENTRIES
        for other, _s in book.alike(features_of(values), 60, but=no)
    }

    assert found == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Talleres Muñoz, S.L.", "TALLERES MUNOZ SL"),
        ("Talleres Muñoz S. L. U.", "Talleres Muñoz Sociedad Limitada"),
        (
            "Müller & Söhne GmbH & Co. KG",
            "Mueller und Soehne".replace("ue", "u").replace("oe", "o"),
        ),
        ("Acme, Inc.", "ACME Incorporated"),
        ("Hnos. García C.B.", "Hermanos García"),
        ("王明有限公司", "WangMing"),
        ("O'Neill Ltd", "ONeill Limited"),
    ],
)
def test_the_legal_form_is_set_aside(one, other):
    assert name_of(one).words == name_of(other).words


def test_what_identifies_is_compared_whatever_its_notation():
    assert vat_of("ES-B 1234 5678", "ES") == vat_of("B12345678", "") == "b12345678"
    assert street_of("C/ Mayor, nº 5, 2º B") == street_of("Calle Mayor 5")
    assert street_of("Hauptstr. 12") == street_of("Hauptstraße 12")


@pytest.mark.parametrize(
    ("phone", "country", "national"),
    [
        ("0034 915 55 77 88", "ES", "915557788"),
        ("915557788", "ES", "915557788"),
        ("+34 915 557 788", "", "915557788"),
        ("915 55 77 88", "", "915557788"),
        ("+49 (0)211 123456", "DE", "211123456"),
        ("0211 123456", "", "211123456"),
        ("06 1 234 5678", "HU", "12345678"),
        ("+36 1 234 5678", "", "12345678"),
        ("+354 555 1234", "", "5551234"),
        ("12345", "ES", ""),
    ],
)
def test_a_phone_is_the_same_with_its_country_or_without(phone, country, national):
    assert phone_of(phone, country) == national
    known = search_columns({"no": "1", "name": "+1", "phone_no": phone, "country_code": country})[
        "search_text"
    ]
    assert phone_of(phone, country, known) == national


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["name", "email", "phone_no", "city", "address", "vat_registration_no"]),
        st.text(),
    )
)
def test_whatever_stands_in_a_record_is_compared(values):
    features = features_of({"type": "company", **values})

    scored = score(features, features)

    assert 0 <= scored.points <= 100
    assert score(features, features_of({"name": "Sol"})) == score(
        features_of({"name": "Sol"}), features
    )


def test_a_pair_stands_once_with_the_smaller_key_left():
    found = list(pairs_within(ENTRIES, 60))

    assert all(isinstance(pair, Pair) and pair.left < pair.right for pair in found)
    assert len({(pair.left, pair.right) for pair in found}) == len(found)
