"""Pages of the feed: by change sets, but bounded by what they hold."""

from tests.making import company
from unisono.history import queries
from unisono.usecases.users import users


def test_a_page_ends_before_it_has_too_much_but_has_one_set_at_least(committed, monkeypatch):
    ines = users.actor_named("ines")
    for name in ("Elm", "Oak", "Ash"):
        company(ines, name)
    monkeypatch.setattr(queries, "_MOST", 2)

    first = queries.feed((0, 0), 50)
    second = queries.feed((first[-1].position, first[-1].pk), 50)

    assert [len(first), len(second)] == [2, 1]
    monkeypatch.setattr(queries, "_MOST", 0)
    assert len(queries.feed((0, 0), 50)) == 1
