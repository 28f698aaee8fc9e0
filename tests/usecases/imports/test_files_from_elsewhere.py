"""Files as people really have them: address books, other systems, Excel; nothing is lost in silence,
and people stay people.
"""

import io

import pytest
import xlsxwriter

from tests.making import code, company, row
from tests.usecases.imports.test_import_jobs import again, outcomes
from unisono.common.errors import Invalid
from unisono.contacts.models import Contact
from unisono.links.kinds import KINDS
from unisono.usecases.imports.staged import read_again, stage

pytestmark = [pytest.mark.usefixtures("own_folder", "read_here"), pytest.mark.pure]


class Sent:
    """A file as a page sends it."""

    def __init__(self, name, content):
        self.name, self._content = name, content

    def chunks(self):
        """Its content, in pieces."""
        yield self._content if isinstance(self._content, bytes) else self._content.encode()


def imported(actor, content, source="contacts", name="list.csv", **options):
    """A file, imported: what became of its rows, and what is said of each."""
    key = stage(Sent(name, content), source, actor)
    _job, kept = again(actor, key, **options)
    return outcomes(kept), [dict(result.messages) for _row, result in kept.results()]


def sheet(*lines, formats=()):
    """A spreadsheet of these lines."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        for number, line in enumerate(lines):
            page.write_row(number, 0, line)
        for place, formula, value in formats:
            page.write_formula(place, formula, None, value)
    return content.getvalue()


def values(kind="contact", *names, **filters):
    """The values of the newest record."""
    found = KINDS[kind].model.objects.filter(**filters).order_by("-pk")[0]
    return tuple(getattr(found, name) for name in names)


HEADINGS = [
    (
        "Given Name,Family Name,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,"
        "Organization 1 - Name,Organization 1 - Title,Address 1 - Street,Address 1 - City",
        "Ana,Gil,ana@sol.example ::: gil@sol.example,Mobile,600111222,Sol SL,Jefa,Calle Mayor 1,Lugo",
        {
            "type": "person",
            "name": "Ana Gil",
            "email": "ana@sol.example;gil@sol.example",
            "mobile_phone_no": "600111222",
            "job_title": "Jefa",
            "address": "Calle Mayor 1",
            "city": "Lugo",
        },
    ),
    (
        "Título,Nombre,Apellidos,Organización,Puesto,Calle del trabajo,Ciudad de trabajo,Código postal "
        "del trabajo,Teléfono del trabajo,Teléfono móvil,Dirección de correo electrónico",
        "Dra.,Eva,Sanz,Luna SL,Médica,Calle Sol 2,Vigo,36201,986000111,600222333,eva@luna.example",
        {
            "type": "person",
            "first_name": "Eva",
            "surname": "Sanz",
            "job_title": "Médica",
            "address": "Calle Sol 2",
            "post_code": "36201",
            "phone_no": "986000111",
            "email": "eva@luna.example",
        },
    ),
    (
        "Anrede;Vorname;Nachname;Firma;Straße;PLZ;Ort;Land;Telefon;Handy;E-Mail",
        "Frau;Jana;Weiß;Elm AG;Ring 3;01067;Dresden;Deutschland;0351 1;0171 2;jana@elm.example",
        {
            "first_name": "Jana",
            "surname": "Weiß",
            "post_code": "01067",
            "country_code": "DE",
            "mobile_phone_no": "0171 2",
            "note": "Anrede: Frau\nORG: Elm AG",
        },
    ),
    (
        "Nom;Prénom;Société;Adresse;Code postal;Ville;Pays;Téléphone portable;Courriel",
        "Lacombe;Luc;Moulins;3 rue du Lac;01220;Divonne;France;0611223344;luc@lac.example",
        {"surname": "Lacombe", "first_name": "Luc", "post_code": "01220", "country_code": "FR"},
    ),
    (
        "Razón social;NIF/CIF;Domicilio fiscal;C.P.;Población;Provincia;Tlf.;Correo-e;Persona de contacto",
        "Sol y Mar, S.L.;B12345674;C/ Mayor, 5;27001;Lugo;Lugo;982 11 00 22;hola@sol.example;Ana",
        {
            "type": "company",
            "name": "Sol y Mar, S.L.",
            "vat_registration_no": "B12345674",
            "post_code": "27001",
            "city": "Lugo",
            "county": "Lugo",
            "phone_no": "982 11 00 22",
        },
    ),
    (
        "Nome*,Cognome*,Azienda,Indirizzo (sede),CAP,Città,Cellulare",
        "Gina,Neri,Sole Srl,Via Po 1,00185,Roma,333112233",
        {"first_name": "Gina", "surname": "Neri", "post_code": "00185", "city": "Roma"},
    ),
    (
        "First Name,Last Name,Account Name,Mailing Street,Mailing City,Mailing Zip/Postal Code,Phone",
        "Sue,Ash,Ash Ltd,1 High St,Bath,BA1 1AA,01225 1",
        {"first_name": "Sue", "address": "1 High St", "city": "Bath", "phone_no": "01225 1"},
    ),
]


@pytest.mark.parametrize(("headings", "line", "wanted"), HEADINGS)
def test_what_others_call_their_fields(ines, headings, line, wanted):
    (outcome,), _said = imported(ines, f"{headings}\n{line}\n")

    assert outcome == "created"
    assert dict(zip(wanted, values("contact", *wanted), strict=True)) == wanted


def test_erp_lists_of_customers(ines):
    code(ines, "payment-terms", "30D")
    text = (
        "Customer Name,Customer Type,Territory,Tax ID,Mobile No,Email Id,Credit Limit (LCY)\n"
        'Sol SL,Company,Spain,B12345674,600111222,a@sol.example,"1.500,50"\n'
        "Ana Gil,Individual,Portugal,,600111223,b@sol.example,\n"
    )

    assert imported(ines, text, "customers")[0] == ["created", "created"]
    assert values("customer", "type", "country_code", name="Sol SL") == ("company", "ES")
    assert str(values("customer", "credit_limit", name="Sol SL")[0]) == "1500.50"
    assert values("customer", "type", "country_code", name="Ana Gil") == ("person", "PT")


def test_a_person_is_tied_to_its_company_of_the_same_file_or_one_that_is_made(ines):
    text = (
        "Name,Company Type,Related Company,Job Position\n"
        "Ana Gil,Person,Sol SL,Jefa\nSol SL,Company,,\nEva Sanz,person,Luna SL,\n"
    )

    assert imported(ines, text, companies="create")[0] == ["created"] * 3
    assert Contact.objects.get(name="Ana Gil").company.name == "Sol SL"
    assert Contact.objects.get(name="Eva Sanz").company.name == "Luna SL"
    assert Contact.objects.filter(type="company").count() == 2


def test_a_company_that_is_not_there_is_named_in_the_note_unless_it_is_to_be_made(ines):
    imported(ines, "First name,Surname,Company\nAna,Gil,Luna SL\n")

    assert values("contact", "note", "company_id") == ("ORG: Luna SL", None)


def test_fixed_values_are_for_all_rows_that_say_nothing(ines):
    text = "Nombre,País\nAna Gil,\nEva Sanz,Francia\n"

    imported(ines, text, fixed={"type": "person", "country_code": "España"})

    found = Contact.objects.order_by("pk").values_list("type", "surname", "country_code")
    assert list(found) == [("person", "Gil", "ES"), ("person", "Sanz", "FR")]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("fixed", {"favourite_colour": "red"}),
        ("fixed", {"version": "1"}),
        ("fixed", {"city": 7}),
        ("fixed", ["city"]),
        ("value_map", {"favourite_colour": {}}),
        ("value_map", {"city": "Lugo"}),
        ("entities", ["Nope"]),
        ("bad_cells", "perhaps"),
        ("companies", "perhaps"),
        ("decimals", ";"),
        ("date_order", "dym"),
    ],
)
def test_what_is_said_of_an_import_has_to_make_sense(ines, option, value):
    with pytest.raises(Invalid) as refusal:
        imported(ines, "Name,City\nSol,Lugo\n", **{option: value})

    assert refusal.value.errors[0].field == option


def test_what_texts_stand_for_is_said_once_for_all_rows(ines):
    code(ines, "payment-methods", "BANK")
    text = "Razón social;Forma de pago\n" + "".join(f"Sol {n};TRANSF. 30 DÍAS\n" for n in range(3))
    assert imported(ines, text, "customers")[0] == ["refused"] * 3

    mapped = {"payment_method_code": {"transf. 30 días": "BANK"}}

    assert imported(ines, text, "customers", value_map=mapped)[0] == ["created"] * 3
    assert values("customer", "payment_method_code_id") == ("BANK",)


CELLS = [
    ("Phone", "\u202a600 111 222\u202c", {"phone_no": "600 111 222"}),
    ("Phone", "+34–600–111–222", {"phone_no": "+34-600-111-222"}),
    ("Phone", "６００１１１２２２", {"phone_no": "600111222"}),
    ("Phone", "600111222 / 982110022", {"phone_no": "600111222", "mobile_phone_no": "982110022"}),
    (
        "Phone",
        '"600111222\n982110022\n986"',
        {"mobile_phone_no": "982110022", "note": "Phone: 986"},
    ),
    (
        "Phone",
        "600 111 222 (tardes)",
        {"phone_no": "600 111 222", "note": "Phone: 600 111 222 (tardes)"},
    ),
    ("Phone", "sin teléfono", {"phone_no": ""}),
    ("Email", '"a@sol.example; b@sol.example;"', {"email": "a@sol.example;b@sol.example"}),
    ("Email", '"a@sol.example, b@sol.example"', {"email": "a@sol.example;b@sol.example"}),
    ("Email", "Ana <a@sol.example>", {"email": "a@sol.example"}),
    ("Email", "SIN CORREO", {"email": ""}),
    (
        "Address",
        '"Calle Mayor 1\nPiso 2\nEsc. B"',
        {"address": "Calle Mayor 1", "address_2": "Piso 2, Esc. B"},
    ),
    ("Address", "s/n", {"address": "s/n"}),
    ("City", '"San\nSebastián"', {"city": "San Sebastián"}),
    ("City", "N/A", {"city": ""}),
    ("City", "#¡REF!", {"city": ""}),
    ("Country", "Turkey", {"country_code": "TR"}),
    ("Country", "EL", {"country_code": "GR"}),
    ("Country", "The Netherlands", {"country_code": "NL"}),
    ("Country", "Côte d’Ivoire", {"country_code": "CI"}),
    ("Country", "Österreich", {"country_code": "AT"}),
    ("Country", "724", {"country_code": "ES"}),
    ("VAT number", "B-58.378.431", {"vat_registration_no": "B-58.378.431"}),
    ("Post code", "27001.0", {"post_code": "27001"}),
]


@pytest.mark.parametrize(("column", "cell", "wanted"), CELLS)
def test_cells_as_people_type_them(ines, column, cell, wanted):
    (outcome,), _said = imported(ines, f"Name,{column}\nSol,{cell}\n")

    assert outcome == "created"
    assert dict(zip(wanted, values("contact", *wanted), strict=True)) == wanted


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Gil, Ana", ("Ana", "Gil")),
        ("García Márquez, Gabriela", ("Gabriela", "García Márquez")),
        ("de la Cruz, Juan Luis", ("Juan Luis", "de la Cruz")),
    ],
)
def test_a_surname_with_a_comma_comes_first(ines, name, parts):
    imported(ines, f'Type,Name\nperson,"{name}"\n')

    assert values("contact", "first_name", "surname") == parts


def test_a_firm_with_a_comma_is_no_person(ines):
    imported(ines, 'Type,Name\nEmpresa,"Gil, Ana"\nperson,"Sol, S.L."\n')

    names = Contact.objects.order_by("pk").values_list("type", "name")
    assert list(names) == [("company", "Gil, Ana"), ("person", "Sol, S.L.")]


def test_a_cell_that_does_not_fit_costs_the_row_or_goes_to_the_note(ines):
    text = "Name,Phone,Country,Note\nSol,LLAMAR,Atlántida,fiel\n"

    (refused,), (said,) = imported(ines, text)
    assert (refused, set(said)) == ("refused", {"Phone", "Country"})  # all faults at once

    (created,), (said,) = imported(ines, text, bad_cells="note")
    assert (created, set(said)) == ("created", {"Phone", "Country"})
    assert values("contact", "note", "phone_no") == ("fiel\nPhone: LLAMAR\nCountry: Atlántida", "")


def test_a_note_that_grows_too_long_refuses_the_row_and_nothing_is_cut(ines):
    long = "x" * 9_995

    (outcome,), (said,) = imported(ines, f"Name,Phone,Note\nSol,LLAMAR,{long}\n", bad_cells="note")

    assert outcome == "refused"
    assert "Note" in said
    assert not Contact.objects.exists()


def test_the_name_itself_is_never_put_aside(ines):
    (outcome,), (said,) = imported(ines, f"Name,City\n{'x' * 101},Lugo\n", bad_cells="note")

    assert (outcome, set(said)) == ("refused", {"Name"})


def test_the_note_of_a_record_that_is_changed_stays_and_grows_once(ines):
    there = company(ines, "Sol", note="desde 1999")
    text = f"No.,Name,Phone,City\n{there},Sol,LLAMAR,Lugo\n"

    assert imported(ines, text, bad_cells="note")[0] == ["updated"]
    assert imported(ines, text, bad_cells="note")[0] == ["unchanged"]
    assert row("contact", there).note == "desde 1999\nPhone: LLAMAR"


def test_two_columns_of_one_name_are_two_columns(ines):
    imported(
        ines, "Name,Email,Email,Phone,Phone\nSol,a@s.example,b@s.example,982110022,600111222\n"
    )

    found = values("contact", "email", "email_2", "phone_no", "mobile_phone_no")
    assert found == ("a@s.example", "b@s.example", "982110022", "600111222")


def test_html_signs_are_pointed_out_and_read_where_one_says_so(ines):
    text = "Name,City\nMu&ntilde;oz &amp; Hijos,Alcal&aacute;\n"

    assert "&ntilde;" in imported(ines, text)[1][0]["Name"]
    imported(ines, text, entities=["Name", "City"])

    assert values("contact", "name", "city") == ("Muñoz & Hijos", "Alcalá")


class TestSheets:
    """What Excel did to it."""

    def test_digits_that_are_lost_are_never_stored(self, ines):
        content = sheet(["Name", "Cuenta"], ["Sol", 2.100041845020005e19], ["Mar", 123456789012345])

        found, said = imported(ines, content, "bank_accounts", "b.xlsx")

        assert found == ["refused", "created"]
        assert "lost digits" in said[0]["Cuenta"]
        assert values("bank_account", "bank_account_no", name="Mar") == ("123456789012345",)
        assert (
            imported(ines, content, "bank_accounts", "b.xlsx", bad_cells="note")[0][0] == "created"
        )
        assert values("bank_account", "bank_account_no", name="Sol") == ("",)

    def test_digits_that_a_csv_lost_neither(self, ines):
        found, _said = imported(ines, "Name,Cuenta\nSol,2.10004E+19\n", "bank_accounts")

        assert found == ["refused"]

    @pytest.mark.parametrize(
        ("country", "code_", "whole"),
        [("ES", 8001, "08001"), ("FR", 1220, "01220"), ("US", 2138, "02138"), ("AO", 8001, "8001")],
    )
    def test_a_post_code_gets_its_zero_back_and_it_is_said(self, ines, country, code_, whole):
        content = sheet(["Name", "Post code", "Country"], ["Sol", code_, country])

        _found, (said,) = imported(ines, content, name="a.xlsx")

        assert values("contact", "post_code") == (whole,)
        assert said.get("Post code", "") == (f"{code_} → {whole}" if whole != str(code_) else "")

    @pytest.mark.parametrize(
        ("country", "number", "whole"),
        [
            ("FR", 450200000, "0450200000"),
            ("DE", 351123456, "0351123456"),
            ("ES", 915550101, "915550101"),
        ],
    )
    def test_so_does_a_phone(self, ines, country, number, whole):
        imported(ines, sheet(["Name", "Phone", "Country"], ["Sol", number, country]), name="a.xlsx")

        assert values("contact", "phone_no") == (whole,)

    def test_errors_and_formulas_without_result_are_named(self, ines):
        content = sheet(
            ["Name", "City", "Phone"],
            ["Sol"],
            formats=[("B2", "=1/0", "#DIV/0!"), ("C2", "=X1", "")],
        )

        (outcome,), (said,) = imported(ines, content, name="a.xlsx")

        assert outcome == "created"
        assert "error" in said["City"]
        assert "formula" in said["Phone"]

    def test_the_headings_are_found_below_a_title(self, ines):
        content = sheet(
            ["Listado de clientes 2026"], [], ["Cliente", "NIF", "Población"], ["Sol", "", "Lugo"]
        )

        assert imported(ines, content, "customers", "a.xlsx")[0] == ["created"]
        assert values("customer", "name", "city") == ("Sol", "Lugo")

    def test_the_sheet_with_headings_is_found_or_chosen(self, ines):
        content = io.BytesIO()
        with xlsxwriter.Workbook(content) as book:
            book.add_worksheet("Portada").write_row(0, 0, ["Informe", "2026"])
            page = book.add_worksheet("Clientes")
            page.write_row(0, 0, ["Nombre", "Ciudad"])
            page.write_row(1, 0, ["Sol", "Lugo"])
            other = book.add_worksheet("Viejos")
            other.write_row(0, 0, ["Nombre", "Ciudad"])
            other.write_row(1, 0, ["Luna", "Vigo"])
        key = stage(Sent("a.xlsx", content.getvalue()), "contacts", ines)
        read_again(key, {"sheet": "Viejos"}, ines)

        _job, kept = again(ines, key)

        assert outcomes(kept) == ["created"]
        assert values("contact", "name") == ("Luna",)
        assert imported(ines, content.getvalue(), name="a.xlsx")[0] == ["created"]
        assert values("contact", "name") == ("Sol",)


def test_a_list_without_headings(ines):
    key = stage(Sent("a.csv", "Sol;Lugo;982110022\nLuna;Vigo;986110022\n"), "contacts", ines)
    read_again(key, {"heading_row": 0}, ines)

    _job, kept = again(ines, key, columns={"Column A": "name", "Column B": "city"})

    assert outcomes(kept) == ["created", "created"]
    assert imported(ines, "a@sol.example\nb@sol.example\n")[0] == ["created", "created"]
    assert values("contact", "name", "email") == ("b@sol.example", "b@sol.example")


@pytest.mark.parametrize(
    "how", [{"heading_row": -1}, {"heading_row": "1"}, {"encoding": "x"}, {"delimiter": "x"}]
)
def test_what_is_said_of_a_file_has_to_make_sense(ines, how):
    key = stage(Sent("a.csv", "Name\nSol\n"), "contacts", ines)

    with pytest.raises(Invalid) as refusal:
        read_again(key, how, ines)

    assert refusal.value.errors[0].field == next(iter(how))


def test_lines_in_two_encodings_are_read_each_by_itself_and_said(ines):
    content = "Nombre;Ciudad\nCafé Uno;León\n".encode() + "Café Dos;Cádiz\n".encode("cp1252")

    found, said = imported(ines, content)

    assert found == ["created", "created"]
    assert list(Contact.objects.order_by("pk").values_list("name", "city")) == [
        ("Café Uno", "León"),
        ("Café Dos", "Cádiz"),
    ]
    assert (said[0], "another encoding" in said[1][""]) == ({}, True)


CARDS = "BEGIN:VCARD\nVERSION:3.0\nN:Gil;Ana\nUID:abc-1\nTEL:600111222\nEND:VCARD\n"


def test_the_same_cards_twice_change_nothing(ines):
    assert imported(ines, CARDS, name="cards.vcf")[0] == ["created"]
    assert imported(ines, CARDS, name="cards.vcf")[0] == ["unchanged"]

    changed = CARDS.replace("600111222", "600111333")
    assert imported(ines, changed, name="cards.vcf")[0] == ["updated"]
    assert Contact.objects.get().phone_no == "600111333"


def test_rows_find_their_contact_by_the_key_of_another_system(ines):
    key = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    text = f"ID,Name,City\n{key},Sol,Lugo\n"
    assert imported(ines, text)[0] == ["created"]
    assert values("contact", "external_id") == (key,)

    assert imported(ines, text.replace("Lugo", "Vigo"), match=["external_id"])[0] == ["updated"]
    assert Contact.objects.get().city == "Vigo"


def test_what_a_card_loses_is_named(ines):
    card = CARDS.replace("TEL:", "esto no es nada\nPHOTO;ENCODING=B:AAAA\nTEL:")

    (outcome,), (said,) = imported(ines, card, name="cards.vcf")

    assert outcome == "created"
    assert "esto no es nada" in said["lost"]
    assert "PHOTO" in said["lost"]
