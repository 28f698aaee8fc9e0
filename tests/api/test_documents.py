"""Documents and the log by the API: shapes, versions, papers, lists (api.md)."""

import io

import pytest
from pypdf import PdfReader

from tests.making import company, linked
from tests.making_documents import LINES, paper, without_template
from unisono.interactions.models import Interaction


@pytest.fixture
def contact(ines):
    """A company with customer and vendor."""
    return linked(ines, "customer", "vendor", city="Lugo", currency_code="EUR")[0]


def test_a_document_has_the_shape_of_the_contract(api, contact):
    response = api.call("POST", f"/contacts/{contact}/sales-orders", {"lines": LINES, "no": "Ñ/1"})

    order = response.json()
    assert (response.status_code, response["ETag"]) == (201, '"1"')
    assert response["Location"] == "/api/v1/sales-orders/%C3%91%2F1"
    assert order["lines"] == [{**LINES[0], "discount_pct": "0", "amount": "20.00"}]
    assert order["vat"] == [{"vat_pct": "21", "base": "20.00", "vat": "4.20"}]
    assert (order["subtotal"], order["vat_total"], order["total"]) == ("20.00", "4.20", "24.20")
    assert (order["contact_no"], order["customer_no"], order["due_date"]) == (
        contact,
        "C000001",
        None,
    )
    assert "vendor_no" not in order
    assert api.ok("GET", response["Location"]) == order
    assert api.call("GET", f"{response['Location']}.pdf").content.startswith(b"%PDF-")


def test_what_was_read_can_be_sent_back(api, contact):
    order = api.ok("POST", "/sales-orders", {"contact_no": contact, "lines": LINES})
    read_only = (
        "document_type no status source_type source_no party_no vat subtotal vat_total "
        "total created_by version"
    )
    names = set(order) - {*read_only.split(), "created_at", "modified_at"}

    changed = api.ok(
        "PATCH", f"/sales-orders/{order['no']}", {name: order[name] for name in names}, if_match=1
    )

    assert changed == order


def test_versions_merge_and_conflict_as_with_records(api, contact):
    order = api.ok("POST", "/sales-orders", {"contact_no": contact, "lines": LINES})
    path = f"/sales-orders/{order['no']}"
    api.ok("PATCH", path, {"city": "Vigo"}, if_match=1)

    assert api.ok("PATCH", path, {"note": "visto"}, if_match=1)["city"] == "Vigo"
    problem = api.refused(409, "PATCH", path, {"city": "Ourense"}, if_match=1)
    assert problem["conflicts"] == [
        {"field": "city", "base": "Lugo", "current": "Vigo", "yours": "Ourense"}
    ]
    api.refused(412, "DELETE", path, if_match=1)
    assert api.call("DELETE", path, if_match=3).status_code == 204


def test_a_retry_makes_no_second_document(api, contact):
    body = {"contact_no": contact, "lines": LINES}

    first = api.ok("POST", "/sales-orders", body, key="once")
    assert api.ok("POST", "/sales-orders", body, key="once") == first
    api.ok("POST", f"/sales-orders/{first['no']}/print", key="print")
    api.ok("POST", f"/sales-orders/{first['no']}/print", key="print")

    assert api.ok("GET", "/sales-orders")["count"] == 1
    assert Interaction.objects.filter(action="sales_order_printed").count() == 1


