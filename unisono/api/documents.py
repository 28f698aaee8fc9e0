"""Documents: lists, one by one, orders made from them, papers, e-mails."""

from dataclasses import asdict
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router

from unisono.api import document_schemas as shapes
from unisono.api.answers import answer, gone, warnings_shown
from unisono.api.document_answers import document_shown, documents_shown, message_shown
from unisono.api.history import changes_page
from unisono.api.requests import ActingRequest, actor_of, expected_version, idempotent
from unisono.api.schemas import Shape
from unisono.api.sent_files import files_of
from unisono.common.borders import Content
from unisono.common.kinds import Key, Kind, is_contact
from unisono.common.outcome import Outcome
from unisono.common.paths import segment
from unisono.documents.listed import DOCUMENT_LISTS
from unisono.documents.queries import find_document, lines_of
from unisono.documents.types import TYPES, DocumentType
from unisono.interactions.queries import message_of_key
from unisono.records.queries import find
from unisono.usecases.documents import printing, refreshing, sending
from unisono.usecases.documents.changing import change_document, delete_document
from unisono.usecases.documents.creating import copy_document, create_document
from unisono.usecases.documents.orders import make_order

LIST_HELP = (
    "`q` searches number, name, city and their reference; filters by field name, with `__gte`, "
    "`__lte`, `__in=a,b`. Days and moments also take a day, or a period such as `last-week`, of "
    "the time zone that `zone` names. The newest come first, unless `sort` says otherwise."
)


def router_of(type_: str) -> Router:
    """Return the addresses of one type of document."""
    router, info = Router(tags=["Documents"]), TYPES[type_]
    new, change_body, shape = shapes.NEW[type_], shapes.CHANGE[type_], shapes.SHOWN[type_]

    @router.get(
        "",
        response=shapes.PAGES[type_],
        summary="List",
        description=LIST_HELP,
        operation_id=f"list_{type_}s",
    )
    def list_documents(request: HttpRequest) -> HttpResponse:
        found = DOCUMENT_LISTS[type_].page(request.GET, actor_of(request))
        return answer(found.shown(documents_shown(found.rows)))

    @router.post("", response={201: shape}, summary="Create", operation_id=f"create_{type_}")
    @idempotent
    def create(request: ActingRequest, payload: new) -> HttpResponse:
        outcome = create_document(type_, _values(payload), actor=request.actor)
        return shown(outcome, request, 201)

    @router.get(
        "/{number:no}.pdf", summary="The paper as PDF; logs nothing", operation_id=f"pdf_of_{type_}"
    )
    def pdf(request: HttpRequest, no: str) -> HttpResponse:
        return pdf_answer(printing.paper_of(type_, no, actor=actor_of(request)))

    @router.get("/{number:no}", response=shape, summary="Show", operation_id=f"get_{type_}")
    def get(request: HttpRequest, no: str) -> HttpResponse:
        return shown(Outcome(type_, no), request)

    @router.patch(
        "/{number:no}",
        response=shape,
        summary="Change fields, lines, status",
        operation_id=f"change_{type_}",
    )
    def change(request: HttpRequest, no: str, payload: change_body) -> HttpResponse:
        values, expected = _values(payload), expected_version(request)
        return shown(
            change_document(type_, no, values, actor=actor_of(request), expected=expected), request
        )

    @router.delete(
        "/{number:no}",
        response={204: None},
        summary="Delete an open one",
        operation_id=f"delete_{type_}",
    )
    def delete(request: HttpRequest, no: str) -> HttpResponse:
        outcome = delete_document(
            type_, no, actor=actor_of(request), expected=expected_version(request)
        )
        return gone(outcome.change_set)

    @router.post(
        "/{number:no}/refresh",
        response=shapes.Refreshed,
        summary="Take over the party's data as they are now",
        operation_id=f"refresh_{type_}",
    )
    @idempotent
    def refresh_it(
        request: ActingRequest, no: str, payload: shapes.RefreshBody | None = None
    ) -> HttpResponse:
        return _refresh(type_, no, payload or shapes.RefreshBody(), request)

    @router.post(
        "/{number:no}/print",
        response=shapes.PrintedShown,
        summary="Log that it is printed; answers the PDF to `Accept: application/pdf`",
        operation_id=f"print_{type_}",
    )
    def print_it(request: HttpRequest, no: str) -> HttpResponse:
        # Made before the transaction of the key begins: no writer waits for the typesetter.
        paper = printing.paper_of(type_, no, actor=actor_of(request))
        return _printed(cast(ActingRequest, request), paper)

    @idempotent
    def _printed(request: ActingRequest, paper: printing.Printed) -> HttpResponse:
        printed = printing.log_paper(paper, actor=request.actor)
        # A retry by its key gets the first answer, which is kept as text.
        if (
            "application/pdf" in request.headers.get("Accept", "")
            and "Idempotency-Key" not in request.headers
        ):
            return pdf_answer(printed)
        number = printed.document.no
        content = {
            "document_type": type_,
            "document_no": number,
            "pdf": f"{address_of(info, number)}.pdf",
        }
        return answer({**content, **warnings_shown(printed.warnings)})

    @router.post(
        "/{number:no}/email",
        response={202: shapes.SentShown},
        summary="Send the PDF; logs it with that very file",
        operation_id=f"email_{type_}",
    )
    def email(
        request: HttpRequest, no: str, payload: shapes.DocumentEmailBody | None = None
    ) -> HttpResponse:
        values = payload.dict(exclude_unset=True) if payload else {}
        some = files_of(values.pop("attachments", []))
        prepared = sending.prepare_email(type_, no, values, some, actor=actor_of(request))
        return _sent(cast(ActingRequest, request), prepared)

    @router.get(
        "/{number:no}/email",
        response=shapes.EmailProposal,
        summary="The e-mail as it is proposed, and whom it may go to",
        operation_id=f"email_proposal_of_{type_}",
    )
    def propose_email(
        request: HttpRequest, no: str, text: str = "", person_no: str = ""
    ) -> HttpResponse:
        found = sending.proposal(type_, no, text, person_no, actor=actor_of(request))
        texts = ("code", "description", "language_code")
        content: Content = {
            **found.values,
            "text": found.text,
            "texts": [{name: getattr(row, name) for name in texts} for row in found.texts],
            "recipients": [asdict(each) for each in found.recipients],
        }
        return answer(content)

    @idempotent
    def _sent(request: ActingRequest, prepared: sending.Prepared) -> HttpResponse:
        outcome = sending.send_prepared(prepared, actor=request.actor)
        message = message_of_key(outcome.more["message"])
        return answer({**message_shown(message), **warnings_shown(outcome.warnings)}, 202)

    @router.post(
        "/{number:no}/copy",
        response={201: shape},
        summary="Create another with the same lines, texts and parties",
        operation_id=f"copy_{type_}",
    )
    @idempotent
    def copy(request: ActingRequest, no: str) -> HttpResponse:
        return shown(copy_document(type_, no, actor=request.actor), request, 201)

    @router.get(
        "/{number:no}/changes", summary="History, newest first", operation_id=f"{type_}_changes"
    )
    def changes(request: HttpRequest, no: str) -> HttpResponse:
        actor = actor_of(request)
        document = find_document(type_, no, actor)
        return answer(changes_page(Key(type_, document.pk), request.GET, actor))

    if info.becomes:
        _add_make_order(router, info)
    return router


