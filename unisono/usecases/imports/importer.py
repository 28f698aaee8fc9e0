"""Rows become records: some thousand at a time, each row all or nothing, through the use cases of
single records.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content, Given
from unisono.common.errors import EditConflict, FieldError, Invalid, Refused
from unisono.common.kinds import FACTS
from unisono.common.outcome import Outcome
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.exchange.reading import Row
from unisono.imports.basis import changed_cells
from unisono.imports.finding import Target, targets
from unisono.imports.fitting import Fitting
from unisono.imports.likeness import RowLookAlike
from unisono.imports.options import Options
from unisono.imports.results import RowResult
from unisono.imports.waiting import (
    Waiting,
    conflict_text,
    keep_in_note,
    put_more,
    put_notes,
    read_row,
    refusal_of_no,
)
from unisono.matching.refused_links import is_refused
from unisono.usecases.imports.peoples_companies import tie_to_companies
from unisono.usecases.imports.row_results import with_changes, with_contacts
from unisono.usecases.links.linking import link
from unisono.usecases.matching.duplicates import set_contacts_different
from unisono.usecases.matching.suggestions import suggest
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.changing_many import Changing, change_many
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.creating_many import Result, create_many
from unisono.usecases.records.role_records import create_record

OUTCOMES = (
    "created",
    "updated",
    "linked",
    "suggested",
    "unchanged",
    "skipped",
    "review",
    "conflict",
    "refused",
)
Alike = Callable[[Sequence[int]], Mapping[int, RowLookAlike]]


@dataclass
class Importer:
    """Takes rows of one import, so many at a time; `alike` finds contacts that rows look like which
    create some, `answers` what a person said of that.

    `seen` are the keys of numbers that were created before. People wait behind companies of the
    same rows that they belong to.
    """

    options: Options
    actor: Actor
    alike: Alike = lambda _rows: {}
    answers: Callable[[Sequence[int]], Mapping[int, tuple[str, str]]] = lambda _rows: {}
    seen: set[str] = field(default_factory=set)
    _results: dict[int, RowResult] = field(default_factory=dict)
    _sets: dict[int, int] = field(default_factory=dict)
    _told: dict[int, Sequence[tuple[str, str]]] = field(default_factory=dict)

    def take(self, rows: Sequence[Row]) -> list[RowResult]:
        """Take rows: each changes the record that it is about, or creates one; return what became
        of each.
        """
        self._results, self._sets, self._told = {}, {}, {}
        waiting = [each for row in rows if (each := self._read(row)) is not None]
        if self.options.bad_cells == "note":
            fit = Fitting(self.options)
            for each in waiting:
                fit.note_what_does_not(each)
        found = targets(self.options.kind, [each.values for each in waiting], self.options.match)
        for each, target in zip(waiting, found, strict=True):
            each.target = target
        compared = [
            each
            for each in waiting
            if self.options.act == "link_only" or not self._is_about_one(each)
        ]
        numbers = [each.row.number for each in compared]
        look_alikes = self.alike(numbers)
        answers = self.answers(numbers) if look_alikes else {}
        for each in compared:
            each.look_alike = look_alikes.get(each.row.number)
            answer, about = answers.get(each.row.number, ("", ""))
            # What was said of another contact than the likeliest by now was not said of this one.
            is_about = each.look_alike is not None and about in ("", each.look_alike.named)
            each.answer = answer if is_about else ""
        self._treat(waiting)
        with_changes(self._results, self._sets, self.options.kind)
        with_contacts(self._results, self.options.kind)
        return [self._results[row.number] for row in rows]

    def _read(self, row: Row) -> Waiting | None:
        """Return a row's values; one that cannot be read is refused."""
        if row.problem:
            self._tell(row, "refused", messages=[("", row.problem)])
            return None
        try:
            waiting = read_row(row, self.options)
            self._told[row.number] = waiting.told
            return waiting
        except Invalid as invalid:
            self._tell(row, "refused", messages=self._reasons(invalid.errors))
            return None

    def _is_about_one(self, each: Waiting) -> bool:
        return (
            each.target is not None
            or (bool(each.key) and each.key in self.seen)
            or refusal_of_no(each) is not None
        )

    def _treat(self, waiting: Sequence[Waiting]) -> None:
        new: list[Waiting] = []
        people: list[Waiting] = []
        keys: set[str] = set()
        named: dict[str, int] = {}
        changing: list[Waiting] = []
        for each in waiting:
            if each.key in named:
                first = {"no": each.values["no"], "row": named[each.key]}
                message = _("%(no)s stands in row %(row)s, too.") % first
                each.told.append((self._column("no"), message))
            elif each.key:
                named[each.key] = each.row.number
            company = key_of(str(each.values.get("company_no") or ""))
            is_about_one = self._is_about_one(each)
            if (each.key and each.key in keys) or (
                is_about_one and (company in keys or each.company)
            ):
                # The record that this row changes, or its company.
                self._change_many(changing)
                self._store(new, people)
                new, people, changing, keys = [], [], [], set()
            if is_about_one or (each.key and each.key in self.seen):
                if self._is_told(each):
                    continue
                changing.append(each)
            elif each.answer == "same" and each.look_alike and self.options.kind == "contact":
                self._change_many(changing)
                self._store(new, people)  # it may be one of these
                new, people, changing, keys = [], [], [], set()
                self._change_alike(each, each.look_alike)
            elif not self._leaves(each):
                if self.options.kind == "contact":
                    keep_in_note(each.values)
                (people if company in keys or each.company else new).append(each)
                keys |= {each.key} - {""}
        self._change_many(changing)
        self._store(new, people)

    def _leaves(self, each: Waiting) -> bool:
        """Tell whether a row without record creates none: by what is wanted, or since a contact
        looks like it.
        """
        options, look_alike = self.options, each.look_alike
        if options.act in ("update", "link_only"):
            self._tell(each.row, "skipped")
            return True
        if look_alike is None or options.on_match == "create" or each.answer == "other":
            return False
        if look_alike.contact_no == "" or (
            options.on_match == "review" and options.kind == "contact"
        ):
            self._tell(each.row, "review", look_alike.named, [("", look_alike.text())])
            return True
        if options.on_match == "review":
            self._attempt(each, "suggested", lambda: self._create_suggested(each, look_alike))
            return True
        if options.kind == "contact":
            each.target = Target(look_alike.contact_no, "like")
            self._change(each)
        else:
            self._attempt(each, "linked", lambda: self._create_linked(each, look_alike.contact_no))
        return True

    def _change_alike(self, each: Waiting, look_alike: RowLookAlike) -> None:
        """Change the contact that a row was said to be the same as: one that is there, or one that
        a row just before it made.
        """
        before = self._results.get(look_alike.row)
        is_made = before is not None and before.outcome in ("created", "updated")
        no = look_alike.contact_no or (before.no if before and is_made else "")
        if not no:
            self._tell(each.row, "review", look_alike.named, [("", look_alike.text())])
            return
        each.target = Target(no, "like")
        self._change(each)

    def _create_suggested(self, each: Waiting, look_alike: RowLookAlike) -> Outcome:
        """Create a record without contact, and leave the link to the one that it looks like to a
        person [9.3].
        """
        values = {**each.values, "create_contact": False}
        job_title = str(values.pop("job_title", ""))
        made = create_record(self.options.kind, values, actor=self.actor, job_title=job_title)
        suggest(self.options.kind, made.no, look_alike.contact_no, look_alike.score)
        made.warnings.append(FieldError("", "suggested", look_alike.text()))
        return made

    def _create_linked(self, each: Waiting, contact_no: str) -> Outcome:
        """Create a record without contact of its own, and tie it to the one that it looks like."""
        values = {**each.values, "create_contact": False}
        job_title = str(values.pop("job_title", ""))
        made = create_record(self.options.kind, values, actor=self.actor, job_title=job_title)
        link(contact_no, self.options.kind, made.no, "other", actor=self.actor)
        return made

    def _is_told(self, each: Waiting) -> bool:
        """Tell of a row that is about a record what becomes of it where that is no change of it;
        return whether that was so.
        """
        options, target = self.options, each.target
        if target is not None and target.others:
            numbers = ", ".join((target.no, *target.others))
            self._tell(
                each.row,
                "review",
                messages=[("", _("Several records match: %(numbers)s.") % {"numbers": numbers})],
            )
        elif options.act == "create":
            self._tell(each.row, "skipped", no=target.no if target else "")
        elif each.is_guessed and target is not None and _is_company(target.no):
            message = _("The row looks like a person; %(no)s, which it finds, is a company.")
            self._tell(each.row, "review", messages=[("", message % {"no": target.no})])
        elif options.act == "link_only":
            self._link_only(each)
        else:
            return False
        return True

    def _change(self, each: Waiting) -> None:
        """Change the record that a row is about, by itself."""
        if not self._is_told(each):
            self._attempt(each, "updated", lambda: self._changed(each))

    def _change_many(self, waiting: Sequence[Waiting]) -> None:
        """Change the records that rows are about: by one plan those that can be, the others one by
        one.
        """
        kind, rows = self.options.kind, list[tuple[Waiting, Changing]]()
        for each in waiting:
            try:
                no, values, job_title = self._prepared(each)
            except Refused as refusal:
                self._finish(each, "updated", refusal)
                continue
            named = {"job_title": job_title} if job_title else {}  # which is changed alone
            rows.append((each, Changing(no, {**values, **named}, each.version)))
        results = change_many(kind, [row for _each, row in rows], actor=self.actor) if rows else ()
        for (each, _row), result in zip(rows, results, strict=True):
            if result is None:
                self._attempt(each, "updated", partial(self._changed, each))
            else:
                self._finish(each, "updated", result)

    def _link_only(self, each: Waiting) -> None:
        look_alike, target = each.look_alike, each.target
        if (
            target is None
            or look_alike is None
            or look_alike.contact_no == ""
            or is_refused(self.options.kind, target.no, look_alike.contact_no)
        ):
            self._tell(each.row, "skipped", no=target.no if target else "")
        else:
            self._attempt(
                each,
                "linked",
                lambda: link(look_alike.contact_no, self.options.kind, target.no, actor=self.actor),
            )

    def _changed(self, each: Waiting) -> Outcome:
        kind = self.options.kind
        no, values, job_title = self._prepared(each)
        if each.version is None:
            return change_record(kind, no, values, actor=self.actor, job_title=job_title)
        return self._merged(no, each.version, values, job_title)

    def _prepared(self, each: Waiting) -> tuple[str, Content, str]:
        """Return the number of the record that a row changes, its values, and the job title of its
        contact person.
        """
        if refusal := refusal_of_no(each):
            raise refusal
        tie_to_companies([each], self.options, self.actor)
        put_more(each, self.options.kind)
        put_notes(each, self.options.kind)
        each.noted = []
        kind, values = self.options.kind, dict(each.values)
        job_title = "" if kind == "contact" else str(values.pop("job_title", ""))
        no = each.target.no if each.target else each.key
        if kind == "contact":
            keep_in_note(values, no)
        if FACTS[kind].follows_type or each.is_guessed:
            values.pop("type", None)  # it follows its contact's; or nobody said it
        # It found the record by it, or the record keeps its own.
        values.pop("no", None)
        return no, values, job_title

    def _merged(self, no: str, version: int, values: Given, job_title: str) -> Outcome:
        """Change what the file changed since its version; what both sides changed is a conflict,
        unless one wins.
        """
        kind, wins = self.options.kind, self.options.on_conflict
        mine = changed_cells(kind, no, version, values)
        try:
            return change_record(
                kind, no, mine, actor=self.actor, expected=version, job_title=job_title
            )
        except EditConflict as conflict:
            if wins == "ask":
                raise
            fields = {each.field for each in conflict.conflicts}
            rest = (
                mine
                if wins == "theirs"
                else {name: value for name, value in mine.items() if name not in fields}
            )
            return change_record(kind, no, rest, actor=self.actor, job_title=job_title)

    def _store(self, *groups: Sequence[Waiting]) -> None:
        """Create what waits."""
        for waiting in groups:
            tie_to_companies(waiting, self.options, self.actor)
            for each in waiting:
                put_more(each, self.options.kind)
                put_notes(each, self.options.kind)
            for each, result in zip(waiting, self._created(waiting), strict=True):
                self._finish(each, "created", result)
                if each.answer == "other" and each.look_alike and isinstance(result, Outcome):
                    self._remember_different(each.look_alike, result.no)
                self.seen |= {each.key} - {""}

    def _remember_different(self, look_alike: RowLookAlike, no: str) -> None:
        """Remember that a row was said to be another than the contact that it looks like: nobody is
        asked once more.
        """
        before = self._results.get(look_alike.row)
        is_made = before is not None and before.outcome in ("created", "updated")
        other = look_alike.contact_no or (before.no if before and is_made else "")
        if self.options.kind == "contact" and other:
            set_contacts_different(no, other, self.actor)

    def _created(self, waiting: Sequence[Waiting]) -> Sequence[Result]:
        try:
            return (
                create_many(self.options.kind, [each.values for each in waiting], actor=self.actor)
                if waiting
                else []
            )
        except Refused:
            # Row by row, so that each says what it lacks, and those for which there is still a
            # number come in.
            return [self._alone(each) for each in waiting]

    def _alone(self, each: Waiting) -> Result:
        values, kind = dict(each.values), self.options.kind
        try:
            if kind == "contact":
                return create_contact(values, actor=self.actor)
            job_title = str(values.pop("job_title", ""))
            return create_record(kind, values, actor=self.actor, job_title=job_title)
        except Refused as refusal:
            return refusal

    def _attempt(self, each: Waiting, what: str, act: Callable[[], Outcome]) -> None:
        try:
            result: Result = act()
        except Refused as refusal:
            result = refusal
        self._finish(each, what, result)

    def _finish(self, each: Waiting, what: str, result: Result) -> None:
        """Keep what became of a row."""
        if isinstance(result, EditConflict):
            messages = [
                (self._column(each.field), conflict_text(each)) for each in result.conflicts
            ]
            self._tell(each.row, "conflict", each.target.no if each.target else "", messages)
        elif isinstance(result, Refused):
            reasons = result.errors or (FieldError("", result.code, result.message),)
            self._tell(
                each.row, "refused", each.target.no if each.target else "", self._reasons(reasons)
            )
        else:
            what = "unchanged" if what == "updated" and result.change_set is None else what
            self._tell(each.row, what, result.no, self._reasons(result.warnings))
            if what == "updated" and result.change_set:
                self._sets[each.row.number] = result.change_set

    def _tell(
        self, row: Row, outcome: str, no: str = "", messages: Sequence[tuple[str, str]] = ()
    ) -> None:
        told = (*messages, *self._told.get(row.number, ()))
        if outcome == "refused":
            # Beside the reasons, what befell the same columns: nothing else decides.
            wrong = {column for column, _text in messages}
            told = tuple(each for each in told if each in messages or each[0] in wrong)
        self._results[row.number] = RowResult(row.number, outcome, no, tuple(dict.fromkeys(told)))

    def _reasons(self, errors: Sequence[FieldError]) -> list[tuple[str, str]]:
        """Return why a row was refused, by the file's own columns."""
        return [(self._column(error.field), error.message) for error in errors]

    def _column(self, name: str) -> str:
        return next(
            (column for column, field_ in self.options.columns.items() if field_ == name), name
        )


def _is_company(no: str) -> bool:
    return Contact.objects.filter(no_key=key_of(no), type="company").exists()
