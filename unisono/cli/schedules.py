"""What comes again by itself: shown, added, removed."""

import click

from unisono.cli.schema import require_present_schema
from unisono.cli.starting import with_product

KINDS = ("backup", "find_duplicates", "suggest_links")


@click.group()
def schedule() -> None:
    """Jobs that come again; workers begin them.

    \b
    Example:
      unisono schedule add backup --at 02:30 --zone Europe/Madrid --keep 14
    """


@schedule.command("list")
@with_product
def list_schedules() -> None:
    """List them: number, what, when, next and last time (UTC), and what went wrong.

    \b
    Example:
      unisono schedule list
    """
    from unisono.usecases.jobs import schedules
    from unisono.usecases.users import users

    require_present_schema(search=False)
    for each in schedules.all_schedules(actor=users.actor_or_administrator(None)):
        last = f"{each.last_run:%Y-%m-%d %H:%M}" if each.last_run else "never"
        state = each.last_job.state if each.last_job else ""
        words = [str(each.pk), each.kind, schedules.told(each), f"{each.next_run:%Y-%m-%d %H:%M}"]
        click.echo("\t".join([*words, last, each.trouble or state]).rstrip())


@schedule.command("add")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--every", "minutes", type=int, metavar="MINUTES", help="Every so many minutes.")
@click.option("--at", default="", metavar="HH:MM", help="Each day at this time.")
@click.option("--zone", default="UTC", show_default=True, help="The time zone of --at.")
@click.option("--keep", type=int, help="backup: how many are kept (14).")
@click.option("--with-key", is_flag=True, help="backup: with the key: keep the folder safe.")
@click.option("--user", help="In whose name; the first administrator where it is left out.")
@with_product
def add(
    kind: str,
    minutes: int | None,
    at: str,
    zone: str,
    keep: int | None,
    with_key: bool,
    user: str | None,
) -> None:
    """Let a job come again.

    \b
    Example:
      unisono schedule add backup --every 60 --keep 48
    """
    from unisono.usecases.jobs import schedules
    from unisono.usecases.users import users

    require_present_schema(search=False)
    actor = users.actor_or_administrator(user)
    options: dict[str, object] = {"kept": keep} if keep is not None else {}
    if with_key:
        options["with_key"] = True
    when = schedules.When(minutes, at, zone)
    made = schedules.add_schedule(kind, options, when, actor=actor)
    click.echo(
        f"{made.pk}\t{kind}\t{schedules.told(made)}\tnext {made.next_run:%Y-%m-%d %H:%M} UTC"
    )


@schedule.command("remove")
@click.argument("number", type=int)
@with_product
def remove(number: int) -> None:
    """Let it come no more; its number is in the list.

    \b
    Example:
      unisono schedule remove 1
    """
    from unisono.usecases.jobs import schedules
    from unisono.usecases.users import users

    require_present_schema(search=False)
    schedules.remove_schedule(number, actor=users.actor_or_administrator(None))
    click.echo("Removed.")
