"""The ground rules of the API: versions, retries, languages, numbers in paths, the OpenAPI page
(api.md).
"""

import re

import pytest
from django.test import Client

from tests.common.images import png
from tests.making import code, company, linked, record, row
from unisono.access.models import ApiToken, RequestKey
from unisono.contacts.models import Contact
from unisono.setup.models import Installation
from unisono.usecases.users import opening, tokens, users


def test_numbers_with_a_slash_travel_as_percent_2f(api):
    api.ok("POST", "/contacts", {"name": "Ana Gil", "no": "A/B 1"})

    assert api.ok("GET", "/contacts/A%2FB%201")["no"] == "A/B 1"
    assert api.ok("PATCH", "/contacts/a%2fb%201", {"city": "Lugo"})["city"] == "Lugo"
    api.refused(404, "GET", "/contacts/A/B%201")
    api.refused(404, "GET", "/contacts/A%1FB%201")


def test_a_created_record_says_where_it_is_and_its_version(api):
    response = api.call("POST", "/customers", {"name": "O'Neill & Söhne", "no": "Ñ/1"})

    assert response["Location"] == "/api/v1/customers/%C3%91%2F1"
    assert response["ETag"] == '"1"'
    assert api.ok("GET", response["Location"])["name"] == "O'Neill & Söhne"


def test_only_the_hash_of_a_token_is_stored(ines):
    token = tokens.create_token("ines", actor=None)

    assert not ApiToken.objects.filter(digest=token).exists()
    assert opening.actor_by(token).name == "ines"


def test_a_user_who_was_locked_out_is_401(api, ines):
    users.find_user("ines")
    type(users.find_user("ines")).objects.filter(username="ines").update(is_active=False)

    api.refused(401, "GET", "/contacts")


class TestRetries:
    def test_a_retry_gets_the_first_answer_with_its_address(self, api):
        first = api.call("POST", "/contacts", {"name": "Sol"}, key="k1")
        again = api.call("POST", "/contacts", {"name": "Sol"}, key="k1")

        assert (again.status_code, again.content, again["Location"]) == (
            201,
            first.content,
            first["Location"],
        )
        assert Contact.objects.count() == 1

    def test_another_body_with_the_same_key_is_refused(self, api):
        api.ok("POST", "/contacts", {"name": "Sol"}, key="k1")

        problem = api.refused(422, "POST", "/contacts", {"name": "Luna"}, key="k1")

        assert problem["type"].endswith("/idempotency-key-reused")

    def test_a_refused_request_keeps_no_key(self, api):
        api.refused(422, "POST", "/contacts", {"name": "Sol", "phone_no": "x"}, key="k1")

        api.ok("POST", "/contacts", {"name": "Sol"}, key="k1")

    def test_keys_are_each_users_own_and_end_after_a_day(self, api, api_of):
        api.ok("POST", "/contacts", {"name": "Sol"}, key="k1")
        api_of("omar").ok("POST", "/contacts", {"name": "Luna"}, key="k1")
        RequestKey.objects.update(at="2020-01-01T00:00Z")

        api.ok("POST", "/contacts", {"name": "Estrella"}, key="k1")

        assert Contact.objects.count() == 3

    def test_an_answer_that_was_lost_is_not_done_twice(self, api):
        api.ok("POST", "/contacts", {"name": "Sol"}, key="k1")
        RequestKey.objects.update(status=0, answer="")

        problem = api.refused(409, "POST", "/contacts", {"name": "Sol"}, key="k1")

        assert problem["type"].endswith("/idempotency-unfinished")
        assert Contact.objects.count() == 1


class TestLanguages:
    def test_messages_follow_the_reader_and_codes_never_change(self, api):
        bodies = [
            api.refused(
                422, "POST", "/contacts", {"name": "x", "phone_no": "CASA"}, language=language
            )
            for language in ("en", "es")
        ]

        english, spanish = (body["errors"][0] for body in bodies)
        assert (english["code"], english["message"]) == (
            "letters",
            "A phone number has no letters: CASA",
        )
        assert (spanish["code"], spanish["message"]) == (
            "letters",
            "El teléfono no puede contener letras: CASA",
        )


class TestOpenApi:
    def test_the_document_agrees_with_the_addresses(self):
        document = Client().get("/api/v1/openapi.json").json()

        for path in (
            "/contacts/{no}/links",
            "/customers",
            "/sync-rules",
            "/change-sets/{id}/undo",
            "/changes",
        ):
            assert f"/api/v1{path}" in document["paths"]
        assert document["components"]["schemas"]["ContactNew"]["additionalProperties"] is False
        listed = document["paths"]["/api/v1/contacts"]["get"]
        assert {"q", "sort", "city", "company_no"} <= {
            each["name"] for each in listed["parameters"]
        }
        assert "application/problem+json" in listed["responses"]["default"]["content"]

    def test_the_readable_page_loads_nothing_from_outside(self):
        response = Client().get("/api/v1/docs")

        page = response.content.decode()
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
        assert "default-src 'self'" in response["Content-Security-Policy"]
        for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
            assert Client().get(path).status_code == 200


