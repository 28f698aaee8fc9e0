"""Installations from before there were documents get what these need, once [1.3]."""

import pytest

from tests.making import company
from tests.making_documents import paper
from unisono.documents.types import TYPES
from unisono.interactions.models import InteractionGroup, InteractionTemplate, TemplateAssignment
from unisono.setup.models import MailText, NumberSeries, Setup
from unisono.setup.queries import setup_now
from unisono.usecases.setup.code_lists import delete_entry
from unisono.usecases.setup.setup import install


@pytest.fixture
def old(ines):
    """An installation as it was."""
    Setup.objects.update(**{f"{name}_nos": None for name in TYPES})
    NumberSeries.objects.filter(code__in=[info.series for info in TYPES.values()]).delete()
    for model in (TemplateAssignment, InteractionTemplate, InteractionGroup, MailText):
        model.objects.all().delete()


def test_everything_works_at_once_after_the_next_start(old, ines):
    assert install() is False

    assert paper(ines, "sales_quote", company(ines)) == "SQ000001"
    assert (TemplateAssignment.objects.count(), MailText.objects.count()) == (34, 2)
    assert setup_now().contact_nos_id == "CONT"


def test_what_an_administrator_took_away_stays_away(ines):
    for each in ("DOCUMENT-EN", "DOCUMENT-ES"):
        delete_entry("mail-texts", each, actor=ines)
    TemplateAssignment.objects.all().delete()

    install()

    assert (MailText.objects.count(), TemplateAssignment.objects.count()) == (0, 0)
