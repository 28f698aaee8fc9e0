"""Figures are for who has their token; where none is set, there are no figures."""

import psycopg
import pytest
from django.db import connection

from tests.making import company
from unisono.history.queries import held_back_since


def ask(client, token):
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


def test_figures_are_for_who_has_their_token(client, db, settings):
    assert ask(client, "").status_code == 404

    settings.METRICS_TOKEN = "gauge"

    assert [ask(client, token).status_code for token in ("", "gaugé", "gauge")] == [401, 401, 200]
    assert "unisono_drift 0.0" in ask(client, "gauge").content.decode()


@pytest.mark.postgresql
def test_what_an_open_transaction_holds_back_is_told_until_it_ends(committed, as_user):
    assert held_back_since() is None
    place = connection.get_connection_params()
    place = {name: place[name] for name in ("dbname", "user", "host", "port") if name in place}
    with psycopg.connect(**place) as another:
        another.execute("SELECT pg_current_xact_id()")
        company(as_user("ines"))

        assert held_back_since() is not None

    assert held_back_since() is None