class TestLinks:
    def test_a_person_shows_the_links_of_the_company(self, api, ines):
        contact, customer = linked(ines, "customer")
        ana = api.ok(
            "POST", "/contacts", {"type": "person", "name": "Ana Gil", "company_no": contact}
        )

        link = ana["links"][0]
        assert (link["no"], link["through"], link["business_relation_code"]) == (
            customer,
            contact,
            "CUST",
        )
        assert ana["business_relation"] == "customer"

    def test_a_reserved_code_sent_back_is_ignored(self, api, ines):
        contact, _customer = linked(ines, "customer")
        api.ok("POST", "/business-relations", {"code": "press"})
        seen = api.ok("PATCH", f"/contacts/{contact}", {"business_relation_codes": ["PRESS"]})

        again = api.ok(
            "PATCH",
            f"/contacts/{contact}",
            {"business_relation_codes": seen["business_relation_codes"]},
        )

        assert again["business_relation_codes"] == ["CUST", "PRESS"]
        assert (again["business_relation"], again["version"]) == ("multiple", seen["version"])

    def test_a_preview_tells_what_will_be_locked(self, api, ines):
        api.ok("PATCH", "/sync-rules", {"customer": {"phone_no": "contact", "fax_no": "role"}})
        contact, customer = company(ines), record(ines, "customer")

        preview = api.ok(
            "POST", f"/contacts/{contact}/link-preview", {"role": "customer", "no": customer}
        )

        assert preview["locked"] == {"contact": ["fax_no"], "other": ["phone_no"]}
        assert len(preview["plan"]) == 32

    def test_the_dry_run_of_creating_has_the_shape_of_the_record(self, api, ines):
        contact = company(ines, city="Madrid")

        would_be = api.ok(
            "POST", f"/contacts/{contact}/create-as", {"role": "customer", "dry_run": True}
        )
        made = api.ok("POST", f"/contacts/{contact}/create-as", {"role": "customer"})

        different = {"no", "created_at", "modified_at", "dry_run", "also"}
        assert {k: v for k, v in would_be.items() if k not in different} == {
            k: v for k, v in made.items() if k not in different
        }


class TestHistory:
    def test_pages_of_the_history_bring_each_entry_once(self, api, ines):
        no = company(ines, city="A")
        for city in "BCD":
            api.ok("PATCH", f"/contacts/{no}", {"city": city, "phone_no": str(ord(city))})

        entries, cursor = [], ""
        while cursor is not None:
            page = api.ok(
                "GET", f"/contacts/{no}/changes?limit=2" + (f"&cursor={cursor}" if cursor else "")
            )
            entries, cursor = entries + page["items"], page["next"]

        assert len(entries) == page["count"] == 7
        assert [e["new"] for e in entries if e["field"] == "city"] == ["D", "C", "B"]
        assert entries[-1]["event"] == "created"

    def test_the_feed_goes_on_where_it_stopped(self, committed, api, ines):
        contact, customer = linked(ines, "customer")
        at = api.ok("GET", "/changes?limit=500")["next"]
        assert api.ok("GET", f"/changes?since={at}")["items"] == []
        api.ok("PATCH", f"/customers/{customer}", {"city": "Lugo"})

        (item,) = api.ok("GET", f"/changes?since={at}")["items"]

        assert {(r["kind"], r["no"], r["event"], *r["fields"]) for r in item["records"]} == {
            ("customer", customer, "changed", "city"),
            ("contact", contact, "changed", "city"),
        }

    def test_a_place_in_the_feed_of_before_a_restore_is_none_any_more(self, committed, api, ines):
        company(ines)
        before = api.ok("GET", "/changes?limit=500")["next"]
        Installation.objects.update_or_create(pk=1, defaults={"timeline": "0a1b2c3d"})

        refusal = api.refused(422, "GET", f"/changes?since={before}")

        assert "restored" in refusal["errors"][0]["message"]
        anew = api.ok("GET", "/changes?limit=500")
        assert anew["items"]
        assert api.ok("GET", f"/changes?since={anew['next']}")["items"] == []

    def test_a_field_inherited_from_the_company_says_so(self, api, ines):
        contact, customer = linked(ines, "customer", phone_no="1")
        ana = api.ok("POST", "/contacts", {"type": "person", "name": "Ana", "company_no": contact})[
            "no"
        ]
        api.ok("PATCH", f"/customers/{customer}", {"phone_no": "2"})

        entry = api.ok("GET", f"/contacts/{ana}/changes")["items"][0]

        assert (entry["via"], entry["cause"], entry["by"]) == (
            "company",
            f"company:{contact}",
            "ines",
        )

    def test_an_empty_page_of_the_feed_means_the_end_also_for_who_sees_little(
        self, committed, api, api_of, ines
    ):
        for _number in range(3):
            code(ines, "territories", f"T{_number}")
        no = company(ines)
        lena, place, seen = api_of("lena"), "", []
        while (page := lena.ok("GET", f"/changes?limit=1&since={place}"))["items"]:
            seen, place = seen + page["items"], page["next"]

        assert [record["no"] for item in seen for record in item["records"]] == [no]