def test_lists_are_searched_filtered_sorted_and_paged(api, ines, contact):
    other = company(ines, "Ñandú SL", city="Jaca")
    for number in range(3):
        day = f"2025-0{number + 1}-01"
        paper(ines, "sales_quote", contact, external_document_no=f"EXT-{number}", document_date=day)
    paper(ines, "sales_quote", other)

    def numbers(query):
        return [row["no"] for row in api.ok("GET", f"/sales-quotes?{query}")["items"]]

    assert numbers("q=nandu+jaca") == ["SQ000004"]
    assert numbers("q=ext-1") == ["SQ000002"]
    assert numbers(f"contact_no={other}") == ["SQ000004"]
    assert numbers("customer_no=C000001&sort=-document_date") == [
        "SQ000003",
        "SQ000002",
        "SQ000001",
    ]
    assert numbers("document_date__lte=2025-02-01&sort=no") == ["SQ000001", "SQ000002"]
    assert numbers("total__gte=24.20&sort=no&limit=2") == ["SQ000001", "SQ000002"]
    following = api.ok("GET", "/sales-quotes?sort=no&limit=2")["next"]
    assert numbers(f"sort=no&limit=2&cursor={following}") == ["SQ000003", "SQ000004"]
    for bad in (
        "colour=red",
        "document_date=soon",
        "sort=lines",
        "limit=0",
        "cursor=x",
        "total=much",
    ):
        api.refused(422, "GET", f"/sales-quotes?{bad}")


def test_make_order_answers_the_order_and_refuses_in_the_reader_s_language(api, ines):
    quote = paper(ines, "sales_quote", company(ines))
    path = f"/sales-quotes/{quote}/make-order"

    problem = api.refused(422, "POST", path, {"create_vendor": True}, language="es")
    assert problem["type"].endswith("/customer-required")
    assert "todavía no es cliente" in problem["detail"]
    response = api.call("POST", path, {"create_customer": True})
    assert (response.status_code, response["Location"]) == (201, "/api/v1/sales-orders/SO000001")
    assert (response.json()["source_type"], response.json()["source_no"]) == ("sales_quote", quote)
    assert api.refused(409, "POST", path)["type"].endswith("/already-ordered")


def test_a_blanket_order_says_what_is_left(api, contact):
    blanket = api.ok("POST", "/customers/C000001/sales-blanket-orders", {"lines": LINES})
    path = f"/sales-blanket-orders/{blanket['no']}"

    api.ok("POST", f"{path}/make-order", {"lines": [{"line": 1, "quantity": "0.5"}]})

    assert api.ok("GET", path)["lines"][0]["remaining"] == "1.5"
    problem = api.refused(
        422, "POST", f"{path}/make-order", {"lines": [{"line": 1, "quantity": "2"}]}
    )
    assert [error["field"] for error in problem["errors"]] == ["lines.0.quantity"]


def test_refreshing_is_looked_at_first(api, contact):
    quote = api.ok("POST", "/sales-quotes", {"contact_no": contact})["no"]
    api.ok("PATCH", f"/contacts/{contact}", {"city": "Vigo"})
    path = f"/sales-quotes/{quote}/refresh"

    looked = api.ok("POST", path, {"dry_run": True})
    assert looked["fields"] == [{"field": "city", "old": "Lugo", "new": "Vigo"}]
    api.ok("PATCH", f"/contacts/{contact}", {"city": "Soria"})
    assert api.refused(409, "POST", path, {"plan": looked["plan"]})["type"].endswith(
        "/preview-outdated"
    )
    api.ok("POST", path)

    assert api.ok("GET", f"/sales-quotes/{quote}")["city"] == "Soria"


def test_printing_answers_the_very_pdf_that_is_attached(api, contact):
    order = api.ok("POST", "/sales-orders", {"contact_no": contact, "lines": LINES})["no"]
    api.headers["HTTP_ACCEPT"] = "application/pdf"

    pdf = api.call("POST", f"/sales-orders/{order}/print")
    del api.headers["HTTP_ACCEPT"]

    entry = api.ok("GET", f"/interactions?contact_no={contact}&action=sales_order_printed")[
        "items"
    ][0]
    attachment = api.call(
        "GET", f"/interactions/{entry['id']}/attachments/{entry['attachments'][0]['id']}"
    )
    assert pdf["Content-Type"] == attachment["Content-Type"] == "application/pdf"
    assert pdf.content == attachment.content
    assert order in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()


def test_a_print_that_logs_nothing_says_so_once(api, ines, contact):
    order = api.ok("POST", "/sales-orders", {"contact_no": contact})["no"]
    without_template(ines, "sales_order_printed")

    first = api.ok("POST", f"/sales-orders/{order}/print")
    assert [word["code"] for word in first["warnings"]] == ["no-interaction-template"]
    assert "warnings" not in api.ok("POST", f"/sales-orders/{order}/print")


