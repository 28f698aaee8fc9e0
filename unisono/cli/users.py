"""Users and tokens."""

from typing import Any

import click

from unisono.cli.passwords import takes_password
from unisono.cli.schema import require_present_schema
from unisono.cli.starting import with_product

RIGHTS = (
    "contact",
    "customer",
    "vendor",
    "bank_account",
    "sales_document",
    "purchase_document",
    "interaction",
    "administration",
)
ROLES = ("reader", "sales", "purchasing", "finance", "administrator")


@click.group()
def user() -> None:
    """Create, list and change users.

    \b
    Example:
      unisono user create ana --role sales
    """


@user.command("create")
@click.argument("username")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the user may do.")
@takes_password(help_="For signing in to pages; without, the user acts by token only.")
@click.option("--salesperson", default="", help="The code of the salesperson that the user is.")
@click.option("--email", default="", help="For signing in, and for choosing a new password.")
@with_product
def create_user(
    username: str, role: str, password: str | None, salesperson: str, email: str
) -> None:
    """Create a user.

    \b
    Example:
      unisono user create ana --role sales --email ana@example.com --ask-password
    """
    from unisono.usecases.users import users

    require_present_schema()
    made = users.create_user(username, role, password, salesperson, email, actor=None)
    click.echo(f"User {made.username} ({role}) was created.")


@user.command("list")
@with_product
def list_users() -> None:
    """List the users with their roles and e-mail addresses.

    \b
    Example:
      unisono user list
    """
    from unisono.usecases.users import users

    require_present_schema()
    for each in users.all_users():
        click.echo(
            f"{each.username}\t{each.role}{'' if each.is_active else ' (disabled)'}\t{each.email}".rstrip()
        )


@user.command("change")
@click.argument("username")
@click.option("--role", type=click.Choice(ROLES), help="What the user may do from now on.")
@takes_password(help_="A new password, which ends the user's tokens and sessions.")
@click.option(
    "--disable/--enable",
    "disabled",
    default=None,
    help="Lock the user out, which ends all tokens and sessions, or let them in.",
)
@click.option("--email", help='Another e-mail address; "" takes it away.')
@click.option("--salesperson", help='The code of the salesperson that the user is; "" for none.')
@click.option(
    "--forget-second-factor",
    is_flag=True,
    help="Sign-in asks for no code until the user sets one up anew.",
)
@with_product
def change_user(username: str, **changes: Any) -> None:
    """Change a user's role, password, e-mail or salesperson, or lock them out. Whoever lost the
    way in as an administrator gets it back here.

    \b
    Example:
      unisono user change ana --disable
      unisono user change admin --enable --role administrator --ask-password
    """
    from unisono.usecases.users import users

    require_present_schema()
    made = users.change_user(username, actor=None, **changes)
    click.echo(f"{made.username}\t{made.role}{'' if made.is_active else ' (disabled)'}")


@click.group()
def token() -> None:
    """Create tokens for programs.

    \b
    Example:
      unisono token create ana
    """


@token.command("create")
@click.argument("username")
@click.option(
    "--label", default="", help="A name for the token; an older one of the same name ends."
)
@click.option("--read-only", is_flag=True, help="The token reads, and changes nothing.")
@click.option(
    "--only",
    "rights",
    type=click.Choice(RIGHTS),
    multiple=True,
    help="What of the user's role is left to the token; several times for several.",
)
@click.option(
    "--days", type=click.IntRange(1, 3650), help="How long it is valid; else until it is revoked."
)
@with_product
def create_token(
    username: str, label: str, read_only: bool, rights: tuple[str, ...], days: int | None
) -> None:
    """Print a new token of a user; it is shown this once.

    \b
    Example:
      unisono token create ana
      unisono token create ana --label stock --read-only --only vendor --days 365
    """
    from unisono.usecases.users import tokens

    require_present_schema()
    scope = tokens.Scope(not read_only, rights or None, days)
    click.echo(tokens.create_token(username, label, scope, actor=None))
