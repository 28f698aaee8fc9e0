"""Files come in as jobs: tried, mended, run, taken up again, undone; matched, and merged three ways
[P6] [9.1].
"""

import io
import os
import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from tests.making import company, exists, link_of, linked, record, row
from tests.usecases.matching.test_finding import worked
from unisono.access.roles import Actor
from unisono.common.errors import Conflict, Invalid, NotAllowed, NotFound
from unisono.contacts.models import Contact
from unisono.customers.models import Customer
from unisono.history.models import ChangeSet
from unisono.imports.models import WaitingFile, WaitingRow
from unisono.imports.results import RowResult
from unisono.jobs import queue, workers
from unisono.jobs.models import Job
from unisono.matching import look_alikes
from unisono.usecases.imports import jobs as imports
from unisono.usecases.imports import mappings
from unisono.usecases.imports.staged import forget_former_files, mend, stage, staged_file
from unisono.usecases.jobs.jobs import start_job
from unisono.usecases.matching.suggestions import link_suggestions, set_suggestion_state
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.merging import merge
from unisono.usecases.undo.undo_change_sets import undo_act
from unisono.worker.loop import work_on

MUÑOZ = "Talleres Muñoz SL,Calle Mayor 5,28013,Madrid,ES,915557788,taller@munoz.example"
HEADING = "name,address,post_code,city,country_code,phone_no,email"


class Sent(io.BytesIO):
    """A file that was sent."""

    def __init__(self, content, name="filas.csv"):
        super().__init__(content if isinstance(content, bytes) else content.encode())
        self.name = name

    def chunks(self):
        yield self.getvalue()


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path, read_here):
    settings.DATA = tmp_path


def run(actor, text, source="contacts", **options):
    """A file imported by a worker: the job, and the working file."""
    name = stage(Sent(text), source, actor)
    return again(actor, name, **options)


def again(actor, name, **options):
    """A file that waits, imported by a worker."""
    id_ = start_job("import", {"file": name, **options}, actor=actor)
    work_on(queue.claim(workers.own_name(), only=id_))
    return Job.objects.get(pk=id_), staged_file(name, actor)


def outcomes(kept):
    """What became of each row."""
    return [result.outcome for _row, result in kept.results()]


def test_a_trial_tells_by_the_real_code_and_keeps_nothing(ines):
    linked(ines, "customer", city="Madrid")

    job, kept = run(
        ines,
        "no,name,city,phone\nC000001,,Toledo,\nC9,Sol,Lugo,1\nC8,Mar,,CASA\n",
        "customers",
        dry_run=True,
    )

    assert (job.state, job.created, job.errors.count()) == ("done", 2, 1)
    assert outcomes(kept) == ["updated", "created", "refused"]
    (_row, changed), (_row, _made), (_row, refused) = kept.results()
    assert changed.changes == (("city", "Madrid", "Toledo"),)
    assert refused.messages[0][0] == "phone"
    assert (row("customer", "C000001").city, exists("customer", "C9")) == ("Madrid", False)


def test_numbers_of_a_sheet_stay_numbers_while_they_wait(ines, tmp_path):
    path = tmp_path / "limits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["Nombre", "Sol", "Luna", "Mar"])
        sheet.write_column(0, 1, ["Límite crédito", "12.000", 3000.5, 1234.125])

    job, kept = run(ines, path.read_bytes(), "customers", dry_run=True)
    assert outcomes(kept) == ["refused", "created", "refused"]
    mend(job.payload["file"], 2, "Límite crédito", "12.000,00", actor=ines)
    _job, kept = again(ines, job.payload["file"])

    assert outcomes(kept) == ["created", "created", "refused"]
    limits = dict(Customer.objects.values_list("name", "credit_limit"))
    assert limits == {"Sol": Decimal(12000), "Luna": Decimal("3000.5")}


def test_a_mended_cell_comes_in_and_the_whole_is_undone(ines):
    job, kept = run(ines, "name,phone\nSol,CASA\nLuna,1\n", dry_run=True)
    mend(job.payload["file"], 2, "phone", "915550101", actor=ines)

    job, kept = again(ines, job.payload["file"])

    assert outcomes(kept) == ["created", "created"]
    assert Contact.objects.get(name="Sol").phone_no == "915550101"
    assert {each.via for each in ChangeSet.objects.filter(act=job.act)} == {"import"}
    undo_act(str(job.act), actor=ines)
    assert Contact.objects.count() == 0


