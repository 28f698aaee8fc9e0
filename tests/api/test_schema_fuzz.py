"""Requests made up from the API's own description, for every role: none of them finds a defect."""

import os
import random

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.api.client import Api
from tests.api.role_matrix import build
from tests.conftest import CAST
from unisono.config.wsgi import application
from unisono.usecases.users import tokens

pytestmark = pytest.mark.pure
# `make nightly PART=fuzz` sends more than ten thousand for each role.
EXAMPLES = int(os.environ.get("UNISONO_SCHEMA_EXAMPLES", "0"))
SOME = 40  # addresses of each role, one request each, where nothing else is said
# What there is, so that not every address leads nowhere.
KNOWN = {
    "no": ["OAK", "ELM", "ANA", "SQ000001", "SO000001"],
    "record_no": ["OAK", "ELM"],
    "role": ["customer", "vendor", "bank_account"],
    "code": ["OLD", "NEW"],
    "id": [1, 2, 3],
    "number": [1],
}


@pytest.fixture
def schema(db):
    """The API's description, on an installation with some of everything."""
    api = {name: Api(tokens.create_token(name, actor=None)) for name in ("ines", "felix")}
    build(api["ines"], api["felix"])
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def ask(operation, headers, examples, chance):
    """Send so many requests of an operation; what they do is taken back."""

    @seed(chance)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(), dice=st.randoms())
    def send(case, dice):
        for name in case.path_parameters or {}:
            if name in KNOWN and dice.random() < 0.7:
                case.path_parameters[name] = dice.choice(KNOWN[name])
        before = transaction.savepoint()
        try:
            answer = case.call(headers=headers)
        finally:
            transaction.savepoint_rollback(before)
        assert answer.status_code < 500, (case.as_curl_command(), answer.status_code, answer.text)

    send()


def test_no_request_finds_a_defect(schema):
    operations = [each.ok() for each in schema.get_all_operations()]
    for name in CAST:
        headers = {"Authorization": f"Bearer {tokens.create_token(name, actor=None)}"}
        asked = operations if EXAMPLES else random.Random(name).sample(operations, SOME)
        for number, operation in enumerate(asked):
            ask(operation, headers, EXAMPLES or 1, number)
