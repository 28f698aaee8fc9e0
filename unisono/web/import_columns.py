"""The page of the import wizard on which one says what the columns are and how cells are read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content, Given
from unisono.common.kinds import Kind, is_contact
from unisono.common.text import folded, key_of, whole_number
from unisono.exchange.cell_values import value_of_cell
from unisono.exchange.csv_reading import DELIMITERS, ENCODINGS
from unisono.exchange.mapping import map_columns
from unisono.imports.options import KIND_OF, Options, importable, matchable, usual_options
from unisono.imports.waiting_files import Staged
from unisono.links.kinds import KINDS
from unisono.links.naming import kind_names
from unisono.records.code_lists import LISTS, codes_with_descriptions
from unisono.web import formatting, labels

_FIXED = 3  # lines for values that no column has
_TEXTS = 60  # texts of a column that may stand for codes; who has more mends the file
_CHOICES = ("act", "on_match", "on_conflict", "bad_cells", "companies", "decimals")
NEW_CODE = "+"  # what the form sends where a code is to be made
# Before anybody chose: what looks like somebody is asked about, and no cell costs its row.
FIRST_CHOICES: Content = {"on_match": "review", "bad_cells": "note", "companies": "create"}


def options_of(post: QueryDict, about: Given) -> Content:
    """Return the choices of the form of columns."""
    columns = {
        column: post.get(f"col.{place}", "")
        for place, column in enumerate(about["columns"])
        if column
    }
    given: Content = {"columns": columns, "match": post.getlist("match")}
    given |= {name: post[name] for name in _CHOICES if post.get(name)}
    fixed = ((post.get(f"fixed.{n}", ""), post.get(f"fixed_text.{n}", "")) for n in range(_FIXED))
    given["fixed"] = {name: text.strip() for name, text in fixed if name and text.strip()}
    places = (whole_number(text) for text in post.getlist("entities"))
    names = about["columns"]
    given["entities"] = [names[n] for n in places if n is not None and n < len(names)]
    given["value_map"] = dict(_value_map(post))
    return given


def _value_map(post: QueryDict) -> Iterator[tuple[str, dict[str, str]]]:
    for name in dict.fromkeys(post.getlist("mapped")):
        texts, codes = post.getlist(f"text.{name}"), post.getlist(f"code.{name}")
        found = {text: code for text, code in zip(texts, codes, strict=False) if code}
        if found:
            yield name, found


def new_codes(given: Given, kind: Kind) -> list[tuple[str, str, str, str]]:
    """Return the codes that are to be made: (field, text, code list, code)."""
    found = []
    for name, texts in given.get("value_map", {}).items():
        field = KINDS[kind].fields.get(name)
        collection = _collection(field.refers_to) if field is not None else ""
        for text, code in texts.items():
            if code == NEW_CODE and collection:
                found.append((name, text, collection, code_of(text)))
    return found


def code_of(text: str) -> str:
    """Return a code for a text: its letters and digits in capitals, twenty at most."""
    signs = "".join(char if char.isalnum() else " " for char in key_of(text))
    return "-".join(signs.split())[:20].strip("-")


def _collection(model: str) -> str:
    return next((name for name, info in LISTS.items() if info.model._meta.label == model), "")


def fitting(options: Given, about: Given) -> Content:
    """Return a saved mapping as far as this file has its columns."""
    there = {
        column: name
        for column, name in options.get("columns", {}).items()
        if column in about["columns"]
    }
    entities = [each for each in options.get("entities", ()) if each in about["columns"]]
    return {**options, "columns": there, "entities": entities}


def without_check(about: Given, given: Given) -> tuple[Options, list[str]]:
    """Return choices that were refused, to be shown again."""
    kind = KIND_OF[about["source"]]
    known = set(importable(kind))
    chosen = {
        c: name
        for c, name in given.get("columns", {}).items()
        if c in about["columns"] and name in {*known, ""}
    }
    mapped, left_out = map_columns(about["columns"], importable(kind), chosen, about.get("samples"))
    choices = {name: given[name] for name in _CHOICES[:-1] if name in given}
    usual = usual_options(kind, mapped, about)
    match = tuple(given.get("match", usual.match))
    return replace(usual, match=match, **choices), left_out


def context(
    name: str, kept: Staged, options: Options, left_out: Sequence[str], given: Given, actor: Actor
) -> Content:
    """Return what the page of columns shows."""
    about, kind = kept.about(), options.kind
    fields = [(each, labels.field(each)) for each in importable(kind)]
    fields.sort(key=lambda each: folded(each[1]))
    rows = [_row(place, column, about, options) for place, column in enumerate(about["columns"])]
    columns = set(options.columns.values())
    return {
        "name": name,
        "about": about,
        "kinds": kind_names(kind),
        "is_contact": is_contact(kind),
        "rows": [row for row in rows if row["column"]],
        "left_out": [c for c in left_out if about["filled"].get(c)],
        "fields": fields,
        "match": [(each, labels.field(each), each in options.match) for each in matchable(kind)],
        "acts": _marked(_acts(is_contact(kind)), options.act),
        "ways": _marked(_ways(kind), options.on_match),
        "bad_cells": _marked(_bad_cells(), options.bad_cells),
        "companies": _marked(_companies(), options.companies) if "company_name" in columns else (),
        "clearing": _("[clear]"),  # one of CLEARING, in the reader's language
        "has_version": "version" in columns,
        "wins": _marked(wins(), options.on_conflict),
        "has_amounts": any(_is_money(kind, each) for each in columns),
        "decimals": _marked(_decimals(), str(given.get("decimals", ""))),
        "fixed": _fixed(options),
        "mapped": list(_mapped(kept, options, actor)),
        "reading": _reading(about),
    }


def _row(place: int, column: str, about: Given, options: Options) -> Content:
    total, samples = about["total"], about["samples"].get(column, [])
    name = options.columns.get(column, "")
    return {
        "place": place,
        "column": column,
        "examples": [_example(text, name, column, options) for text in samples],
        "share": round(100 * about["filled"].get(column, 0) / total) if total else 0,
        "field": name,
        "has_entities": any("&" in text and ";" in text for text in samples),
        "is_decoded": column in options.entities,
    }


def _example(text: str, name: str, column: str, options: Options) -> Content:
    """Return a text of a column, what it becomes, and what is said of that."""
    field = KINDS[options.kind].fields.get(name)
    if not name:
        return {"text": text, "after": "", "said": ""}
    cell = value_of_cell(text, name, field, "", options.decimals.get(column, ""), False)
    value = formatting.value(field, cell.value) if field and cell.value != "" else cell.value
    after = str(value) if cell.value != text else ""
    return {"text": text, "after": after, "said": cell.refused or "; ".join(cell.said)}


def _is_money(kind: Kind, name: str) -> bool:
    field = KINDS[kind].fields.get(name)
    return field is not None and field.kind == "money"


def _fixed(options: Options) -> list[tuple[int, str, str]]:
    given = [*options.fixed.items(), *[("", "")] * _FIXED][:_FIXED]
    return [(number, name, text) for number, (name, text) in enumerate(given)]


def _mapped(kept: Staged, options: Options, actor: Actor) -> Iterator[Content]:
    """Return for each column of codes its texts that no list has, with what they stand for."""
    by_field: dict[str, Any] = {}
    for column, name in options.columns.items():
        field = KINDS[options.kind].fields.get(name)
        if field is not None and field.kind == "code":
            by_field[name] = (column, field)
    models = {field.refers_to for _column, field in by_field.values()}
    lists = codes_with_descriptions(models) if models else {}
    for name, (column, field) in by_field.items():
        codes = lists[field.refers_to]
        known = {folded(code) for code, _said in codes}
        texts = [text for text in kept.distinct(column, _TEXTS) if folded(text) not in known]
        if not texts:
            continue
        chosen = options.value_map.get(name, {})
        guessed = {folded(said): code for code, said in codes}
        yield {
            "field": name,
            "label": labels.field(name),
            "column": column,
            "texts": [(t, chosen.get(t) or guessed.get(folded(t), ""), code_of(t)) for t in texts],
            "codes": [(code, f"{code} · {said}" if said else code) for code, said in codes],
            "may_create": actor.is_administrator,
        }


def _reading(about: Given) -> Content:
    """Return how the file was read, and how else it could be."""
    rows = about.get("first_rows", [])
    return {
        "rows": list(enumerate(rows, about.get("first_line", 1))),
        "heading_row": about.get("heading_row", 1),
        "sheets": about.get("sheets", []),
        "sheet": about.get("sheet", ""),
        "is_text": about.get("kind") == "csv",
        "encodings": ENCODINGS,
        "encoding": about.get("encoding", ""),
        "other_encoding": about.get("other_encoding", ""),
        "delimiters": [(each, "Tab" if each == "\t" else each) for each in DELIMITERS],
        "delimiter": about.get("delimiter", ""),
    }


def how_of(post: QueryDict, about: Given) -> Content:
    """Return what the form says of how a file is read; the headings of another sheet are found
    anew.
    """
    how: Content = {
        name: post[name] for name in ("sheet", "encoding", "delimiter") if post.get(name)
    }
    is_other = how.get("sheet", about.get("sheet")) != about.get("sheet")
    row = whole_number(post.get("heading_row", ""))
    if row is not None and row != about.get("heading_row") and not is_other:
        how["heading_row"] = row
    return how


def _marked(choices: Sequence[tuple[str, str]], now: str) -> list[tuple[str, str, bool]]:
    return [(each, text, each == now) for each, text in choices]


def _acts(for_contacts: bool) -> list[tuple[str, str]]:
    found = [
        ("both", _("change what is there, create the rest")),
        ("create", _("only create what is new")),
        ("update", _("only change what is there")),
    ]
    if not for_contacts:
        found.append(("link_only", _("only link what is there to the contacts that look like it")))
    return found


def _ways(kind: Kind) -> list[tuple[str, str]]:
    link = (
        _("take the row for that contact")
        if is_contact(kind)
        else _("create the record and link it to that contact")
    )
    review = (
        _("leave the row for review")
        if is_contact(kind)
        else _("create the record and suggest the link")
    )
    return [
        ("review", review),
        ("link", link),
        ("create", _("create a new contact anyway")),
    ]


def _bad_cells() -> list[tuple[str, str]]:
    return [
        ("note", _("take the row, and keep the text in the note")),
        ("refuse", _("refuse the row")),
    ]


def _companies() -> list[tuple[str, str]]:
    return [
        ("create", _("create it")),
        ("note", _("keep its name in the note")),
    ]


def _decimals() -> list[tuple[str, str]]:
    return [
        ("", _("as the column tells")),
        (",", _("a comma: 1.500,00")),
        (".", _("a point: 1,500.00")),
    ]


def wins() -> list[tuple[str, str]]:
    """Return who may win where both sides changed a field."""
    return [
        ("ask", _("show it, and change nothing in that row")),
        ("theirs", _("the file wins")),
        ("ours", _("what is here wins")),
    ]
