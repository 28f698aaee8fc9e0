"""Setup, our own company, code lists and templates."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import Router

from unisono.api import schemas
from unisono.api.answers import answer
from unisono.api.requests import ActingRequest, actor_of, idempotent
from unisono.common.errors import NotFound
from unisono.lists.filters import Column
from unisono.lists.listing import page
from unisono.records import code_lists
from unisono.setup.queries import our_company, setup_now
from unisono.usecases.setup import salutations, setup
from unisono.usecases.setup.code_lists import change_entry, create_entry, delete_entry

router = Router(tags=["Setup"])


@router.get("/setup", response=schemas.SETUP, summary="The switches of the installation")
def get_setup(request: HttpRequest) -> HttpResponse:
    """Return setup."""
    return answer(setup.values_of(setup_now(), setup.SETUP_FIELDS))


@router.patch("/setup", response=schemas.SETUP, summary="Change switches")
def change_setup(request: HttpRequest, payload: schemas.SETUP) -> HttpResponse:
    """Change the fields sent; an empty relation code switches that kind off [1.1]."""
    outcome = setup.change_setup(payload.dict(exclude_unset=True), actor=actor_of(request))
    values = setup.values_of(setup_now(), setup.SETUP_FIELDS)
    return answer(values, change_set=outcome.change_set)


@router.get("/company", response=schemas.COMPANY, summary="Our own company")
def get_company(request: HttpRequest) -> HttpResponse:
    """Return our own name, address, numbers and texts for documents."""
    return answer(setup.values_of(our_company(), setup.COMPANY_FIELDS))


@router.patch("/company", response=schemas.COMPANY, summary="Change our own company's data")
def change_company(request: HttpRequest, payload: schemas.COMPANY) -> HttpResponse:
    """Change the fields sent."""
    outcome = setup.change_company(payload.dict(exclude_unset=True), actor=actor_of(request))
    values = setup.values_of(our_company(), setup.COMPANY_FIELDS)
    return answer(values, change_set=outcome.change_set)


@router.get("/company/logo", summary="Our logo")
def get_logo(request: HttpRequest) -> HttpResponse:
    """Return the picture; 404 where there is none."""
    company = our_company()
    if not company.logo:
        raise NotFound("404")
    return HttpResponse(bytes(company.logo), content_type=company.logo_type)


@router.put(
    "/company/logo", response={204: None}, summary="Set our logo: a PNG or JPEG picture as the body"
)
def set_logo(request: HttpRequest) -> HttpResponse:
    """Keep the picture, at most 1 MiB."""
    setup.set_logo(request.body, actor=actor_of(request))
    return HttpResponse(status=204)


def code_list_router(name: str) -> Router:
    """Return the addresses of one code list."""
    router = Router(tags=["Code lists"])
    shape, info = schemas.CODE_LISTS[name], code_lists.LISTS[name]
    tag = name.replace("-", "_")
    columns = {"code": Column("code", "key"), "description": Column("description")}
    for field in info.fields:
        if field.kind != "multiline":
            kind = {"flag": "flag", "money": "money"}.get(
                field.kind, "reference" if field.is_reference else "text"
            )
            columns[field.name] = Column(
                f"{field.name}_id" if field.is_reference else field.name, kind
            )

    @router.get("", response=schemas.CODE_PAGES[name], summary="List", operation_id=f"list_{tag}")
    def list_entries(request: HttpRequest) -> HttpResponse:
        found = page(
            code_lists.entries(name), columns, request.GET, "code", code_lists.search_entries
        )
        return answer(found.shown(code_lists.many_values(name, found.rows)))

    @router.post("", response={201: shape}, summary="Add an entry", operation_id=f"create_{tag}")
    @idempotent
    def create(request: ActingRequest, payload: shape) -> HttpResponse:
        code = create_entry(name, payload.dict(exclude_unset=True), actor=request.actor)
        return answer(
            code_lists.values_of(name, code_lists.entry(name, code)),
            201,
            f"/api/v1/{name}/{quote(code, safe='')}",
        )

    @router.get(
        "/{number:code}", response=shape, summary="Show an entry", operation_id=f"get_{tag}"
    )
    def get(request: HttpRequest, code: str) -> HttpResponse:
        return answer(code_lists.values_of(name, code_lists.entry(name, code)))

    @router.patch(
        "/{number:code}",
        response=shape,
        summary="Change or rename an entry",
        operation_id=f"change_{tag}",
    )
    def change(request: HttpRequest, code: str, payload: shape) -> HttpResponse:
        now = change_entry(name, code, payload.dict(exclude_unset=True), actor=actor_of(request))
        return answer(code_lists.values_of(name, code_lists.entry(name, now)))

    @router.delete(
        "/{number:code}",
        response={204: None},
        summary="Delete an entry",
        operation_id=f"delete_{tag}",
    )
    def delete(request: HttpRequest, code: str) -> HttpResponse:
        delete_entry(name, code, actor=actor_of(request))
        return HttpResponse(status=204)

    if name == salutations.LIST:
        _add_formulas(router)
    return router


def _add_formulas(router: Router) -> None:
    @router.get(
        "/{number:code}/formulas",
        response=schemas.FORMULAS,
        summary="How it addresses somebody, per language",
    )
    def get_formulas(request: HttpRequest, code: str) -> HttpResponse:
        """Return formal and informal formulas by language tag."""
        return answer(salutations.formulas_of(code))

    @router.patch("/{number:code}/formulas", response=schemas.FORMULAS, summary="Change formulas")
    def change_formulas(request: HttpRequest, code: str, payload: schemas.FORMULAS) -> HttpResponse:
        """Change the formulas sent; a blank one is taken away. {first_surname} and the like are
        filled in.
        """
        salutations.change_formulas(code, payload.root, actor=actor_of(request))
        return answer(salutations.formulas_of(code))
