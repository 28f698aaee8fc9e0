"""Changing a record: one field in place, or all of them in a form; what others changed meanwhile
[P4].
"""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import require_read, require_write
from unisono.cards.fields import Field
from unisono.common.borders import Content, Rows, Stored
from unisono.common.errors import EditConflict, NotFound, Refused
from unisono.common.kinds import Key, Kind
from unisono.common.outcome import Outcome
from unisono.common.text import key_of, whole_number
from unisono.history.queries import change_of
from unisono.links.kinds import KINDS
from unisono.links.queries import link_of_record, records_of
from unisono.lists.similar import matching_or_similar
from unisono.records.codes_now import CodesNow
from unisono.usecases.records.changing import change_record
from unisono.web import facts, inputs, paths
from unisono.web.conflicts import conflict_page, resolved
from unisono.web.facts import Lighting
from unisono.web.frame import acting
from unisono.web.link_tiles import links_of
from unisono.web.parts import go, is_part, part, texts
from unisono.web.saving import report, report_merged
from unisono.web.views.cards import card_part, row_of, values_of
from unisono.web.views.primary_contact import is_elsewhere

_OPTIONS = 12  # contacts that an input proposes


@require_http_methods(["GET", "POST"])
def field(request: HttpRequest, kind: Kind, no: str, name: str) -> HttpResponse:
    """Change one field in place: GET gives the input (or, with `leave`, the fact again), POST saves
    it.
    """
    actor = acting(request)
    require_read(actor, kind)
    each = facts.field_of(kind, name)
    if each is None:
        raise NotFound(_("There is nothing at this address."))
    if request.method == "POST":
        return _save(request, kind, no, [each], part_of=name)
    row = row_of(kind, no)
    card_links = links_of(kind, row)
    value = values_of(kind, row, card_links)[name]
    light = Lighting(
        card_links.locks(actor),
        actor.may_write(kind),
        may_contact=not getattr(row, "privacy_blocked", False),
    )
    fact = facts.fact(each, value, light)
    context = {"kind": kind, "no": row.no, "fact": fact}
    if "leave" in request.GET or not fact.is_editable:
        return render(request, "parts/fact.html", {**context, "may_write": actor.may_write(kind)})
    context |= {"input": inputs.inputs_of([each], {name: value}, kind)[0], "row": row}
    context["base"] = inputs.base_of([each], {name: value})
    if not is_part(request):
        return HttpResponseRedirect(f"{paths.card_url(kind, row.no, 'edit')}#{name}")
    return render(request, "parts/fact_form.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Change a record in a form of all its fields."""
    actor = acting(request)
    require_write(actor, kind)
    row = row_of(kind, no)
    if request.method == "POST":
        return _save(request, kind, no, _fields(kind))
    return _form(request, kind, row, None)


def _fields(kind: Kind) -> list[Field]:
    """Return every field that a form of this kind can have, whatever type the contact is of by
    now.
    """
    either = [
        each
        for is_person in (False, True)
        for _title, some in facts.grouped(kind, is_person)
        for each in some
    ]
    return list({each.name: each for each in either}.values())


def _form(request: HttpRequest, kind: Kind, row: Stored, refusal: Refused | None) -> HttpResponse:
    """Return the form of all fields; after a refusal with what was typed and what is wrong with
    it.
    """
    actor, card_links = acting(request), links_of(kind, row)
    values, locks = values_of(kind, row, card_links), card_links.locks(actor)
    is_person = kind == "contact" and row.type == "person"
    groups = inputs.grouped_inputs(
        [
            (title, [each for each in some if each.name not in locks])
            for title, some in facts.form_groups(kind, is_person)
        ],
        values,
        kind,
    )
    every = [each for _title, some in groups for each in some]
    rest = inputs.with_errors(every, refusal, request.POST)
    context = {
        "kind": kind,
        "row": row,
        "no": row.no,
        "groups": groups,
        "rest": rest,
        "base": inputs.first_base(request.POST, every, values, refusal),
        "version": request.POST.get("version", row.version) if refusal else row.version,
        "url": paths.card_url(kind, row.no),
    }
    return render(request, "edit.html", context, status=refusal.status if refusal else 200)


def _save(
    request: HttpRequest, kind: Kind, no: str, fields: list[Field], part_of: str = ""
) -> HttpResponse:
    """Save the fields that a form changed; what is refused is shown with what was typed."""
    actor, values = acting(request), inputs.changed(fields, request.POST)
    expected = expected_version(request)
    primary = _elsewhere(kind, no, values)
    if primary:
        del values["primary_contact_no"]
    if primary and not values:
        return go(request, paths.card_url(kind, no, "primary", primary))
    try:
        outcome = change_record(kind, no, values, actor=actor, expected=expected)
    except EditConflict as conflict:
        return conflict_page(request, kind, row_of(kind, no), values, conflict)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _refused(request, kind, no, fields, refusal, part_of)
    if primary:
        report(request, _("Saved."), outcome, actor)
        return go(request, paths.card_url(kind, outcome.no, "primary", primary))
    return saved(request, kind, outcome, expected, frozenset(values), part_of)


def _elsewhere(kind: Kind, no: str, values: Content) -> str:
    """Return the contact that was named as primary one and has to be tied or moved first, which is
    shown before it is done; "" for none.
    """
    typed = values.get("primary_contact_no")
    contact = records_of("contact").filter(no_key=key_of(typed)).first() if typed else None
    return contact.no if contact and is_elsewhere(kind, row_of(kind, no), contact) else ""


def expected_version(request: HttpRequest) -> int | None:
    """Return the version that the form was made of; None where it does not say."""
    return whole_number(request.POST.get("version", ""))


def saved(
    request: HttpRequest,
    kind: Kind,
    outcome: Outcome,
    expected: int | None,
    edited: frozenset[str],
    part_of: str = "",
) -> HttpResponse:
    """Tell what was saved and what it reached, and show the card."""
    text = _("Saved.") if outcome.change_set else _("Nothing was changed.")
    reached = report(request, text, outcome, acting(request))
    row = row_of(kind, outcome.no)
    report_merged(request, Key(kind, row.pk), expected, outcome)
    if part_of and part_of != "no":
        return card_part(request, kind, outcome.no, reached, edited)
    return go(request, paths.card_url(kind, outcome.no))


def _refused(
    request: HttpRequest, kind: Kind, no: str, fields: list[Field], refusal: Refused, part_of: str
) -> HttpResponse:
    row = row_of(kind, no)
    if not part_of:
        return _form(request, kind, row, refusal)
    made = inputs.inputs_of(fields[:1], {}, kind)[0]
    rest = inputs.with_errors([made], refusal, request.POST)
    made.error = made.error or " ".join(error.message for error in rest)
    fact = facts.fact(fields[0], "", Lighting({}, True))
    context = {
        "kind": kind,
        "no": row.no,
        "fact": fact,
        "input": made,
        "base": request.POST.get("base", "{}"),
    }
    context["row"] = {"version": request.POST.get("version", row.version)}
    response = part(request, "parts/fact_form.html", context, refusal.status)
    response["HX-Retarget"], response["HX-Reswap"] = f"#fact-{part_of}", "outerHTML"
    return response


@require_POST
def resolve(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Save an edit after the person chose, per field that others changed meanwhile, whose value
    stays [P4].
    """
    actor = acting(request)
    require_write(actor, kind)
    values, expected = resolved(request.POST), expected_version(request)
    try:
        outcome = change_record(kind, no, values, actor=actor, expected=expected)
    except EditConflict as conflict:
        return conflict_page(request, kind, row_of(kind, no), values, conflict)
    return saved(request, kind, outcome, expected, frozenset(values))


@require_POST
def restore(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Put one old value of the history back: an edit like any other."""
    actor = acting(request)
    require_write(actor, kind)
    row, name = row_of(kind, no), request.POST.get("field", "")
    key = whole_number(request.POST.get("change", ""))
    change = change_of(Key(kind, row.pk), key or 0)
    if change is None or name not in change.values or name not in KINDS[kind].fields:
        raise NotFound(_("There is no such change in the history."))
    value = CodesNow(change.pk).value(KINDS[kind].fields[name], change.values[name][0], change.pk)
    outcome = change_record(
        kind, no, {name: list(value) if isinstance(value, tuple) else value}, actor=actor
    )
    return saved(request, kind, outcome, None, frozenset([name]))


@require_safe
def suggest_people(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Return the people of a record's company as options of its primary contact, and the company
    itself; all contacts in which what was typed is found, where it has none yet.
    """
    actor = acting(request)
    require_read(actor, "contact")
    require_read(actor, kind)
    link = link_of_record(kind, row_of(kind, no).pk)
    rows = records_of("contact").order_by("sort_key")
    if link is not None:
        rows = rows.filter(Q(pk=link.contact_id) | Q(company_id=link.contact_id))
    text = next(iter(texts(request.GET).values()), "")
    options = list(rows[:_OPTIONS]) if link is not None and not text.strip() else _found(rows, text)
    return render(request, "parts/options.html", {"options": options})


@require_safe
def suggest(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the contacts in which every word typed is found, or similar ones, as options of an
    input.
    """
    require_read(acting(request), "contact")
    rows = records_of("contact").order_by("sort_key")
    text = next(iter(texts(request.GET).values()), "")
    context = {"options": _found(rows.filter(type="company") if kind == "company" else rows, text)}
    return render(request, "parts/options.html", context)


def _found(rows: Rows, text: str) -> list[Stored]:
    return list(matching_or_similar(rows, text[:100])[:_OPTIONS]) if text.strip() else []
