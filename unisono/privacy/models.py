"""Who had personal data handed over or erased: append only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

ACTIONS = ("exported", "erased")


class PersonalDataAct(models.Model):
    """That somebody's personal data were exported or erased, by whom and when [10.5]. The person is
    named by number alone.
    """

    action = models.CharField(max_length=10)
    contact_no = models.CharField(max_length=20)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=ACTIONS), name="personal_data_action_known"
            )
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="personal_data_act_by_age")]

    def __str__(self) -> str:
        return f"{self.action} {self.contact_no}"
