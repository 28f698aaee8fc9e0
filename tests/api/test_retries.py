"""A retry by key finds what the first request did and said, or neither, whoever was killed
meanwhile.
"""

import pytest

from tests.making import exists
from unisono.access.models import RequestKey
from unisono.history.models import ChangeSet
from unisono.usecases.users import answers


def test_the_answer_is_stored_with_what_was_done(api, monkeypatch):
    """As when the process dies between the two."""

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(answers, "keep_answer", killed)
    with pytest.raises(KeyboardInterrupt):
        api.call("POST", "/contacts", {"name": "Sol SL", "no": "SOL"}, key="once")
    assert not exists("contact", "SOL")
    assert not RequestKey.objects.exists()

    monkeypatch.undo()
    first = api.ok("POST", "/contacts", {"name": "Sol SL", "no": "SOL"}, key="once")
    sets = ChangeSet.objects.count()
    assert api.ok("POST", "/contacts", {"name": "Sol SL", "no": "SOL"}, key="once") == first
    assert ChangeSet.objects.count() == sets


def test_a_trial_keeps_neither_key_nor_answer(api):
    body = {"role": "customer", "dry_run": True}
    no = api.ok("POST", "/contacts", {"name": "Sol SL"})["no"]

    api.ok("POST", f"/contacts/{no}/create-as", body, key="once")

    assert not RequestKey.objects.exists()
    made = api.ok("POST", f"/contacts/{no}/create-as", {"role": "customer"}, key="once")
    assert exists("customer", made["no"])


def test_a_refusal_leaves_the_key_free(api):
    api.refused(422, "POST", "/contacts", {"name": ""}, key="once")
    assert api.ok("POST", "/contacts", {"name": "Sol SL"}, key="once")["name"] == "Sol SL"
