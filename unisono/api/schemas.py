"""The shapes of bodies and answers, made from the registry of fields; OpenAPI is made from
these.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, RootModel, create_model

from unisono.cards.fields import RULES, shared_names
from unisono.cards.fields import Field as RegistryField
from unisono.common.borders import Content, Given
from unisono.common.field_help import field_meaning
from unisono.common.kinds import FACTS, LINKED_KINDS, Kind
from unisono.links.kinds import KINDS
from unisono.records.code_lists import LISTS
from unisono.usecases.setup.setup import COMPANY_FIELDS, SETUP_FIELDS

Shape = (
    Any  # a pydantic model that is made from the registry, or a field of one, as pydantic takes it
)


class Body(Schema):
    """A request body: unknown fields are refused, types are not guessed."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _type(field: RegistryField) -> Shape:
    if field.kind == "flag":
        return bool
    if field.kind == "codes":
        return list[str]
    if field.kind == "number":
        return int
    return str


def registry_fields(fields: Iterable[RegistryField], place: str) -> Content:
    """Return model fields that may be left out; null is no value of theirs, but of dates. `place`
    says of what they are fields, and so what they mean.
    """
    known = {}
    for field in fields:
        extra: Content = {"enum": list(field.choices)} if field.choices else {}
        if field.length:
            extra["maxLength"] = field.length
        default = list(field.blank) if isinstance(field.blank, tuple) else field.blank
        type_ = _type(field) | None if field.kind == "date" else _type(field)
        known[field.name] = (
            type_,
            Field(
                default=default,
                description=field_meaning(place, field.name) or None,
                json_schema_extra=without_default(extra),
            ),
        )
    return known


def without_default(extra: Content) -> Shape:
    """Return what completes a field's schema; a default in it would make programs send what nobody
    typed.
    """

    def complete(schema: Content) -> None:
        schema.pop("default", None)
        schema.update(extra)

    return complete


def _body(name: str, fields: Given) -> object:
    return create_model(name, __base__=Body, **fields)


def _answer(name: str, fields: Given) -> object:
    return create_model(name, __base__=Schema, **fields)


class Warning(Schema):
    """What deserves a warning although it was accepted."""

    field: str
    code: str
    message: str


READ_ONLY = frozenset(
    "version created_at modified_at links business_relation company_name date_of_last_interaction "
    "contact_no contact_privacy_blocked type warnings".split()
)


class Link(Schema):
    """A link as a contact shows it."""

    role: Kind = Field(json_schema_extra={"enum": list(LINKED_KINDS)})
    no: str
    business_relation_code: str
    linked_at: datetime
    linked_by: str
    state: Literal["active", "paused"]
    through: str | None = Field(
        default=None, description="The company that is linked, for a person of it"
    )


_NO: object = (str, Field(default="", description="Typed; left out: the next of the series"))
_RENAME: Shape = (
    str,
    Field(default="", description="A new number: renames", json_schema_extra=without_default({})),
)
_REFERENCE = (str | None, None)
_ALWAYS = {"version": (int, 1), "created_at": (datetime, ...), "modified_at": (datetime, ...)}
_WARNINGS = {"warnings": (list[Warning] | None, None)}
_ROLE_ANSWER: Content = {
    "contact_no": _REFERENCE,
    "contact_privacy_blocked": (bool, False),
    **_ALWAYS,
    **_WARNINGS,
}
_PRIMARY: Content = {"primary_contact_no": _REFERENCE}


def _kind_fields(kind: Kind) -> Content:
    return registry_fields(KINDS[kind].fields.values(), kind)


def _new_fields(kind: Kind) -> Content:
    """Return the fields of a new role record; a contact's name may come from its parts instead."""
    return {
        **_kind_fields(kind),
        "name": (
            str,
            Field(description=field_meaning(kind, "name"), json_schema_extra={"maxLength": 100}),
        ),
    }


def _primary(kind: Kind) -> Content:
    return _PRIMARY if FACTS[kind].has_contact_person else {}


