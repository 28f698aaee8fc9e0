"""Contacts from all records of a filter, as a job [2.3]: what is made, skipped, what stops it, and
undoing it.
"""

import pytest

from tests.links.telling import told
from tests.making import company, exists, history, link_of, linked, person, record, row, setup
from unisono.common.errors import Conflict, Invalid, NotAllowed, NotFound
from unisono.contacts.models import Contact
from unisono.customers.models import Customer
from unisono.history.models import ChangeSet
from unisono.jobs import queue, workers
from unisono.jobs.models import Job
from unisono.links.models import Link
from unisono.setup.models import NumberSeries
from unisono.undo import parts_of_long_sets
from unisono.usecases.jobs.jobs import cancel_job, find_job, resume_job, start_job
from unisono.usecases.records import batches
from unisono.usecases.records.changing import change_record
from unisono.usecases.undo import undo_change_sets, undo_jobs
from unisono.usecases.undo.undo_change_sets import undo_change_set
from unisono.usecases.users import users
from unisono.worker.loop import work_on


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of two records, so that a few make several."""
    monkeypatch.setattr(batches, "CHUNK", 2)
    monkeypatch.setattr(undo_jobs, "_CHUNK", 4)


def batch(actor, source="customers", **options):
    """A batch that has been worked on."""
    return worked(start_job("create_contacts", {"source": source, **options}, actor=actor))


def worked(id_):
    """A job after a worker had it."""
    work_on(queue.claim(workers.own_name()))
    return Job.objects.get(pk=id_)


def counts(job):
    """A job's state and counts."""
    return job.state, job.total, job.done, job.created, job.skipped


def test_customers_get_contacts_those_who_have_one_are_skipped(omar, ines, small_chunks):
    numbers = [record(omar, "customer", f"Sol {n}", city="Lugo") for n in range(5)]
    linked(ines, "customer", city="Lugo")
    record(omar, "customer", "Otro", city="Vigo")

    job = batch(omar, filter={"city": "Lugo"})

    assert counts(job) == ("done", 6, 6, 5, 1)
    assert [link_of("customer", no).contact.city for no in numbers] == ["Lugo"] * 5
    assert not link_of("customer", row("customer", numbers[0]).no).primary_contact
    sets = ChangeSet.objects.filter(act=job.act)
    assert {(each.by, each.via) for each in sets} == {("omar", "customer")}
    assert len(sets) == 3  # one for each chunk


def test_a_contact_name_becomes_a_person_and_the_primary_contact(omar):
    no = record(
        omar, "customer", "Sol SL", contact_name="Ana María Gil Ruiz", country_code="ES", fax_no="1"
    )

    batch(omar)

    link = link_of("customer", no)
    ana = link.primary_contact
    assert (ana.name, ana.surname, ana.company_id, ana.type) == (
        "Ana María Gil Ruiz",
        "Gil Ruiz",
        link.contact_id,
        "person",
    )
    assert ana.fax_no == "1"  # inherited from the company


def test_a_customer_who_is_a_person_gets_a_person_as_contact(omar):
    no = record(omar, "customer", "Ana Gil", type="person")

    batch(omar)

    contact = link_of("customer", no).contact
    assert (contact.type, contact.first_name, contact.surname) == ("person", "Ana", "Gil")


def test_a_dry_run_counts_and_keeps_nothing(omar, small_chunks):
    for n in range(3):
        record(omar, "customer", f"Sol {n}", contact_name="Ana Gil")
    before = told()

    job = batch(omar, dry_run=True)

    assert counts(job) == ("done", 3, 3, 3, 0)
    assert told() == before


def test_a_second_batch_creates_nothing(omar):
    record(omar, "customer", "Sol")
    batch(omar)

    assert counts(batch(omar)) == ("done", 1, 1, 0, 1)


def test_a_cancelled_batch_keeps_what_it_did_and_goes_on_when_told(omar, small_chunks):
    for n in range(5):
        record(omar, "customer", f"Sol {n}")
    id_ = start_job("create_contacts", {"source": "customers"}, actor=omar)
    job = queue.claim(workers.own_name())
    chunks = iter([False, True])

    work_on(job, lambda: next(chunks))
    cancel_job(id_, actor=omar)
    work_on(job)

    assert counts(Job.objects.get(pk=id_)) == ("cancelled", 5, 2, 2, 0)
    assert Link.objects.count() == 2
    resume_job(id_, actor=omar)
    assert counts(worked(id_)) == ("done", 5, 5, 5, 0)


def test_a_waiting_job_is_cancelled_at_once_and_a_finished_one_stays_done(omar):
    waiting = start_job("create_contacts", {"source": "customers"}, actor=omar)
    cancel_job(waiting, actor=omar)
    assert queue.claim(workers.own_name()) is None

    done = batch(omar).pk
    cancel_job(done, actor=omar)

    assert find_job(done, omar).state == "done"
    with pytest.raises(Conflict):
        resume_job(done, actor=omar)