def test_rows_find_their_record_by_vat_number_e_mail_or_name(ines):
    one = company(ines, "Sol SL", vat_registration_no="ESB12345678")
    two = company(ines, "Luna SL", email="Hola@Luna.example")
    three = company(ines, "Mar Ñandú SL")

    _job, kept = run(
        ines,
        "name,vat_registration_no,email,city\nX,B-12345678,,Uno\nY,,hola@luna.example,Dos\n"
        "mar ñandu sl,,,Tres\nZ,,,Cuatro\n",
        match=["vat_registration_no", "email", "name"],
        act="update",
    )

    assert outcomes(kept) == ["updated", "updated", "updated", "skipped"]
    assert [row("contact", no).city for no in (one, two, three)] == ["Uno", "Dos", "Tres"]


def test_a_row_that_several_records_match_is_left_for_review(ines):
    numbers = [company(ines, "Sol SL"), company(ines, "Sol SL")]

    _job, kept = run(ines, "name,city\nSol SL,Lugo\n", match=["name"])

    ((_row, result),) = kept.results()
    assert result.outcome == "review"
    assert all(no in result.messages[0][1] for no in numbers)


def test_only_new_rows_or_only_old_ones_where_that_is_wanted(ines):
    there = company(ines, city="Madrid", no="A-1")

    _job, kept = run(ines, "no,name,city\nA-1,Otro,Lugo\nA-2,Nuevo,Lugo\n", act="create")

    assert outcomes(kept) == ["skipped", "created"]
    assert row("contact", there).city == "Madrid"


@pytest.mark.parametrize("way", ["review", "link", "create"])
def test_a_row_that_looks_like_a_contact_is_treated_as_it_is_told(ines, way):
    there = company(
        ines,
        "Talleres Muñoz",
        address="C/ Mayor, 5",
        city="Madrid",
        country_code="ES",
        phone_no="915557788",
    )

    _job, kept = run(ines, f"{HEADING}\n{MUÑOZ}\nPanadería Sol,,,Lugo,ES,,\n", on_match=way)

    assert outcomes(kept) == [
        {"review": "review", "link": "updated", "create": "created"}[way],
        "created",
    ]
    assert Contact.objects.count() == (3 if way == "create" else 2)
    if way == "link":
        assert row("contact", there).email == "taller@munoz.example"
    if way == "review":
        assert there in kept.results()[0][1].messages[0][1]


def test_a_customer_that_looks_like_a_contact_is_created_and_linked_to_it(ines):
    there = company(
        ines,
        "Talleres Muñoz",
        address="C/ Mayor, 5",
        city="Madrid",
        country_code="ES",
        phone_no="915557788",
    )

    job, kept = run(ines, f"{HEADING}\n{MUÑOZ}\n", "customers", on_match="link")

    assert outcomes(kept) == ["linked"]
    made = Customer.objects.get()
    assert link_of("customer", made.no).contact.no == there
    undo_act(str(job.act), actor=ines)
    assert (Customer.objects.count(), row("contact", there).name) == (0, "Talleres Muñoz")


def test_a_customer_for_review_is_created_and_its_link_suggested(ines):
    there = company(
        ines,
        "Talleres Muñoz",
        address="C/ Mayor, 5",
        city="Madrid",
        country_code="ES",
        phone_no="915557788",
    )

    job, kept = run(ines, f"{HEADING}\n{MUÑOZ}\n", "customers", on_match="review")

    assert outcomes(kept) == ["suggested"]
    made = Customer.objects.get()
    assert link_of("customer", made.no) is None
    assert [(each.no, each.contact_no) for each in link_suggestions(ines)] == [(made.no, there)]
    undo_act(str(job.act), actor=ines)
    assert (Customer.objects.count(), link_suggestions(ines).count()) == (0, 0)


