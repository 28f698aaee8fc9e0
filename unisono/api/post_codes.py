"""The table of post codes, and what is proposed for the rest of a form."""

from dataclasses import asdict

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from unisono.api.answers import answer
from unisono.api.requests import actor_of
from unisono.common.borders import Rows
from unisono.common.errors import Invalid
from unisono.lists.filters import Column, unknown_filter
from unisono.lists.listing import page
from unisono.setup.models import PostCode
from unisono.setup.queries import post_code_key
from unisono.usecases.records.proposing import NAMES, proposals_for
from unisono.usecases.setup.post_codes import load_post_codes, remove_post_codes

router = Router(tags=["Post codes"])
COLUMNS = {
    "post_code": Column("post_code", "key"),
    "country_code": Column("country_code"),
    "city": Column("city"),
    "county": Column("county"),
}


class PlaceShown(Schema):
    """A place that a post code stands for."""

    country_code: str
    post_code: str = Field(description="In capitals, without blanks and hyphens")
    city: str
    county: str


class PlacesShown(Schema):
    """A page of places."""

    items: list[PlaceShown]
    next: str | None
    count: int


class ProposalsShown(Schema):
    """What follows from what is known."""

    values: dict[str, str] = Field(description="Values for fields that were not given")
    because: dict[str, str] = Field(description="The field that each of them follows from")
    choices: dict[str, list[str]] = Field(description="The cities that a post code stands for")
    phone_prefix: str = Field(description="The country's calling code, such as +34")


@router.get("/post-codes", response=PlacesShown, summary="Which places a post code stands for")
def list_post_codes(request: HttpRequest) -> HttpResponse:
    """Return places, filtered: `?country_code=ES&post_code=28001`. A post code is found however it
    is written.
    """
    query = request.GET.dict()
    if "post_code" in query:
        query["post_code"] = post_code_key(query["post_code"])
    found = page(PostCode.objects.all(), COLUMNS, query, "post_code", _searched)
    return answer(
        found.shown([{name: getattr(row, name) for name in COLUMNS} for row in found.rows])
    )


@router.put("/post-codes", response=dict[str, int], summary="Load a table of post codes")
def put_post_codes(request: HttpRequest, country_code: str = "") -> HttpResponse:
    """Take a csv file or spreadsheet as the body, with a heading: country_code, post_code, city,
    county; the query's country is that of rows that name none. The places of the countries in it
    are replaced, others stay; a bad row refuses all. Answers how many places each of these
    countries has by now. Files beyond 2 MB come in by the pages or the command line.
    """
    return answer(load_post_codes([request.body], "", country_code, actor=actor_of(request)))


@router.delete("/post-codes", response={204: None}, summary="Remove a country's post codes")
def delete_post_codes(request: HttpRequest, country_code: str) -> HttpResponse:
    """Remove the places of a country; 404 where there are none."""
    remove_post_codes(country_code.upper(), actor=actor_of(request))
    return HttpResponse(status=204)


@router.get(
    "/proposals", response=ProposalsShown, summary="What follows from some fields of a card"
)
def get_proposals(request: HttpRequest) -> HttpResponse:
    """Return what pages propose: a language its region; a country its language, currency and
    calling code; a post code its city, county and country. Nothing is written, and no write fills
    in any of it by itself.
    """
    if unknown := [unknown_filter(name) for name in request.GET if name not in NAMES]:
        raise Invalid(unknown)
    found = proposals_for(request.GET.dict(), list(request.GET))
    return answer(asdict(found))


def _searched(rows: Rows, text: str) -> Rows:
    """Return the places in whose code or names every word is found."""
    for word in text.split():
        code = Q(post_code__startswith=post_code_key(word))
        rows = rows.filter(code | Q(city__icontains=word) | Q(county__icontains=word))
    return rows
