"""What a finding of the check says, and what its repair does, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from unisono.common.kinds import Key
from unisono.links.naming import kind_names, named_by


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be.

    `sort` is drift, side, kind, series, search or columns. `key` is the record that it is about,
    `link` the link. For drift `field`, `contact` and `other` say what differs.
    """

    sort: str
    problem: str
    key: Key | None = None
    no: str = ""
    contact_no: str = ""
    field: str = ""
    contact: str = ""
    other: str = ""
    link: int | None = None


def described(finding: Finding) -> tuple[str, str]:
    """Return what is wrong, and what the repair does, as two sentences."""
    record = named_by(finding.key.kind, finding.no) if finding.key else ""
    is_kind = finding.sort == "search" and finding.problem == "out-of-step"
    shown = {
        "no": kind_names(finding.no) if is_kind else finding.no,
        "record": record[:1].upper() + record[1:],
        "contact": finding.contact_no,
        "field": finding.field,
        "here": finding.contact,
        "there": finding.other,
    }
    problem, repair = _texts()[finding.sort, finding.problem]
    return problem % shown, repair % shown


def _texts() -> dict[tuple[str, str], tuple[str, str]]:
    unlink = _("The link is ended; both keep their values.")
    removed = _("The link is removed.")
    return {
        ("drift", "drift"): (
            _('%(record)s has "%(there)s" as %(field)s, its contact %(contact)s has "%(here)s".'),
            _(
                "The contact's value is taken, unless it is blank or the other record leads the "
                "field."
            ),
        ),
        ("side", "contact-missing"): (
            _("%(record)s is linked with a contact that is not there."),
            removed,
        ),
        ("side", "record-missing"): (
            _("Contact %(contact)s is linked with a record that is not there."),
            removed,
        ),
        ("kind", "person-of-company"): (
            _("%(record)s is linked with %(contact)s, a person of a company."),
            unlink,
        ),
        ("kind", "bank-of-person"): (
            _("%(record)s is linked with the person %(contact)s."),
            unlink,
        ),
        ("kind", "primary-contact"): (
            _("The primary contact of %(no)s does not belong to contact %(contact)s."),
            _("The record keeps the name and has no primary contact."),
        ),
        ("kind", "company-of-person"): (
            _("The person %(no)s belongs to %(contact)s, which is no company."),
            _("The person becomes independent."),
        ),
        ("series", "no-digits"): (
            _("The number series %(no)s has no digits at the end of its next number (%(there)s)."),
            _(
                "The series begins again at its first number, if that has digits; taken numbers "
                "are skipped."
            ),
        ),
        ("series", "off-series"): (
            _("The next number %(there)s of the number series %(no)s does not belong to it."),
            _("The series begins again at its first number; taken numbers are skipped."),
        ),
        ("search", "missing"): (_("Search lacks %(no)s."), _("It is made anew.")),
        ("search", "out-of-step"): (
            _("Search does not find %(no)s by what they say."),
            _("It is filled anew."),
        ),
        ("columns", "out-of-step"): (
            _("%(record)s is not found or sorted by its present values."),
            _("The columns for finding and sorting are computed anew."),
        ),
    }
