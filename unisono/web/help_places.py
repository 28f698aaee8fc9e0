"""Which chapter of the handbook is about a page: what `?` shows there."""

from dataclasses import dataclass

from django.urls import Resolver404, ResolverMatch, resolve

from unisono.documents.types import TYPES
from unisono.links.kinds import KINDS
from unisono.records.code_lists import LISTS
from unisono.web.help_chapters import Chapter, Section, chapter

_VIEWS = "unisono.web.views."
START = ("getting-started", "")
# Per page the topic and the heading: a view of ours by its module and name, others by the name of
# their address.
PLACES: dict[str, tuple[str, str]] = {
    "home.home": ("getting-started", "home"),
    "start.start": ("getting-started", "first-steps"),
    "home.search_page": ("lists-and-search", "search"),
    "help_pages.contents": ("getting-started", "help"),
    "help_pages.read": ("getting-started", "help"),
    "help_pages.fields": ("getting-started", "help"),
    "cards.card": ("cards", "zones"),
    "cards.history": ("history-and-undo", "timeline"),
    "editing.edit": ("cards", "form"),
    "editing.field": ("cards", "in-place"),
    "editing.resolve": ("two-at-once", "same-field"),
    "ending.delete": ("creating-records", "deleting"),
    "ending.undo": ("history-and-undo", "undo"),
    "creating.new": ("creating-records", "new"),
    "creating.contact_for": ("creating-records", "contact-of-a-record"),
    "creating_as.create_as": ("creating-records", "create-as"),
    "lists.rows": ("lists-and-search", "lists"),
    "signed_in.signed_in": ("signing-in", ""),
    "primary_contact.primary": ("people-and-companies", "primary-contact"),
    "change_sets.changes": ("history-and-undo", "undo"),
    "linking.choose": ("linking", "choosing"),
    "linking.wizard_page": ("linking", "values"),
    "linking.drawer": ("keeping-equal", "field-by-field"),
    "linking.unlink": ("linking", "unlinking"),
    "linking.pause": ("keeping-equal", "pausing"),
    "setup.rules": ("keeping-equal", "rules"),
    "checking.check": ("keeping-equal", "drift"),
    "document_new.new": ("documents", "new"),
    "documents.document": ("documents", "states"),
    "documents.delete": ("documents", "deleting"),
    "document_editing.edit": ("documents", "lines"),
    "document_actions.order": ("documents", "make-order"),
    "document_actions.refresh_it": ("documents", "refreshing"),
    "document_actions.preview": ("papers-and-emails", "printing"),
    "document_email.email": ("papers-and-emails", "emails"),
    "contacting.email": ("papers-and-emails", "emails"),
    "contacting.cover_sheet": ("papers-and-emails", "cover-sheets"),
    "other_addresses.new": ("papers-and-emails", "other-addresses"),
    "other_addresses.edit": ("papers-and-emails", "other-addresses"),
    "contacting.new": ("log", "by-hand"),
    "interactions.interaction": ("log", "entry"),
    "logged_actions.logged_actions": ("log", "logged-actions"),
    "importing.choose": ("importing", "file"),
    "importing.columns": ("importing", "columns"),
    "importing.result": ("importing", "trial"),
    "importing.mend": ("importing", "trial"),
    "importing.answer": ("importing", "review"),
    "importing.read": ("importing", "reading"),
    "duplicates.pairs": ("duplicates-and-merging", "finding"),
    "duplicates.choose": ("duplicates-and-merging", "merging"),
    "duplicates.merge": ("duplicates-and-merging", "merging"),
    "duplicate_groups.group": ("duplicates-and-merging", "groups"),
    "merging_records.choose": ("duplicates-and-merging", "records"),
    "merging_records.merge": ("duplicates-and-merging", "records"),
    "suggestions.suggested": ("duplicates-and-merging", "suggestions"),
    "suggestions.accept": ("duplicates-and-merging", "suggestions"),
    "jobs.all_jobs": ("jobs", "watching"),
    "jobs.job": ("jobs", "watching"),
    "jobs.batch": ("jobs", "create-contacts"),
    "privacy.overview_page": ("privacy", "proposals"),
    "privacy.personal_data": ("privacy", "exporting"),
    "privacy.erase": ("privacy", "erasing"),
    "setup.overview": ("setup", "overview"),
    "setup.switches": ("setup", "switches"),
    "post_codes.post_codes": ("setup", "post-codes"),
    "setup.company": ("setup", "our-company"),
    "schedules.schedules": ("setup", "schedules"),
    "codes.entries": ("setup", "codes"),
    "codes.new": ("setup", "codes"),
    "codes.entry": ("setup", "codes"),
    "codes.delete": ("setup", "codes"),
    "audit.audit": ("users-and-roles", "audit"),
    "users.all_users": ("users-and-roles", "users"),
    "users.new_user": ("users-and-roles", "users"),
    "users.user_page": ("users-and-roles", "users"),
    "users.profile": ("phones-and-programs", "tokens"),
    "phones.phones": ("phones-and-programs", "telephones"),
    "account_login": ("signing-in", "in"),
    "account_logout": ("signing-in", "out"),
    "account_inactive": ("signing-in", "in"),
    "account_reauthenticate": ("signing-in", "once-more"),
    "account_change_password": ("signing-in", "password"),
    "account_reset_password": ("signing-in", "password"),
    "account_reset_password_done": ("signing-in", "password"),
    "account_reset_password_from_key": ("signing-in", "password"),
    "account_reset_password_from_key_done": ("signing-in", "password"),
    "mfa_authenticate": ("signing-in", "second-step"),
    "mfa_reauthenticate": ("signing-in", "once-more"),
    "mfa_index": ("signing-in", "second-step"),
    "mfa_activate_totp": ("signing-in", "second-step"),
    "mfa_deactivate_totp": ("signing-in", "second-step"),
    "mfa_view_recovery_codes": ("signing-in", "second-step"),
    "mfa_generate_recovery_codes": ("signing-in", "second-step"),
}
# Lists that have a heading of their own: of codes, of documents, the log.
_LISTS: dict[str, tuple[str, str]] = {
    "number-series": ("setup", "number-series"),
    "customer-templates": ("setup", "templates"),
    "vendor-templates": ("setup", "templates"),
    "mail-texts": ("papers-and-emails", "texts"),
    "salutations": ("papers-and-emails", "salutations"),
    "interaction-templates": ("log", "templates"),
    "interaction-groups": ("log", "templates"),
    "interaction": ("log", "looking"),
    **dict.fromkeys(TYPES, ("documents", "finding")),
}


