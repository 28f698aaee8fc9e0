"""What documents and interactions find in a fresh installation: series, templates, texts for
e-mails [1.3].
"""

from unisono.documents.types import TYPES
from unisono.interactions.actions import ACTIONS, EMAIL, PHONE_CALL
from unisono.interactions.models import InteractionTemplate, TemplateAssignment
from unisono.setup.models import NumberSeries, Setup
from unisono.usecases.setup.seeds import document_seeds


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
    for seed in document_seeds():
        seed.plant()
    Setup.objects.filter(pk=1).update(
        **{f"{info.name}_nos_id": info.series for info in TYPES.values()}
    )
    _assign_templates()


def _codes() -> list[str]:
    return [info.series for info in TYPES.values()]


def _assign_templates() -> None:
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
