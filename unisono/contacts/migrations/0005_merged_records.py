"""Customers and vendors are merged, too: what says so of contacts says of which kind it is."""

from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_match_keys")]

    operations = [
        migrations.RemoveIndex("mergedcontact", "merged_contact_by_no"),
        migrations.RemoveIndex("mergedcontact", "merged_contact_by_key"),
        migrations.RenameModel("MergedContact", "MergedRecord"),
        migrations.AddField(
            "mergedrecord", "kind", models.CharField(max_length=12, default="contact")
        ),
        migrations.AddIndex(
            "mergedrecord",
            models.Index(F("kind"), F("no_key"), F("id"), name="merged_record_by_no"),
        ),
        migrations.AddIndex(
            "mergedrecord",
            models.Index(F("kind"), F("merged_id"), F("id"), name="merged_record_by_key"),
        ),
        migrations.AddIndex(
            "mergedrecord",
            models.Index(F("kind"), F("into_id"), name="merged_record_by_into"),
        ),
    ]
