"""Rows for review: what a person says of them, once."""

import pytest

from tests.making import company, row
from tests.usecases.imports.test_import_jobs import HEADING, MUÑOZ, again, outcomes, run
from tests.usecases.matching.test_finding import pairs, worked
from tests.web.pages import Browser
from unisono.common.errors import Invalid, NotFound
from unisono.contacts.models import Contact
from unisono.usecases.imports.staged import answer
from unisono.usecases.undo.undo_change_sets import undo_act

pytestmark = pytest.mark.usefixtures("own_folder", "read_here")


@pytest.fixture
def muñoz(ines):
    """A contact that the row MUÑOZ looks like."""
    values = dict(zip(HEADING.split(","), MUÑOZ.split(","), strict=True))
    return company(ines, values.pop("name") + " SL", **values)


def test_a_row_that_is_the_same_changes_that_contact(ines, muñoz):
    job, kept = run(
        ines, f"{HEADING},home_page\n{MUÑOZ},muñoz.example\n", on_match="review", dry_run=True
    )
    ((_row, result),) = kept.results()
    assert (result.outcome, result.no) == ("review", muñoz)

    answer(job.payload["file"], [2], "same", actor=ines)
    _job, kept = again(ines, job.payload["file"], on_match="review")

    assert outcomes(kept) == ["updated"]
    assert row("contact", muñoz).home_page == "muñoz.example"
    assert Contact.objects.count() == 1


def test_a_row_that_is_another_is_created_and_never_proposed_again(ines, muñoz):
    job, _kept = run(ines, f"{HEADING}\n{MUÑOZ}\n", on_match="review", dry_run=True)

    answer(job.payload["file"], [2], "other", actor=ines)
    job, kept = again(ines, job.payload["file"], on_match="review")
    worked("find_duplicates", ines)

    assert outcomes(kept) == ["created"]
    assert Contact.objects.count() == 2
    assert pairs(ines) == set()
    undo_act(str(job.act), actor=ines)
    assert Contact.objects.count() == 1


def test_rows_of_the_file_that_are_one_become_one(ines):
    text = f"{HEADING},home_page\n{MUÑOZ},\n{MUÑOZ},muñoz.example\n"
    job, kept = run(ines, text, on_match="review", dry_run=True)
    assert [result.no for _row, result in kept.results(("review",))] == ["#2"]

    answer(job.payload["file"], [3], "same", actor=ines)
    _job, kept = again(ines, job.payload["file"], on_match="review", dry_run=True)
    assert outcomes(kept) == ["created", "updated"]
    _job, kept = again(ines, job.payload["file"], on_match="review")

    assert outcomes(kept) == ["created", "updated"]
    assert Contact.objects.get().home_page == "muñoz.example"


def test_rows_of_the_file_that_are_two_are_two(ines):
    job, _kept = run(ines, f"{HEADING}\n{MUÑOZ}\n{MUÑOZ}\n", on_match="review", dry_run=True)

    answer(job.payload["file"], [3], "other", actor=ines)
    again(ines, job.payload["file"], on_match="review")
    worked("find_duplicates", ines)

    assert Contact.objects.count() == 2
    assert pairs(ines) == set()


def test_an_answer_can_be_taken_back_and_has_to_be_one(ines, omar, muñoz):
    job, kept = run(ines, f"{HEADING}\n{MUÑOZ}\n", on_match="review", dry_run=True)
    name = job.payload["file"]
    answer(name, [2], "other", actor=ines)

    with pytest.raises(Invalid):
        answer(name, [2], "perhaps", actor=ines)
    with pytest.raises(NotFound):
        answer(name, [2, 99], "same", actor=ines)
    with pytest.raises(NotFound):
        answer(name, [2], "same", actor=omar)
    assert kept.answers([2]) == {2: ("other", muñoz)}
    answer(name, [2], "", actor=ines)

    assert again(ines, name, on_match="review")[0].created == 0
    assert muñoz


def test_all_rows_that_look_like_one_contact_are_answered_at_once(api, ines, muñoz):
    text = f"{HEADING}\n{MUÑOZ}\n{MUÑOZ}\nPanadería Sol,,,,\n"
    job, kept = run(ines, text, on_match="review", dry_run=True)
    desk, name = Browser("ines"), job.payload["file"]
    kept.set_about({"job": job.pk})
    assert f'All that look like <a href="/contacts/{muñoz}"' in desk.get(
        f"/import/{name}/result", only="review"
    )

    desk.post(f"/import/{name}/answer", no=muñoz, answer="same")

    assert kept.answers([2, 3, 4]) == {2: ("same", muñoz), 3: ("same", muñoz)}
    api.call("PATCH", f"/imports/{name}/rows/3", {"answer": "other"})
    assert {n: said for n, (said, _no) in kept.answers([2, 3, 4]).items()} == {
        2: "same",
        3: "other",
    }
    page = desk.get(f"/import/{name}/result", only="review")
    assert "Said to be the same." in page
    assert "Said to be another." in page