def test_customers_that_are_there_are_only_linked(ines):
    there = company(
        ines,
        "Talleres Muñoz",
        address="C/ Mayor, 5",
        city="Madrid",
        country_code="ES",
        phone_no="915557788",
    )
    customer = record(ines, "customer", "Talleres Muñoz SL", no="C-1")

    _job, kept = run(
        ines, f"no,{HEADING}\nC-1,{MUÑOZ}\nC-2,Sol,,,,,,\n", "customers", act="link_only"
    )

    assert outcomes(kept) == ["linked", "skipped"]
    assert link_of("customer", customer).contact.no == there


def test_a_link_that_was_refused_is_not_made_by_a_file(ines):
    words = dict(zip(HEADING.split(","), MUÑOZ.split(","), strict=True))
    name = words.pop("name")
    company(ines, name, **words)
    customer = record(ines, "customer", name, **words)
    worked("suggest_links", ines)
    set_suggestion_state(link_suggestions(ines).get().pk, "dismissed", actor=ines)

    _job, kept = run(ines, f"no,{HEADING}\n{customer},{MUÑOZ}\n", "customers", act="link_only")

    assert outcomes(kept) == ["skipped"]
    assert link_of("customer", customer) is None


def test_the_same_firm_twice_in_a_file_comes_in_once(ines):
    twice = MUÑOZ.replace("Talleres Muñoz SL", "TALLERES MUNOZ S.L.")

    _job, kept = run(ines, f"{HEADING}\n{MUÑOZ}\n{twice}\n", on_match="review")

    assert outcomes(kept) == ["created", "review"]
    assert "row 2" in kept.results()[1][1].messages[0][1]


def test_duplicates_in_later_chunks_are_found_too(ines, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 1)

    _job, kept = run(ines, f"{HEADING}\n{MUÑOZ}\n{MUÑOZ}\n", on_match="review")

    assert outcomes(kept) == ["created", "review"]


@pytest.mark.parametrize("many", [0, 20_000])
def test_few_rows_beside_many_contacts_find_the_same(ines, monkeypatch, many):
    monkeypatch.setattr(look_alikes, "_MANY", many)
    there = company(
        ines, "Talleres Muñoz SL", city="Madrid", phone_no="915557788", email="taller@munoz.example"
    )
    other = "Bodegas Ñandú,Calle Sol 1,41001,Sevilla,ES,954000111,hola@nandu.example"

    _job, kept = run(ines, f"{HEADING}\n{MUÑOZ}\n{other}\n{other}\n", on_match="review")

    assert outcomes(kept) == ["review", "created", "review"]
    first, _created, last = (result.messages for _row, result in kept.results())
    assert there in first[0][1]
    assert "row 3" in last[0][1]


def test_a_trial_knows_the_numbers_of_earlier_chunks(ines, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 1)
    name = stage(Sent("no,name\nA-1,Sol\na-1,Sol SL\n"), "contacts", ines)

    _job, tried = again(ines, name, dry_run=True)

    assert outcomes(tried) == ["created", "updated"]
    assert outcomes(again(ines, name, act="create", dry_run=True)[1]) == ["created", "skipped"]
    assert outcomes(again(ines, name)[1]) == ["created", "updated"]


def test_a_trial_finds_what_looks_alike_in_later_chunks_too(ines, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 1)

    _job, kept = run(ines, f"{HEADING}\n{MUÑOZ}\n{MUÑOZ}\n", on_match="review", dry_run=True)

    assert outcomes(kept) == ["created", "review"]
    assert "row 2" in kept.results()[1][1].messages[0][1]


def test_an_empty_cell_leaves_alone_and_a_mark_clears(ines):
    there = company(ines, city="Madrid", phone_no="1", no="A-1")

    _job, kept = run(ines, "no,city,phone_no\nA-1,,[borrar]\n")

    assert outcomes(kept) == ["updated"]
    assert (row("contact", there).city, row("contact", there).phone_no) == ("Madrid", "")


