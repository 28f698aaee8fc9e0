"""Backups: made while the product runs, checked, restored."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from unisono.cli.schema import require_present_schema
from unisono.cli.starting import with_product

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE, required=False)
@click.option(
    "--with-key",
    is_flag=True,
    help="With the key, so that second steps and sessions are readable elsewhere: keep it safe.",
)
@with_product
def backup(file: Path | None, with_key: bool) -> None:
    """Write all tables and attachments, as they stand at this moment, into FILE; without FILE, into
    the folder of backups. The product may go on meanwhile.

    \b
    Example:
      unisono backup /srv/backups/unisono.backup
    """
    from unisono.usecases.backups import backing_up

    require_present_schema(search=False)
    with _disk_errors():
        path = file or backing_up.path_of_now()
        manifest = backing_up.back_up(path, with_key, actor=None)
    click.echo(f"{path}: {manifest.rows:,} rows, {len(manifest.files):,} attachments.")
    for digest in manifest.missing:
        click.echo(f"The attachment {digest} is not there, and not in the backup.", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_product
def verify(file: Path) -> None:
    """Read a backup from end to end, and say whether all of it is as it was written.

    \b
    Example:
      unisono verify /srv/backups/unisono.backup
    """
    from unisono.usecases.backups import backing_up

    manifest = backing_up.verify(file)
    click.echo(
        f"In order: {manifest.rows:,} rows, {len(manifest.files):,} attachments, made "
        f"{_moment(manifest.made_at)} by version {manifest.version} on {manifest.vendor}"
        f"{', with the key' if manifest.has_key else ''}."
    )
    if manifest.missing:
        click.echo(f"{len(manifest.missing):,} attachments were not there when it was made.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of the book that is there.")
@with_product
def restore(file: Path, replace: bool) -> None:
    """Restore a backup of either database into this one: an empty place, or with --replace in the
    place of the present book. So one moves from SQLite to PostgreSQL, too.

    \b
    Example:
      UNISONO_DATABASE_URL=postgresql://… unisono restore unisono.backup
    """
    from unisono.usecases.backups import restoring

    with _disk_errors():
        done = restoring.restore(file, replace)
    manifest = done.manifest
    click.echo(
        f"Restored: {manifest.rows:,} rows, {len(manifest.files):,} attachments, as of "
        f"{_moment(manifest.made_at)}."
    )
    if done.erased:
        click.echo(f"Erased again, as since then: {', '.join(done.erased)}.")
    for no, why in done.not_erased:
        click.echo(f"{no} was erased since, and could not be erased again: {why}", err=True)
    if not done.key_came_along:
        click.echo("The backup has no key: everybody signs in anew.")
    if done.second_steps_lost:
        click.echo(
            f"{done.second_steps_lost} users have to set up their second step anew: it was sealed "
            "with another key."
        )
    click.echo(
        "Secrets of the mail server and of a sign-in provider come from the environment, and are "
        "in no backup."
    )


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Turn what the disk says into one sentence."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror or error}") from error
