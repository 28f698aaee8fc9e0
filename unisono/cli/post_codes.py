"""The table of post codes: loaded, listed, removed."""

from collections.abc import Iterator
from pathlib import Path

import click

from unisono.cli.schema import require_present_schema
from unisono.cli.starting import with_product

_PIECE = 1024 * 1024  # bytes that are read at a time


@click.group("post-codes")
def post_codes() -> None:
    """Post codes with their cities and counties, from which forms are filled in.

    \b
    Example:
      unisono post-codes load codes.csv --country ES
    """


@post_codes.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--country", default="", help="The country (ES) of rows that name none.")
@click.option("--user", help="In whose name; the first administrator where it is left out.")
@with_product
def load(file: Path, country: str, user: str | None) -> None:
    """Load a csv file or spreadsheet; it replaces the entries of the countries in it.

    \b
    Example:
      unisono post-codes load codes.csv --country ES
    """
    from unisono.usecases.setup.post_codes import load_post_codes
    from unisono.usecases.users import users

    require_present_schema(search=False)
    actor = users.actor_or_administrator(user)
    for code, count in load_post_codes(_pieces(file), file.name, country, actor=actor).items():
        click.echo(f"{code}\t{count}")


@post_codes.command("list")
@with_product
def list_countries() -> None:
    """List the countries whose post codes are there, with how many places each has.

    \b
    Example:
      unisono post-codes list
    """
    from unisono.setup.queries import countries_with_post_codes

    require_present_schema(search=False)
    for code, count in countries_with_post_codes().items():
        click.echo(f"{code}\t{count}")


@post_codes.command("remove")
@click.argument("country")
@click.option("--user", help="In whose name; the first administrator where it is left out.")
@with_product
def remove(country: str, user: str | None) -> None:
    """Remove the post codes of a country.

    \b
    Example:
      unisono post-codes remove ES
    """
    from unisono.usecases.setup.post_codes import remove_post_codes
    from unisono.usecases.users import users

    require_present_schema(search=False)
    actor = users.actor_or_administrator(user)
    click.echo(f"{country.upper()}\t-{remove_post_codes(country.upper(), actor=actor)}")


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        yield from iter(lambda: source.read(_PIECE), b"")