def _add_make_order(router: Router, info: DocumentType) -> None:
    @router.post(
        "/{number:no}/make-order",
        response={201: shapes.SHOWN[info.becomes]},
        summary="Make the order",
        operation_id=f"make_order_of_{info.name}",
    )
    @idempotent
    def make(
        request: ActingRequest, no: str, payload: shapes.MakeOrderBody | None = None
    ) -> HttpResponse:
        """Make an order; 422 customer-required (vendor-required) where it is for nobody and none
        may be created.
        """
        body = payload or shapes.MakeOrderBody()
        outcome = make_order(
            info.name,
            no,
            create_party=getattr(body, f"create_{info.role}"),
            template=body.template,
            quantities=body.lines,
            actor=request.actor,
        )
        return shown(outcome, request, 201)


def party_router(kind: Kind) -> Router:
    """Return the addresses under a contact, customer or vendor at which documents are created
    [7.1].
    """
    router = Router(tags=["Documents"])
    for info in TYPES.values():
        if (is_contact(kind) and not info.is_blanket) or kind == info.role:
            _add_create(router, kind, info)
    return router


def _add_create(router: Router, kind: Kind, info: DocumentType) -> None:
    new: Shape = shapes.NEW[info.name]

    def create(request: ActingRequest, no: str, payload: new) -> HttpResponse:
        find(kind, no)
        values = {**_values(payload), f"{kind}_no": no}
        return shown(create_document(info.name, values, actor=request.actor), request, 201)

    router.post(
        "/{number:no}/" + info.collection,
        response={201: shapes.SHOWN[info.name]},
        summary=f"Create a {info.name.replace('_', ' ')} for the {kind}",
        operation_id=f"create_{info.name}_for_{kind}",
    )(idempotent(create))


def _values(payload: Any) -> Content:
    """Return what a body sent; a date of null is cleared."""
    values: Content = payload.dict(exclude_unset=True)
    return {
        name: "" if name.endswith("_date") and value is None else value
        for name, value in values.items()
    }


def address_of(info: DocumentType, no: str) -> str:
    """Return the path of a document."""
    return f"/api/v1/{info.collection}/{segment(no)}"


def shown(outcome: Outcome, request: HttpRequest, status: int = 200) -> HttpResponse:
    """Return a document as it is now, with its version, address and the warnings that it
    deserves.
    """
    document = find_document(outcome.kind, outcome.no, actor_of(request))
    values = {**document_shown(document, lines_of(document)), **warnings_shown(outcome.warnings)}
    location = address_of(TYPES[outcome.kind], document.no) if status == 201 else ""
    return answer(values, status, location, document.version, outcome.change_set)


def pdf_answer(printed: printing.Printed) -> HttpResponse:
    """Return a paper; warnings about it stand in a header, for those who look."""
    response = HttpResponse(printed.file.content, content_type=printed.file.type)
    response.headers["Content-Disposition"] = disposition(printed.file.name)
    return response


def disposition(name: str, how: str = "inline") -> str:
    """Return how a browser is to take a file of this name (RFC 6266)."""
    found: str | None = content_disposition_header(how == "attachment", name)
    return found or how


def _refresh(type_: str, no: str, body: shapes.RefreshBody, request: ActingRequest) -> HttpResponse:
    doing = refreshing.preview_refresh(type_, no, actor=request.actor)
    rows = [{"field": name, "old": old, "new": new} for name, old, new in doing.changes]
    if body.dry_run:
        return answer({"fields": rows, "plan": doing.digest, "change_set": None})
    outcome = refreshing.refresh(type_, no, body.plan or doing.digest, actor=request.actor)
    return answer({"fields": rows, "plan": doing.digest, "change_set": outcome.change_set})
