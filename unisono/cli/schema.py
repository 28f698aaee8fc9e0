"""Whether a database can be served by this version."""

import click


def require_present_schema(search: bool = True) -> None:
    """End with one sentence where the database was not made, was made by another version, or search
    lacks something.
    """
    from django.db import DatabaseError

    from unisono.audit import append_only
    from unisono.backups import schema
    from unisono.lists import search_index
    from unisono.usecases.setup import keys

    try:
        newer, pending = schema.steps()
        lacking = search_index.missing() if search and not pending else []
        changeable = not pending and append_only.missing()
    except DatabaseError as error:
        raise click.ClickException(f"The database cannot be reached: {error}".strip()) from error
    if newer:
        raise click.ClickException("The database is of a newer version; run that one.")
    if pending:
        raise click.ClickException("The database is not up to date; run 'unisono init' first.")
    try:
        keys.require_key()
    except keys.WrongKey as error:
        raise click.ClickException(str(error)) from error
    if changeable:
        raise click.ClickException("The audit could be changed; run 'unisono init' first.")
    if lacking:
        raise click.ClickException(f"Search lacks {', '.join(lacking)}; run 'unisono init' first.")