def test_the_log_has_sums_and_an_archive(api, ines, contact):
    for cost in ("1.50", "2.25"):
        body = {"template_code": "CALL", "cost": cost, "duration_min": 10}
        made = api.call("POST", f"/contacts/{contact}/interactions", body)
        assert made["Location"] == f"/api/v1/interactions/{made.json()['id']}"
    api.ok("POST", f"/interactions/{made.json()['id']}/cancel")

    page = api.ok("GET", f"/interactions?contact_no={contact}")
    assert (page["count"], page["sums"]) == (2, {"count": 1, "cost": "1.50", "duration_min": 10})
    api.call("DELETE", f"/contacts/{contact}")
    archived = api.ok("GET", f"/interactions?archived=true&former_contact_no={contact}")["items"]
    assert [(entry["contact_no"], entry["former_contact_no"]) for entry in archived] == [
        (None, contact)
    ] * 2
    api.refused(404, "GET", f"/interactions?contact_no={contact}")
    api.refused(422, "GET", "/interactions?archived=perhaps")
    api.refused(422, "GET", "/interactions?colour=red")


def test_an_attachment_is_a_part_of_a_form(api, contact):
    entry = api.ok("POST", f"/contacts/{contact}/interactions", {"template_code": "NOTE"})["id"]
    head = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="../plano \xc3\xb1.pdf"\r\n'
    )
    body = head + b"Content-Type: text/html\r\n\r\n<script>\x00\xff</script>\r\n--x--\r\n"

    shown = api.call(
        "POST",
        f"/interactions/{entry}/attachments",
        raw=body,
        content_type="multipart/form-data; boundary=x",
    ).json()

    (file,) = shown["attachments"]
    assert (file["name"], file["size"]) == ("plano ñ.pdf", 19)
    response = api.call("GET", f"/interactions/{entry}/attachments/{file['id']}")
    assert response.content == b"<script>\x00\xff</script>"
    assert response["Content-Disposition"].startswith("attachment")


def test_documents_are_found_by_the_search_and_told_in_the_feed(api, contact):
    order = api.ok(
        "POST", "/sales-orders", {"contact_no": contact, "external_document_no": "ACME-77"}
    )["no"]

    assert [(hit["kind"], hit["no"]) for hit in api.ok("GET", "/search?q=acme-77")["items"]] == [
        ("sales_order", order)
    ]
    assert api.ok("GET", f"/search?q={order}")["items"][0]["no"] == order
    entries = api.ok("GET", f"/sales-orders/{order}/changes")["items"]
    assert (entries[0]["event"], entries[0]["by"]) == ("created", "ines")