def test_a_series_that_ends_stops_the_batch_and_names_the_record(omar, small_chunks):
    numbers = [record(omar, "customer", f"Sol {n}") for n in range(5)]
    NumberSeries.objects.filter(code="CONT").update(last_no="CT000003")

    job = batch(omar)

    assert counts(job) == ("failed", 5, 3, 3, 0)
    assert [error.no for error in job.errors.all()] == [numbers[3]]
    assert "CONT" in job.detail
    assert [bool(link_of("customer", no)) for no in numbers] == [True, True, True, False, False]


def test_numbers_that_are_taken_are_skipped(omar, ines):
    company(ines, "Luna", no="CT000002")
    numbers = [record(omar, "customer", f"Sol {n}") for n in range(2)]

    batch(omar)

    assert [link_of("customer", no).contact.no for no in numbers] == ["CT000001", "CT000003"]


def test_a_filter_takes_what_lists_take(omar):
    for no in ("R1", "R2", "R3"):
        record(omar, "customer", "Muñoz", no=no)

    assert batch(omar, filter={"no__gte": "r2", "no__lte": "R3", "q": "munoz"}).created == 2
    assert batch(omar, filter={"no__in": ["R1", "R2"]}).created == 1


@pytest.mark.parametrize(
    "given", [{"shoe_size": "1"}, {"sort": "name"}, {"city": None}, ["city"], {"credit_limit": "x"}]
)
def test_a_filter_that_makes_no_sense_is_refused_when_the_job_is_begun(omar, given):
    with pytest.raises(Invalid):
        start_job("create_contacts", {"source": "customers", "filter": given}, actor=omar)


def test_who_may_not_write_the_records_may_not_begin_and_who_lost_the_role_does_not_go_on(
    omar, petra, lena
):
    for actor in (petra, lena):
        with pytest.raises(NotAllowed):
            start_job("create_contacts", {"source": "customers"}, actor=actor)
    record(omar, "customer", "Sol")
    id_ = start_job("create_contacts", {"source": "customers"}, actor=omar)
    users.change_user("omar", role="reader", actor=None)

    assert worked(id_).state == "failed"
    assert not Contact.objects.exists()


def test_somebody_locked_out_does_not_go_on(omar):
    record(omar, "customer", "Sol")
    id_ = start_job("create_contacts", {"source": "customers"}, actor=omar)
    users.change_user("omar", disabled=True, actor=None)

    assert counts(worked(id_)) == ("failed", 0, 0, 0, 0)


def test_jobs_of_others_are_hidden_but_not_from_administrators(omar, felix, ines):
    id_ = start_job("create_contacts", {"source": "customers"}, actor=omar)

    assert find_job(id_, ines).pk == id_
    with pytest.raises(NotFound):
        cancel_job(id_, actor=felix)


def test_switching_a_kind_off_stops_its_batch(omar, ines):
    record(omar, "customer", "Sol")
    id_ = start_job("create_contacts", {"source": "customers"}, actor=omar)
    setup(ines, customer_relation_code="")

    job = worked(id_)

    assert (job.state, "customer_relation_code" in job.detail) == ("failed", True)


def test_undoing_a_batch_leaves_what_was_there_before(omar, small_chunks):
    for n in range(5):
        record(omar, "customer", f"Sol {n}", contact_name="Ana Gil")
    before = told()
    act = batch(omar).act

    job = worked(start_job("undo", {"act": str(act)}, actor=omar))

    assert job.state == "done"
    assert {part: told()[part] for part in ("records", "links")} == {
        part: before[part] for part in ("records", "links")
    }


def test_an_undo_looks_first_and_touches_nothing_where_something_changed(omar, small_chunks):
    first, *_others, last = [record(omar, "customer", f"Sol {n}") for n in range(5)]
    act = batch(omar).act
    change_record("customer", first, {"phone_no": "915550101"}, actor=omar)
    before = told()

    job = worked(start_job("undo", {"act": str(act)}, actor=omar))

    assert job.state == "failed"
    assert [(error.no, "phone_no" in error.detail) for error in job.errors.all()] == [
        ("CT000001", True)
    ]
    assert told() == before
    job = worked(start_job("undo", {"act": str(act), "skip_conflicts": True}, actor=omar))
    assert job.state == "done"
    assert [bool(link_of("customer", no)) for no in (first, last)] == [True, False]


def test_an_undone_batch_can_itself_be_undone(omar, small_chunks):
    for n in range(3):
        record(omar, "customer", f"Sol {n}", contact_name="Ana Gil")
    act = batch(omar).act
    before = told()
    undone = worked(start_job("undo", {"act": str(act)}, actor=omar)).act

    job = worked(start_job("undo", {"act": str(undone)}, actor=omar))

    assert job.state == "done", job.detail
    present = told()
    assert present["links"] == [(*each[:-1], "undo") for each in before["links"]]
    assert present["records"].keys() == before["records"].keys()


def test_what_hangs_on_a_created_contact_by_now_stops_the_undo(omar, ines):
    no = record(omar, "customer", "Sol")
    act = batch(omar).act
    person(ines, "Ana Gil", company_no=link_of("customer", no).contact.no)

    job = worked(start_job("undo", {"act": str(act)}, actor=omar))

    assert (job.state, exists("contact", "CT000001")) == ("failed", True)


