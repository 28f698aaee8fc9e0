"""Files that wait to be imported, with their rows and what became of each."""

from django.conf import settings
from django.db import models

from unisono.common.columns import KeyField

ANSWERS = ("same", "other")


class WaitingFile(models.Model):
    """A file that somebody sent, found by its `key`. `about` is JSON: columns, samples, filled,
    total, the file's own name, its collection, and the choices and the job of the last trial; a
    text, since a cell may have characters that no database takes within JSON.
    """

    key = models.CharField(max_length=60, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.TextField()
    touched_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class WaitingPiece(models.Model):
    """A piece of the file as it was sent, so that it can be read in another way."""

    file = models.ForeignKey(WaitingFile, models.CASCADE, db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("file", "number", name="waiting_piece_once")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"


class WaitingRow(models.Model):
    """A row: `cells` is a JSON list, in which numbers are numbers; `said` is JSON, too: what befell
    cells on their way (`exchange.reading.BEFELL`), by column; `answer` is what a person said
    of the contact (`answer_about`) that it looks like: it is the `same`, or an `other`.
    """

    file = models.ForeignKey(WaitingFile, models.CASCADE, db_index=False)
    number = models.PositiveBigIntegerField()
    cells = models.TextField()
    problem = models.TextField()
    said = models.TextField(default="", db_default="")
    answer = models.CharField(max_length=5, default="", db_default="")
    answer_about = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint("file", "number", name="waiting_row_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=("", *ANSWERS)), name="waiting_row_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"


class WaitingResult(models.Model):
    """What became of a row in the last trial or the import: `messages` and `changes` are JSON;
    `no_key` finds rows by the record that they made.
    """

    file = models.ForeignKey(WaitingFile, models.CASCADE, db_index=False)
    number = models.PositiveBigIntegerField()
    outcome = models.CharField(max_length=20)
    no = models.TextField()
    no_key = KeyField(max_length=60)
    messages = models.TextField()
    changes = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("file", "number", name="waiting_result_once")]
        indexes = [
            models.Index("file", "outcome", "number", name="waiting_result_outcome"),
            models.Index("file", "no_key", name="waiting_result_no"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number} {self.outcome}"
