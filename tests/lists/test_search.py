"""Search: what finds whom, on both databases; and the index that keeps it fast."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.making import company, linked, record, row
from unisono.common.text import folded, key_of
from unisono.links.kinds import KINDS
from unisono.links.search_columns import search_columns
from unisono.lists import search, search_index
from unisono.lists.search_words import forms_of
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.undo.undo_change_sets import undo_change_set

SQLITE = connection.vendor == "sqlite"
CONTACTS = KINDS["contact"].table


def _found(text, kind="contact"):
    """The names that a search finds, in order; every way of finding them finds the same."""
    rows = KINDS[kind].model.objects.all()
    names = [row.name for row in search.matching(rows, text).order_by("sort_key", "pk")]
    for count in (1, 1000, 10_000):
        assert [row.name for row in search.first_by_name(rows, text, 100, count=count)] == names
        assert [
            row.name for row in search.first_by_name(rows, text, 100, count=count, down=True)
        ] == names[::-1]
    assert (
        search.count_of(rows, text, 100)
        == search.count_of(rows.filter(pk__gt=0), text, 100)
        == len(names)
    )
    assert search.count_of(rows, text, 1) == min(len(names), 1)
    return names


@pytest.fixture
def book(ines):
    """A few companies that are easily mistaken."""
    for name in (
        "Muñoz e Hijos",
        "İstanbul Halı",
        "Łódź Meble",
        "Straße & Söhne",
        "Casa de Campo, S.L.",
        "Gasolinera Norte",
        "王明貿易",
        "Los de 王明",
        "100% Lana",
        "1000 Lanas",
        "a_b*c[d]",
        'El "Bodegón" \\ Mar',
    ):
        company(ines, name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("munoz", ["Muñoz e Hijos"]),
        ("MUÑOZ", ["Muñoz e Hijos"]),
        ("istanbul", ["İstanbul Halı"]),
        ("hali", ["İstanbul Halı"]),
        ("lodz", ["Łódź Meble"]),
        ("strasse", ["Straße & Söhne"]),
        ("STRAẞE", ["Straße & Söhne"]),
    ],
)
def test_accents_and_case_make_no_difference(book, text, names):
    assert _found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("soliner", ["Gasolinera Norte"]),
        ("campo casa", ["Casa de Campo, S.L."]),
        ("casa norte", []),
        ("S.L.", ["Casa de Campo, S.L."]),
        ("s.l. ca", ["Casa de Campo, S.L."]),
        ("   ", 12),
    ],
)
def test_every_word_is_found_anywhere(book, text, names):
    assert _found(text) == names or len(_found(text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ca", ["Casa de Campo, S.L."]),
        ("g", ["Gasolinera Norte"]),
        ("de", []),
        ("casa de campo", ["Casa de Campo, S.L."]),
        ("casa xy", []),
        ("王", ["王明貿易"]),
        ("王明", ["王明貿易"]),
        ("王明貿", ["王明貿易"]),
        ("los 王明", ["Los de 王明"]),
        ("", 12),
        ("\u0301", 12),
    ],
)
def test_a_short_word_begins_the_name_or_narrows_what_longer_ones_find(book, text, names):
    assert _found(text) == names or len(_found(text)) == names


def test_a_short_word_begins_the_number_as_typed(ines):
    company(ines, "Sol", no="ñ7-A")
    company(ines, "Luna", no="X-Ñ7")

    assert _found("ñ7") == _found("Ñ") == ["Sol"]
    assert _found("x") == ["Luna"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("%", []),
        ("_", []),
        ("c%o", []),
        ("c_s", []),
        ("c*o", []),
        ("[a-z]", []),
        ("100% ana", ["100% Lana"]),
        ("c#", []),
        ("a_b", ["a_b*c[d]"]),
        ("b*c[", ["a_b*c[d]"]),
        ("lan*", ["100% Lana", "1000 Lanas"]),
        ('"Bodegón"', ['El "Bodegón" \\ Mar']),
        ('"', []),
        ("'", []),
        ("\\", []),
        ("mar \\", ['El "Bodegón" \\ Mar']),
        ("norte \\", []),
        ("NOT lana", []),
        ("lana OR mar", []),
        ("search_text:casa", []),
        ("-.", []),
        ("00", []),
    ],
)
def test_signs_are_plain_characters(book, text, names):
    assert _found(text) == names


PHONES = [
    "915550101",
    "+34 915 55 01 01",
    "0034915550101",
    "0034 915550101",
    "(+34)915-55-01-01",
    "5550101",
    "+34 915",
]


@pytest.mark.parametrize("text", PHONES)
def test_a_phone_is_found_however_it_is_written(ines, text):
    company(ines, "Sol", phone_no="915 55-01.01", country_code="ES")
    company(ines, "Luna", phone_no="+33 1 42 68 53 00", country_code="FR")

    assert _found(text) == ["Sol"]


@pytest.mark.parametrize(
    "text", ["ESB58818501", "es-b58.818.501", "B-58818501", "58.818.501", "esb 58818501"]
)
def test_a_vat_number_is_found_with_or_without_dots_and_dashes(ines, text):
    company(ines, "Sol", vat_registration_no="ES-B58.818.501", country_code="ES")

    assert _found(text) == ["Sol"]


def test_the_first_names_are_the_first_although_the_index_is_walked_in_vain(ines, monkeypatch):
    for name, number in (("_FEW", 1), ("_MANY", 5), ("_SHORT_WALK", 1), ("_LONG_WALK", 2)):
        monkeypatch.setattr(search, name, number)
    for name in ("Abad", "Bravo", "Casas", "Zafra Uno", "Zafra Dos"):
        company(ines, name)

    assert _found("zafra") == ["Zafra Dos", "Zafra Uno"]
    assert _found("za") == ["Zafra Dos", "Zafra Uno"]


def test_every_write_keeps_the_index_in_step(ines):
    sol, customer = linked(ines, "customer", name="Talleres Sol")
    assert _found("talleres", "customer") == ["Talleres Sol"]

    edit = change_record("customer", customer, {"name": "Hornos Luna"}, actor=ines)
    assert _found("talleres") == _found("talleres", "customer") == []
    assert _found("hornos") == _found("hornos", "customer") == ["Hornos Luna"]

    undo_change_set(edit.change_set, actor=ines)
    assert _found("talleres") == _found("talleres", "customer") == ["Talleres Sol"]

    change_record("contact", sol, {"phone_no": "915 550 101"}, actor=ines)
    assert _found("915550101") == ["Talleres Sol"]

    gone = delete_contact(sol, actor=ines)
    assert _found("talleres") == []

    undo_change_set(gone.change_set, actor=ines)
    assert _found("talleres") == ["Talleres Sol"]
    assert not any(search_index.out_of_step(kind) for kind in KINDS)


def test_nothing_is_missing_and_installing_again_does_nothing(db, django_assert_max_num_queries):
    assert search_index.missing() == []

    with django_assert_max_num_queries(2 * len(KINDS) + 1):
        search_index.install()


def _run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _damages():
    """Each a statement, and the name of what is missing afterwards."""
    index = f"{CONTACTS}_search"
    if SQLITE:
        wrong = f"CREATE TRIGGER {index}_insert AFTER INSERT ON {CONTACTS} BEGIN SELECT 1; END"
        yield [f"DROP TRIGGER {index}_update"], f"{index}_update"
        yield [f"DROP TRIGGER {index}_insert", wrong], f"{index}_insert"
        yield [f"DROP TABLE {index}"], index
    else:
        yield [f"DROP INDEX {index}"], index
        yield [f"DROP INDEX {index}", f"CREATE INDEX {index} ON {CONTACTS} (no)"], index
        yield (
            [f"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{index}'::regclass"],
            index,
        )


@pytest.mark.parametrize("damage", range(3))
def test_what_is_missing_is_named_and_mended(ines, damage):
    statements, name = list(_damages())[damage]
    no = company(ines, "Sol")
    if not SQLITE:
        _run(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # or nothing could be dropped in the transaction of a test
    for sql in statements:
        _run(sql)
    assert search_index.missing() == [name]
    if "DROP TABLE" not in statements[0]:
        KINDS["contact"].model.objects.filter(no=no).update(
            search_text="estrella", sort_key="estrella"
        )

    search_index.install()

    assert search_index.missing() == []
    assert not search_index.out_of_step("contact")
    assert _found("sol" if "DROP TABLE" in statements[0] else "estrella") == ["Sol"]


def test_an_index_out_of_step_is_found_and_made_anew(ines):
    company(ines, "Sol")
    if SQLITE:
        sql = (
            f"INSERT INTO {CONTACTS}_search ({CONTACTS}_search, rowid, search_text) VALUES "
            "('delete', %d, '%s')"
        )
        contact = KINDS["contact"].model.objects.get()
        _run(sql % (contact.pk, contact.search_text))
    assert search_index.out_of_step("contact") == SQLITE
    assert not search_index.out_of_step("customer")

    search_index.rebuild("contact")

    assert not search_index.out_of_step("contact")
    assert _found("sol") == ["Sol"]


def test_searches_are_never_prepared_on_the_server(db):
    """PostgreSQL would choose a plan that suits no word in particular."""
    connection.ensure_connection()

    assert SQLITE or connection.connection.prepare_threshold is None


NAMES = st.text(st.sampled_from("aAbBñÑßłé1234 .-&%_*'\"\\王明"), max_size=8)
VALUES = st.fixed_dictionaries(
    {"name": NAMES, "city": NAMES, "phone_no": st.sampled_from(["", "915 55 01", "+3491"])}
)


def _holds(text, card):
    """What matching means, said once more and as plainly as possible."""
    words = [(word, forms_of(word)) for word in text.split()]
    words = [(word, forms) for word, forms in words if forms]
    whole = any(all(len(form) >= 3 for form in forms) for _word, forms in words)
    partly = any(len(form) >= 3 for _word, forms in words for form in forms)

    def at_hand(word, forms):
        if whole or (partly and all(len(form) < 3 for form in forms)):
            return any(form in card.search_text for form in forms)
        short = [form for form in forms if len(form) < 3]
        keys = [key_of(form) for form in (*short, *([] if len(short) < len(forms) else [word]))]
        return (
            any(form in card.search_text for form in forms if len(form) >= 3)
            or any(card.sort_key.startswith(form) for form in short)
            or any(card.no_key.startswith(key) for key in keys)
        )

    return all(at_hand(word, forms) for word, forms in words)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cards=st.lists(VALUES, min_size=1, max_size=30),
    texts=st.lists(NAMES, min_size=1, max_size=10),
    data=st.data(),
)
def test_matching_means_the_same_to_a_plain_reader(contacts_of, cards, texts, data):
    rows = contacts_of(cards)
    pieces = [folded(card["name"]) for card in cards if card["name"].strip()]
    for text in (
        *texts,
        *(data.draw(st.sampled_from(pieces or ["a"]))[data.draw(st.integers(0, 3)) :],),
    ):
        wanted = [
            card.pk
            for card in sorted(rows, key=lambda card: (card.sort_key, card.pk))
            if _holds(text, card)
        ]
        among = KINDS["contact"].model.objects.all()

        assert (
            list(
                search.matching(among, text).order_by("sort_key", "pk").values_list("pk", flat=True)
            )
            == wanted
        )
        assert [card.pk for card in search.first_by_name(among, text, 5, count=10_000)] == wanted[
            :5
        ]
        assert [card.pk for card in search.first_by_name(among, text, 5, count=1000)] == wanted[:5]
        assert search.count_of(among, text, 5) == min(5, len(wanted))


@pytest.fixture
def contacts_of(ines):
    """make(cards): the only contacts there are, with these values."""
    template = row("contact", company(ines, "Plantilla"))
    model = KINDS["contact"].model

    def make(cards):
        model.objects.all().delete()
        for number, card in enumerate(cards):
            no = f"{'Ñ' if number % 3 else 'b'}{number}"
            values = {**card, "no": no, "country_code": "ES"}
            template.pk, template.no, template.no_key = None, no, key_of(no)
            template._state.adding = True
            for name, value in (*card.items(), *search_columns(values).items()):
                setattr(template, name, value)
            template.save(force_insert=True)
        return list(model.objects.all())

    return make


def test_records_of_each_kind_are_found(ines):
    for kind in ("customer", "vendor", "bank_account"):
        record(ines, kind, "Banco Muñoz")

        assert _found("munoz", kind) == ["Banco Muñoz"]
