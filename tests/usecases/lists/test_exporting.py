"""Excel there and back: what the filter shows goes out, is edited, and comes back [P5]."""

import csv
import zipfile

import pytest
import xlsxwriter
from django.utils.translation import override

from tests.exchange.tables import read_table
from tests.making import code, company, linked, person, row
from tests.usecases.imports.test_import_jobs import Sent, again, outcomes
from unisono.cli.by_spark import contacts_of
from unisono.common.errors import Invalid, NotAllowed, Refused
from unisono.contacts.models import Contact
from unisono.duplicates.features import features_of
from unisono.exchange.vcards import read_cards
from unisono.matching.compared_records import entries
from unisono.usecases.imports.import_file import import_file
from unisono.usecases.imports.staged import stage
from unisono.usecases.lists import exporting
from unisono.usecases.lists.exporting import Words, export
from unisono.usecases.lists.record_lists import exported
from unisono.usecases.records.changing import change_record
from unisono.web import labels


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA = tmp_path


def sent_out(actor, tmp_path, kind="contact", format_="xlsx", **query):
    """An exported file."""
    path = tmp_path / f"out.{format_}"
    export(kind, query, format_, path, Words(labels.fields()), actor)
    return path


def edited(path, **cells):
    """The same file after somebody typed into its first row: column → text."""
    table = read_table(path)
    out = path.with_name("edited.xlsx")
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, table.columns)
        for number, each in enumerate(table.rows, 1):
            values = {**each.cells, **(cells if number == 1 else {})}
            for place, column in enumerate(table.columns):
                sheet.write_string(number, place, values[column])
    return out


def brought_back(actor, path, source="contacts", **options):
    """What became of the rows of a file that came back."""
    name = stage(Sent(path.read_bytes(), path.name), source, actor)
    return again(actor, name, **options)[1]


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_exported_book_is_read_for_a_comparison_elsewhere(ines, tmp_path, language):
    no = company(
        ines, "Muñoz SL", city="Madrid", phone_no="+34 915557788", vat_registration_no="ESB00123455"
    )

    with override(language):
        path = sent_out(ines, tmp_path, format_="csv")

    ((number, values),) = contacts_of(path)
    assert number == no
    kept = entries(Contact.objects.all())
    assert features_of(values) == features_of(next(kept)[1])


def test_what_the_filter_shows_goes_out_with_numbers_and_versions(ines, tmp_path):
    code(ines, "industry-groups", "IT")
    company(
        ines, "Muñoz SL", city="Madrid", post_code="08001", industry_group_codes=["IT"], no="A-1"
    )
    company(ines, "Otra SL", city="Lugo")

    table = read_table(sent_out(ines, tmp_path, city="Madrid"))

    cells = table.rows[0].cells
    assert len(table.rows) == 1
    assert (cells["No."], cells["Version"], cells["Name"], cells["Post code"]) == (
        "A-1",
        "1",
        "Muñoz SL",
        "08001",
    )


def test_a_file_that_comes_back_as_it_went_changes_nothing(ines, tmp_path):
    contact, _customer = linked(ines, "customer", "vendor", city="Madrid", note="Una\nnota")[:2]
    person(ines, "Ana Gil", company_no=contact)

    for kind, source in (("contact", "contacts"), ("customer", "customers")):
        kept = brought_back(ines, sent_out(ines, tmp_path, kind), source)
        assert set(outcomes(kept)) == {"unchanged"}, kept.results()


def test_an_edited_cell_comes_back_and_reaches_what_is_linked(ines, tmp_path):
    contact, customer = linked(ines, "customer", city="Madrid")

    kept = brought_back(ines, edited(sent_out(ines, tmp_path), City="Toledo"))

    assert outcomes(kept) == ["updated"]
    assert (row("contact", contact).city, row("customer", customer).city) == ("Toledo", "Toledo")


def test_what_both_sides_changed_is_shown_and_the_rest_is_merged(ines, tmp_path):
    contact = company(ines, city="Madrid", phone_no="1")
    path = edited(sent_out(ines, tmp_path), City="Toledo", Phone="2")
    change_record("contact", contact, {"city": "Lugo", "fax_no": "3"}, actor=ines)

    trial = brought_back(ines, path, dry_run=True)
    assert outcomes(trial) == ["conflict"]
    assert [column for column, _text in trial.results()[0][1].messages] == ["City"]
    brought_back(ines, path, on_conflict="ours")

    now = row("contact", contact)
    assert (now.city, now.phone_no, now.fax_no) == ("Lugo", "2", "3")


