"""Fills what is searched of the entries that are there: in a step of its own, so that the log is
not locked meanwhile.
"""

from django.db import migrations

from unisono.common.text import folded

_CHUNK = 1000  # entries in memory at a time
# As of this step: what is searched later is filled later.
_SEARCHED = ("description", "comment", "contact_name", "contact_no", "document_no", "by")


def fill(apps, _schema_editor):
    """Fill the column, one piece after the other."""
    entries = apps.get_model("interactions", "Interaction").objects
    last = 0
    while some := list(entries.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        for entry in some:
            texts = (getattr(entry, name) for name in _SEARCHED)
            entry.search_text = "\n".join(folded(text) for text in texts if text)
        entries.bulk_update(some, ["search_text"])
        last = some[-1].pk


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("interactions", "0005_longer_recipients"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
