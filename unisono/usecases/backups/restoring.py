"""Restoring a backup: into an empty place, or in the place of the present book; whole or not at
all.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, Role
from unisono.audit.models import Action
from unisono.audit.recording import put_back_on_record, put_on_record
from unisono.backups import key, schema
from unisono.backups.loading import load
from unisono.backups.manifest import BadBackup, Manifest
from unisono.backups.places import fresh_place, is_empty
from unisono.backups.reading import Backup, opened
from unisono.common.errors import Conflict, NotFound, Refused
from unisono.copies.membership import begin_anew
from unisono.history.models import ChangeSet
from unisono.interactions import kept_files
from unisono.privacy.erased_list import (
    Erased,
    erased_folders,
    erased_here,
    read_lists,
    write_list,
)
from unisono.setup.models import Installation
from unisono.usecases.privacy.erasing import erase_here
from unisono.usecases.setup.derived_columns import bring_along
from unisono.usecases.setup.keys import take_key
from unisono.usecases.transaction import within

_RESTORER = Actor(None, "restore", Role.ADMINISTRATOR)


@dataclass
class Restored:
    """What was restored, and what a person has to know: how many second steps are to be set up
    anew, who was erased again, and of whom that could not be done and why.
    """

    manifest: Manifest
    key_came_along: bool = False
    second_steps_lost: int = 0
    erased: list[str] = field(default_factory=list)
    not_erased: list[tuple[str, str]] = field(default_factory=list)


def restore(path: Path, replace: bool = False) -> Restored:
    """Restore a backup, and erase again who was erased since. Raises BadBackup, Conflict where
    there is a book and it is not to be replaced, or a program has it open, OSError.
    """
    with opened(path) as backup:
        backup.verify()
        manifest = backup.manifest
        schema.require_known(manifest.schema)
        if not replace and not is_empty():
            raise Conflict(_("There is a book here already; --replace puts this one in its place."))
        _require_place_for_key(manifest)
        since = _erased_since(path, manifest, replace)
        if not kept_files.are_in_database():
            _keep_files(backup)
        with fresh_place():
            done = _fill(backup, since)
        write_list({path.parent, *erased_folders()}, since)
        if manifest.has_key and manifest.key != key.fingerprint():
            key.keep(backup.key)
        return done


def _require_place_for_key(manifest: Manifest) -> None:
    if manifest.has_key and key.is_from_environment() and manifest.key != key.fingerprint():
        raise Conflict(
            _("The backup has a key of its own, and UNISONO_SECRET_KEY says another one.")
        )


def _erased_since(path: Path, manifest: Manifest, replace: bool) -> list[Erased]:
    try:
        found = read_lists({path.parent, *erased_folders()})
    except (ValueError, TypeError) as error:
        raise BadBackup(_("The list of erased people beside the backup is damaged.")) from error
    if replace and not is_empty():
        found |= set(_erased_in_present_book())
    known = {(no, datetime.fromisoformat(at).astimezone(UTC)) for no, at in manifest.erased}
    mine = (each for each in found if each.book == manifest.book)
    return sorted(each for each in mine if (each.no, each.at) not in known)


def _erased_in_present_book() -> list[Erased]:
    """Return who was erased from the present book; one of before the audit does not tell."""
    names = connection.introspection.table_names()
    return erased_here() if {"audit_auditentry", "setup_installation"} <= set(names) else []


def _fill(backup: Backup, since: list[Erased]) -> Restored:
    manifest = backup.manifest
    done = Restored(manifest, manifest.has_key)
    schema.make(manifest.schema)
    with connection.constraint_checks_disabled(), transaction.atomic():
        load(backup)
    # Steps of the schema cannot follow rows whose references are still to be checked.
    connection.check_constraints()
    schema.bring_up_to_date()
    if kept_files.are_in_database():
        _keep_files(backup)
    # Numbers of transactions of another server say nothing here: the feed goes by key below them.
    ChangeSet.objects.exclude(position=0).update(position=0)
    with within():
        bring_along()
        if manifest.has_key:
            Installation.objects.update_or_create(pk=1, defaults={"key": manifest.key})
        else:
            done.second_steps_lost = take_key(instead=True)
    # Whoever follows the feed saw changes that are none any more, and begins anew.
    Installation.objects.filter(pk=1).update(timeline=secrets.token_hex(4))
    begin_anew()
    for each in since:
        _erase_again(each, done)
    put_on_record(Action.RESTORED, None, made_at=manifest.made_at, version=manifest.version)
    connection.check_constraints()
    return done


def _keep_files(backup: Backup) -> None:
    for digest in backup.manifest.files:
        kept_files.keep(backup.attachment(digest))


def _erase_again(person: Erased, done: Restored) -> None:
    try:
        with within():
            erase_here(person.no, actor=_RESTORER)
        # As it was on record: this erasure is known from now on, and not done once more.
        put_back_on_record(Action.ERASED, _RESTORER, person.no, person.at)
        done.erased.append(person.no)
    except NotFound:
        pass  # came after the backup, and went
    except Refused as refusal:
        done.not_erased.append((person.no, refusal.message))
