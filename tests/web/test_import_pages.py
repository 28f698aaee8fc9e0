"""The import wizard as a bookkeeper uses it: what was understood shows before anything runs, and a
whole column is mended at once.
"""

import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.making import code, company, row
from tests.web.pages import Browser
from unisono.customers.models import Customer
from unisono.imports.models import WaitingFile, WaitingPiece
from unisono.jobs import queue, workers
from unisono.jobs.models import Job
from unisono.setup.models import PaymentMethod
from unisono.worker import loop

pytestmark = pytest.mark.usefixtures("own_folder", "read_here")


@pytest.fixture
def desk(db):
    """ines, at her desk, in Spanish."""
    return Browser("ines", "es")


def work():
    """Let a worker do what waits in the queue now."""
    while (job := queue.claim(workers.own_name())) is not None:
        loop.work_on(job)


def sent(desk, name, content, source="customers"):
    """The address of a file's page of columns, once it was sent."""
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile(name, content)
    return desk.post("/import/", **{"as": source, "file": file}).headers["location"]


def chosen(page, **values):
    """What the form of columns sends, with these values changed."""
    found = {"match": "no", "act": "both", "on_match": "review", "bad_cells": "note"}
    for name, options in re.findall(r'<select[^>]*name="(col\.\d+)">(.*?)</select>', page, re.S):
        selected = re.search(r'value="([^"]*)" selected', options)
        found[name] = selected[1] if selected else ""
    return {**found, **values}


