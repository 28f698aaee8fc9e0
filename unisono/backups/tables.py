"""Which tables a backup has, and their columns as they stand in the models of today."""

from typing import NamedTuple

from django.apps import apps

from unisono.backups.columns import sort_of

# What a restored book has no use for, or makes itself: what is going on at this moment, rights that
# nobody has, names of models.
LEFT_OUT = frozenset(
    {
        "sessions.Session",
        "axes.AccessAttempt",
        "axes.AccessFailureLog",
        "axes.AccessLog",
        "access.Failures",
        "jobs.WorkerSign",
        "interactions.KeptFile",  # among the files of a backup
        "imports.WaitingFile",
        "imports.WaitingPiece",
        "imports.WaitingRow",
        "imports.WaitingResult",
        "auth.Permission",
        "auth.Group",
        "auth.Group_permissions",
        "contenttypes.ContentType",
        "socialaccount.SocialApp",
        "socialaccount.SocialApp_sites",
        "socialaccount.SocialToken",
    }
)


class Table(NamedTuple):
    """A table, and its columns as (name, what it holds)."""

    name: str
    columns: tuple[tuple[str, str], ...]


def tables() -> list[Table]:
    """Return the tables of a backup, by name."""
    models = (
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label not in LEFT_OUT
    )
    found = (
        Table(
            model._meta.db_table,
            tuple((str(f.column), sort_of(f)) for f in model._meta.local_concrete_fields),
        )
        for model in models
    )
    return sorted(found)
