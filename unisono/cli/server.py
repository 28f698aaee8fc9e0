"""Serving: the command that listens, and the one of each process that answers."""

import logging.config
import os
import socket
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

import click

from unisono.cli.schema import require_present_schema
from unisono.cli.starting import require_book, start, with_product
from unisono.serving.group import CannotStart, Group
from unisono.serving.web import serve_alone, serve_received
from unisono.serving.worker_beside import WorkerBesideServer

_MOST_WORKERS = 4  # by default; a process takes some 110 MB
_BACKLOG = 1024  # connections that the system keeps while no process can take them
Tell = Callable[[], None]
Work = dict[tuple[str, ...], int]
_CAN_HAND_OVER = hasattr(socket, "send_fds")


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _serving_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--threads",
            default=4,
            show_default=True,
            type=click.IntRange(1, 64),
            help="How many requests that read, and as many that write, each process answers at a "
            "time.",
        ),
        click.option(
            "--port",
            default=8000,
            show_default=True,
            type=click.IntRange(1, 65535),
            help="The port to listen on.",
        ),
        click.option(
            "--host", default="127.0.0.1", show_default=True, help="The address to listen on."
        ),
    ):
        command = option(command)
    return command


@click.command()
@_serving_options
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help=f"How many processes answer requests; as many as there are cores, at most {_MOST_WORKERS},"
    " where it is left out.",
)
@click.option("--worker/--no-worker", default=True, show_default=True, help="Work on jobs, too.")
@click.option("--alone", is_flag=True, hidden=True, default=not _CAN_HAND_OVER)
def serve(
    host: str, port: int, threads: int, workers: int | None, worker: bool, alone: bool
) -> None:
    """Serve the pages and the API, and work on jobs.

    SIGTERM and Ctrl+C let what runs end first, for thirty seconds at most; a second one ends it at
    once. SIGHUP serves new code and settings, and cuts nobody off.

    \b
    Example:
      unisono --data ./data serve --port 8000
    """
    require_book()
    listener = _listener(host, port)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    tell = partial(click.echo, f"Unísono is served at http://{address}/ (stop it with Ctrl+C)")
    if alone:
        _serve_alone(listener, threads, tell, worker)
        return
    count = workers or min(_cores(), _MOST_WORKERS)
    work: Work = {("worker", "--beside-server"): 1} if worker else {}
    web = ("web", "--host", host, "--port", str(port), "--threads", str(threads))
    os.environ["UNISONO_PROCESSES"] = str(count)  # by which they divide what is limited
    _say_in_lines()
    with TemporaryDirectory(prefix="unisono-figures-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # where they count together
        try:
            Group(listener, web, count, work).run(tell)
        except CannotStart:
            raise click.exceptions.Exit(1) from None  # it has said why


def _say_in_lines() -> None:
    """Let what this process says look as what the others do."""
    from django.core.exceptions import ImproperlyConfigured

    from unisono.config.logs import logging_as_told

    try:
        logging.config.dictConfig(logging_as_told())
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error


def _listener(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}.") from error


def _serve_alone(listener: socket.socket, threads: int, tell: Tell, worker: bool) -> None:
    """Serve in this process, where connections cannot be handed to others."""
    start()
    require_present_schema()
    from unisono.config.wsgi import application
    from unisono.usecases.users.opening import store_uses_for_ever

    store_uses_for_ever()
    beside = WorkerBesideServer() if worker else None
    try:
        serve_alone(application, listener, threads, tell, **_limits())
    finally:
        if beside:
            beside.stop()


@click.command(hidden=True)
@_serving_options
@with_product
def web(host: str, port: int, threads: int) -> None:
    """Answer requests whose connections `serve` hands over on standard input."""
    from django.urls import get_resolver

    require_present_schema()
    from unisono.config.wsgi import application
    from unisono.usecases.users.opening import store_uses_for_ever

    # All that requests need is loaded before the first of them comes, which would wait for it.
    get_resolver().url_patterns  # noqa: B018
    store_uses_for_ever()
    serve_received(application, (host, str(port)), threads, **_limits())


def _limits() -> dict[str, Any]:
    """Return what a process lets in."""
    from django.conf import settings

    return {
        "max_request_body_size": settings.MOST_UPLOADED_BYTES,
        # What servers in front say of address and protocol goes to the settings, which know how
        # many to believe. All connections are theirs, then: they limit who may have how many.
        "clear_untrusted_proxy_headers": not settings.PROXIES,
        "per_address": 0 if settings.PROXIES else settings.CONNECTIONS_PER_ADDRESS,
    }
