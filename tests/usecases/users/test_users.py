"""What users change about themselves, and administrators about users."""

import pytest

from unisono.access.models import ApiToken
from unisono.common.errors import Conflict, Invalid, NotAllowed, NotFound
from unisono.usecases.setup.code_lists import create_entry
from unisono.usecases.users import opening, tokens, users
from unisono.usecases.users.preferences import change_preferences


def test_a_user_has_an_e_mail_in_small_letters_and_a_salesperson(ines):
    create_entry("salespeople", {"code": "PS", "description": "Pilar Sanz"}, actor=ines)

    made = users.create_user(
        "pilar", "sales", salesperson="ps", email=" Pilar@Example.COM ", actor=ines
    )
    assert (made.email, made.salesperson_id) == ("pilar@example.com", "PS")

    changed = users.change_user("pilar", email="", salesperson="", actor=ines)
    assert (changed.email, changed.salesperson_id) == ("", None)


@pytest.mark.parametrize(
    "email",
    ["pilar", "a@example.com;b@example.com", "pilar@", "a b@example.com", "a" * 251 + "@b.c"],
)
def test_an_address_that_is_none_is_refused_by_name(ines, email):
    with pytest.raises(Invalid) as refusal:
        users.create_user("pilar", "boss", email=email, actor=ines)

    assert {error.field for error in refusal.value.errors} == {"email", "role"}


def test_an_address_belongs_to_one_user_however_it_is_written(ines):
    users.change_user("omar", email="ventas@example.com", actor=ines)

    with pytest.raises(Conflict, match="omar"):
        users.change_user("petra", email="VENTAS@example.com", actor=ines)
    users.change_user("omar", email="Ventas@example.com", actor=ines)


def test_only_an_administrator_changes_users(omar):
    with pytest.raises(NotAllowed):
        users.change_user("omar", email="omar@example.com", actor=omar)


def test_a_typed_name_or_address_leads_to_one_name(ines):
    users.change_user("omar", email="omar@example.com", actor=ines)

    typed = ("OMAR", "omar@example.com", "Omar@Example.com", "Nobody", "")
    assert [users.sign_in_name(text) for text in typed] == ["omar", "omar", "omar", "nobody", ""]


def test_omar_chooses_how_the_pages_look(omar):
    change_preferences(
        {"language": "es", "theme": "dark", "columns": {"contact": ["no", "name"]}}, actor=omar
    )
    user = change_preferences(
        {"density": "comfortable", "columns": {"customer": ["no"]}}, actor=omar
    )

    assert (user.language, user.theme, user.density) == ("es", "dark", "comfortable")
    assert user.columns == {"contact": ["no", "name"], "customer": ["no"]}
    assert change_preferences({"columns": {"contact": []}}, actor=omar).columns == {
        "customer": ["no"]
    }


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"language": "fr"}, "language"),
        ({"theme": "pink"}, "theme"),
        ({"density": ["comfortable"]}, "density"),
        ({"role": "administrator"}, "role"),
        ({"columns": ["no"]}, "columns"),
        ({"columns": {"quote": ["no"]}}, "columns"),
        ({"columns": {"contact": ["no", "no"]}}, "columns"),
        ({"columns": {"contact": ["n" * 61]}}, "columns"),
        ({"columns": {"contact": [f"c{n}" for n in range(61)]}}, "columns"),
        ({"columns": {"contact": [["no"]]}}, "columns"),
    ],
)
def test_preferences_that_are_none_are_refused(omar, values, field):
    with pytest.raises(Invalid) as refusal:
        change_preferences({"theme": "dark"} | values, actor=omar)

    assert [error.field for error in refusal.value.errors] == [field]
    assert users.find_user("omar").theme == ""


def test_omar_has_tokens_of_his_own(omar, petra):
    token = tokens.create_own_token(" Hoja de cálculo ", actor=omar)

    assert opening.actor_by(token).name == "omar"
    (mine,) = tokens.own_tokens(omar)
    assert mine.label == "Hoja de cálculo"
    assert tokens.own_tokens(petra) == []
    with pytest.raises(NotFound):
        tokens.delete_own_token(mine.pk, actor=petra)
    tokens.delete_own_token(mine.pk, actor=omar)
    assert opening.actor_by(token) is None


@pytest.mark.parametrize("label", ["", "  ", "a" * 51, "a\x00b"])
def test_a_token_has_a_name_to_know_it_by(omar, label):
    with pytest.raises(Invalid):
        tokens.create_own_token(label, actor=omar)


def test_a_second_token_of_the_same_name_does_not_end_the_first(omar):
    tokens.create_own_token("Agenda", actor=omar)

    with pytest.raises(Conflict):
        tokens.create_own_token("Agenda", actor=omar)
    assert ApiToken.objects.count() == 1


def test_an_administrator_sees_and_ends_anybody_s_tokens(ines, omar):
    tokens.create_own_token("Agenda", actor=omar)
    (found,) = tokens.tokens_of("OMAR", ines)

    for forbidden in (
        lambda: tokens.tokens_of("ines", omar),
        lambda: tokens.delete_token(found.pk, actor=omar),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    tokens.delete_token(found.pk, actor=ines)
    assert tokens.tokens_of("omar", ines) == []
    for missing in (
        lambda: tokens.tokens_of("nobody", ines),
        lambda: tokens.delete_token(found.pk, actor=ines),
    ):
        with pytest.raises(NotFound):
            missing()
