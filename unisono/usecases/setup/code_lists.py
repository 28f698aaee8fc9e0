"""Entries of code lists and templates come, change, are renamed, go [1.2]."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.cards.validation import Bad, check_code, check_no, check_text, check_values
from unisono.cards.world_codes import language_tag
from unisono.common.borders import Content, Given, Stored
from unisono.common.errors import Conflict, FieldError, InUse, Invalid, required, unknown_field
from unisono.history.recording import recorder_for
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.naming import kind_names
from unisono.records.code_lists import LISTS, entry, values_of
from unisono.setup import models as setup
from unisono.setup import series
from unisono.usecases.setup import naming
from unisono.usecases.transaction import writing

_MOST = 1_000_000  # of a whole number in a code list: days, steps; what is above it is a slip


class CodeTaken(Conflict):
    """The list has this code already."""

    code = "code-taken"


@writing
def create_entry(collection: str, values: Given, *, actor: Actor) -> str:
    """Add an entry to a code list; return its code. Raises Invalid, CodeTaken."""
    require_administrator(actor)
    if not values.get("code"):
        raise Invalid([required("code")])
    checked = _check(collection, values)
    _refuse_taken(collection, checked["code"])
    found = LISTS[collection].model(**_columns(collection, checked))
    _check_whole(found)
    found.save(force_insert=True)
    naming.put_names(found, checked.get("names", {}))
    _record(collection, found, {}, checked, actor)
    return str(checked["code"])


@writing
def change_entry(collection: str, code: str, values: Given, *, actor: Actor) -> str:
    """Change an entry; a new code follows everywhere [1.2]. Return its code. Raises Invalid,
    CodeTaken, NotFound.
    """
    require_administrator(actor)
    found = entry(collection, code, lock=True)
    checked, before = _check(collection, values), values_of(collection, found)
    if "names" in checked:
        names = {**before["names"], **checked["names"]}
        checked["names"] = {tag: name for tag, name in names.items() if name}
    changed = {name: value for name, value in checked.items() if value != before[name]}
    if "code" in changed:
        _refuse_taken(collection, changed["code"])
        _rename(found, changed["code"])
    for name, value in _columns(collection, changed).items():
        setattr(found, name, value)
    _check_whole(found)
    if "names" in changed:
        gone = dict.fromkeys(before["names"], "")
        naming.put_names(found, gone | changed["names"])
    if changed:
        columns = [name for name in changed if name != "names"]
        found.save(update_fields=[found._meta.get_field(name).name for name in columns])
        _record(collection, found, before, changed, actor)
    return str(found.code)


@writing
def delete_entry(collection: str, code: str, *, actor: Actor) -> None:
    """Delete an entry; raises InUse, saying by what, while something uses it."""
    require_administrator(actor)
    found = entry(collection, code, lock=True)
    if users := _users(found):
        texts = {"code": found.code, "users": ", ".join(users)}
        raise InUse(_("%(code)s is in use: %(users)s.") % texts)
    before = values_of(collection, found)
    _record(collection, found, before, dict.fromkeys(before), actor)
    naming.forget(found)
    found.delete()


def _check(collection: str, values: Given) -> Content:
    info, errors = LISTS[collection], list[FieldError]()
    checked: Content = {}
    numbers = dict(info.numbers)
    if "code" in values:
        try:
            checked["code"] = check_code(values["code"])
        except Bad as bad:
            errors.append(FieldError("code", bad.code, bad.message))
    if "names" in values:
        checked["names"] = _names(values["names"], errors)
    for name in set(values) & set(numbers):
        value = values[name]
        if (
            not isinstance(value, int)
            or isinstance(value, bool)
            or not numbers[name] <= value <= _MOST
        ):
            message = _("This must be a whole number from %(least)s to %(most)s.")
            errors.append(
                FieldError(name, "range", message % {"least": numbers[name], "most": _MOST})
            )
        checked[name] = value
    rest = {
        name: value for name, value in values.items() if name not in {"code", "names", *numbers}
    }
    errors += [unknown_field(name) for name in rest if name not in info.by_name]
    try:
        known = {name: value for name, value in rest.items() if name in info.by_name}
        checked.update(check_values(info.by_name, known, "", "off").values)
    except Invalid as invalid:
        errors += invalid.errors
    if errors:
        raise Invalid(errors)
    return checked


def _names(sent: object, errors: list[FieldError]) -> dict[str, str]:
    """Return names by language tag as they are kept; what is wrong with them goes to `errors`."""
    if not isinstance(sent, Mapping):
        errors.append(FieldError("names", "type", _("This must be an object.")))
        return {}
    names: dict[str, str] = {}
    for tag, name in sent.items():
        known, place = language_tag(str(tag)), f"names.{tag}"
        if known is None:
            message = _("This is not a language tag such as es-ES: %(value)s") % {"value": tag}
            errors.append(FieldError(place, "unknown", message))
            continue
        try:
            names[known] = check_text(name, 100)
        except Bad as bad:
            errors.append(FieldError(place, bad.code, bad.message))
    return names


def _check_whole(found: Stored) -> None:
    """Check what only the whole entry tells: a number series' texts belong together."""
    if not isinstance(found, setup.NumberSeries):
        return
    found.next_no = found.next_no or found.first_no
    errors = [
        error
        for name in ("first_no", "last_no")
        for error in _no_errors(name, getattr(found, name))
    ]
    if errors:
        raise Invalid(errors)
    first = series.split(found.first_no)
    if first is None:
        raise Invalid(
            [
                FieldError(
                    "first_no",
                    "digits",
                    _("A number of a series ends in digits, such as CT000001."),
                )
            ]
        )
    for name in ("next_no", "last_no"):
        no = getattr(found, name)
        parts = series.split(no)
        if no and (parts is None or parts[0] != first[0]):
            message = _("This must begin like the first number and end in digits: %(no)s") % {
                "no": no
            }
            errors.append(FieldError(name, "series", message))
    for name in ("next_no", "last_no") if not errors else ():
        if getattr(found, name) and series.value_of(getattr(found, name)) < series.value_of(
            found.first_no
        ):
            errors.append(FieldError(name, "series", _("This comes before the first number.")))
    if errors:
        raise Invalid(errors)


