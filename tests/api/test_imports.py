"""Programs bring files in, merge and link what suggests itself."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.making import company, row
from unisono.jobs import queue, workers
from unisono.worker.loop import work_on


def test_a_file_is_sent_tried_mended_and_imported(omar, tmp_path, settings, api_of):
    settings.DATA = tmp_path
    program = api_of("omar")
    sent = program.client.post(
        "/api/v1/imports",
        {"source": "contacts", "file": SimpleUploadedFile("a.csv", b"Nombre,Tel\nSol,CASA\n")},
        **program.headers,
    )
    assert sent.status_code == 201, sent.content
    file = sent.json()["file"]
    assert [(each["column"], each["field"]) for each in sent.json()["columns"]] == [
        ("Nombre", "name"),
        ("Tel", "phone_no"),
    ]

    assert run(program, {"kind": "import", "file": file, "dry_run": True})
    (refused,) = program.ok("GET", f"/imports/{file}/rows?outcome=problems")["items"]
    assert refused["messages"][0]["column"] == "Tel"
    program.ok("PATCH", f"/imports/{file}/rows/2", {"column": "Tel", "text": "915550101"})
    assert run(program, {"kind": "import", "file": file})

    assert program.ok("GET", f"/imports/{file}")["counts"] == {"created": 1}
    assert program.ok("GET", "/contacts?name=Sol")["items"][0]["phone_no"] == "915550101"


def run(program, body):
    """A job that was begun and worked on."""
    id_ = program.ok("POST", "/jobs", body)["id"]
    work_on(queue.claim(workers.own_name()))
    return program.ok("GET", f"/jobs/{id_}")["state"] == "done"


def test_a_merged_contact_is_found_wherever_it_stands_in_the_path(ines, api_of):
    stays, goes = company(ines, no="A/1"), company(ines, no="A/2")
    program = api_of("ines")
    preview = program.ok("POST", "/contacts/A%2F1/merge-preview", {"from": goes})
    program.ok("POST", "/contacts/A%2F1/merge", {"from": goes, "plan": preview["plan"]})

    moved = program.call("GET", "/contacts/A%2F2/changes?limit=1")

    assert (moved.status_code, moved.headers["location"]) == (
        308,
        "/api/v1/contacts/A%2F1/changes?limit=1",
    )
    assert row("contact", stays).version > 0
    program.refused(409, "POST", "/contacts/A%2F1/merge", {"from": "A/1"})
    program.refused(422, "POST", "/contacts/A%2F1/merge", {"from": "A/9", "keep": {"name": "both"}})
