"""Every page of the product in the book `documents`, with what one does to see it; for tests and
for pictures.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser import demo_documents, scenes
from tests.browser.somebody import Person


@dataclass(frozen=True)
class Place:
    """A page: its address, who looks at it ("" for nobody signed in), what they do there first, and
    its answer.
    """

    name: str
    path: str
    who: str = "ines"
    scene: Callable[[Person], object] | None = None
    status: int = 200
    part: str = ""  # what is looked at where it covers the rest


CARDS = {
    "contact": "/contacts/CT000005",
    "person": "/contacts/CT000006",
    "customer": "/customers/C000002",
}
CARDS |= {"vendor": "/vendors/V000001", "bank-account": "/bank-accounts/B000001"}
_LINK = "/contacts/CT000038/links/customer/C000009"
_FREE = "/contacts/CT000032"

_RECORDS = [
    *(Place(f"card-{name}", path) for name, path in CARDS.items()),
    Place("card-reader", CARDS["contact"], "lena"),
    Place("card-field-open", CARDS["contact"], scene=scenes.opens_a_field),
    Place("card-field-refused", CARDS["contact"], scene=scenes.types_what_is_refused, status=422),
    Place("card-menu", CARDS["contact"], scene=scenes.opens_the_menu, part="details[open]"),
    Place("card-drawer", CARDS["vendor"], scene=scenes.opens_the_drawer),
    Place(
        "card-conflict", "/contacts/CT000012", scene=scenes.meets_a_conflict_in_place, status=409
    ),
    *(Place(f"edit-{name}", f"{path}/edit") for name, path in CARDS.items()),
    Place(
        "edit-refused", "/contacts/CT000005/edit", scene=scenes.saves_what_is_refused, status=422
    ),
    Place("edit-conflict", "/contacts/CT000015/edit", scene=scenes.meets_a_conflict, status=409),
    Place("history", "/contacts/CT000044/history"),
    Place("delete-contact", "/contacts/CT000005/delete"),
    Place("delete-vendor", "/vendors/V000001/delete"),
    Place("privacy", "/privacy/"),
    Place("personal-data", "/contacts/CT000006/personal-data"),
    Place("erase", "/contacts/CT000006/erase"),
    Place("create-contact", "/customers/C000022/contact"),
    Place(
        "undo-conflict",
        "/contacts/CT000018/edit",
        scene=scenes.undoes_what_changed_since,
        status=409,
    ),
    *(
        Place(f"list-{name}", f"/{name}/")
        for name in ("contacts", "customers", "vendors", "bank-accounts")
    ),
    Place("list-filtered", "/contacts/?q=de&city__gte=A", scene=scenes.ticks_rows),
    Place("list-columns-open", "/contacts/", scene=scenes.opens_the_columns, part="details[open]"),
    Place("list-empty", "/customers/?q=nobodyiscalledthis"),
    Place("list-similar", "/contacts/?q=ceramicaz"),
    Place("list-filter-open", "/vendors/", scene=scenes.opens_the_filter, part="details[open]"),
    Place("new-company", "/new/contact"),
    Place("new-person", "/new/contact?type=person&company_no=CT000005"),
    Place("new-customer", "/new/customer"),
    Place("new-bank-account", "/new/bank_account"),
]
_LINKS = [
    Place("link-choose", f"{_FREE}/link/customer"),
    Place("link-choose-contact", "/vendors/V000014/link/contact?q=mun"),
    Place("link-wizard", f"{_FREE}/links/customer/C000023/wizard"),
    Place("link-resume", f"{_LINK}/wizard"),
    Place("link-field-by-field", _LINK),
    Place("unlink", f"{_LINK}/unlink"),
    Place("create-as-vendor", "/contacts/CT000001/create-as/vendor"),
    Place("create-as-bank-account", "/contacts/CT000092/create-as/bank_account"),
    Place("rules", "/setup/rules"),
    Place("rules-differ", "/setup/rules", scene=scenes.ties_what_differs, status=409),
]
_POTTERY, _ROOMS = f"/contacts/{demo_documents.POTTERY}", f"/sales-quotes/{demo_documents.ROOMS}"
_BLANKET = f"/sales-blanket-orders/{demo_documents.PLATES}"
_DOCUMENTS = [
    Place("documents", "/sales-quotes/", "omar"),
    Place("documents-none", "/purchase-blanket-orders/", "petra"),
    Place("documents-none-match", "/sales-orders/?q=nobodyiscalledthis", "omar"),
    Place("document-new", "/sales-quotes/-/new", "omar"),
    Place(
        "document-new-refused",
        f"/sales-orders/-/new?contact_no={demo_documents.HOTEL}",
        "omar",
        scenes.begins_with_no_customer,
        422,
    ),
    Place("document", _ROOMS, "omar"),
    Place("document-menu", _ROOMS, "omar", scenes.opens_what_can_be_done, part="details[open]"),
    Place("document-reader", _ROOMS, "lena"),
    Place("document-closed", f"/sales-quotes/{demo_documents.VASES}", "omar"),
    Place("document-order", f"/sales-orders/{demo_documents.VASES_ORDERED}", "omar"),
    Place("document-blanket", _BLANKET, "omar"),
    Place("document-service", f"/service-orders/{demo_documents.REPAIR}", "omar"),
    Place("document-edit", f"{_ROOMS}/edit", "omar"),
    Place("document-edit-refused", f"{_ROOMS}/edit", "omar", scenes.types_words_as_numbers, 422),
    Place("document-preview", f"{_ROOMS}/preview", "omar", scenes.sees_the_paper),
    Place(
        "document-preview-long",
        f"/sales-orders/{demo_documents.LONG}/preview",
        "omar",
        scenes.sees_a_page_of_many,
    ),
    Place("document-email", f"{_ROOMS}/email", "omar"),
    Place("document-email-refused", f"{_ROOMS}/email", "omar", scenes.sends_to_nobody, 422),
    Place("document-make-order", f"{_ROOMS}/make-order", "omar"),
    Place(
        "document-make-order-vendor", f"/purchase-quotes/{demo_documents.LINEN}/make-order", "petra"
    ),
    Place("document-make-order-blanket", f"{_BLANKET}/make-order", "omar"),
    Place("document-refresh", f"/sales-quotes/{demo_documents.TERMS}/refresh", "omar"),
    Place("document-refresh-none", f"{_ROOMS}/refresh", "omar"),
    Place("document-delete", f"{_ROOMS}/delete", "omar"),
]
_LOG = [
    Place("card-documents", _POTTERY, "omar", scenes.waits_for_what_stands_beside),
    Place("card-documents-reader", _POTTERY, "lena", scenes.waits_for_what_stands_beside),
    Place("card-calls", _POTTERY, "omar", scenes.shows_calls),
    Place("card-new-document", _POTTERY, "ines", scenes.opens_new_document, part="details[open]"),
    Place(
        "card-customer-documents",
        f"/customers/{demo_documents.CUSTOMER}",
        "omar",
        scenes.waits_for_what_stands_beside,
    ),
    Place("interaction-new", f"{_POTTERY}/interactions/new?template=CALL", "omar"),
    Place("interactions", "/interactions/", "omar"),
    Place("interactions-week", "/interactions/?only=calls&date=last-week", "omar"),
    Place("interactions-failed", "/interactions/?only=failed", "omar"),
    Place("interaction", "/interactions/1", "omar"),
    Place("interaction-call", f"{_POTTERY}/history?only=calls", "omar", scenes.opens_the_entry),
    Place(
        "interaction-failed", f"{_POTTERY}/history?only=messages", "omar", scenes.opens_the_entry
    ),
    Place("interaction-cancelled", f"{_POTTERY}/history", "omar", scenes.opens_the_cancelled_entry),
    Place("contact-email", f"{_POTTERY}/email", "omar"),
    Place(
        "cover-sheet",
        f"/cover-sheets/?no__in={demo_documents.POTTERY},{demo_documents.HOTEL}",
        "omar",
    ),
    Place("other-address-new", f"{_POTTERY}/addresses/new", "omar"),
    Place("other-address", f"{_POTTERY}/addresses/{demo_documents.ADDRESS}", "omar"),
]
_WORK = [
    Place("home", "/"),
    Place("home-reader", "/", "lena"),
    Place("start", "/start/"),
    Place("search", "/search/?q=munoz"),
    Place("search-nothing", "/search/?q=nobodyiscalledthis"),
    Place("search-typing", "/contacts/", scene=scenes.types_into_the_search),
    Place("palette", "/", scene=scenes.opens_the_palette),
    Place("help", "/", scene=scenes.opens_the_help),
    Place("help-contents", "/help/?q=undo", "lena"),
    Place("help-chapter", "/help/importing", "lena"),
    Place("help-fields", "/help/fields", "lena"),
    Place("help-of-a-field", "/contacts/CT000005/edit", scene=scenes.asks_what_a_field_means),
    Place("batch", "/batches/new?source=customers"),
    Place("job", "/batches/new?source=vendors", scene=scenes.tries_a_batch),
    Place("jobs", "/jobs/"),
    Place("import", "/import/"),
    Place("import-columns", "/import/?as=customers", scene=scenes.comes_to_the_columns),
    Place("duplicates", "/duplicates/", scene=scenes.looks_for_duplicates),
    Place("duplicate-group", "/duplicates/", scene=scenes.opens_a_group),
    Place("suggestions", "/suggestions/", scene=scenes.looks_for_suggestions),
    Place("merge-choose", "/contacts/CT000001/merge"),
    Place("merge", "/contacts/CT000092/merge/CT000032"),
    Place("merge-customers", "/customers/C000001/merge/C000002"),
    Place("merge-customers-choose", "/customers/C000001/merge"),
    Place("merge-clash", "/contacts/CT000001/merge/CT000005"),
    Place("import-trial", "/import/?as=customers", scene=scenes.tries_an_import),
    Place("check", "/check/"),
    Place("check-run", "/check/?run=1"),
]
_SETUP = [
    Place("setup", "/setup/"),
    Place("change-set", "/changes/set-40"),
    Place("primary-contact", "/customers/C000009/primary/CT000006"),
    Place("setup-company", "/setup/company"),
    Place("setup-switches", "/setup/switches"),
    Place("setup-post-codes", "/setup/post-codes"),
    Place("setup-schedules", "/setup/schedules", scene=scenes.adds_a_schedule),
    Place("setup-audit", "/setup/audit"),
    Place("setup-users", "/setup/users/"),
    Place("setup-user", "/setup/users/omar", scene=scenes.says_who_she_is),
    Place("setup-user-new", "/setup/users/-/new", scene=scenes.says_who_she_is),
    Place("setup-salespeople", "/setup/codes/salespeople/"),
    Place("setup-salesperson", "/setup/codes/salespeople/ANA"),
    Place("setup-number-series", "/setup/codes/number-series/CONT"),
    Place("setup-vendor-template", "/setup/codes/vendor-templates/VEND-COMPANY"),
    Place("setup-code-new", "/setup/codes/payment-terms/-/new"),
    Place("setup-codes-none", "/setup/codes/mailing-groups/"),
    Place("setup-interaction-template", "/setup/codes/interaction-templates/CALL"),
    Place("setup-mail-text", "/setup/codes/mail-texts/DOCUMENT-EN"),
    Place("logged-actions", "/setup/logged-actions"),
    Place("profile", "/profile/"),
    Place("profile-token", "/profile/", scene=scenes.makes_a_token),
    Place("phones", "/profile/phones"),
    Place("phones-new", "/profile/phones", scene=scenes.sets_up_a_device),
    Place("home-phones", "/", scene=scenes.finds_what_a_phone_sent),
]
_DOORS = [
    Place("login", "/account/login/", ""),
    Place("login-refused", "/account/login/", "", scenes.forgets_the_password),
    Place("login-locked", "/account/login/", "", scenes.is_locked_out, 429),
    Place("login-stale", "/account/login/", "", scenes.sends_a_stale_form, 403),
    Place("signed-out", "/account/login/", "", scenes.calls_too_late, 401, "#signed-out"),
    Place("signed-out-form", "/account/login/", "", scenes.saves_too_late, 401),
    Place("signed-out-go-on", "/account/login/", "", scenes.is_back_with_what_was_kept, 401),
    Place("signed-in", "/account/signed-in/"),
    Place("logout", "/account/logout/"),
    Place("inactive", "/account/inactive/", ""),
    Place("reauthenticate", "/account/reauthenticate/"),
    Place("password-change", "/account/password/change/"),
    Place("password-reset", "/account/password/reset/", ""),
    Place("password-reset-done", "/account/password/reset/done/", ""),
    Place("password-reset-key", "/account/password/reset/", "", scenes.follows_the_letter),
    Place("password-reset-bad-key", "/account/password/reset/key/1-abc/", ""),
    Place("password-reset-key-done", "/account/password/reset/key/done/", ""),
    Place("mfa-authenticate", "/account/login/", "", scenes.is_asked_for_a_code),
    Place("mfa", "/account/mfa/"),
    Place("mfa-activate", "/account/mfa/totp/activate/"),
    Place("mfa-reauthenticate", "/account/mfa/reauthenticate/", "marta"),
    Place("mfa-with-codes", "/account/mfa/", "marta"),
    Place("mfa-deactivate", "/account/mfa/totp/deactivate/", "marta"),
    Place("mfa-codes", "/account/mfa/recovery-codes/", "marta"),
    Place("mfa-codes-new", "/account/mfa/recovery-codes/generate/", "marta"),
]
_REFUSALS = [
    Place("not-found", "/nothing/here", status=404),
    Place("no-such-contact", "/contacts/CT999999", status=404),
    Place("not-in-the-role", "/setup/", "lena", status=403),
    Place("no-bank-accounts", "/bank-accounts/", "lena", status=403),
]
PLACES = [*_WORK, *_RECORDS, *_LINKS, *_DOCUMENTS, *_LOG, *_SETUP, *_DOORS, *_REFUSALS]