def _new(kind: Kind) -> object:
    """Return the body of a new role record."""
    type_ = {"type": (Literal["company", "person"], "company")} if FACTS[kind].follows_type else {}
    fields = {
        "no": _NO,
        **_new_fields(kind),
        **_primary(kind),
        **type_,
        "create_contact": (bool, True),
    }
    return _body(f"{FACTS[kind].shape}New", fields)


def _change(kind: Kind) -> object:
    dry_run = {"dry_run": (bool, False)} if FACTS[kind].has_contact_person else {}
    fields = {"no": _RENAME, **_kind_fields(kind), **_primary(kind), **dry_run}
    return _body(f"{FACTS[kind].shape}Change", fields)


def _record(kind: Kind) -> Shape:
    type_ = {"type": (str, "")} if FACTS[kind].follows_type else {}
    return _answer(
        FACTS[kind].shape,
        {"no": (str, ...), **type_, **_kind_fields(kind), **_primary(kind), **_ROLE_ANSWER},
    )


CREATE: Content = {
    "contact": _body(
        "ContactNew", {"no": _NO, **_kind_fields("contact"), "company_no": _REFERENCE}
    ),
    **{kind: _new(kind) for kind in LINKED_KINDS},
}
CHANGE: Content = {
    "contact": _body(
        "ContactChange", {"no": _RENAME, **_kind_fields("contact"), "company_no": _REFERENCE}
    ),
    **{kind: _change(kind) for kind in LINKED_KINDS},
}
RECORD: Content = {
    "contact": _answer(
        "Contact",
        {
            "no": (str, ...),
            **_kind_fields("contact"),
            "company_no": _REFERENCE,
            "company_name": (str, ""),
            "business_relation": (Literal["none", *LINKED_KINDS, "multiple", "other"], "none"),
            "links": (list[Link], []),
            "date_of_last_interaction": (datetime | None, None),
            **_ALWAYS,
            **_WARNINGS,
        },
    ),
    **{kind: _record(kind) for kind in LINKED_KINDS},
}


def page_of(name: str, item: Shape) -> Shape:
    """Return the shape of a page of a list."""
    return _answer(
        f"{name}Page",
        {
            "items": (list[item], ...),
            "next": (str | None, None),
            "count": (int, ...),
            "count_is_minimum": (bool | None, None),
            "similar": (bool | None, None),
        },
    )


PAGE: Content = {kind: page_of(shape.__name__, shape) for kind, shape in RECORD.items()}

_RULE: object = Literal[RULES]
RULES_ANSWER = _answer(
    "SyncRules",
    {
        kind: (
            _answer(f"{kind.title()}Rules", dict.fromkeys(shared_names(kind), (_RULE, "both"))),
            ...,
        )
        for kind in LINKED_KINDS
    },
)
SETUP = _body("Setup", registry_fields(SETUP_FIELDS, "setup"))
COMPANY = _body("OurCompany", registry_fields(COMPANY_FIELDS, "company"))


_NAMES = {"description": "What the entry is called, by language tag; a blank name takes it away."}


def _code_list(name: str) -> object:
    info = LISTS[name]
    fields = {
        "code": (str, Field(default="", description=field_meaning(name, "code"))),
        **registry_fields(info.fields, name),
        **{
            number: (int, Field(default=least, description=field_meaning(name, number) or None))
            for number, least in info.numbers
        },
        "names": (dict[str, str], Field(default={}, json_schema_extra=without_default(_NAMES))),
    }
    return _body("".join(word.title() for word in name.split("-")) + "Entry", fields)


class Formulas(RootModel[dict[str, dict[str, str]]]):
    """Formulas of a salutation: language tag → formal, informal → text, in which {name},
    {first_name}, {middle_name}, {surname}, {first_surname}, {job_title} and {company} are filled
    in.
    """


FORMULAS: Shape = Formulas
CODE_LISTS: Content = {name: _code_list(name) for name in LISTS}
CODE_PAGES: Content = {name: page_of(shape.__name__, shape) for name, shape in CODE_LISTS.items()}