class TestWhatAnswersTell:
    def test_every_write_names_its_change_set_also_a_deletion(self, api, ines):
        no = company(ines)
        changed = api.call("PATCH", f"/contacts/{no}", {"city": "Lugo"})
        gone = api.call("DELETE", f"/contacts/{no}")

        assert int(gone["Change-Set"]) > int(changed["Change-Set"])
        api.ok("POST", f"/change-sets/{gone['Change-Set']}/undo")
        assert api.ok("GET", f"/contacts/{no}")["city"] == "Lugo"
        assert "Change-Set" not in api.call("PATCH", f"/contacts/{no}", {"city": "Lugo"})

    def test_what_the_system_sets_is_called_so(self, api, ines):
        problem = api.refused(422, "PATCH", f"/contacts/{company(ines)}", {"version": 4})

        assert [(e["field"], e["code"]) for e in problem["errors"]] == [("version", "read-only")]

    def test_resuming_is_previewed(self, api, ines):
        contact, customer = linked(ines, "customer", city="Madrid")
        api.ok("PATCH", f"/contacts/{contact}/links/customer/{customer}", {"state": "paused"})
        api.ok("PATCH", f"/customers/{customer}", {"city": "Lugo"})

        rows = api.ok(
            "POST", f"/contacts/{contact}/link-preview", {"role": "customer", "no": customer}
        )["fields"]

        assert (rows[0]["field"], rows[0]["result"], rows[0]["conflict"]) == (
            "city",
            "Madrid",
            True,
        )

    def test_who_has_no_right_learns_nothing_of_the_fields(self, api_of):
        api_of("omar").refused(403, "POST", "/bank-accounts", {"foo": 1})
        api_of("lena").refused(403, "PATCH", "/contacts/X", {"foo": 1})
        api_of("felix").refused(403, "PATCH", "/setup", {"foo": 1})

    @pytest.mark.parametrize("path", ["/contacts?foo=1", "/contacts?people=keep&people=delete"])
    def test_a_write_with_a_parameter_that_nobody_knows_is_refused(self, api, path):
        api.refused(422, "POST", path, {"name": "Sol"})

    def test_a_code_with_a_slash_has_an_address(self, api):
        response = api.call("POST", "/territories", {"code": "A/Ñ"})

        assert api.ok("GET", response["Location"])["code"] == "A/Ñ"

    def test_code_lists_are_searched(self, api):
        api.ok("POST", "/salespeople", {"code": "AG", "description": "Ana Gil"})

        assert api.ok("GET", "/salespeople?q=gil")["count"] == 1


class TestCompanyAndLogo:
    PNG = png(300, 100)

    def test_a_logo_is_kept_and_served_as_what_it_is(self, api):
        api.refused(404, "GET", "/company/logo")
        assert api.call("PUT", "/company/logo", raw=self.PNG).status_code == 204

        response = api.call("GET", "/company/logo")

        assert (response["Content-Type"], response.content) == ("image/png", self.PNG)

    @pytest.mark.parametrize("content", [b"<svg onload='x'/>", b"", b"GIF89a"])
    def test_anything_else_than_a_picture_is_refused(self, api, content):
        api.refused(422, "PUT", "/company/logo", raw=content)

    def test_our_own_data_are_checked_like_any_card(self, api):
        api.refused(422, "PATCH", "/company", {"iban": "ES00"})

        assert (
            api.ok("PATCH", "/company", {"name": "Nosotros SL", "country_code": "es"})[
                "country_code"
            ]
            == "ES"
        )


def test_renaming_a_code_follows_on_records_templates_and_users(api, ines):
    api.ok("POST", "/salespeople", {"code": "ana"})
    users.create_user("ana", "sales", salesperson="ANA", actor=None)
    no = company(ines, salesperson_code="ANA")
    api.ok(
        "POST",
        "/customer-templates",
        {"code": "T", "contact_type": "person", "salesperson_code": "ANA"},
    )

    api.ok("PATCH", "/salespeople/ana", {"code": "ANA-2"})

    assert (
        row("contact", no).salesperson_code_id == users.find_user("ana").salesperson_id == "ANA-2"
    )
    assert api.ok("GET", "/customer-templates/T")["salesperson_code"] == "ANA-2"
    assert api.refused(409, "DELETE", "/salespeople/ANA-2")["type"].endswith("/in-use")
