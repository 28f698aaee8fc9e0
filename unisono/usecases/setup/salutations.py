"""The formulas of a salutation: how it addresses somebody, per language, formal and informal."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.cards.validation import Bad, check_text
from unisono.cards.world_codes import language_tag
from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid
from unisono.contacts.salutations import PLACEHOLDERS, unknown_placeholders
from unisono.history.recording import recorder_for
from unisono.records.code_lists import entry
from unisono.setup.models import FORMAL, INFORMAL, SalutationFormula
from unisono.usecases.transaction import writing

LIST = "salutations"
_LONGEST = 200  # characters: what a line of a letter takes
Formulas = dict[str, dict[str, str]]  # language tag → formal, informal → text


def formulas_of(code: str) -> Formulas:
    """Return the formulas of a salutation; raise NotFound."""
    found: Formulas = {}
    rows = SalutationFormula.objects.filter(salutation_id=entry(LIST, code).code)
    for row in rows.order_by("language_code", "formality"):
        found.setdefault(row.language_code, {})[row.formality] = row.text
    return found


@writing
def change_formulas(code: str, sent: Given, *, actor: Actor) -> None:
    """Change the formulas sent, by language and formality; a blank one is taken away. Raises
    Invalid, NotFound.
    """
    require_administrator(actor)
    found = entry(LIST, code, lock=True)
    checked, before = _checked(sent), formulas_of(code)
    changed: dict[str, list[object]] = {}
    for tag, texts in checked.items():
        for formality, text in texts.items():
            old = before.get(tag, {}).get(formality, "")
            if text == old:
                continue
            key = {"salutation_id": found.code, "language_code": tag, "formality": formality}
            if text:
                SalutationFormula.objects.update_or_create(**key, defaults={"text": text})
            else:
                SalutationFormula.objects.filter(**key).delete()
            changed[f"{tag} {formality}"] = [old, text, "typed"]
    if changed:
        recorder = recorder_for(actor, "setup")
        recorder.add("setup", LIST, found.pk, found.code, 0, changed)
        put_on_record(Action.SETUP_CHANGED, actor, f"{LIST}: {found.code}", fields=sorted(changed))


def _checked(sent: Given) -> Formulas:
    checked, errors = dict[str, dict[str, str]](), list[FieldError]()
    for tag, texts in sent.items():
        known = language_tag(str(tag))
        if known is None:
            message = _("This is not a language tag such as es-ES: %(value)s") % {"value": tag}
            errors.append(FieldError(str(tag), "unknown", message))
        elif not isinstance(texts, Mapping):
            errors.append(FieldError(str(tag), "type", _("This must be an object.")))
        else:
            checked[known] = _texts(str(tag), texts, errors)
    if errors:
        raise Invalid(errors)
    return checked


def _texts(tag: str, texts: Mapping[str, object], errors: list[FieldError]) -> dict[str, str]:
    found: dict[str, str] = {}
    for formality, text in texts.items():
        place = f"{tag}.{formality}"
        if formality not in (FORMAL, INFORMAL):
            message = _("This must be one of: %(choices)s.") % {"choices": "formal, informal"}
            errors.append(FieldError(place, "choice", message))
            continue
        try:
            found[formality] = check_text(text, _LONGEST)
        except Bad as bad:
            errors.append(FieldError(place, bad.code, bad.message))
            continue
        if strange := unknown_placeholders(found[formality]):
            message = _("{%(name)s} stands for nothing here; there are: %(known)s.")
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            texts_ = {"name": strange[0], "known": known}
            errors.append(FieldError(place, "placeholder", message % texts_))
    return found
