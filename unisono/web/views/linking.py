"""The link wizard [P3], the drawer of a link [P2], pausing and unlinking."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.borders import Content, Stored
from unisono.common.errors import NotFound
from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.history.queries import last_changes
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.queries import is_linked, link_between, record_of
from unisono.links.rules import rules_now
from unisono.links.values import Record
from unisono.records.planned import PreviewOutdated, known_role
from unisono.records.queries import find
from unisono.usecases.links import linking, unlinking
from unisono.usecases.matching.candidates import candidates, found_by
from unisono.usecases.records.changing import change_record
from unisono.web import formatting, labels, paths, wizard
from unisono.web.frame import acting
from unisono.web.link_tiles import differences
from unisono.web.parts import go, is_part
from unisono.web.saving import report
from unisono.web.views.cards import row_of


@require_safe
def choose(request: HttpRequest, kind: Kind, no: str, wanted: str) -> HttpResponse:
    """Step 1: which record is the same party; candidates with reasons, and a search."""
    actor = acting(request)
    if wanted not in (*LINKED_KINDS, "contact") or (wanted == "contact") == (kind == "contact"):
        raise NotFound(_("There is nothing at this address."))
    require_write(actor, wanted if kind == "contact" else kind)
    row = row_of(kind, no)
    subject = row.company or row if kind == "contact" else row
    text = request.GET.get("q", "").strip()
    context = {
        "kind": kind,
        "no": no,
        "row": row,
        "subject": subject,
        "wanted": wanted,
        "title": _("Link %(name)s with %(record)s")
        % {"name": row.name, "record": labels.with_article(wanted)},
        "q": text,
        "candidates": [
            _candidate(kind, subject.no, wanted, each)
            for each in candidates(kind, subject, wanted, actor)
        ],
        "found": [
            _hit(kind, subject.no, wanted, each) for each in found_by(text, kind, wanted, actor)
        ]
        if text
        else [],
        "nobody_alike": _("No unlinked record looks like it. Search for it below."),
        "nobody_found": _("No unlinked record matches."),
        "url": paths.card_url(kind, no),
    }
    return render(request, "link_choose.html", context)


def _hit(kind: Kind, no: str, wanted: str, row: Stored) -> Content:
    contact, role, other = (no, wanted, row.no) if kind == "contact" else (row.no, kind, no)
    return {
        "row": row,
        "url": paths.card_url("contact", contact, "links", role, other, "wizard"),
    }


def _candidate(kind: Kind, no: str, wanted: str, candidate: Stored) -> Content:
    return {**_hit(kind, no, wanted, candidate.row), "reasons": candidate.reasons}


@require_http_methods(["GET", "POST"])
def wizard_page(request: HttpRequest, no: str, role: Kind, record_no: str) -> HttpResponse:
    """Steps 2 and 3: choose per field, see what follows, confirm; what differs by then is shown
    again.
    """
    actor = acting(request)
    require_write(actor, known_role(role))
    keep = wizard.keep_of(request.POST or request.GET)
    primary = request.POST.get("primary", request.GET.get("primary", ""))
    status = 200
    if "confirm" in request.POST:
        try:
            return _tie(request, no, role, record_no, keep, primary, actor)
        except PreviewOutdated:
            status = 409
    context = _preview(no, role, record_no, keep, actor)
    context |= {"is_outdated": status == 409, "primary": primary}
    template = "parts/wizard.html" if is_part(request) else "link_wizard.html"
    return render(request, template, context, status=status)


def _tie(
    request: HttpRequest,
    no: str,
    role: Kind,
    record_no: str,
    keep: dict[str, str],
    primary: str,
    actor: Actor,
) -> HttpResponse:
    """Link the two, or resume their link, as it was shown; `primary` becomes the primary
    contact.
    """
    digest = request.POST.get("plan", "-")
    if request.POST.get("resume") == "yes":
        outcome = unlinking.set_link_state(no, role, record_no, "active", keep, digest, actor=actor)
        text = _("The link is resumed.")
    else:
        outcome = linking.link(no, role, record_no, keep, digest, primary, actor=actor)
        text = _("Linked: from now on a change on either side reaches the other.")
    report(request, text, outcome, actor)
    if primary:
        return go(request, paths.card_url(role, outcome.no))
    return go(request, paths.card_url("contact", outcome.more["contact_no"]))


def _preview(no: str, role: Kind, record_no: str, keep: dict[str, str], actor: Actor) -> Content:
    """Return what the wizard shows: a plan by what was chosen, beside the plan that would be
    without a choice.
    """
    planned = linking.preview_link(no, role, record_no, keep, actor=actor)
    auto = (
        linking.preview_link(no, role, record_no, {"*": keep["*"]}, actor=actor)
        if len(keep) > 1
        else planned
    )
    rows = wizard.rows_of(planned, keep, auto)
    paused = is_linked(planned.contact.key.id, role, planned.record.key.id)
    return {
        "no": no,
        "role": role,
        "record_no": record_no,
        "contact": planned.contact,
        "left": f"{labels.kinds()['contact']} {planned.contact.no}",
        "right": f"{labels.kinds()[role]} {planned.record.no}",
        "all_equal": _("The two are equal in every shared field."),
        "contact_name": planned.contact.values["name"],
        "record_name": planned.record.values["name"],
        "acts_for": planned.contact.no if planned.contact.no.upper() != no.upper() else "",
        "differing": [row for row in rows if row["differs"]],
        "equal": [row for row in rows if not row["differs"]],
        "all": keep["*"],
        "sides": [
            ("contact", _("All from the contact")),
            ("other", _("All from %(record)s") % {"record": labels.with_article(role)}),
            ("newer", _("The newer")),
            ("filled", _("Whatever is filled")),
        ],
        "effects": wizard.effects(planned.plan, actor, (planned.contact.key, planned.record.key)),
        "locks": wizard.locks(planned),
        "quotes": [] if paused else wizard.quotes(planned.contact.key.id, role, actor),
        "digest": planned.plan.digest,
        "resume": paused,
        "url": paths.card_url("contact", no),
    }


@require_safe
def drawer(request: HttpRequest, no: str, role: Kind, record_no: str) -> HttpResponse:
    """Show a link field by field: both values, the rule, who changed it last, and the way to even
    it out [P2].
    """
    actor = acting(request)
    require_read(actor, "contact")
    require_read(actor, known_role(role))
    link = _link(no, role, record_no)
    contact = record_of("contact", link.contact_id)
    record = record_of(role, link.record_id)
    latest = last_changes([contact.key, record.key])
    fields = KINDS[role].fields
    rows = [
        {
            "name": row.name,
            "label": labels.field(row.name),
            "contact": formatting.value(fields[row.name], row.contact),
            "other": formatting.value(fields[row.name], row.other),
            "differs": row.differs,
            "rule": labels.rules(role)[row.rule],
            "sentence": labels.rule_sentence(row.rule, role),
            "last": latest.get(row.name),
        }
        for row in differences(contact, record, rules_now())
    ]
    context = {"rows": rows, "link": link, "no": contact.no, "role": role, "record_no": record.no}
    context["seen"] = _seen(contact, record)
    context |= {"may_write": actor.may_write(role), "may_write_contact": actor.may_write("contact")}
    return render(request, "parts/drawer.html" if is_part(request) else "link_page.html", context)


def _link(no: str, role: Kind, record_no: str) -> Link:
    """Return the link of two records; raise NotFound where there is none."""
    return link_between(row_of("contact", no).pk, role, find(role, record_no).key.id)


def _seen(contact: Record, record: Record) -> str:
    """Return the state of two records that a person saw."""
    return f"{contact.version}-{record.version}"


@require_POST
def even_out(request: HttpRequest, no: str, role: Kind, record_no: str) -> HttpResponse:
    """Give one side of a link the other's value in one field: an edit like any other, of what the
    person saw.
    """
    actor = acting(request)
    require_read(actor, known_role(role))
    from_contact = request.POST.get("from") == "contact"
    require_write(actor, role if from_contact else "contact")
    link, name = _link(no, role, record_no), request.POST.get("field", "")
    contact = record_of("contact", link.contact_id)
    record = record_of(role, link.record_id)
    if name not in record.values or name not in contact.values:
        raise NotFound(_("There is no shared field of this name."))
    if request.POST.get("seen") != _seen(contact, record):
        raise PreviewOutdated(_("The records changed since the preview; look at it again."))
    taking, giving = (record, contact) if from_contact else (contact, record)
    values = {name: giving.values[name]}
    outcome = change_record(
        taking.key.kind, taking.no, values, actor=actor, expected=taking.version
    )
    report(request, _("Evened out."), outcome, actor)
    return go(request, paths.card_url("contact", contact.no))


@require_POST
def pause(request: HttpRequest, no: str, role: Kind, record_no: str) -> HttpResponse:
    """Pause a link."""
    actor = acting(request)
    outcome = unlinking.set_link_state(no, role, record_no, "paused", actor=actor)
    report(request, _("The link is paused: nothing travels until it is resumed."), outcome, actor)
    return go(request, paths.card_url("contact", outcome.more["contact_no"]))


@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, no: str, role: Kind, record_no: str) -> HttpResponse:
    """End a link in one of its two ways; first show what each of them leaves [4.3]."""
    actor = acting(request)
    require_write(actor, known_role(role))
    if request.method == "POST":
        restore = request.POST.get("way") == "restore"
        outcome = unlinking.unlink(no, role, record_no, restore, actor=actor)
        report(request, _("Unlinked: the two go their own ways."), outcome, actor)
        return HttpResponseRedirect(paths.card_url(role, record_no))
    link, plan = unlinking.preview_restore(no, role, record_no, actor=actor)
    written = ((name, to.old, to.new) for write in plan.writes for name, to in write.fields.items())
    lines = formatting.changes(role, written)
    context = {
        "no": no,
        "role": role,
        "record_no": record_no,
        "lines": lines,
        "name": link.contact.name,
    }
    return render(request, "unlink.html", {**context, "url": paths.card_url("contact", no)})
