"""Users and tokens."""

import click

from unisono.cli.server import require_present_schema
from unisono.cli.starting import with_product

ROLES = ("reader", "sales", "purchasing", "finance", "administrator")


@click.group()
def user() -> None:
    """Create users.

    \b
    Example:
      unisono user create ana --role sales
    """


@user.command("create")
@click.argument("username")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the user may do.")
@click.option("--password", help="For signing in to pages; left out, the user acts by token only.")
@click.option("--salesperson", default="", help="The code of the salesperson that the user is.")
@with_product
def create_user(username: str, role: str, password: str | None, salesperson: str) -> None:
    """Create a user.

    \b
    Example:
      unisono user create ana --role sales
    """
    from unisono.usecases import users

    require_present_schema()
    made = users.create_user(username, role, password, salesperson, actor=None)
    click.echo(f"User {made.username} ({role}) was created.")


@click.group()
def token() -> None:
    """Create tokens for programs.

    \b
    Example:
      unisono token create ana
    """


@token.command("create")
@click.argument("username")
@click.option("--label", default="", help="A name for the token; an older one of the same name ends.")
@with_product
def create_token(username: str, label: str) -> None:
    """Print a new token of a user; it is shown this once.

    \b
    Example:
      unisono token create ana
    """
    from unisono.usecases import users

    require_present_schema()
    click.echo(users.create_token(username, label, actor=None))