def test_the_same_in_spanish(ines, tmp_path):
    company(ines, city="Madrid")
    with override("es"):
        path = sent_out(ines, tmp_path)

    kept = brought_back(ines, edited(path, Población="Toledo"))

    assert outcomes(kept) == ["updated"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_untouched_file_never_puts_back_what_was_newer_here(ines, tmp_path, language):
    _contact, customer = linked(ines, "customer", phone_no="910000777")
    with override(language):
        path = sent_out(ines, tmp_path, "customer")
    change_record("customer", customer, {"phone_no": "910000999"}, actor=ines)

    kept = brought_back(ines, path, "customers")
    report = import_file(path, "customer", {}, actor=ines)

    assert (outcomes(kept), report.counts["unchanged"], report.left_out) == (["unchanged"], 1, [])
    assert row("customer", customer).phone_no == "910000999"


def test_a_version_that_is_none_refuses_its_row(ines, tmp_path):
    company(ines, city="Madrid")

    kept = brought_back(ines, edited(sent_out(ines, tmp_path), City="Toledo", Version="1.0"))

    ((_row, told),) = kept.results()
    assert (told.outcome, [column for column, _text in told.messages]) == ("refused", ["Version"])


def test_no_spreadsheet_runs_what_stands_in_a_name(ines, tmp_path):
    company(ines, "=HYPERLINK(0)", phone_no="+34 915557788", note="-1+cmd")

    with sent_out(ines, tmp_path, format_="csv").open(encoding="utf-8-sig", newline="") as file:
        line = next(iter(csv.DictReader(file)))
    assert (line["Name"], line["Phone"], line["Note"]) == (
        "'=HYPERLINK(0)",
        "+34 915557788",
        "'-1+cmd",
    )
    assert (
        read_table(sent_out(ines, tmp_path, format_="csv")).rows[0].cells["Name"] == "=HYPERLINK(0)"
    )
    assert read_table(sent_out(ines, tmp_path)).rows[0].cells["Name"] == "=HYPERLINK(0)"


def test_contacts_go_out_as_cards(ines, tmp_path):
    firm = company(ines, "O'Neill & Söhne; GmbH, S.A.", city="Köln", country_code="DE")
    person(ines, "Ana Gil", company_no=firm, email="ana@x.example")

    cards = {
        card.values["name"] if "name" in card.values else card.values["first_name"]: card.values
        for card in read_cards(sent_out(ines, tmp_path, format_="vcf"))
    }

    assert cards["O'Neill & Söhne; GmbH, S.A."]["country_code"] == "DE"
    assert cards["Ana"]["company_name"] == "O'Neill & Söhne; GmbH, S.A."


def test_who_sees_no_bank_accounts_exports_none(omar, ines, tmp_path):
    with pytest.raises(NotAllowed):
        sent_out(omar, tmp_path, "bank_account")
    for bad in ({"format_": "pdf"}, {"format_": "vcf", "kind": "customer"}, {"colour": "red"}):
        with pytest.raises(Invalid):
            sent_out(ines, tmp_path, **bad)


def test_a_sheet_that_would_be_too_long_is_refused(ines, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    company(ines)
    company(ines)

    with pytest.raises(Refused, match="1 row"):
        sent_out(ines, tmp_path)
    assert sent_out(ines, tmp_path, format_="csv").stat().st_size


def test_every_field_goes_out():
    assert {"no", "version", "name", "note", "iban", "credit_limit"} <= set(exported("customer"))


@pytest.mark.parametrize(("language", "words"), [("en", ("yes", "no")), ("es", ("sí", "no"))])
def test_what_is_so_or_not_goes_out_in_words_and_comes_back(ines, tmp_path, language, words):
    company(ines, "Sol", exclude_from_segment=True)
    company(ines, "Luna")

    with override(language):
        path = sent_out(ines, tmp_path)

    place = read_table(path).columns.index(
        {"en": "Excluded from mailings", "es": "Excluido de envíos masivos"}[language]
    )
    said = {list(each.cells.values())[place] for each in read_table(path).rows}
    assert said == set(words)
    assert set(outcomes(brought_back(ines, path))) == {"unchanged"}
    with zipfile.ZipFile(path) as packed:
        assert b"<autoFilter" in packed.read("xl/worksheets/sheet1.xml")
