"""The end of a link, whoever asks for it [4.3]."""

from unisono.history.recording import Recorder
from unisono.links import storing
from unisono.links.models import Link
from unisono.links.values import Record
from unisono.records.people import end_primary_contact


def end_link(link: Link, contact: Record, record: Record, recorder: Recorder) -> None:
    """Remove a link, after its primary contact was cleared and its name kept as text."""
    primary = link.primary_contact_id
    if primary is not None:
        end_primary_contact(link, recorder)
        link.primary_contact_id = primary
    storing.disconnect(link, contact, record, recorder)