BAD = [
    ("POST", "/sales-quotes", {"contact_no": "{contact}", "lines": "none"}, 422, "lines"),
    ("POST", "/sales-quotes", {"contact_no": "{contact}", "lines": ["none"]}, 422, "lines.0"),
    ("POST", "/sales-quotes", {"contact_no": "{contact}", "status": "closed"}, 422, "status"),
    ("POST", "/sales-quotes", {"contact_no": "{contact}", "total": "5"}, 422, "total"),
    ("POST", "/sales-quotes", {"contact_no": "{contact}", "name": 7}, 422, "name"),
    ("POST", "/sales-quotes", {"contact_no": "{contact}", "name": "a\x00b"}, 422, "name"),
    (
        "POST",
        "/sales-quotes",
        {"contact_no": "{contact}", "document_date": 7},
        422,
        "document_date",
    ),
    ("POST", "/sales-quotes", {"contact_no": ["{contact}"]}, 422, "contact_no"),
    ("POST", "/sales-quotes", {"vendor_no": "V000001"}, 422, "vendor_no"),
    ("POST", "/contacts/NOBODY/sales-quotes", {}, 404, None),
    ("POST", "/vendors/NOBODY/purchase-orders", {}, 404, None),
    ("GET", "/sales-quotes/NOBODY", None, 404, None),
    ("GET", "/sales-quotes/NOBODY.pdf", None, 404, None),
    ("POST", "/sales-quotes/NOBODY/print", None, 404, None),
    ("POST", "/sales-quotes/NOBODY/email", {"to": "a@b.example"}, 404, None),
    ("GET", "/interactions/999999999999999999999", None, 404, None),
    ("POST", "/contacts/{contact}/interactions", {}, 422, "template_code"),
    (
        "POST",
        "/contacts/{contact}/interactions",
        {"template_code": "CALL", "duration_min": "5"},
        422,
        "duration_min",
    ),
    ("POST", "/contacts/{contact}/email", {"to": "x"}, 422, "to"),
    (
        "POST",
        "/contacts/{contact}/email",
        {"to": "a@b.example", "subject": "a\nBcc: c@d.example"},
        422,
        "subject",
    ),
    ("POST", "/cover-sheets", {"contact_nos": []}, 422, "contact_nos"),
    ("POST", "/cover-sheets", {"contact_nos": ["NOBODY"]}, 404, None),
    ("PATCH", "/interaction-template-setup", {"phone_call": "NONE"}, 422, "phone_call"),
    ("PATCH", "/interaction-template-setup", {"phone_call": None}, 422, "phone_call"),
    (
        "POST",
        "/contacts/{contact}/alternative-addresses",
        {"starts_on": "x", "address": "y"},
        422,
        "starts_on",
    ),
    ("PATCH", "/contacts/{contact}/alternative-addresses/1", {"address": "y"}, 404, None),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "field"), BAD)
def test_a_bad_request_names_what_is_wrong_and_stores_nothing(
    api, contact, method, path, body, status, field
):
    if isinstance(body, dict):
        body = {name: contact if value == "{contact}" else value for name, value in body.items()}
    before = Interaction.objects.count()

    problem = api.refused(status, method, path.format(contact=contact), body)

    assert field is None or field in {error["field"] for error in problem["errors"]}
    assert Interaction.objects.count() == before
    assert api.ok("GET", "/sales-quotes")["count"] == 0


def test_a_date_that_is_left_blank_is_one_of_several(api, contact):
    api.ok(
        "POST",
        "/sales-orders",
        {"contact_no": contact, "document_date": "2025-03-01", "due_date": ""},
    )

    for query in ("document_date__in=2025-03-01,", "due_date__in=,", "due_date__in=2025-01-01,"):
        assert api.ok("GET", f"/sales-orders?{query}")["count"] == 1


def test_a_form_without_its_file_names_it(api, contact):
    entry = api.ok("POST", f"/contacts/{contact}/interactions", {"template_code": "CALL"})["id"]
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename=""; x=.html\r\n\r\nx\r\n--x--\r\n'

    problem = api.refused(
        422,
        "POST",
        f"/interactions/{entry}/attachments",
        raw=body,
        content_type="multipart/form-data; boundary=x",
    )

    assert [error["field"] for error in problem["errors"]] == ["file"]


def test_cover_sheets_of_a_retry_are_logged_once(api, contact):
    body = {"contact_nos": [contact], "subject": "Catálogo"}
    for _time in range(2):
        assert api.call("POST", "/cover-sheets", body, key="once").content.startswith(b"%PDF-")

    assert Interaction.objects.filter(action="cover_sheet_printed").count() == 1


def test_other_addresses_have_a_version(api, contact):
    path = f"/contacts/{contact}/alternative-addresses"
    address = api.ok("POST", path, {"address": "Playa 9"})
    api.ok("PATCH", f"{path}/{address['id']}", {"city": "Vigo"}, if_match=1)

    problem = api.refused(409, "PATCH", f"{path}/{address['id']}", {"city": "Lugo"}, if_match=1)

    assert problem["conflicts"] == [
        {"field": "city", "base": "", "current": "Vigo", "yours": "Lugo"}
    ]
