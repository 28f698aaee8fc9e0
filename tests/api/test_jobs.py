"""Jobs by the API: 202 and an address, progress, errors, cancelling, resuming, undoing a long act
[api.md].
"""

import pytest

from tests.making import record
from unisono.jobs import queue, workers
from unisono.links.models import Link
from unisono.setup.models import NumberSeries
from unisono.usecases.undo import undo_jobs
from unisono.worker.loop import work_on

BATCH = {"kind": "create_contacts", "source": "customers", "filter": {"city": "Lugo"}}


@pytest.fixture
def customers(ines):
    return [record(ines, "customer", f"Muñoz {n}", city="Lugo") for n in range(3)]


def work():
    """What a worker does."""
    work_on(queue.claim(workers.own_name()))


def test_a_batch_is_accepted_watched_and_done(api, customers):
    response = api.call("POST", "/jobs", BATCH)

    job = response.json()
    assert (response.status_code, response["Location"]) == (202, f"/api/v1/jobs/{job['id']}")
    assert (job["state"], job["total"], job["started_at"], job["options"]["filter"]) == (
        "queued",
        0,
        None,
        {"city": "Lugo"},
    )
    work()
    done = api.ok("GET", f"/jobs/{job['id']}")
    assert [done[name] for name in ("state", "total", "done", "created", "skipped", "errors")] == [
        "done",
        3,
        3,
        3,
        0,
        [],
    ]
    assert done["started_at"] <= done["finished_at"]
    assert api.ok("GET", "/jobs")["items"][0]["id"] == job["id"]
    assert {item["act"] for item in api.ok("GET", "/customers/C000001/changes")["items"][:1]} == {
        done["act"]
    }


def test_a_retry_with_its_key_begins_no_second_job(api, customers):
    first, second = (api.ok("POST", "/jobs", BATCH, key="k1") for _ in range(2))

    assert first == second
    assert len(api.ok("GET", "/jobs")["items"]) == 1


def test_cancelling_and_resuming(api, customers):
    job = api.ok("POST", "/jobs", BATCH)

    assert api.ok("DELETE", f"/jobs/{job['id']}")["state"] == "cancelled"
    assert api.ok("DELETE", f"/jobs/{job['id']}")["state"] == "cancelled"
    assert api.ok("POST", f"/jobs/{job['id']}/resume")["state"] == "queued"
    assert api.refused(409, "POST", f"/jobs/{job['id']}/resume")["type"].endswith(
        "/job-not-resumable"
    )
    work()
    assert Link.objects.count() == 3


def test_errors_name_the_record_in_the_language_of_who_began(api, customers):
    NumberSeries.objects.filter(code="CONT").update(last_no="CT000002")
    job = api.ok("POST", "/jobs", BATCH, language="es")

    work()

    failed = api.ok("GET", f"/jobs/{job['id']}")
    assert (failed["state"], failed["created"], [error["no"] for error in failed["errors"]]) == (
        "failed",
        2,
        customers[2:],
    )
    assert "serie" in failed["errors"][0]["detail"]


def test_a_long_act_is_undone_as_a_job(api, customers, monkeypatch):
    api.ok("POST", "/jobs", BATCH)
    work()
    act = api.ok("GET", "/jobs")["items"][0]["act"]
    monkeypatch.setattr(undo_jobs, "LONG", 5)

    response = api.call("POST", f"/acts/{act}/undo", {})

    job = response.json()
    assert (response.status_code, job["kind"], job["options"]) == (
        202,
        "undo",
        {"act": act, "skip_conflicts": False},
    )
    work()
    assert api.ok("GET", f"/jobs/{job['id']}")["state"] == "done"
    assert not Link.objects.exists()


def test_of_bank_accounts_sales_learns_nothing_by_a_filter(api_of, customers):
    omar = api_of("omar")

    omar.refused(403, "POST", "/jobs", {"kind": "create_contacts", "source": "bank_accounts"})


def test_jobs_are_listed_page_by_page(api):
    ids = [api.ok("POST", "/jobs", BATCH)["id"] for _ in range(3)]
    api.ok("DELETE", f"/jobs/{ids[1]}")

    first = api.ok("GET", "/jobs?limit=2")
    second = api.ok("GET", f"/jobs?limit=2&cursor={first['next']}")

    assert [job["id"] for page in (first, second) for job in page["items"]] == ids[::-1]
    assert [job["id"] for job in api.ok("GET", "/jobs?state=cancelled")["items"]] == [ids[1]]
    api.refused(422, "GET", "/jobs?q=sol")
