"""The worker's command: on its own, or as `serve` starts it."""

import signal
import threading

import click

from unisono.cli.schema import require_present_schema
from unisono.cli.starting import with_product


@click.command()
@click.option("--beside-server", is_flag=True, hidden=True)
@with_product
def worker(beside_server: bool) -> None:
    """Work on jobs; `serve` starts one such process, further ones may run on other machines against
    PostgreSQL.

    \b
    Example:
      UNISONO_DATABASE_URL=postgresql://… unisono worker
    """
    from unisono.worker import loop

    require_present_schema()
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    if beside_server:
        # Ctrl+C is the server's to mind, which then ends us.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        loop.end_with_parent(stopping)
    else:
        signal.signal(signal.SIGINT, lambda *_: stopping.set())
        click.echo("Working on jobs (stop it with Ctrl+C)")
    loop.work(stopping)
