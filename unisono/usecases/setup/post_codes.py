"""The table of post codes: loaded from a file, country by country, and removed again."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.cards.fields import SHARED, Field
from unisono.cards.national_forms import completed_post_code
from unisono.cards.validation import Bad, check_text, check_values
from unisono.cards.world_codes import country_of_name
from unisono.common.borders import Content
from unisono.common.errors import FieldError, Invalid, NotFound, required
from unisono.exchange.confined_staging import stage_confined
from unisono.exchange.mapping import map_columns
from unisono.exchange.reading import Row
from unisono.exchange.staging import WorkingFile
from unisono.history.recording import recorder_for
from unisono.setup.models import PostCode
from unisono.setup.queries import countries_with_post_codes, post_code_key
from unisono.usecases.transaction import writing

MOST = 200_000  # places of a file: they are held in memory and written in one transaction
NAME = "post-codes"
_ERRORS = 20  # bad rows that an answer names
_PIECE = 5000  # rows that are read at a time
_FIELDS = {
    field.name: field
    for field in SHARED
    if field.name in ("country_code", "post_code", "city", "county")
}
_NEEDED = ("post_code", "city")


class Place(NamedTuple):
    """A line of the table."""

    country_code: str
    post_code: str
    city: str
    county: str


def load_post_codes(
    pieces: Iterable[bytes], name: str, country: str = "", *, actor: Actor
) -> dict[str, int]:
    """Load the places of a csv file or spreadsheet; return how many each country has by now.

    The entries of the countries in the file are replaced, others stay. `country` is that of rows
    that name none. Raises NotAllowed, Unreadable, and Invalid for bad rows: then nothing changes.
    """
    require_administrator(actor)
    country = str(check_values(_FIELDS, {"country_code": country}).values["country_code"])
    with TemporaryDirectory(prefix="post-codes-", dir=settings.DATA) as folder:
        suffix = Path(name).suffix.lower()
        raw = Path(folder) / f"sent{suffix if suffix in ('.xlsx', '.xls', '.ods') else '.csv'}"
        with raw.open("wb") as target:
            target.writelines(pieces)
        read = stage_confined(raw, Path(folder) / "read.sqlite", {})
        places = _places(read, country)
    if not places:
        raise Invalid([FieldError("file", "empty", _("The file has no rows."))])
    return _replace(places, actor=actor)


@writing
def _replace(places: list[Place], *, actor: Actor) -> dict[str, int]:
    require_administrator(actor)
    before = countries_with_post_codes()
    countries = sorted({place.country_code for place in places})
    PostCode.objects.filter(country_code__in=countries).delete()
    PostCode.objects.bulk_create((PostCode(**place._asdict()) for place in places), batch_size=2000)
    after = countries_with_post_codes()
    changed = {each: [before.get(each, 0), after[each]] for each in countries}
    _put_on_record(changed, actor)
    return {each: after[each] for each in countries}


@writing
def remove_post_codes(country: str, *, actor: Actor) -> int:
    """Remove the places of a country; return how many there were. Raises NotAllowed, NotFound."""
    require_administrator(actor)
    count, _models = PostCode.objects.filter(country_code=country).delete()
    if not count:
        raise NotFound(_("There are no post codes of %(country)s.") % {"country": country})
    _put_on_record({country: [count, 0]}, actor)
    return count


def _put_on_record(changed: dict[str, list[int]], actor: Actor) -> None:
    values = {each: [*counts, "typed"] for each, counts in changed.items()}
    recorder_for(actor, "setup").add("setup", NAME, 1, NAME, 0, values)
    detail: Content = dict(changed)
    put_on_record(Action.SETUP_CHANGED, actor, NAME, **detail)


def _places(read: WorkingFile, country: str) -> list[Place]:
    """Return the places of a file, each once; raise Invalid naming the first bad rows."""
    about = read.about()
    if about["total"] > MOST:
        message = _("The file has more than %(limit)s rows.") % {"limit": MOST}
        raise Invalid([FieldError("file", "too-long", message)])
    columns, _left_out = map_columns(about["columns"], tuple(_FIELDS), {})
    needed = _NEEDED if country else (*_NEEDED, "country_code")
    message = _("The file has no column for this.")
    if missing := [each for each in needed if each not in columns.values()]:
        raise Invalid([FieldError(each, "missing-column", message) for each in missing])
    found: dict[tuple[str, str, str], Place] = {}
    errors: list[FieldError] = []
    for row in _rows(read):
        try:
            place = _place(row, columns, country)
            found.setdefault(place[:3], place)
        except Bad as bad:
            told = _("Row %(number)s: %(why)s") % {"number": row.number, "why": bad.message}
            errors.append(FieldError("file", bad.code, told))
            if len(errors) == _ERRORS:
                break
    if errors:
        raise Invalid(errors)
    return list(found.values())


def _rows(read: WorkingFile) -> Iterator[Row]:
    after = 0
    while rows := read.rows(after, _PIECE):
        yield from rows
        after = rows[-1].number


def _place(row: Row, columns: dict[str, str], country: str) -> Place:
    """Return the place that a row tells; raise Bad."""
    if row.problem:
        raise Bad("unreadable", row.problem)
    texts = {name: _text(_FIELDS[name], row.cells.get(at, "")) for at, name in columns.items()}
    named = texts.get("country_code", "")
    code = country_of_name(named) if named else country
    if not code:
        raise Bad("unknown", _("There is no country %(value)s.") % {"value": named or "—"})
    for name in _NEEDED:
        if not texts[name]:
            raise Bad("required", required(name).message)
    post_code = post_code_key(completed_post_code(texts["post_code"], code))
    return Place(
        code, _text(_FIELDS["post_code"], post_code), texts["city"], texts.get("county", "")
    )


def _text(field: Field, text: str) -> str:
    return check_text(text, 60 if field.name == "country_code" else field.length)