class TestThreeWays:
    @pytest.fixture
    def exported(self, ines):
        """A contact as a file had it, and changed here since: the city."""
        no = company(ines, city="Madrid", phone_no="1", no="A-1")
        change_record("contact", no, {"city": "Toledo"}, actor=ines)
        return no

    def test_what_changed_on_one_side_only_is_kept_of_both(self, ines, exported):
        _job, kept = run(ines, "no,version,name,city,phone_no\nA-1,1,Talleres Muñoz SL,Madrid,2\n")

        assert outcomes(kept) == ["updated"]
        assert (row("contact", exported).city, row("contact", exported).phone_no) == ("Toledo", "2")

    @pytest.mark.parametrize(
        ("wins", "city"), [("ask", "Toledo"), ("theirs", "Lugo"), ("ours", "Toledo")]
    )
    def test_what_both_changed_is_a_conflict_unless_one_wins(self, ines, exported, wins, city):
        _job, kept = run(ines, "no,version,city,phone_no\nA-1,1,Lugo,2\n", on_conflict=wins)

        assert outcomes(kept) == ["conflict" if wins == "ask" else "updated"]
        assert row("contact", exported).city == city
        assert row("contact", exported).phone_no == ("1" if wins == "ask" else "2")
        if wins == "ask":
            column, text = kept.results()[0][1].messages[0]
            assert (column, "Madrid" in text, "Toledo" in text, "Lugo" in text) == (
                "city",
                True,
                True,
                True,
            )

    def test_a_version_that_is_not_there_yet_is_refused(self, ines, exported):
        _job, kept = run(ines, "no,version,city\nA-1,99,Lugo\n")

        assert outcomes(kept) == ["refused"]

    def test_a_file_from_before_a_merge_finds_the_contact_that_is_left(self, ines, exported):
        left = company(ines, "Otro", no="A-2")
        merge(left, exported, actor=ines)

        _job, kept = run(ines, "no,fax_no\nA-1,3\n")

        assert outcomes(kept) == ["updated"]
        assert row("contact", left).fax_no == "3"


def test_an_import_that_was_cut_off_goes_on_and_nothing_is_created_twice(ines, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 2)
    name = stage(Sent("name\n" + "".join(f"Firma {n}\n" for n in range(5))), "contacts", ines)
    id_ = start_job("import", {"file": name}, actor=ines)
    job = queue.claim(workers.own_name(), only=id_)
    stops = iter([False, True])
    work_on(job, lambda: next(stops))
    queue.release(job.pk, job.worker)
    assert Contact.objects.count() == 2

    work_on(queue.claim("another", only=id_))

    assert (Job.objects.get(pk=id_).state, Contact.objects.count()) == ("done", 5)


def test_people_of_a_card_find_their_company(ines):
    sol = company(ines, "Sol SL")
    cards = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Gil\nN:Gil;Ana;;;\nORG:Sol SL\nEND:VCARD\n"

    name = stage(Sent(cards, "telefono.vcf"), "contacts", ines)
    again(ines, name)

    assert Contact.objects.get(name="Ana Gil").company.no == sol


def test_what_is_asked_is_checked_and_a_file_is_its_own_person_s(ines, omar, lena):
    name = stage(Sent("name\nSol\n"), "contacts", omar)
    for bad in (
        {"act": "x"},
        {"match": ["phone_no"]},
        {"on_match": 1},
        {"columns": {"x": "name"}},
        {"source": "x"},
    ):
        with pytest.raises(Invalid):
            start_job("import", {"file": name, **bad}, actor=omar)
    for path in (name, "../x", ""):
        with pytest.raises((NotFound, Invalid)):
            start_job("import", {"file": path}, actor=Actor(omar.user_id + 99, "eva", "sales"))
    with pytest.raises(NotAllowed):
        stage(Sent("name\nSol\n"), "contacts", lena)


def test_a_cell_is_mended_with_what_a_cell_can_hold_only(ines):
    name = stage(Sent("name\nSol\n"), "contacts", ines)

    for text in ("a\x00b", "x" * 40_000):
        with pytest.raises(Invalid):
            mend(name, 2, "name", text, actor=ines)
    with pytest.raises(NotFound):
        mend(name, 9, "name", "x", actor=ines)
    assert staged_file(name, ines).rows(0, 1)[0].cells == {"name": "Sol"}


def test_a_mapping_needs_a_name_and_there_are_not_endlessly_many(ines, monkeypatch):
    monkeypatch.setattr(mappings, "MOST", 1)
    mappings.save_mapping("contacts", "Feria", {}, actor=ines)

    for bad in ("", "x" * 61, "a\x07"):
        with pytest.raises(Invalid):
            mappings.save_mapping("contacts", bad, {}, actor=ines)
    with pytest.raises(Conflict):
        mappings.save_mapping("contacts", "Otra", {}, actor=ines)
    mappings.save_mapping("contacts", "Feria", {"act": "create"}, actor=ines)


