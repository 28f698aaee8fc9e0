"""Every address of the API and every role [10.3]: who may, who may not, and what sales and
purchasing never see.

The addresses are taken from the API itself: one that is added without a line in the matrix makes a
test fail.
"""

import json
import re

import pytest
from django.core.management import call_command

from tests.api.bad_requests import snapshot
from tests.api.client import Api
from tests.api.role_matrix import ALL, FORM, LINES, MULTIPART, SENT, WAITING, build
from tests.api.watching import nothing_is_stored, taken_back
from tests.conftest import CAST, install
from unisono.access.models import User
from unisono.api.main import api as api_under_test
from unisono.usecases.users import tokens

pytestmark = (
    pytest.mark.pure
)  # who may do what does not depend on the database; nightly looks at PostgreSQL, too

NAME_OF = {role: name for name, role in CAST.items()}
ABOUT_THE_API = ("openapi-json", "openapi-view", "api-root")


@pytest.fixture(scope="module")
def installed(django_db_setup, django_db_blocker):
    """The API as each of the cast sees it, on an installation that was made once; tests roll back
    what they do.

    It is committed, since the feed on PostgreSQL shows only what is.
    """
    with django_db_blocker.unblock():
        cast = {name: Api(tokens.create_token(name, actor=None)) for name in CAST}
        build(cast["ines"], cast["felix"])
        yield cast
        call_command("flush", verbosity=0, interactive=False)
        install()


@pytest.fixture(scope="module")
def stored(installed, django_db_blocker):
    """What is stored there."""
    with django_db_blocker.unblock():
        return snapshot()


