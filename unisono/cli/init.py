"""Making the database."""

import secrets

import click

from unisono.cli.passwords import takes_password
from unisono.cli.starting import with_product


@click.command()
@takes_password(
    "admin_password", "The administrator's password; without, one is made up and printed once."
)
@click.option(
    "--language",
    type=click.Choice(["en", "es"]),
    default="en",
    show_default=True,
    help="Of a fresh book's texts.",
)
@click.option(
    "--new-key",
    is_flag=True,
    help="The key of the book is lost: go on with this one. Everybody signs in anew, and sets up "
    "their second step anew.",
)
@with_product
def init(admin_password: str | None, language: str, new_key: bool) -> None:
    """Make the database, bring it up to date, and fill a fresh one; may be run again at any time.

    \b
    Example:
      unisono --data ./data init
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import translation

    from unisono.backups import schema
    from unisono.common import private_files
    from unisono.usecases.imports.staged import forget_former_files
    from unisono.usecases.setup import setup
    from unisono.usecases.setup.derived_columns import bring_along

    try:
        # Files of before, when they were made as the machine's umask said.
        private_files.tighten(settings.DATA)
    except PermissionError as error:
        raise click.ClickException(
            f"{error.filename} belongs to another user of this machine."
        ) from error
    schema.bring_up_to_date()
    _require_key(new_key)
    bring_along()
    _move_attachments()
    forget_former_files()
    call_command("clearsessions")
    with translation.override(language):
        setup.install()
    _administrator(admin_password)
    click.echo("The database is ready.")


def _require_key(new_key: bool) -> None:
    from unisono.usecases.setup import keys

    try:
        keys.take_key(new_key)
        keys.seal_second_steps()
    except keys.WrongKey as error:
        raise click.ClickException(
            f"{error} Only if it is lost for good, go on with a new one for all machines: init "
            "--new-key."
        ) from error


def _move_attachments() -> None:
    from unisono.usecases.setup.attachments import move_attachments

    try:
        moved = move_attachments()
    except OSError as error:
        raise click.ClickException(
            f"The attachments cannot be moved to where UNISONO_ATTACHMENTS says: {error}"
        ) from error
    if moved:
        click.echo(f"{moved:,} attachments are where UNISONO_ATTACHMENTS says by now.")


def _administrator(password: str | None) -> None:
    from unisono.access.models import User
    from unisono.usecases.users import users

    present = User.objects.filter(username="admin").first()
    if present is not None:
        # The same one again is no change, which would end the administrator's tokens.
        if password is not None and not present.check_password(password):
            users.change_user("admin", password=password, actor=None)
        return
    chosen = password or secrets.token_urlsafe(12)
    users.create_user("admin", "administrator", chosen, actor=None)
    if password is None:
        click.echo(f"Administrator: admin, password: {chosen} (shown this once)")
