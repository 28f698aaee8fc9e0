"""The page of what comes again."""

import pytest

from tests.web.pages import Browser
from unisono.jobs.models import Schedule

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks

FORM = {"kind": "backup", "minutes": "", "at": "02:30", "zone": "Europe/Madrid", "keep": "14"}


def test_ines_lets_a_backup_come_each_night_and_no_more(ines):
    desk = Browser("ines")
    assert "not even a backup" in desk.get("/setup/schedules")
    desk.post("/setup/schedules", **FORM)

    page = desk.get("/setup/schedules")
    assert "02:30 Europe/Madrid" in page
    desk.post(f"/setup/schedules/{Schedule.objects.get().pk}/remove")
    assert not Schedule.objects.exists()


def test_what_is_wrong_is_told_at_its_input_and_what_was_typed_is_still_there(ines):
    wrong = {**FORM, "at": "25:00", "zone": "Spain/Madrid", "keep": "7"}
    page = Browser("ines").post("/setup/schedules", 422, **wrong).content.decode()

    for typed in ("25:00", "Spain/Madrid", "7"):
        assert f'value="{typed}"' in page
    assert page.count("input-error") == 2
    assert not Schedule.objects.exists()


def test_others_do_not_get_there(omar):
    desk = Browser("omar")

    desk.get("/setup/schedules", 403)
    desk.post("/setup/schedules", 403, **FORM)
    desk.post("/setup/schedules/1/remove", 403)
