"""Checking the book, and repairing it."""

import sys

import click

from unisono.cli.schema import require_present_schema
from unisono.cli.starting import command_line, with_product

_SHOWN = 200  # lines on a terminal


@click.command()
@click.option("--repair", is_flag=True, help="Carry the repairs out, through the history.")
@click.option("--user", default="admin", show_default=True, help="Who repairs.")
@with_product
def check(repair: bool, user: str) -> None:
    """Compare all linked records and what hangs on them; ends with 1 where something is wrong and
    stays so.

    \b
    Example:
      unisono check
      unisono check --repair
    """
    from unisono.links.findings import described
    from unisono.usecases.links import checking
    from unisono.usecases.users import users

    require_present_schema(search=False)
    actor = users.actor_named(user)
    found = list(checking.findings(actor, _progress))
    for finding in found[:_SHOWN]:
        problem, mended = described(finding)
        click.echo(f"{finding.sort}: {problem} → {mended}")
    if len(found) > _SHOWN:
        click.echo(f"… and {len(found) - _SHOWN} more")
    if not found:
        click.echo("Everything is in order.")
        return
    if not repair:
        raise click.ClickException(
            f"Findings: {len(found)}. Repair them with: {command_line('check --repair')}"
        )
    for done in checking.repair_all(found, actor=actor):
        _progress("repairs", done, len(found))
    left = list(checking.findings(actor, _progress))
    click.echo(
        f"Repaired: {len(found) - len(left)} of {len(found)}; the history of the records shows it."
    )
    if left:
        raise click.ClickException(f"Findings that are left: {len(left)}.")


def _progress(what: str, done: int, total: int) -> None:
    """Say on the terminal how far it is."""
    if sys.stderr.isatty():
        click.echo(f"\r{what}: {done:,} of {total:,}".ljust(60), err=True, nl=done >= total)
