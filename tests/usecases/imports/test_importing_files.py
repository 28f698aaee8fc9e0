"""Importing a table: each row all or nothing, the whole one act."""

from decimal import Decimal

import pytest
import xlsxwriter

from tests.making import code, company, exists, linked, record, row
from unisono.common.errors import Invalid, NotAllowed
from unisono.contacts.models import Contact
from unisono.customers.models import Customer
from unisono.history.models import ChangeSet
from unisono.usecases.imports.import_file import import_file
from unisono.usecases.transaction import Busy
from unisono.usecases.undo.undo_change_sets import undo_act


@pytest.fixture
def imported(tmp_path, ines):
    def run(kind, text, actor=ines, **more):
        path = tmp_path / "a.csv"
        path.write_text(text, encoding="utf-8")
        return import_file(path, kind, {}, actor=actor, **more)

    return run


def test_a_bad_row_is_refused_whole_with_its_column_and_the_others_come_in(imported, ines):
    report = imported(
        "customer",
        "no,nombre,telefono,pais\n1,Sol,CASA,España\n2,Luna,915550101,Atlantis\n3,Mar,1,ES\n",
    )

    assert report.counts == {"created": 1, "updated": 0, "unchanged": 0, "refused": 2}
    assert [(r.row, r.column) for r in report.refused] == [(2, "telefono"), (3, "pais")]
    assert not exists("customer", "1")
    assert row("customer", "3").link.contact.country_code == "ES"


def test_an_amount_is_read_by_the_texts_of_its_column_and_never_by_a_number_beside_it(
    ines, tmp_path
):
    path = tmp_path / "limits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["Nombre", "Sol", "Luna", "Mar"])
        sheet.write_column(0, 1, ["Límite crédito", "1.500,00", "12.000", 3000.5])

    report = import_file(path, "customer", {}, actor=ines)

    assert report.counts["created"] == 3
    limits = dict(Customer.objects.values_list("name", "credit_limit"))
    assert limits == {"Sol": Decimal(1500), "Luna": Decimal(12000), "Mar": Decimal("3000.5")}


def test_an_amount_that_nobody_can_tell_is_refused_with_that_reason(imported, ines):
    report = imported("customer", "name;credit_limit\nSol;12.000\nLuna;7\n")

    assert report.counts == {"created": 1, "updated": 0, "unchanged": 0, "refused": 1}
    ((place, column, message),) = [(r.row, r.column, r.message) for r in report.refused]
    assert (place, column) == (2, "credit_limit")
    assert "12.000 may be thousands or decimals" in message


def test_blank_cells_overwrite_nothing_and_changes_travel(imported, ines):
    contact, customer = linked(ines, "customer", city="Madrid", phone_no="1")

    report = imported("customer", f"no,city,phone_no\n{customer.lower()},,2\n")

    assert report.counts["updated"] == 1
    assert (row("contact", contact).city, row("contact", contact).phone_no) == ("Madrid", "2")
    last = ChangeSet.objects.latest("id")
    assert (last.via, last.act) == ("import", report.act)


def test_the_dry_run_says_what_would_be_and_keeps_nothing(imported, ines):
    report = imported(
        "vendor", "no,name,contact_name\nA,Sol,Ana Gil\na,Sol SL,\nB,,\n", dry_run=True
    )

    assert report.counts == {"created": 1, "updated": 1, "unchanged": 0, "refused": 1}
    assert not Contact.objects.exists()
    assert not ChangeSet.objects.exists()
    assert company(ines) == "CT000001"


def test_contacts_with_companies_codes_and_flags(imported, ines):
    code(ines, "industry-groups", "IT")
    code(ines, "industry-groups", "FOOD")

    imported(
        "contact",
        "no,type,name,company_no,industry_group_codes,exclude_from_segment\nF,company,Sol,,IT;food,sí\n",
    )
    imported("contact", "no,type,name,company_no,cargo\nP,person,Ana Gil,F,Gerente\n")

    assert {c.code for c in row("contact", "F").industry_group_codes.all()} == {"IT", "FOOD"}
    assert row("contact", "F").exclude_from_segment
    assert (row("contact", "P").company.no, row("contact", "P").job_title) == ("F", "Gerente")


