"""Making the database, and serving."""

import logging
import secrets

import click

from unisono.cli.starting import with_product
from unisono.cli.worker_process import WorkerBesideServer
from unisono.common.borders import Content


@click.command()
@click.option(
    "--admin-password",
    help="The administrator's password; left out, one is made up and printed once.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "es"]),
    default="en",
    show_default=True,
    help="Of a fresh book's texts.",
)
@with_product
def init(admin_password: str | None, language: str) -> None:
    """Make the database, bring it up to date, and fill a fresh one; may be run again at any time.

    \b
    Example:
      unisono --data ./data init
    """
    from django.core.management import call_command
    from django.utils import translation

    from unisono.lists import search_index
    from unisono.usecases.setup import setup

    call_command("migrate", verbosity=0, interactive=False)
    call_command("clearsessions")
    search_index.install()
    with translation.override(language):
        setup.install()
    _administrator(admin_password)
    click.echo("The database is ready.")


def _administrator(password: str | None) -> None:
    from unisono.access.models import User
    from unisono.usecases.users import users

    if User.objects.filter(username="admin").exists():
        if password is not None:
            users.change_user("admin", password=password, actor=None)
        return
    chosen = password or secrets.token_urlsafe(12)
    users.create_user("admin", "administrator", chosen, actor=None)
    if password is None:
        click.echo(f"Administrator: admin, password: {chosen} (shown this once)")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen on.",
)
@click.option(
    "--threads",
    default=8,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many requests at a time.",
)
@click.option("--worker/--no-worker", default=True, show_default=True, help="Work on jobs, too.")
@with_product
def serve(host: str, port: int, threads: int, worker: bool) -> None:
    """Serve the pages and the API, and work on jobs.

    \b
    Example:
      unisono --data ./data serve --port 8000
    """
    import waitress
    from django.conf import settings

    from config.wsgi import application

    require_present_schema()
    logging.getLogger("waitress").setLevel(logging.WARNING)
    options: Content = {"max_request_body_size": settings.MOST_ATTACHED_BYTES}
    # What servers in front say of address and protocol goes to the settings, which know how many to
    # believe.
    options["clear_untrusted_proxy_headers"] = not settings.PROXIES
    # A browser keeps six connections open: waitress' own limit of 100 would shut out everybody
    # after some sixteen. Most systems allow a process 1024 files.
    options |= {"connection_limit": 900, "asyncore_use_poll": True, "channel_timeout": 60}
    try:
        server = waitress.create_server(
            application, host=host, port=port, threads=threads, ident=None, **options
        )
    except OSError as error:
        raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
    click.echo(f"Unísono is served at http://{host}:{port}/ (stop it with Ctrl+C)")
    worker_process = WorkerBesideServer() if worker else None
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
    finally:
        if worker_process:
            worker_process.stop()


def require_present_schema(search: bool = True) -> None:
    """End with one sentence where the database was not made, was made by another version, or search
    lacks something.
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from unisono.lists import search_index

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        lacking = search_index.missing() if search and not pending else []
    except DatabaseError as error:
        raise click.ClickException(f"The database cannot be reached: {error}".strip()) from error
    if pending:
        raise click.ClickException("The database is not up to date; run 'unisono init' first.")
    if lacking:
        raise click.ClickException(f"Search lacks {', '.join(lacking)}; run 'unisono init' first.")
