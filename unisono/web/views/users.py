"""Users with their roles and tokens; one's own profile."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unisono.access.models import User
from unisono.access.roles import READS, WRITES, Role, require_administrator
from unisono.common.borders import Content
from unisono.common.errors import FieldError, Refused
from unisono.common.paths import segment
from unisono.records.code_lists import codes_with_descriptions
from unisono.usecases.users import tokens, users
from unisono.web import inputs, labels, token_texts
from unisono.web.confirming import confirm, refuse_unconfirmed
from unisono.web.frame import acting
from unisono.web.inputs import Input
from unisono.web.parts import say

_LIST = "/setup/users/"
_SALESPEOPLE = "setup.Salesperson"


@require_safe
def all_users(request: HttpRequest) -> HttpResponse:
    """Show the users, and what each role may do."""
    require_administrator(acting(request))
    rows = [
        (user, labels.roles()[user.role], _LIST + segment(user.username))
        for user in users.all_users()
    ]
    rights = [
        {
            "name": name,
            "reads": ", ".join(labels.right_names(kind) for kind in sorted(READS[role])),
            "writes": ", ".join(labels.right_names(kind) for kind in sorted(WRITES[role])) or "—",
            "all": role == Role.ADMINISTRATOR,
        }
        for role, name in labels.roles().items()
    ]
    return render(request, "users.html", {"rows": rows, "rights": rights})


def _inputs(user: User | None) -> list[Input]:
    """Return the inputs of a user; the password is never shown."""
    roles = list(labels.roles().items())
    people = [
        ("", "—"),
        *(
            (code, f"{code} · {said}")
            for code, said in codes_with_descriptions([_SALESPEOPLE])[_SALESPEOPLE]
        ),
    ]
    made = [
        Input(
            "role",
            labels.field("role"),
            "choice",
            user.role if user else Role.SALES.value,
            options=roles,
        ),
        Input("email", labels.field("email"), "text", user.email if user else "", "email"),
        Input(
            "salesperson",
            labels.field("salesperson"),
            "code",
            (user.salesperson_id or "") if user else "",
            options=people,
        ),
        Input("password", labels.field("password"), "text", "", "password"),
    ]
    made[3].help = (
        _("Left blank, it stays as it is.")
        if user
        else _("Left blank, the user chooses it by e-mail, or works by token only.")
    )
    if user is None:
        made.insert(0, Input("username", labels.field("username"), "text", "", required=True))
    return made


@require_http_methods(["GET", "POST"])
def new_user(request: HttpRequest) -> HttpResponse:
    """Show the form of a new user, or create one."""
    actor = acting(request)
    require_administrator(actor)
    if request.method == "GET":
        confirm(request)
        return _form(request, None, None)
    post = request.POST
    try:
        refuse_unconfirmed(request)
        user = users.create_user(
            post.get("username", ""),
            post.get("role", ""),
            post.get("password") or None,
            post.get("salesperson", ""),
            post.get("email", ""),
            actor=actor,
        )
    except Refused as refusal:
        return _form(request, None, refusal)
    say(request, _("%(name)s can work here now.") % {"name": user.username})
    return HttpResponseRedirect(_LIST)


@require_http_methods(["GET", "POST"])
def user_page(request: HttpRequest, username: str) -> HttpResponse:
    """Show a user, or change what was touched."""
    actor = acting(request)
    require_administrator(actor)
    user = users.user_named(username)
    if request.method == "GET":
        confirm(request)
        return _form(request, user, None)
    post = request.POST
    given: Content = {
        name: post[name]
        for name in ("role", "email", "salesperson")
        if name in post and post[name] != post.get(f"was.{name}")
    }
    given["password"] = post.get("password") or None
    if "disabled" in post and post["disabled"] != post.get("was.disabled"):
        given["disabled"] = post["disabled"] == "yes"
    try:
        refuse_unconfirmed(request)
        users.change_user(
            username, actor=actor, forget_second_factor=post.get("forget") == "yes", **given
        )
    except Refused as refusal:
        return _form(request, user, refusal)
    say(request, _("Saved."))
    return HttpResponseRedirect(_LIST + segment(user.username))


def _form(request: HttpRequest, user: User | None, refusal: Refused | None) -> HttpResponse:
    made = _inputs(user)
    was = {each.name: each.value for each in made if each.name != "password"}
    if user:
        was["disabled"] = "no" if user.is_active else "yes"
    # What the form showed first, so that a correction does not put back what others changed
    # meanwhile
    if refusal:
        was = {name: request.POST.get(f"was.{name}", value) for name, value in was.items()}
    rest = inputs.with_errors(made, refusal, request.POST)
    next(each for each in made if each.name == "password").value = ""
    found = token_texts.shown(tokens.tokens_of(user.username, acting(request)) if user else [])
    tokens_at = f"{_LIST}{segment(user.username)}/tokens/" if user else ""
    context: Content = {"user_shown": user, "inputs": made, "was": was.items(), "rest": rest}
    context |= {"tokens": found, "tokens_at": tokens_at}
    return render(request, "user.html", context, status=refusal.status if refusal else 200)


@require_POST
def end_token(request: HttpRequest, username: str, key: int) -> HttpResponse:
    """End somebody's token."""
    tokens.delete_token(key, actor=acting(request))
    say(request, _("The token is revoked."))
    return HttpResponseRedirect(_LIST + segment(username))


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show one's own role, tokens and ways to sign in; or make a token, which is shown this
    once.
    """
    actor = acting(request)
    made, errors = "", tuple[FieldError, ...]()
    if request.method == "POST":
        confirm(request)
        try:
            scope = token_texts.scope_of(request.POST)
            made = tokens.create_own_token(request.POST.get("label", ""), scope, actor=actor)
        except Refused as refusal:
            errors = refusal.errors or (FieldError("label", refusal.code, refusal.message),)
    own = {"tokens": token_texts.shown(tokens.own_tokens(actor)), "tokens_at": "/profile/tokens/"}
    label = request.POST.get("label", "") if errors else ""
    context = {
        **own,
        "made": made,
        "errors": errors,
        "label": label,
        "choices": token_texts.choices(actor, request.POST),
        "only_reads": request.POST.get("access") == "read",
        "some": request.POST.get("rights") == "some",
        "role": labels.roles()[actor.role],
    }
    return render(request, "profile.html", context, status=422 if errors else 200)


@require_POST
def end_own_token(request: HttpRequest, key: int) -> HttpResponse:
    """End one of one's own tokens."""
    tokens.delete_own_token(key, actor=acting(request))
    say(request, _("The token is revoked."))
    return HttpResponseRedirect("/profile/")
