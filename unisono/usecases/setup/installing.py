"""What documents and interactions find in a fresh installation: series, templates, texts for
e-mails [1.3].
"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from unisono.documents.types import TYPES
from unisono.interactions.actions import ACTIONS, EMAIL, PHONE_CALL
from unisono.interactions.models import InteractionGroup, InteractionTemplate, TemplateAssignment
from unisono.setup.models import MailText, NumberSeries, Setup

_LANGUAGES = ("en", "es")


def install_documents() -> None:
    """Make what documents and interactions need, in the active language, where nothing of it is
    there yet.

    An installation from before there were documents gets it, too.
    """
    if (
        InteractionTemplate.objects.exists()
        or NumberSeries.objects.filter(code__in=_codes()).exists()
    ):
        return
    names = _names()
    for info in TYPES.values():
        first = f"{info.prefix}000001"
        NumberSeries.objects.create(
            code=info.series, description=names[info.name], first_no=first, next_no=first
        )
    Setup.objects.filter(pk=1).update(
        **{f"{info.name}_nos_id": info.series for info in TYPES.values()}
    )
    _install_templates()
    _install_mail_texts()


def _codes() -> list[str]:
    return [info.series for info in TYPES.values()]


def _names() -> dict[str, str]:
    return {
        "sales_quote": _("Sales quotes"),
        "sales_order": _("Sales orders"),
        "sales_blanket_order": _("Sales blanket orders"),
        "purchase_quote": _("Purchase quotes"),
        "purchase_order": _("Purchase orders"),
        "purchase_blanket_order": _("Purchase blanket orders"),
        "service_order": _("Service orders"),
    }


def _install_templates() -> None:
    groups = {
        "DOCUMENTS": _("Documents"),
        "MESSAGES": _("Letters and e-mails"),
        "CALLS": _("Calls"),
        "MEETINGS": _("Meetings and notes"),
    }
    for code, description in groups.items():
        InteractionGroup.objects.create(code=code, description=description)
    # Code: description, group, direction, initiated by, medium.
    templates: dict[str, tuple[str, str, str, str, str]] = {
        "DOC-CREATED": (_("Document created"), "DOCUMENTS", "", "us", ""),
        "DOC-PRINTED": (_("Document printed"), "DOCUMENTS", "out", "us", "letter"),
        "DOC-EMAILED": (_("Document sent by e-mail"), "DOCUMENTS", "out", "us", "email"),
        "DOC-CLOSED": (_("Document closed"), "DOCUMENTS", "", "us", ""),
        "COVER-SHEET": (_("Cover sheet printed"), "MESSAGES", "out", "us", "letter"),
        "EMAIL": (_("E-mail"), "MESSAGES", "out", "us", "email"),
        "LETTER": (_("Letter"), "MESSAGES", "out", "us", "letter"),
        "CALL": (_("Phone call"), "CALLS", "out", "us", "phone"),
        "CALL-IN": (_("Incoming call"), "CALLS", "in", "them", "phone"),
        "MEETING": (_("Meeting"), "MEETINGS", "", "us", "meeting"),
        "NOTE": (_("Note"), "MEETINGS", "", "", "note"),
    }
    for code, (description, group, direction, initiated_by, medium) in templates.items():
        ways = {"direction": direction, "initiated_by": initiated_by, "medium": medium}
        InteractionTemplate.objects.create(
            code=code, description=description, group_id=group, **ways
        )
    by_action = {
        "created": "DOC-CREATED",
        "printed": "DOC-PRINTED",
        "emailed": "DOC-EMAILED",
        "closed": "DOC-CLOSED",
    }
    assigned = {EMAIL: "EMAIL", PHONE_CALL: "CALL", "cover_sheet_printed": "COVER-SHEET"}
    assigned |= {
        a: by_action[a.rpartition("_")[2]] for a in ACTIONS if a.rpartition("_")[2] in by_action
    } | assigned
    for action, template in assigned.items():
        TemplateAssignment.objects.create(action=action, template_id=template)


def _install_mail_texts() -> None:
    """Make a text for every type of document in each language; more special ones can be added."""
    for language in _LANGUAGES:
        with override(language):
            MailText.objects.create(
                code=f"DOCUMENT-{language.upper()}",
                description=_("Every document"),
                language_code=language,
                subject=_("{document} {no} from {company}"),
                body=_(
                    "Dear {name},\n\nPlease find attached: {document} {no}.\n\nKind "
                    "regards,\n{sender}\n{company}"
                ),
            )