def addresses():
    """Every method and address that the API describes."""
    paths = api_under_test.get_openapi_schema(path_prefix="/")["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


def test_every_address_of_the_api_has_a_line():
    assert {(line.method, line.address) for line in LINES} == addresses()


def test_no_address_is_left_out_of_the_description():
    routes = [pattern for pattern in api_under_test.urls[0] if pattern.name not in ABOUT_THE_API]

    assert {re.sub(r"<(\w+:)?(\w+)>", r"{\2}", f"/{route.pattern}") for route in routes} == {
        path for _, path in addresses()
    }


def send(api, line, **known):
    """Send a line's request."""
    path = (line.path or line.address).format(**known)
    if line.body in (MULTIPART, SENT):
        return api.call(line.method, path, raw=line.body, content_type=FORM)
    return api.call(
        line.method,
        path,
        **({"raw": line.body} if isinstance(line.body, bytes) else {"body": line.body}),
    )


def name_of(line):
    """What a line is called in a report."""
    role = f" {line.body['role']}" if isinstance(line.body, dict) and "role" in line.body else ""
    return (
        f"{line.method} {line.address if line.path == '' or '{' in line.path else line.path}{role}"
    )


def is_asked_to_sign_in(stranger, line):
    """Whether a line's request is answered as a stranger's."""
    response = send(
        stranger, line, change_set=1, act="1", job=1, entry=1, file=1, address=1, waiting="1-x"
    )
    asked = (response.status_code, response["Content-Type"], response["WWW-Authenticate"])
    return asked == (401, "application/problem+json", "Bearer")


def test_strangers_are_asked_to_sign_in_everywhere(installed, db):
    assert [name_of(line) for line in LINES if not is_asked_to_sign_in(Api(), line)] == []


@pytest.mark.parametrize(
    "authorization", ["Bearer of bad tidings", "Basic b21hcjpvbWFy", "Bearer", "Bearer "]
)
def test_what_is_no_token_opens_nothing(installed, db, authorization):
    stranger = Api()
    stranger.headers = {"HTTP_AUTHORIZATION": authorization}

    assert all(is_asked_to_sign_in(stranger, line) for line in LINES[::25])


def test_the_token_of_somebody_who_left_opens_nothing(installed, db):
    User.objects.filter(username="omar").update(is_active=False)

    installed["omar"].refused(401, "GET", "/contacts")


def test_strangers_do_not_learn_which_addresses_exist(installed, db):
    Api().refused(401, "GET", "/nothing")
    installed["lena"].refused(404, "GET", "/nothing")


@pytest.mark.parametrize("line", LINES, ids=name_of)
def test_each_role_may_do_what_the_rules_say_and_nothing_else(installed, stored, db, line):
    known = known_to(installed["ines"]) if "{" in line.path else {}

    for role in sorted(ALL):
        api = installed[NAME_OF[role]]
        if role in line.may:
            with taken_back():
                response = send(api, line, **known)
            assert 200 <= response.status_code < 300, shown(role, response)
        else:
            with nothing_is_stored(stored):
                response = send(api, line, **known)
            assert response.status_code == line.refusal, shown(role, response)
            assert response["Content-Type"] == "application/problem+json"
            assert response.json()["type"].endswith(
                "/not-allowed" if line.refusal == 403 else "/not-found"
            )


def shown(role, response):
    """What one sees of an answer that was not expected."""
    return role, response.status_code, response.content[:300].decode("utf-8", "replace")


def known_to(ines):
    """What the paths of lines name: a change set of hers with its act, a job, an entry with its
    file, an address.
    """
    entry = next(each for each in ines.ok("GET", "/interactions")["items"] if each["attachments"])
    return {
        **newest_change(ines, "/contacts/OAK"),
        "waiting": WAITING["file"],
        "job": ines.ok("GET", "/jobs")["items"][0]["id"],
        "entry": entry["id"],
        "file": entry["attachments"][0]["id"],
        "address": ines.ok("GET", "/contacts/ELM/alternative-addresses")["items"][0]["id"],
    }


def newest_change(api, path):
    """The newest entry in a record's history, with its change set and act."""
    return api.ok("GET", f"{path}/changes?limit=1")["items"][0]


OWN = {"omar": "customers", "petra": "vendors", "felix": "bank-accounts", "ines": "contacts"}


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("what", ["change-sets/{change_set}", "acts/{act}"])
def test_everybody_undoes_what_they_did_themselves(installed, db, name, what):
    api = installed[name]
    api.ok("PATCH", f"/{OWN[name]}/OAK", {"city": "Soria"})
    mine = newest_change(api, f"/{OWN[name]}/OAK")

    api.ok("POST", f"/{what.format(**mine)}/undo")

    assert api.ok("GET", f"/{OWN[name]}/OAK")["city"] == ""


UNSEEING = pytest.mark.parametrize("name", ["omar", "petra", "lena"])
BANKING = ("ELM", "ANA", "BANKER", "SAVER")


@UNSEEING
def test_bank_accounts_answer_403_whatever_is_asked_of_them(installed, db, name):
    api = installed[name]

    for path in ("?q=oak", "?shoe_size=38", "/NOBODY", "/NOBODY/changes"):
        api.refused(403, "GET", f"/bank-accounts{path}")
    api.refused(403, "PATCH", "/bank-accounts/NOBODY", {"city": "Soria"})
    api.refused(403, "DELETE", "/bank-accounts/NOBODY")
    api.refused(403, "POST", "/bank-accounts/NOBODY/contact")
    api.refused(403, "DELETE", "/contacts/OAK/links/bank_account/NOBODY")
    api.refused(403, "DELETE", "/contacts/NOBODY/links/bank_account/OAK")
    for contact, no in (("ELM", "NOBODY"), ("NOBODY", "OAK"), ("ELM", "ELM")):
        body = {"role": "bank_account", "no": no}
        api.refused(403, "POST", f"/contacts/{contact}/links", body)
        api.refused(403, "POST", f"/contacts/{contact}/link-preview", body)
        api.refused(
            403, "POST", f"/contacts/{contact}/create-as", {"role": "bank_account", "dry_run": True}
        )


def tells_nothing(answer):
    """Tell whether an answer says nothing of any bank account: no number, no kind, no
    description.
    """
    text = json.dumps(answer, ensure_ascii=False).lower()
    return not any(
        secret in text for secret in ("secret", "bank_account", "bank-account", "bank account")
    )


@UNSEEING
@pytest.mark.parametrize("no", BANKING)
def test_a_contact_shows_no_bank_account(installed, db, name, no):
    contact = installed[name].ok("GET", f"/contacts/{no}")

    assert tells_nothing(contact)
    assert {link["role"] for link in contact["links"]} == (
        {"customer", "vendor"} if no in ("ELM", "ANA") else set()
    )
    assert contact["business_relation"] == ("multiple" if no in ("ELM", "ANA") else "none")
    assert "BANK" not in contact["business_relation_codes"]


def test_finance_sees_the_bank_accounts_that_others_do_not(installed, db):
    felix = installed["felix"]

    assert felix.ok("GET", "/contacts/BANKER")["business_relation"] == "bank_account"
    assert [link["no"] for link in felix.ok("GET", "/contacts/SAVER")["links"]] == ["SECRET-2"]
    assert "SECRET-1" in json.dumps(felix.ok("GET", "/contacts/BANKER/changes"))
    assert "SECRET-2" in json.dumps(felix.ok("GET", "/changes?limit=500"))
    assert [hit["kind"] for hit in felix.ok("GET", "/search?q=secret-1")["items"]] == [
        "bank_account"
    ]


@UNSEEING
def test_a_customer_of_a_contact_with_a_bank_account_counts_as_customer_alone(installed, db, name):
    installed["ines"].ok("POST", "/contacts/BANKER/create-as", {"role": "customer"})

    assert installed[name].ok("GET", "/contacts/BANKER")["business_relation"] == "customer"
    assert installed["felix"].ok("GET", "/contacts/BANKER")["business_relation"] == "multiple"


@UNSEEING
def test_lists_cannot_be_filtered_by_bank_accounts_that_one_does_not_see(installed, db, name):
    query = "/contacts?business_relation_codes=BANK"

    assert installed[name].ok("GET", "/contacts?q=secret")["items"] == []
    assert installed[name].ok("GET", query)["items"] == []
    assert {contact["no"] for contact in installed["felix"].ok("GET", query)["items"]} == {
        "ELM",
        "BANKER",
        "SAVER",
    }


@UNSEEING
@pytest.mark.parametrize("collection", ["contacts", "customers", "vendors"])
def test_lists_show_no_bank_account(installed, db, name, collection):
    page = installed[name].ok("GET", f"/{collection}?limit=500")

    assert page["items"]

    assert tells_nothing(page)


@UNSEEING
@pytest.mark.parametrize(
    "path", [*(f"contacts/{no}" for no in BANKING), "customers/ELM", "vendors/ELM"]
)
def test_history_names_no_bank_account(installed, db, name, path):
    history = installed[name].ok("GET", f"/{path}/changes?limit=500")

    assert history["items"]

    assert tells_nothing(history)


@UNSEEING
def test_the_phone_that_came_from_a_bank_account_is_in_the_history_without_it(installed, db, name):
    history = installed[name].ok("GET", "/customers/ELM/changes")["items"]

    assert [entry["new"] for entry in history if entry["field"] == "phone_no"] == [
        "915 550 102",
        "915 550 101",
    ]


@UNSEEING
def test_the_feed_names_no_bank_account(installed, db, name):
    feed = installed[name].ok("GET", "/changes?limit=500")

    assert feed["items"]

    assert tells_nothing(feed)
    kinds = {record["kind"] for item in feed["items"] for record in item["records"]}
    assert {"contact", "customer", "vendor", "sales_quote", "purchase_order"} <= kinds
    assert "bank_account" not in kinds


@UNSEEING
@pytest.mark.parametrize("query", ["secret", "secret-1", "elm", "banco", "our secret"])
def test_search_finds_no_bank_account(installed, db, name, query):
    found = installed[name].ok("GET", f"/search?q={query}")["items"]

    assert "bank_account" not in {hit["kind"] for hit in found}


@UNSEEING
def test_a_link_preview_shows_no_bank_account_among_what_else_changes(installed, db, name):
    body = {"role": "customer", "no": "OAK", "keep": "other"}
    installed["ines"].ok("PATCH", "/customers/OAK", {"home_page": "https://oak.es"})

    seen = installed[name].ok("POST", "/contacts/BANKER/link-preview", body)

    assert seen["also"] == []

    assert tells_nothing(seen)
    also = installed["felix"].ok("POST", "/contacts/BANKER/link-preview", body)["also"]
    assert [(other["kind"], other["no"]) for other in also] == [("bank_account", "SECRET-1")]


def test_a_field_that_a_bank_account_leads_is_refused_without_naming_it(installed, db):
    installed["ines"].ok("PATCH", "/sync-rules", {"bank_account": {"city": "role"}})

    for name, path in (
        ("omar", "/contacts/BANKER"),
        ("petra", "/contacts/BANKER"),
        ("omar", "/customers/ELM"),
    ):
        problem = installed[name].refused(422, "PATCH", path, {"city": "Jaca"})
        assert problem["type"].endswith("/led-by-other-side")
        assert tells_nothing(problem)


def test_a_change_of_type_is_refused_without_naming_the_bank_account(installed, db):
    problem = installed["omar"].refused(409, "PATCH", "/contacts/BANKER", {"type": "person"})

    assert problem["type"].endswith("/type-change")

    assert tells_nothing(problem)


def test_a_person_with_a_bank_account_joins_no_company_and_is_told_no_number(installed, db):
    problem = installed["omar"].refused(
        409, "PATCH", "/contacts/BANKER", {"type": "person", "company_no": "OAK"}
    )

    assert tells_nothing(problem)


def test_undoing_a_contact_that_got_a_bank_account_is_refused_without_naming_it(installed, db):
    omar, felix = installed["omar"], installed["felix"]
    omar.ok("POST", "/contacts", {"no": "ASH", "name": "Ash"})
    made = omar.ok("GET", "/contacts/ASH/changes")["items"][-1]
    felix.ok(
        "POST", "/contacts/ASH/create-as", {"role": "bank_account", "values": {"no": "SECRET-4"}}
    )

    problem = omar.refused(409, "POST", f"/change-sets/{made['change_set']}/undo")

    assert problem["type"].endswith("/in-use")

    assert tells_nothing(problem)


def test_undoing_after_finance_changed_the_same_field_shows_no_bank_account(installed, db):
    omar, felix = installed["omar"], installed["felix"]
    omar.ok("PATCH", "/contacts/BANKER", {"home_page": "https://banco.es"})
    mine = newest_change(omar, "/contacts/BANKER")
    felix.ok("PATCH", "/bank-accounts/SECRET-1", {"home_page": "https://soria.es"})

    problem = omar.refused(409, "POST", f"/change-sets/{mine['change_set']}/undo")

    assert problem["type"].endswith("/edit-conflict")

    assert tells_nothing(problem)


def test_a_change_by_sales_reaches_the_bank_account_all_the_same(installed, db):
    installed["omar"].ok("PATCH", "/contacts/BANKER", {"city": "Burgos"})

    assert installed["felix"].ok("GET", "/bank-accounts/SECRET-1")["city"] == "Burgos"
    newest = newest_change(installed["felix"], "/bank-accounts/SECRET-1")
    assert (newest["by"], newest["cause"]) == ("omar", "contact:BANKER")


def test_sales_deletes_a_contact_and_its_bank_account_stays(installed, db):
    omar, felix = installed["omar"], installed["felix"]

    omar.ok("DELETE", "/contacts/BANKER")

    assert felix.ok("GET", "/bank-accounts/SECRET-1")["contact_no"] is None
