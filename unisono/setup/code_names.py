"""What codes are called, per language: a name of its own for any entry of any code list."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from unisono.common.borders import Stored
from unisono.setup.models import CodeName

DEFAULT = ""  # the language under which `all_names` has an entry's description


def name_in(found: Stored, language: str) -> str:
    """Return what an entry is called in a language (a BCP 47 tag: es, es-MX): its name there, else
    in the language without its region, else its description, else its code; "" for no entry.
    """
    if found is None:
        return ""
    names = names_of(found)
    return pick(names, language) or str(found.description or found.code)


def names_of(found: Stored) -> dict[str, str]:
    """Return an entry's names by language."""
    rows = CodeName.objects.filter(list=found._meta.label, code=found.code)
    return dict(rows.order_by("language_code").values_list("language_code", "name"))


def names_of_many(model: Any, codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the names of several entries of one list, by code and language; one statement."""
    found: dict[str, dict[str, str]] = {}
    rows = CodeName.objects.filter(list=model._meta.label, code__in=list(codes))
    for code, language, name in rows.order_by("language_code").values_list(
        "code", "language_code", "name"
    ):
        found.setdefault(code, {})[language] = name
    return found


def all_names(
    models: Iterable[str], besides: Iterable[QuerySet[Any, Any]] = ()
) -> dict[tuple[str, str], dict[str, str]]:
    """Return the names of all entries of these lists (setup.Territory …) by list and code, each by
    language, the description under DEFAULT; one statement. `besides` are rows that are read by it,
    too: of (anything, code, "", "").
    """
    labels = sorted(set(models))
    rows: list[QuerySet[Any, Any]] = [
        apps.get_model(label)
        ._default_manager.order_by()
        .annotate(which=Value(label, CharField()), language=Value(DEFAULT, CharField()))
        .values_list("which", "code", "language", "description")
        for label in labels
    ]
    named = CodeName.objects.order_by().filter(list__in=labels)
    found: dict[tuple[str, str], dict[str, str]] = {}
    for which, code, language, name in named.values_list(
        "list", "code", "language_code", "name"
    ).union(*rows, *besides, all=True):
        found.setdefault((which, code), {})[language] = name
    return found


def pick(names: Mapping[str, str], language: str) -> str:
    """Return the name for a language of those that `all_names` gave; "" where there is none."""
    return names.get(language) or names.get(base_of(language)) or names.get(DEFAULT, "")


def readers_name(label: str) -> Coalesce:
    """Return an expression for the name of a list's entries in the reader's language."""
    own = CodeName.objects.filter(
        list=label, code=OuterRef("code"), language_code=base_of(get_language() or "en")
    )
    return Coalesce(Subquery(own.values("name")[:1]), "description")


def base_of(language: str) -> str:
    """Return a language without its region: es for es-MX."""
    return language.partition("-")[0]
