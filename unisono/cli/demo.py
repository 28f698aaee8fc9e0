"""The demo: an empty book is filled with invented companies, people and banks, and some history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from unisono.cli.demo_data import banks, code_lists, demo_documents, europe, overseas, spain, story
from unisono.cli.schema import require_present_schema
from unisono.cli.starting import with_product
from unisono.common.kinds import FACTS, LINKED_KINDS, Kind

if TYPE_CHECKING:
    from unisono.access.roles import Actor
    from unisono.cli.demo_data.storing import DemoWriter

PARTIES = (*spain.SPAIN, *europe.EUROPE, *overseas.OVERSEAS, spain.FREELANCER)


@dataclass(frozen=True)
class Counts:
    """How many records of each kind the book has, and how many links."""

    companies: int
    people: int
    records: Mapping[Kind, int]  # of each role kind
    links: int


@click.command()
@with_product
def demo() -> None:
    """Fill an empty book with invented companies, people and banks; leaves a book with data as it
    is.

    \b
    Example:
      unisono --data ./data demo
    """
    from unisono.usecases.users import users

    require_present_schema()
    if not is_empty():
        click.echo("There is data already; the demo was not loaded.")
        return
    loaded = load_demo(users.actor_named("admin"))
    records = "".join(
        f"{count} {FACTS[kind].words.many.lower()}, " for kind, count in loaded.records.items()
    )
    click.echo(
        f"The demo is loaded: {loaded.companies} companies, {loaded.people} people, "
        f"{records}{loaded.links} links."
    )


def load_demo(actor: "Actor") -> Counts:
    """Fill an empty book through the use cases, acting as this administrator; return what the book
    has then.

    Changes nothing where there is a contact, customer, vendor or bank account already.
    """
    if is_empty():
        _fill(actor)
    return _counts()


def is_empty() -> bool:
    """Tell whether the book has no contact, customer, vendor or bank account."""
    from unisono.links.kinds import record_counts

    return not any(record_counts().values())


def _fill(actor: "Actor") -> None:
    from unisono.cli.demo_data.storing import DemoWriter

    writer = DemoWriter(actor)
    _add_records(writer)
    _tell_story(writer)
    _do_business(writer)


def _add_records(writer: "DemoWriter") -> None:
    for collection, entries in code_lists.CODE_LISTS.items():
        writer.add_codes(collection, entries)
    for company in PARTIES:
        writer.add_company(company)
    for bank in banks.BANKS:
        writer.add_bank(bank)


def _tell_story(writer: "DemoWriter") -> None:
    """Let happen to the records what happened to them, in its order."""
    for link in story.LINKS:
        writer.link(link)
    writer.change_rules(story.RULES)
    for edit in story.EDITS:
        writer.edit(edit)
    for pause in story.PAUSES:
        writer.pause(pause)
    for kind, values in story.LOOKALIKES:
        writer.add_unlinked(kind, values)


def _do_business(writer: "DemoWriter") -> None:
    """Let there be documents and a log."""
    writer.introduce(demo_documents.OUR_COMPANY)
    for call in demo_documents.CALLS:
        writer.log(call)
    for document in demo_documents.DOCUMENTS:
        writer.add_document(document)


def _counts() -> Counts:
    from unisono.links.kinds import record_counts
    from unisono.links.models import Link
    from unisono.links.queries import records_of

    companies, counts = records_of("contact").filter(type="company").count(), record_counts()
    records = {kind: counts[kind] for kind in LINKED_KINDS}
    return Counts(companies, counts["contact"] - companies, records, Link.objects.count())
