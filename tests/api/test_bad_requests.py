"""Bad requests are refused with a problem document, and nothing of them is stored (api.md, rules.md
5 and 6).
"""

from dataclasses import replace

import pytest
from django.core.management import call_command

from tests.api import bad_acts, bad_requests
from tests.api.bad_requests import Bad, build, each, new, snapshot
from tests.api.client import Api
from tests.api.watching import nothing_is_stored
from tests.conftest import install
from unisono.usecases.users import tokens

TABLES = (
    bad_requests.unreadable_bodies,
    bad_requests.wrong_types,
    bad_requests.too_long,
    bad_requests.unknown_values,
    bad_requests.hostile_text,
    bad_requests.hostile_addresses,
    bad_requests.numbers,
    bad_requests.versions,
    bad_acts.belonging,
    bad_acts.unknown_fields,
    bad_acts.jobs,
    bad_acts.bad_lists,
    bad_acts.bad_cursors,
    bad_acts.links,
    bad_acts.ties,
    bad_acts.creating_as,
    bad_acts.sync_rules,
    bad_acts.setup,
    bad_acts.code_lists,
    bad_acts.paths,
)


@pytest.fixture(scope="module")
def installed(django_db_setup, django_db_blocker):
    """Ines's API on an installation that was made once for all tables, what is stored, and a change
    set of setup.

    It is committed, since the tables share it; each one's own transaction is rolled back.
    """
    with django_db_blocker.unblock():
        ines = Api(tokens.create_token("ines", actor=None))
        change_set = build(ines)
        yield ines, snapshot(), change_set
        call_command("flush", verbosity=0, interactive=False)
        install()


# Most is refused before the database matters; of these it does. `make nightly PART=requests` tries
# all on both.
ASKING = {
    bad_requests.numbers,
    bad_requests.versions,
    bad_acts.belonging,
    bad_acts.links,
    bad_acts.ties,
}


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(each, id=each.__name__, marks=() if each in ASKING else pytest.mark.pure)
        for each in TABLES
    ],
)
def test_bad_requests_are_refused_and_nothing_is_stored(installed, db, table):
    ines, stored, change_set = installed
    wrong = []

    for bad in table():
        try:
            with nothing_is_stored(stored):
                refuse(ines, replace(bad, request=bad.request.replace("{setup}", str(change_set))))
        except AssertionError as error:
            wrong.append(f"{bad}\n    {error}")

    assert not wrong, "\n".join(wrong)


LINK = {"role": "customer", "no": "C-OAK"}
NO_CODE = {"customer_relation_code": ""}
MISSING = (422, "customer_relation_code", "setup-missing")
ONLY_SERIES = {"manual_allowed": False}
SWITCHED = [
    ("/setup", NO_CODE, Bad("POST /contacts/OAK/links", LINK, *MISSING)),
    ("/setup", NO_CODE, Bad("POST /contacts/OAK/link-preview", LINK, *MISSING)),
    ("/setup", NO_CODE, Bad("POST /contacts/OAK/create-as", {"role": "customer"}, *MISSING)),
    ("/setup", NO_CODE, Bad("POST /customers/C-OAK/contact", None, *MISSING)),
    ("/setup", NO_CODE, Bad("POST /jobs", bad_acts.JOB, *MISSING)),
    (
        "/setup",
        {"contact_nos": ""},
        Bad("POST /jobs", bad_acts.JOB, 422, "contact_nos", "setup-missing"),
    ),
    (
        "/setup",
        {"contact_nos": ""},
        Bad("POST /contacts", {"name": "Ash"}, 422, "contact_nos", "setup-missing"),
    ),
    (
        "/setup",
        {"vendor_nos": ""},
        Bad("POST /vendors", {"name": "Ash"}, 422, "vendor_nos", "setup-missing"),
    ),
    (
        "/number-series/CONT",
        ONLY_SERIES,
        Bad("POST /contacts", {"name": "Ash", "no": "ASH"}, 422, "no"),
    ),
    ("/number-series/CONT", ONLY_SERIES, Bad("PATCH /contacts/OAK", {"no": "ASH"}, 422, "no")),
    (
        "/number-series/CONT",
        {"last_no": "CT000001"},
        Bad("POST /contacts", {"name": "Ash"}, 409, "no", "series-exhausted"),
    ),
    ("/setup", {"vat_check": "refuse"}, *new("contacts", "vat_registration_no", "ESB99999999")),
    (
        "/setup",
        {"vat_check": "refuse"},
        *each("PATCH /vendors/V-OAK", "vat_registration_no", ["ESX"]),
    ),
    (
        "/customer-templates/CUST-PERSON",
        {"contact_type": "company"},
        Bad(
            "POST /contacts/OAK/create-as", {"role": "customer"}, 422, "template", "template-choice"
        ),
    ),
]


