"""The shapes of jobs; bodies and answers."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from unisono.api.schemas import Body
from unisono.common.borders import Content
from unisono.imports.options import BAD_CELLS, COMPANIES, ON_CONFLICT
from unisono.records.planned import SIDES
from unisono.usecases.jobs.jobs import JOB_KINDS
from unisono.usecases.records.batches import ON_MATCH, SOURCES


class JobBody(Body):
    """What to do.

    `create_contacts` takes `source`, `filter`, `on_match` and `dry_run`; `undo` takes `act` and
    `skip_conflicts`; `link_suggested` takes `ids` or `least`, and `keep`; `find_duplicates` and
    `suggest_links` take nothing; `backup` takes `kept` and `with_key`; `import` takes `file`,
    `columns`, `match`, `act`, `on_match`, `on_conflict`, `dry_run`, how the file is read (`sheet`,
    `heading_row`, `encoding`, `delimiter`) and what cells say (`decimals`, `date_order`, `fixed`,
    `value_map`, `entities`, `bad_cells`, `companies`).
    """

    kind: str = Field(json_schema_extra={"enum": list(JOB_KINDS)})
    source: str | None = Field(default=None, json_schema_extra={"enum": list(SOURCES)})
    filter: Content = Field(
        default={}, description='As a list\'s query: {"no__gte": "10000", "city": "Madrid"}'
    )
    on_match: str = Field(default="create", json_schema_extra={"enum": list(ON_MATCH)})
    dry_run: bool = Field(default=False, description="Do everything, keep nothing, and count")
    file: str = Field(default="", description="import: a file that waits, of `POST /imports`")
    columns: dict[str, str] = Field(
        default={}, description='import: column → field; a field of "" leaves it out'
    )
    match: list[str] = Field(
        default=["no"], description="import: the fields by which a row finds its record"
    )
    act: str = Field(
        default="",
        description="undo: the act to undo. import: what to do (both, create, update, link_only)",
    )
    on_conflict: str = Field(default="ask", json_schema_extra={"enum": list(ON_CONFLICT)})
    sheet: str = Field(default="", description="import: the sheet of a spreadsheet")
    heading_row: int | None = Field(
        default=None, description="import: the number of the line with the headings, 0 for none"
    )
    encoding: str = Field(default="", description="import: of a csv file, such as cp1252")
    delimiter: str = Field(default="", description="import: what stands between cells of a csv")
    decimals: str = Field(
        default="", description="import: the decimal mark of amounts that leave a doubt, `,` or `.`"
    )
    date_order: str = Field(
        default="", description="import: how dates that leave a doubt are written: ymd, dmy, mdy"
    )
    fixed: dict[str, str] = Field(
        default={}, description='import: values that no column has: {"type": "person"}'
    )
    value_map: dict[str, dict[str, str]] = Field(
        default={},
        description='import: what texts stand for: {"payment_method_code": {"TRANSF.": "BANK"}}',
    )
    entities: list[str] = Field(
        default=[], description="import: columns in which HTML signs (&ntilde;) are letters"
    )
    bad_cells: str = Field(
        default="refuse",
        description="import: whether a cell that its field does not take costs the row, or goes "
        "to the note",
        json_schema_extra={"enum": list(BAD_CELLS)},
    )
    companies: str = Field(
        default="note",
        description="import: whether a person's company that is not there goes to the note, or is "
        "created",
        json_schema_extra={"enum": list(COMPANIES)},
    )
    ids: list[int] = Field(default=[], description="link_suggested: these suggestions")
    least: int = Field(
        default=0, description="link_suggested: all suggestions of at least so many points"
    )
    keep: str = Field(default="contact", json_schema_extra={"enum": list(SIDES)})
    kept: int = Field(default=14, description="backup: how many of the newest are kept")
    with_key: bool = Field(default=False, description="backup: with the key, which is secret")
    skip_conflicts: bool = Field(
        default=False, description="Undo the rest where something changed since"
    )


class JobError(Schema):
    """A record that was not treated, and why."""

    no: str
    detail: str


class JobMatch(Schema):
    """A record beside a contact that looks like the same party."""

    no: str
    contact_no: str
    score: int
    matching_fields: list[str]


class JobShown(Schema):
    """A job, how far it is, and what it was asked."""

    id: int
    kind: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    total: int
    done: int
    created: int
    skipped: int
    errors: list[JobError]
    matches: list[JobMatch] = Field(
        description="Records left for review, each beside the contact that looks like it"
    )
    detail: str
    act: str = Field(description="Names the change sets that the job makes")
    by: str
    options: Content = Field(description="What was asked")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobPage(Schema):
    """Jobs, newest first."""

    items: list[JobShown]
    next: str | None
    count: int
