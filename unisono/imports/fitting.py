"""Cells that their fields do not take, and that do not cost the row: they go to the note."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.cards.validation import KnownCodes, check_values
from unisono.common.borders import Content
from unisono.common.errors import FieldError, Invalid
from unisono.exchange.mapping import extra_fields
from unisono.exchange.row_values import REQUIRED
from unisono.imports.options import Options
from unisono.imports.waiting import Waiting
from unisono.links.kinds import KINDS
from unisono.setup.queries import setup_now


class Fitting:
    """Looks at the rows of one chunk as the use cases will; each code list is read once."""

    def __init__(self, options: Options) -> None:
        self._codes, self._vat_check = KnownCodes(), setup_now().vat_check
        self._fields: dict[str, Field] = KINDS[options.kind].fields
        self._columns = {name: column for column, name in options.columns.items()}
        self._beside = {"company_no", *extra_fields(options.kind)} - set(self._fields)

    def note_what_does_not(self, each: Waiting) -> None:
        """Take the values that do not fit out of a row, and put them into its note, by their
        columns; what has to be there stays, and is refused later.
        """
        while wrong := self._wrong(each.values):
            for name, why in wrong.items():
                column, value = self._columns.get(name, name), each.values.pop(name)
                text = ", ".join(value) if isinstance(value, list | tuple) else str(value)
                each.noted.append(f"{column}: {text}")
                each.told.append((column, _("%(why)s It went to the note.") % {"why": why}))

    def fits(self, each: Waiting) -> bool:
        """Tell whether every value of a row is one of its field."""
        return not self._errors(each.values)

    def _wrong(self, values: Content) -> dict[str, str]:
        errors = self._errors(values)
        return {e.field: e.message for e in errors if e.field in values and e.field not in REQUIRED}

    def _errors(self, values: Content) -> Sequence[FieldError]:
        checked = {name: value for name, value in values.items() if name not in self._beside}
        try:
            check_values(self._fields, checked, vat_check=self._vat_check, codes=self._codes)
        except Invalid as invalid:
            return invalid.errors
        return ()