def _no_errors(name: str, no: str) -> list[FieldError]:
    """Return what is wrong with a number that a series would hand out [6.7]."""
    try:
        if no:
            check_no(no)
    except Bad as bad:
        return [FieldError(name, bad.code, bad.message)]
    return []


def _columns(collection: str, values: Given) -> Content:
    fields = LISTS[collection].by_name
    return {  # names have a table of their own
        (f"{name}_id" if name in fields and fields[name].is_reference else name): (
            value or None if name in fields and fields[name].is_reference else value
        )
        for name, value in values.items()
        if name != "names"
    }


def _refuse_taken(collection: str, code: str) -> None:
    if LISTS[collection].model._default_manager.filter(code=code).exists():
        raise CodeTaken(_("The code %(code)s is taken.") % {"code": code}, field="code")


def _rename(found: Stored, code: str) -> None:
    """Point everything that has the old code to the new one; the database checks it when the
    transaction ends.
    """
    for relation in _relations(found):
        if relation.field.many_to_one and relation.field.target_field.name == "code":
            rows = relation.related_model._default_manager.filter(
                **{relation.field.name: found.code}
            )
            rows.update(**{relation.field.attname: code})
    naming.rename(found._meta.label, found.code, code)


def _relations(found: Stored) -> Iterable[Any]:
    for relation in found._meta.get_fields(include_hidden=True):
        if (
            relation.auto_created
            and not relation.concrete
            and (relation.one_to_many or relation.many_to_many)
        ):
            yield relation


def _users(found: Stored) -> list[str]:
    """Return who uses an entry: "contact (3)", in the active language."""
    users: dict[str, int] = {}
    for relation in _relations(found):
        if relation.many_to_many:
            continue  # counted by the rows of the table between
        model = relation.related_model
        count = model._default_manager.filter(
            **{relation.field.name: found.serializable_value(relation.field.target_field.name)}
        ).count()
        if count:
            name = _user_name(model)
            users[name] = users.get(name, 0) + count
    return [f"{name} ({count})" for name, count in sorted(users.items())]


def _user_name(model: Any) -> str:
    """Return what a table that uses a code is called: a kind of record, or its own name, in the
    active language.
    """
    for kind, info in KINDS.items():
        if model is info.model or model._meta.auto_created is info.model:
            return kind_names(kind)
    if model is Link:
        return _("Links")
    names = {
        "setup": _("number series of the setup"),
        "document": _("Documents"),
        "interaction": _("Interactions"),
        "interactiontemplate": _("Interaction templates"),
        "templateassignment": _("Logged actions"),
        "alternativeaddress": _("Other addresses"),
    }
    return names.get(str(model._meta.model_name), str(model._meta.verbose_name))


def _record(collection: str, found: Stored, before: Given, after: Given, actor: Actor) -> None:
    recorder = recorder_for(actor, "setup")
    values = {name: [before.get(name), value, "typed"] for name, value in after.items()}
    recorder.add("setup", collection, found.pk, found.code, 0, values)
    about = f"{collection}: {found.code}"
    put_on_record(Action.SETUP_CHANGED, actor, about, fields=sorted(values))
