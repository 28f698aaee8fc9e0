"""Apple's CardDAV tests: all pass but those of a list, which says of each why it does not apply."""

from pathlib import Path

import pytest

from tests.carddav.phone import Phone
from tests.carddav.runner import SCRIPTS, Runner
from tests.making import setup

FOLDER = Path(__file__).parents[3] / "shared" / "carddav"
LIST = Path(__file__).with_name("not_applying.txt")
pytestmark = [
    pytest.mark.pure,  # what the databases do differently is in the stories
    pytest.mark.skipif(not FOLDER.is_dir(), reason="Apple's tests are not here"),
]


def not_applying():
    """The names of the tests that do not apply, with their reasons."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def runner(ines, omar):
    """Ines's phone runs them, in the book of all contacts; Omar is the second user."""
    setup(ines, phone_all_contacts=True, phone_deletion="delete")
    phone, other = Phone(ines, book="all"), Phone(omar)
    variables = {
        "$addressbookhome1:": phone.home.rstrip("/"),
        "$addressbookpath1:": phone.at().rstrip("/"),
        "$addressbooks:": "/carddav/books",
        "$principaluri1:": "/carddav/principals/ines/",
        "$principaluri2:": "/carddav/principals/omar/",
        "$principalcollection:": "/carddav/principals/",
        "$hostssl:": "http://testserver/carddav",
        "$calendar_sync_extra_items:": "-",
    }
    features = {"carddav", "caldav", "limits", "sync-report", "well-known"}
    return Runner(phone.http, FOLDER, variables, features, {"$userid2:": other.http})


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_test_that_applies_passes(ines, omar, script):
    listed = not_applying()
    results = dict(runner(ines, omar).run(script))

    wrong = {name: said for name, said in results.items() if said and name not in listed}
    assert wrong == {}
    # What passes by now is no longer listed, and what is listed is there.
    passing = [name for name, said in results.items() if not said and name in listed]
    unknown = [n for n in listed if n.startswith(f"{script}/") and n not in results]
    assert (passing, unknown) == ([], [])