def test_only_who_did_it_or_an_administrator_undoes_an_act(omar, felix, ines):
    record(omar, "customer", "Sol")
    act = str(batch(omar).act)

    with pytest.raises(NotAllowed):
        start_job("undo", {"act": act}, actor=felix)
    assert worked(start_job("undo", {"act": act}, actor=ines)).state == "done"
    with pytest.raises(NotFound):
        start_job("undo", {"act": "no-such-act"}, actor=ines)


def test_one_chunk_of_a_batch_is_undone_by_its_change_set(omar, monkeypatch):
    monkeypatch.setattr(undo_change_sets, "_FEW", 5)
    numbers = [record(omar, "customer", f"Sol {n}", contact_name="Ana Gil") for n in range(3)]
    change_set = ChangeSet.objects.get(act=batch(omar).act)

    undo_change_set(change_set.pk, actor=omar)

    assert not Contact.objects.exists()
    assert [history("customer", no)[0].event for no in numbers] == ["unlinked"] * 3


def test_a_batch_whose_series_was_lengthened_goes_on_with_true_counts(omar, small_chunks):
    for n in range(5):
        record(omar, "customer", f"Sol {n}")
    NumberSeries.objects.filter(code="CONT").update(last_no="CT000003")
    failed = batch(omar)
    NumberSeries.objects.filter(code="CONT").update(last_no="")

    resume_job(failed.pk, actor=omar)
    job = worked(failed.pk)

    assert counts(job) == ("done", 5, 5, 5, 0)
    assert not job.errors.exists()


def test_a_dry_run_finds_the_end_of_the_series_where_the_batch_does(omar, small_chunks):
    for n in range(5):
        record(omar, "customer", f"Sol {n}", contact_name="Ana Gil")
    NumberSeries.objects.filter(code="CONT").update(last_no="CT000007")

    dry, earnest = batch(omar, dry_run=True), batch(omar)

    assert counts(dry) == counts(earnest) == ("failed", 5, 3, 3, 0)
    assert [e.no for e in dry.errors.all()] == [e.no for e in earnest.errors.all()]


def test_records_that_come_while_a_batch_runs_are_not_its_own(omar, small_chunks):
    for n in range(4):
        record(omar, "customer", f"Sol {n}")
    start_job("create_contacts", {"source": "customers"}, actor=omar)
    job = queue.claim(workers.own_name())
    chunks = iter([False, True])
    work_on(job, lambda: next(chunks))
    late = record(omar, "customer", "Luna")

    work_on(job)

    assert counts(Job.objects.get()) == ("done", 4, 4, 4, 0)
    assert link_of("customer", late) is None


def test_what_is_left_when_conflicts_are_skipped_is_listed(omar, small_chunks):
    first, *_others = [record(omar, "customer", f"Sol {n}") for n in range(3)]
    act = batch(omar).act
    change_record("customer", first, {"phone_no": "915550101"}, actor=omar)

    job = worked(start_job("undo", {"act": str(act), "skip_conflicts": True}, actor=omar))

    assert (job.state, job.skipped) == ("done", 1)
    assert [(e.no, "phone_no" in e.detail) for e in job.errors.all()] == [("CT000001", True)]


def test_an_undo_does_not_name_records_that_the_person_may_not_see(omar, felix, ines):
    contact, bank = linked(ines, "bank_account")
    change_record("contact", contact, {"phone_no": "1"}, actor=omar)
    act = ChangeSet.objects.latest("id").act
    change_record("bank_account", bank, {"phone_no": "2"}, actor=felix)

    job = worked(start_job("undo", {"act": str(act)}, actor=omar))

    assert job.state == "failed"
    assert {e.no for e in job.errors.all()} == {contact, "…"}


def test_who_lost_the_role_does_not_undo(omar):
    record(omar, "customer", "Sol")
    id_ = start_job("undo", {"act": str(batch(omar).act)}, actor=omar)
    users.change_user("omar", role="reader", actor=None)

    assert worked(id_).state == "failed"
    assert Link.objects.count() == 1


def test_a_network_is_undone_in_one_part_although_only_today_ties_it(omar, ines, monkeypatch):
    """What an undo writes on one record it carries on to those that are tied to it: they are one
    part.
    """
    contact, customer = linked(ines, "customer", phone_no="1")
    Customer.objects.filter(no=customer).update(phone_no="9")  # drifted
    change_record("contact", contact, {"phone_no": "2"}, actor=omar)
    change_set = ChangeSet.objects.latest("id")
    monkeypatch.setattr(undo_jobs, "_CHUNK", 1)
    monkeypatch.setattr(parts_of_long_sets, "_PART", 1)

    job = worked(start_job("undo", {"act": str(change_set.act)}, actor=omar))

    assert job.state == "done", job.detail
    assert (row("contact", contact).phone_no, row("customer", customer).phone_no) == ("1", "9")


def test_an_undo_names_its_act(ines):
    with pytest.raises(Invalid) as refused:
        start_job("undo", {}, actor=ines)

    assert [error.field for error in refused.value.errors] == ["act"]