def test_updates_are_undone_with_the_import(imported, ines):
    no = record(ines, "vendor", city="Lugo")
    report = imported("vendor", f"no,name,city\n{no},Sol,Vigo\nNEW,Mar,Vigo\n")

    undo_act(str(report.act), actor=ines)

    assert row("vendor", no).city == "Lugo"
    assert not exists("vendor", "NEW")


def test_who_may_not_write_these_records_imports_none(imported, omar):
    with pytest.raises(NotAllowed):
        imported("vendor", "name\nSol\n", actor=omar)


def test_freelancers_come_in_as_people(imported):
    imported("customer", "no,nombre,tipo\n1,Ana Gil Mar,persona\n2,Sol SL,empresa\n3,Luz,club\n")

    assert (row("customer", "1").type, row("customer", "1").link.contact.type) == (
        "person",
        "person",
    )
    assert row("customer", "2").type == "company"
    assert not exists("customer", "3")


def test_a_file_without_names_is_refused_once(imported):
    with pytest.raises(Invalid):
        imported("customer", "Denominación rara,tlf\nSol,1\n")


@pytest.mark.parametrize(
    "line",
    [
        "1,Sol,Ana,%s,," % ("x" * 150),
        "1,Sol,Ana,Jefa\x01,,",
        "1,Sol,,,1e30,",
        "1\x00,Sol,,,,",
        "%s,Sol,,,," % ("9" * 21),
    ],
)
def test_a_row_that_no_field_can_hold_is_refused_and_the_next_comes_in(imported, line):
    report = imported(
        "customer", f"no,name,contactName,contactTitle,credit_limit,city\n{line}\n2,Luna,,,,Vigo\n"
    )

    assert (report.counts["refused"], report.counts["created"]) == (1, 1)
    assert row("customer", "2").city == "Vigo"


def test_a_line_separator_within_a_text_ends_no_row(imported):
    report = imported("customer", "no,name,city\nX1,Sol\u2028Mar,Vigo\n")

    assert (report.counts["created"], row("customer", "X1").name) == (1, "Sol Mar")


def test_formulas_are_texts(imported):
    imported("vendor", 'no,name\n1,"=HYPERLINK(""http://x"")"\n')

    assert row("vendor", "1").name == '=HYPERLINK("http://x")'


def test_a_chunk_that_others_hold_up_is_imported_row_by_row(imported, ines, monkeypatch):
    def busy(*_rows, **_more):
        raise Busy("others")

    monkeypatch.setattr("unisono.usecases.imports.importer.create_many", busy)

    assert imported("customer", "no,name\n1,Sol\n2,Luna\n").counts["created"] == 2


def test_what_only_people_have_stays_in_a_companys_note(ines, tmp_path):
    """[5.8]: lists of firms name the job of whom one talks to."""
    path = tmp_path / "a.csv"
    path.write_text("no,name,type,job_title\nF,Sol SL,company,Jefa\nP,Ana Gil,person,Gerente\n")
    import_file(path, "contact", {}, actor=ines)
    assert (row("contact", "F").job_title, row("contact", "F").note) == ("", "TITLE: Jefa")
    assert (row("contact", "P").job_title, row("contact", "P").note) == ("Gerente", "")

    path.write_text("no,job_title\nF,Jefa\nF,Dueña\nP,Socia\n")
    import_file(path, "contact", {}, actor=ines)
    assert row("contact", "F").note == "TITLE: Jefa\nTITLE: Dueña"
    assert (row("contact", "P").job_title, row("contact", "P").note) == ("Socia", "")
