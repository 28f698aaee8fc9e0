"""Requests that nobody's browser sends, to every page and for every role: none finds a defect."""

import os

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import CAST
from tests.making import linked, record
from tests.making_documents import paper
from tests.web.signed_in import sign_in_at_once
from tests.web.test_any_text import POOL
from tests.web.test_rights import addresses
from unisono.common.kinds import LINKED_KINDS

pytestmark = pytest.mark.pure
# `make nightly PART=fuzz` sends thousands.
EXAMPLES = int(os.environ.get("UNISONO_FUZZ", "60"))
NAMES = (
    "q page sort cursor no__in role keep type version base plan "
    "company_no phone_no name file as people columns format once line.description line.quantity "
    "status to subject body template_code at act skip "
).split()
HEADERS = {
    "HX-Request": ["true"],
    "HX-Current-URL": ["http://testserver/contacts/", "javascript:1", ""],
    "Accept-Language": ["es", "en", "xx-YY;q=9", "*"],
    "If-Match": ['"1"', "x"],
    "Range": ["bytes=0-1"],
    "Content-Type": ["application/x-www-form-urlencoded", "application/json", "text/plain"],
}
texts = st.sampled_from(POOL) | st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
pairs = st.dictionaries(st.sampled_from(NAMES) | texts.filter(bool), texts, max_size=5)
headers = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in HEADERS.items()})


@pytest.fixture
def paths(ines):
    """Every address of the pages, with something there."""
    contact, *records = linked(ines, *LINKED_KINDS)
    book = {"contact": contact, **dict(zip(LINKED_KINDS, records, strict=True))}
    book["free"] = record(ines, "customer", "Suelta SL")
    book["quote"] = paper(ines, "sales_quote", contact)
    return sorted({path for path, _kind, _route in addresses(book)})


def test_no_request_finds_a_defect(paths):
    for name in CAST:
        ask(name, paths)


def ask(name, paths):
    """Send what somebody could send."""
    client = Client(raise_request_exception=False)
    sign_in_at_once(client, name)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(
        method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]),
        path=st.sampled_from(paths),
        tail=st.just("") | st.sampled_from(["/", "/%2F", "/..", "/%00", "//x", "/%ff", "/-"]),
        query=pairs,
        sent=pairs,
        more=headers,
    )
    def send(method, path, tail, query, sent, more):
        before = transaction.savepoint()
        try:
            if method == "POST":
                content_type = more.pop("Content-Type", None)
                kind = {"content_type": content_type} if content_type else {}
                body = "&".join(sent) if content_type else sent
                answer = client.post(path + tail, body, query_params=query, headers=more, **kind)
            else:
                answer = client.generic(method, path + tail, query_params=query, headers=more)
        finally:
            transaction.savepoint_rollback(before)
        if answer.status_code >= 500:  # those that are sent in pieces have no content here
            told = answer.content.decode()
            # By /readyz: none is at work here; HEAD is told so without a body.
            assert told == ("" if method == "HEAD" else "workers"), told[:500]

    send()
