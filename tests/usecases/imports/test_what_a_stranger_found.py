"""Faults that somebody found who read the import with fresh eyes, each told as what must hold."""

import io

import pytest
import xlsxwriter

from tests.making import company, record, row
from tests.usecases.imports.test_files_from_elsewhere import Sent, imported, values
from tests.usecases.imports.test_import_jobs import again, outcomes
from unisono.common.errors import Conflict, NotFound
from unisono.contacts.models import Contact
from unisono.exchange.reading import Unreadable
from unisono.imports.models import WaitingPiece
from unisono.jobs.models import Job
from unisono.usecases.imports.staged import answer, mend, read_again, stage
from unisono.usecases.jobs.import_steps import with_new_codes
from unisono.usecases.jobs.jobs import start_job
from unisono.usecases.privacy.erasing import erase_person

pytestmark = [pytest.mark.usefixtures("own_folder", "read_here"), pytest.mark.pure]


def below_row_one():
    """A sheet that begins in row 3, with an error in row 6."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        page.write_row(2, 1, ["Name", "Phone"])
        page.write_row(3, 1, ["Sol", "600111222"])
        page.write_row(4, 1, ["Mar", "600111333"])
        page.write(5, 1, "Luz")
        page.write_formula("C6", "=NA()", None, "#N/A")
    return content.getvalue()


def test_what_befell_a_cell_is_said_of_its_own_row_wherever_the_sheet_begins(ines):
    found, said = imported(ines, below_row_one(), name="a.xlsx")

    assert found == ["created"] * 3
    assert [bool(each) for each in said] == [False, False, True]
    assert values("contact", "phone_no", name="Sol") == ("600111222",)
    key = stage(Sent("a.xlsx", below_row_one()), "contacts", ines)
    _job, kept = again(ines, key, dry_run=True)
    assert [each.number for each, _result in kept.results()] == [4, 5, 6]


def test_a_cell_that_lost_its_digits_can_be_mended(ines):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Name", "Cuenta"])
        page.write_row(1, 0, ["Sol", 2.1e19])
    key = stage(Sent("a.xlsx", content.getvalue()), "bank_accounts", ines)
    again(ines, key, dry_run=True)

    mend(key, 2, "Cuenta", "21000418450200051332", actor=ines)
    _job, kept = again(ines, key)

    assert outcomes(kept) == ["created"]
    assert values("bank_account", "bank_account_no") == ("21000418450200051332",)


def test_a_company_never_becomes_a_person_by_an_address_that_they_share(ines):
    firm = company(ines, "Talleres Sol SL", email="info@sol.example")

    (outcome,), (said,) = imported(
        ines, "First name,Surname,Email\nAna,Gil,info@sol.example\n", match=["email"]
    )

    assert outcome == "review"
    assert firm in said[""]
    assert (row("contact", firm).type, row("contact", firm).name) == ("company", "Talleres Sol SL")


def test_a_second_number_takes_no_field_that_is_taken(ines):
    there = company(ines, "Sol", phone_no="915551234")

    imported(ines, f"No.,Name,Mobile\n{there},Sol,600111222 / 600333444\n")

    found = row("contact", there)
    assert (found.phone_no, found.mobile_phone_no) == ("915551234", "600111222")
    assert found.note == "Mobile: 600333444"
    imported(ines, "Name,Mobile,Phone\nMar,600111222 / 600333444,982110022\n")
    assert values("contact", "phone_no", "note") == ("982110022", "Mobile: 600333444")


def test_whom_is_erased_is_in_no_file_that_waits(ines):
    text = "First name,Surname,Email\nEva,Sanz,eva@sol.example\nBea,Paz,bea@sol.example,x,y\n"
    key = stage(Sent("a.csv", text), "contacts", ines)
    bea = imported(ines, "First name,Surname,Email\nBea,Paz,bea@sol.example\n")
    assert bea[0] == ["created"]

    erase_person(values("contact", "no")[0], actor=ines)

    assert not WaitingPiece.objects.exists()
    with pytest.raises(NotFound):
        read_again(key, {"delimiter": ";"}, ines)


def test_nul_costs_its_row_alone(ines):
    found, said = imported(ines, "Name,Phone\nSol,600\x00111\nMar,600111222\n")

    assert found == ["refused", "created"]
    assert "Control" in said[0]["Phone"]


def test_same_is_said_of_the_contact_that_was_shown(ines):
    first = company(ines, "Muñoz SL", phone_no="915557788", city="Madrid", country_code="ES")
    text = "Name,Phone,City,Country,Home page\nMuñoz SL,915557788,Madrid,ES,sol.example\n"
    key = stage(Sent("a.csv", text), "contacts", ines)
    _job, kept = again(ines, key, on_match="review", dry_run=True)
    answer(key, [2], "same", actor=ines)
    Contact.objects.filter(no=first).update(no="OTHER", no_key="OTHER")

    _job, kept = again(ines, key, on_match="review")

    assert outcomes(kept) == ["review"]
    assert row("contact", "OTHER").home_page == ""


def test_same_of_a_customer_links_it_and_changes_no_namesake(ines):
    there = company(ines, "Muñoz SL", phone_no="915557788", city="Madrid", country_code="ES")
    record(ines, "customer", "Nada que ver", no=there)
    text = "Name,Phone,City,Country\nMuñoz SL,915557788,Madrid,ES\n"
    key = stage(Sent("a.csv", text), "customers", ines)
    again(ines, key, on_match="review", dry_run=True)
    answer(key, [2], "same", actor=ines)

    again(ines, key, on_match="review")

    assert row("customer", there).name == "Nada que ver"


def test_a_dash_is_no_company(ines):
    text = "First name,Surname,Company\nAna,Gil,-\nEva,Sanz,n/a\n"

    assert imported(ines, text, companies="create")[0] == ["created"] * 2
    assert not Contact.objects.filter(type="company").exists()


def test_two_rows_about_one_record_come_in_their_order(ines):
    there = company(ines, "Sol")

    imported(ines, f"No.,Name,Phone,Privacy blocked\n{there},Sol,111,no\n{there},Sol,222,\n")

    assert row("contact", there).phone_no == "222"


def test_another_name_beside_parts_of_a_name_is_not_lost(ines):
    names = "Talleres Sol SL,Ana,Gil\nLa jefa,Eva,Sanz\nLuz Paz,Luz,Paz\n"
    text = f"Customer Name,First Name,Last Name\n{names}"

    imported(ines, text, companies="create")

    assert Contact.objects.get(name="Ana Gil").company.name == "Talleres Sol SL"
    assert Contact.objects.get(name="Eva Sanz").note == "FN: La jefa"
    assert Contact.objects.get(name="Luz Paz").note == ""


def test_two_texts_are_never_one_new_code(ines):
    texts = ["TRANSFERENCIA BANCARIA 30", "TRANSFERENCIA BANCARIA 60"]
    given = {"value_map": {"payment_method_code": dict.fromkeys(texts, "+")}}
    code = "TRANSFERENCIA-BANCAR"
    new = [("payment_method_code", text, "payment-methods", code) for text in texts]

    found = with_new_codes(given, new, actor=ines)["value_map"]["payment_method_code"]

    assert len(set(found.values())) == 2
    assert with_new_codes(given, new, actor=ines)["value_map"]["payment_method_code"] == found


def test_a_letter_that_was_cut_refuses_its_line_and_is_not_read_otherwise(ines):
    content = (
        "Nombre;Ciudad\nIñigo Gómez;Cáceres\n".encode()
        + "Iñaki Peña;C".encode()
        + b"\xc3\n"
        + "Café Dos;Cádiz\n".encode("cp1252")
    )

    found, _said = imported(ines, content)

    assert found == ["created", "refused", "created"]


def test_a_file_is_not_read_anew_while_it_is_imported(ines):
    key = stage(Sent("a.csv", "Name\nSol\n"), "contacts", ines)
    start_job("import", {"file": key}, actor=ines)

    with pytest.raises(Conflict):
        read_again(key, {"delimiter": ";"}, ines)

    Job.objects.update(state="done")
    read_again(key, {"delimiter": ";"}, ines)


def test_a_long_cell_is_no_telephone_and_takes_no_time(ines):
    text = f"Name,Phone\nSol,({'a' * 30_000}\nMar,1{' ' * 30_000}1\n"

    assert imported(ines, text)[0] == ["refused", "refused"]


@pytest.mark.parametrize("how", [{"sheet": "Clientes 2026"}, {"heading_row": 1}])
def test_what_is_said_of_a_file_and_is_not_so_is_refused(ines, how):
    key = stage(Sent("a.xlsx", below_row_one()), "contacts", ines)

    with pytest.raises(Unreadable):
        read_again(key, how, ines)


def test_a_form_feed_eats_no_record(ines):
    assert imported(ines, "\x0cName,City\nSol,Lugo\nMar,Vigo\n")[0] in (
        ["created", "created"],
        ["refused", "refused"],
    )


def test_an_entry_of_several_lines_is_in_the_note_once(ines):
    there = company(ines, "Sol")
    text = f'No.,Name,Home Street,Street\n{there},Sol,"C/ Mayor 1\n2º B",C/ Sol 2\n'

    for _again in range(3):
        imported(ines, text)

    assert row("contact", there).note.count("Mayor") == 1


def test_a_remark_and_a_third_number_are_both_kept(ines):
    imported(ines, "Name,Phone\nSol,600 111 222 (tardes); 600 333 444; 600 555 666\n")

    assert values("contact", "note") == ("Phone: 600 111 222 (tardes)\nPhone: 600 555 666",)


def test_no_company_is_made_for_a_person_who_is_refused(ines):
    text = "First name,Surname,Company,Phone\nAna,Gil,Luna SL,CASA\n"

    assert imported(ines, text, companies="create")[0] == ["refused"]
    assert not Contact.objects.exists()