def test_a_mapping_is_kept_under_a_name(omar, ines):
    key = mappings.save_mapping(
        "contacts", "Feria", {"columns": {"Firma": "name"}, "act": "create"}, actor=omar
    )

    assert mappings.find_mapping(key, "contacts", omar).options == {
        "columns": {"Firma": "name"},
        "act": "create",
    }
    with pytest.raises(NotFound):
        mappings.find_mapping(key, "contacts", ines)
    mappings.delete_mapping(key, "contacts", actor=omar)
    assert not mappings.own_mappings("contacts", omar)


def test_a_file_that_nobody_touched_for_a_week_is_forgotten_and_what_a_killed_reading_left(
    ines, settings
):
    settings.MOST_WAITING_IMPORTS = 1  # who has as many as may wait, all old, sends another
    old = stage(Sent("name\nElm\n"), "contacts", ines)
    left = settings.DATA / "import-of-somebody-killed"
    left.mkdir()
    (left / "sent.csv").write_text("name\nElm\n")
    eight_days = time.time() - 8 * 24 * 3600
    os.utime(left, (eight_days, eight_days))
    WaitingFile.objects.update(touched_at=datetime.fromtimestamp(eight_days, UTC))

    new = stage(Sent("name\nOak\n"), "contacts", ines)

    assert staged_file(new, ines).rows(0, 9)[0].cells == {"name": "Oak"}
    with pytest.raises(NotFound):
        staged_file(old, ines)
    assert not WaitingRow.objects.filter(cells__contains="Elm").exists()
    assert not left.exists()


def test_a_trial_knows_the_company_that_a_row_of_an_earlier_chunk_would_create(ines, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 1)
    rows = "no,type,name,company_no\nk1,company,Sol SA,\n,person,Ana Gil,K1\n,person,Eva,K2\n"

    _job, kept = run(ines, rows, dry_run=True)

    assert outcomes(kept) == ["created", "created", "refused"]
    assert not Contact.objects.filter(name="Sol SA").exists()


def test_what_earlier_versions_let_wait_in_the_data_folder_goes(settings):
    (settings.DATA / "imports").mkdir()
    (settings.DATA / "imports" / "1-old.sqlite").write_bytes(b"Elm")

    forget_former_files()
    forget_former_files()

    assert not (settings.DATA / "imports").exists()


def test_who_is_erased_while_a_trial_goes_on_has_no_row_and_no_result(ines):
    kept = staged_file(stage(Sent("name\nAna Gil\nSol SA\n"), "contacts", ines), ines)
    kept.forget(lambda text: text == "Ana Gil")

    kept.put_results([RowResult(2, "created", "", (("name", "Ana Gil"),)), RowResult(3, "created")])

    assert [row.cells["name"] for row, _result in kept.results()] == ["Sol SA"]
    assert kept.counts() == {"created": 1}


def test_cells_are_mended_and_what_became_of_their_rows_is_forgotten(ines):
    rows = "".join(f"{n},Firma {n}\n" for n in range(2, 12))
    kept = staged_file(stage(Sent(f"no,name\n{rows}"), "contacts", ines), ines)
    kept.put_results(
        [RowResult(3, "refused", "\0", (("name", "why"),)), RowResult(4, "created", "c1")]
    )
    assert kept.counts() == {"refused": 1, "created": 1}
    assert kept.created({"C1", "C2"}) == {"C1"}

    kept.mend(3, "name", "Otra")

    assert kept.counts() == {"created": 1}
    assert kept.rows(2, 1)[0].cells == {"no": "3", "name": "Otra"}
    with pytest.raises(KeyError):
        kept.mend(3, "colour", "x")


def test_a_cell_of_characters_that_a_database_does_not_take_waits_as_it_is(ines):
    kept = staged_file(stage(Sent("name\nEl\0m\n"), "contacts", ines), ines)

    assert kept.rows(0, 9)[0].cells == {"name": "El\0m"}
