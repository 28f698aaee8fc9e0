"""Whether an installation is in order."""

import click

from unisono.cli.starting import with_product


@click.command()
@with_product
def doctor() -> None:
    """Look at what the product needs around it, and say of each that it is in order, or what to do;
    ends with 1 where something is not.

    \b
    Example:
      unisono doctor
    """
    from unisono.usecases.setup.doctor import examine

    troubles = 0
    for line in examine():
        troubles += not line.is_fine
        click.echo(f"{'in order' if line.is_fine else 'TROUBLE ':8}  {line.what:12}  {line.told}")
    if troubles:
        raise click.ClickException(f"Not in order: {troubles}.")
