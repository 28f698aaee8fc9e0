"""What was exported and erased stands in the audit from now on."""

from django.db import migrations


def move(apps, schema_editor):
    entries, acts = apps.get_model("audit", "AuditEntry"), apps.get_model("privacy", "PersonalDataAct")
    entries.objects.bulk_create(
        entries(
            at=act.at,
            action=f"personal-data-{act.action}",
            user_id=act.user_id,
            by=act.by,
            subject=act.contact_no,
        )
        for act in acts.objects.order_by("pk").iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_erasure"), ("audit", "0001_audit")]

    operations = [
        migrations.RunPython(move, elidable=True),
        migrations.DeleteModel("PersonalDataAct"),
    ]
