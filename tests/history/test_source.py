"""History names the file, device or connection that a change came from (api.md: `source` beside
`via`).
"""

import pytest

from tests.making import company, exists
from tests.web.pages import Browser, words
from unisono.history.models import MOST_SOURCE, ChangeSet
from unisono.usecases.imports.import_file import import_file
from unisono.usecases.records.changing import change_record
from unisono.usecases.undo.undo_change_sets import undo_change_set
from unisono.usecases.users import users


@pytest.fixture
def autumn(ines, tmp_path):
    """The number of a contact whose city came by an import of the file `otoño.csv`."""
    no = company(ines, "Talleres Muñoz SL")
    path = tmp_path / "otoño.csv"
    path.write_text(f"no,city\n{no},Soria\n", encoding="utf-8")
    import_file(path, "contact", {}, actor=ines)
    return no


def test_an_import_is_named_by_its_file_and_typing_by_nothing(ines, autumn):
    change_record("contact", autumn, {"city": "Lugo"}, actor=ines)

    assert list(ChangeSet.objects.order_by("-id").values_list("via", "source")[:2]) == [
        ("contact", ""),
        ("import", "otoño.csv"),
    ]


def test_undoing_an_import_comes_from_nowhere_else(ines, autumn):
    undo_change_set(ChangeSet.objects.latest("id").pk, actor=ines)

    undone = ChangeSet.objects.latest("id")
    assert (undone.via, undone.source) == ("undo", "")


def test_programs_read_it_in_the_record_s_history(api, autumn):
    newest = api.ok("GET", f"/contacts/{autumn}/changes")["items"][0]

    assert (newest["field"], newest["via"], newest["source"]) == ("city", "import", "otoño.csv")


def test_and_in_the_feed(committed, api):
    company(users.actor_named("ines").by_way_of("carddav", "Ana's phone"))

    last = api.ok("GET", "/changes")["items"][-1]
    assert (last["via"], last["source"]) == ("carddav", "Ana's phone")


def test_people_read_it_on_the_card(ines, autumn):
    assert "by an import (otoño.csv)" in words(Browser("ines").get(f"/contacts/{autumn}/history"))


def test_the_longest_name_of_a_device_is_kept_and_a_longer_one_is_cut(ines):
    for length in (MOST_SOURCE, MOST_SOURCE + 1):
        no = company(ines.by_way_of("carddav", "王" * length), f"Nr. {length}")

        assert exists("contact", no)
        assert ChangeSet.objects.latest("id").source == "王" * MOST_SOURCE
