"""Files that a form sent."""

from django.http import HttpRequest

from unisono.interactions import entry_values
from unisono.interactions.entry_values import File


def sent_files(request: HttpRequest) -> list[File]:
    """Return the files of a form, each with a name that can be kept."""
    return [
        File(
            entry_values.safe_name(str(each.name or "")),
            entry_values.safe_type(each.content_type),
            bytes(each.read()),
        )
        for each in request.FILES.getlist("file")
        if each
    ]