def clients():
    """Thirty clients as somebody keeps them in Excel: a cover, titles, mixed phones."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("Portada").write_row(0, 0, ["Ferretería Ruiz", "2026"])
        page = book.add_worksheet("Clientes")
        page.write(0, 0, "Listado de clientes a 29/11/2026")
        page.write_row(
            2, 0, ["Razón social", "NIF", "C.P.", "Población", "Tlf.", "Forma de pago", "Color"]
        )
        for n in range(30):
            phone = 982110000 + n if n % 2 else f"982 11 00 {n:02d} / 6001112{n:02d}"
            line = [
                f"Cliente {n}, S.L.",
                "",
                8001 + n,
                "Barcelona",
                phone,
                "TRANSF. 30 DÍAS",
                "azul",
            ]
            page.write_row(3 + n, 0, line)
    return content.getvalue()


def test_thirty_clients_from_excel_come_in_by_the_wizard(ines, desk):
    place = sent(desk, "clientes.xlsx", clients())
    page = desk.get(place)

    assert "hoja Clientes" in page
    assert "Se dejan fuera:" in page
    assert "Color" in page.split("Se dejan fuera:")[1][:60]
    assert "982 11 00 00 / 600111200 → <strong>982 11 00 00</strong>" in page
    assert "TRANSF. 30 DÍAS" in page
    assert "crear un código: TRANSF-30-DÍAS" in page

    mapped = {
        "mapped": "payment_method_code",
        "text.payment_method_code": "TRANSF. 30 DÍAS",
        "code.payment_method_code": "+",
        "fixed.0": "country_code",
        "fixed_text.0": "España",
    }
    desk.post(place, **chosen(page, **mapped))
    work()
    trial = desk.get(f"{place}result")
    assert Customer.objects.count() == 0
    assert "8001 → 08001" in trial
    assert "Nota" not in trial.split("import-rows")[1][:400]
    desk.post(f"{place}result", run="yes")
    work()

    assert Customer.objects.count() == 30
    first = Customer.objects.get(name="Cliente 0, S.L.")
    assert (first.post_code, first.country_code, first.phone_no, first.mobile_phone_no) == (
        "08001",
        "ES",
        "982 11 00 00",
        "600111200",
    )
    assert (
        PaymentMethod.objects.get(code=first.payment_method_code_id).description
        == "TRANSF. 30 DÍAS"
    )
    done = desk.get(f"{place}result")
    assert f'href="/customers/{first.no}"' in done
    assert "Deshacer todo" in done


def test_another_sheet_other_headings_or_none_without_sending_it_again(ines, desk):
    place = sent(desk, "clientes.xlsx", clients())

    desk.post(f"{place}read", sheet="Portada", heading_row=3)
    assert "hoja Portada" in desk.get(place, 422)  # of which no column is the name
    desk.post(f"{place}read", sheet="Clientes", heading_row=3)
    page = desk.get(place)
    assert "Razón social" in page
    desk.post(f"{place}read", sheet="Clientes", heading_row=0)
    assert "Columna A" in desk.get(place, 422)


def test_a_file_in_another_encoding_is_read_again(ines, desk):
    place = sent(desk, "a.csv", "Nombre;Ciudad\nČapek;Łódź\n".encode("cp1250"), "contacts")

    desk.post(f"{place}read", encoding="cp1250", delimiter=";")

    assert "Čapek" in desk.get(place)
    refused = desk.post(f"{place}read", encoding="nope")
    assert refused.headers["location"] == place


def test_what_is_read_again_needs_the_file_which_goes_with_whom_is_erased(ines, desk):
    place = sent(desk, "a.csv", "Nombre;Ciudad\nSol;Lugo\n", "contacts")
    assert WaitingPiece.objects.count() == 1
    WaitingPiece.objects.all().delete()

    assert desk.client.post(f"{place}read", {"heading_row": "2"}).status_code == 404
    assert WaitingFile.objects.count() == 1


def test_a_mended_row_stays_in_its_place_and_shows_what_it_does_now(ines, desk):
    place = sent(desk, "a.csv", "Nombre;NIF\nSol;" + "1" * 21 + "\nMar;\n")
    page = desk.get(place)
    desk.post(place, **chosen(page, bad_cells="refuse"))
    work()
    assert "Con errores" in desk.get(f"{place}result", only="problems")

    answer = desk.post(f"{place}mend", row=2, column=1, text="B12345674", only="problems")

    page = desk.get(answer.headers["location"].split("?")[0], mended=2, only="problems")
    assert "Alta" in page.split('id="row-2"')[1][:600]
    assert Customer.objects.count() == 0


def test_the_same_number_twice_is_said(ines, desk):
    place = sent(desk, "a.csv", "No.;Name\nA1;Sol\nA1;Sol SL\n")
    desk.post(place, **chosen(desk.get(place)))
    work()

    assert "A1 está también en la fila 2." in desk.get(f"{place}result")


def test_a_code_is_made_by_those_who_may(ines, db):
    code(ines, "payment-methods", "BANK", description="Transferencia")
    desk = Browser("felix", "es")
    place = sent(desk, "a.csv", "Nombre;Forma de pago\nSol;transferencia\n")
    page = desk.get(place)

    assert "crear un código" not in page
    assert 'value="BANK" selected' in page  # by what it is called
    forged = {"mapped": "payment_method_code", "text.payment_method_code": "transferencia"}
    answer = desk.client.post(place, chosen(page, **forged, **{"code.payment_method_code": "+"}))
    assert answer.status_code == 403
    assert PaymentMethod.objects.count() == 1


def test_the_api_reads_a_file_in_other_ways_and_says_how(api, ines):
    there = company(ines, "Otro")
    content = "Listado\n;\nSol;Lugo\n"
    body = (
        '--x\r\nContent-Disposition: form-data; name="source"\r\n\r\ncontacts\r\n--x\r\n'
        'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        f"{content}\r\n--x--\r\n"
    ).encode()
    file = api.ok("POST", "/imports", raw=body, content_type="multipart/form-data; boundary=x")
    asked = {
        "kind": "import",
        "file": file["file"],
        "heading_row": 0,
        "columns": {"Column A": "name", "Column B": "city"},
        "fixed": {"country_code": "Spain"},
        "bad_cells": "note",
    }

    job = api.ok("POST", "/jobs", asked)
    work()

    shown = api.ok("GET", f"/imports/{file['file']}")
    assert (shown["heading_row"], shown["delimiter"]) == (0, ";")
    assert Job.objects.get(pk=job["id"]).state == "done"
    assert row("contact", there).name == "Otro"
    rows = api.ok("GET", f"/imports/{file['file']}/rows")["items"]
    assert [each["outcome"] for each in rows] == ["created", "created"]
    problem = api.refused(422, "POST", "/jobs", {**asked, "heading_row": -1})
    assert problem["errors"][0]["field"] == "heading_row"