@pytest.mark.parametrize(("path", "switch", "bad"), SWITCHED)
def test_what_setup_switched_off_is_refused_and_nothing_is_stored(installed, db, path, switch, bad):
    ines = installed[0]
    ines.ok("PATCH", path, switch)

    with nothing_is_stored(snapshot()):
        refuse(ines, bad)


def test_a_series_gives_its_last_number_and_then_says_so(installed, db):
    ines = installed[0]
    ines.ok("POST", "/number-series", {"code": "NINES", "first_no": "9" * 20})
    ines.ok("PATCH", "/setup", {"contact_nos": "NINES"})

    assert ines.ok("POST", "/contacts", {"name": "Ash"})["no"] == "9" * 20

    with nothing_is_stored(snapshot()):
        refuse(ines, Bad("POST /contacts", {"name": "Fir"}, 409, "no", "series-exhausted"))


def test_a_refused_request_leaves_its_key_free_for_the_corrected_one(installed, db):
    ines = installed[0]
    refuse(ines, Bad("POST /contacts", {"name": "Ash", "email": "ash"}, 422, "email", key="ash"))

    first = ines.ok("POST", "/contacts", {"name": "Ash", "email": "ash@ash.es"}, key="ash")

    assert ines.ok("POST", "/contacts", {"name": "Ash", "email": "ash@ash.es"}, key="ash") == first


def test_all_bad_fields_are_named_at_once(installed, db):
    ines = installed[0]
    body = {
        "name": "Ash",
        "phone_no": "call",
        "email": "a@ash.es b@ash.es",
        "country_code": "XX",
        "city": "x" * 61,
    }

    problem = ines.refused(422, "POST", "/contacts", body)

    assert names_of(problem) == {"phone_no", "email", "country_code", "city"}
    assert "a@ash.es b@ash.es" in next(
        e["message"] for e in problem["errors"] if e["field"] == "email"
    )


def test_a_conflict_shows_what_was_there_what_is_there_and_what_was_sent(installed, db):
    ines = installed[0]

    problem = ines.refused(
        409, "PATCH", "/contacts/OAK", {"city": "Jaca", "county": "Huesca"}, if_match=1
    )

    assert problem["conflicts"] == [
        {"field": "city", "base": "", "current": "Soria", "yours": "Jaca"}
    ]


def test_five_hundred_codes_in_one_filter_are_answered(installed, db):
    ines = installed[0]

    page = ines.ok(
        "GET", f"/contacts?business_relation_codes__in={','.join(map(str, range(499)))},CUST"
    )

    assert [contact["no"] for contact in page["items"]] == ["ELM"]


def refuse(api, bad):
    """Send a bad request; it must be refused as its row says."""
    method, path = bad.request.split(" ", 1)
    body = {"raw": bad.body} if isinstance(bad.body, bytes) else {"body": bad.body}

    response = api.call(method, path, **body, if_match=bad.if_match, key=bad.key)

    shown = (response.status_code, response.content[:600].decode())
    assert response.status_code == bad.status, shown
    assert response["Content-Type"] == "application/problem+json", shown
    problem = response.json()
    assert (problem["status"], bool(problem["title"])) == (bad.status, True), shown
    assert "/problems/" in problem["type"], shown
    assert problem["type"].endswith(bad.slug), shown
    if bad.field is not None:
        assert bad.field in names_of(problem), shown


def names_of(problem):
    """The fields that a problem names; an entry of a list counts for the list."""
    named = [error["field"] for error in problem.get("errors", ())]
    return {
        *named,
        *(field.rsplit(".", 1)[0] for field in named if field.rsplit(".", 1)[-1].isdecimal()),
    }
