"""Every text is there in both languages, every field has a name, every vendored file is what was
recorded.
"""

import re
from pathlib import Path

import messages
import pytest
import vendor
from django.template.loader import get_template

from unisono.cards.fields import RULES
from unisono.contacts.fields import ALTERNATIVE_ADDRESS_FIELDS
from unisono.documents.fields import DOCUMENT_FIELDS
from unisono.documents.lines import LINE_FIELDS
from unisono.documents.types import TYPES
from unisono.history.models import EVENTS
from unisono.interactions.actions import ACTIONS, COVER_SHEET
from unisono.interactions.entry_values import FIELDS as ENTRY_FIELDS
from unisono.jobs.models import STATES
from unisono.links.kinds import KINDS
from unisono.records.code_lists import LISTS
from unisono.usecases.jobs.jobs import JOB_KINDS
from unisono.usecases.setup.setup import COMPANY_FIELDS, SETUP_FIELDS
from unisono.web import document_names, labels
from unisono.worker.handlers import HANDLERS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "unisono" / "web" / "templates"
pytestmark = pytest.mark.pure


def test_no_text_is_missing_doubtful_or_not_compiled():
    assert messages.problems() == []


def test_every_vendored_file_is_the_recorded_one():
    assert vendor.problems() == []


def test_every_field_has_a_name():
    names = {field.name for info in KINDS.values() for field in info.fields.values()}
    names |= {field.name for field in (*SETUP_FIELDS, *COMPANY_FIELDS)}
    names |= {
        name
        for info in LISTS.values()
        for name in (*info.by_name, *(each for each, _least in info.numbers))
    }

    names |= {
        field.name
        for field in (*DOCUMENT_FIELDS, *ALTERNATIVE_ADDRESS_FIELDS, *ENTRY_FIELDS.values())
    }
    names |= {*LINE_FIELDS, *ACTIONS}

    assert {name for name in names if name not in labels.fields()} == set()


def test_everything_that_is_told_has_words():
    assert set(labels.lists()) == set(LISTS)
    assert set(labels.job_kinds()) == set(HANDLERS)
    assert set(JOB_KINDS) <= set(HANDLERS)
    assert set(document_names.type_names()) == {*TYPES, COVER_SHEET}
    assert set(document_names.types_names()) == set(TYPES)
    assert set(document_names.action_names()) == set(ACTIONS)
    assert set(labels.job_states()) == set(STATES)
    assert all(set(labels.rules(role)) == set(RULES) for role in KINDS if role != "contact")
    assert "changed" in EVENTS


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_a_template_is_whole_and_says_nothing_untranslated(path):
    get_template(str(path.relative_to(TEMPLATES)))
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r"{% (comment|block width) ?%}.*?{% end(comment|block) %}", "", text, flags=re.DOTALL
    )
    text = re.sub(r"{%.*?%}|{{.*?}}|<!--.*?-->|{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(code|kbd|option|title)[^>]*>.*?</\1>", "", text, flags=re.DOTALL)
    words = re.findall(r"[A-Za-zÁ-ú]{3,}", re.sub(r"<[^>]*>", " ", text))

    assert [word for word in words if word not in ("Unísono", "PNG", "JPEG", "PDF")] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_has_a_script_or_style_of_its_own(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(
        r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)|javascript:|hx-on|https?://", text
    )


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_what_scrolls_can_be_scrolled_by_keyboard_and_has_a_name(path):
    for tag in re.findall(r'<[^>]*class="(?:[^"]* )?scroll(?: [^"]*)?"[^>]*>', path.read_text()):
        assert 'tabindex="0"' in tag, tag
        assert "aria-label=" in tag, tag