@dataclass(frozen=True)
class Help:
    """What the handbook says about a page: the chapter, the section, and of whose fields the page
    is.
    """

    chapter: Chapter
    section: Section
    fields_of: str


def key_of(match: ResolverMatch) -> str:
    """Return by which key the page of an address stands among the places."""
    module, name = match.func.__module__, getattr(match.func, "__name__", "")
    if module.startswith(_VIEWS):
        return f"{module.removeprefix(_VIEWS)}.{name}"
    return match.url_name or ""


def help_at(path: str, language: str) -> Help:
    """Return what the handbook says about the page at a path; its beginning where there is none."""
    try:
        match = resolve(path)
    except Resolver404:
        return _help(START, language, "")
    topic = PLACES.get(key_of(match), START)
    collection = str(match.kwargs.get("collection", match.kwargs.get("name", "")))
    return _help(_LISTS.get(collection, topic), language, _fields_of(match))


def _help(place: tuple[str, str], language: str, fields_of: str) -> Help:
    topic, anchor = place
    found = chapter(topic, language)
    assert found is not None, topic
    return Help(found, found.section(anchor), fields_of)


def _fields_of(match: ResolverMatch) -> str:
    """Return of which kind of record, or list, a page shows fields; "" for none."""
    given = match.kwargs
    kind = given.get("kind", given.get("name"))
    if kind in KINDS:
        return str(kind)
    if given.get("type_", given.get("name")) in TYPES:
        return "document"
    return given["collection"] if given.get("collection") in LISTS else ""
