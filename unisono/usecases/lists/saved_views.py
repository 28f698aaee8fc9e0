"""Views of lists: a query under a name, one's own or shared with everybody."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from unisono.access.models import SavedView
from unisono.access.roles import Actor, require_read
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound, required
from unisono.common.text import composed, is_control
from unisono.copies.models import Book
from unisono.usecases.lists.lists import LISTS
from unisono.usecases.transaction import writing

NAME_LENGTH, QUERY_LENGTH, MOST = 60, 2000, 50


@writing
def save_view(
    of: str,
    name: str,
    query: Mapping[str, str],
    shared: bool = False,
    on_phones: bool = False,
    *,
    actor: Actor,
) -> int:
    """Keep the query of a list (`of`: its name) under a name; one of this name is replaced. Return
    its key. One of contacts can be a book on one's phones.

    Raises Invalid for a name that is none and a query that the list would refuse, Conflict for too
    many.
    """
    require_read(actor, LISTS[of].right)
    name, text = composed(name), urlencode(sorted(query.items()))
    if not name:
        raise Invalid([required("name")])
    if len(name) > NAME_LENGTH or any(map(is_control, name)):
        message = _("A name has at most %(limit)s characters.") % {"limit": NAME_LENGTH}
        raise Invalid([FieldError("name", "too-long", message)])
    if len(text) > QUERY_LENGTH:
        raise Invalid(
            [FieldError("query", "too-long", _("These filters are too long to be saved."))]
        )
    LISTS[of].selected(query, actor)
    own = SavedView.objects.filter(user_id=actor.user_id or 0)
    if own.exclude(kind=of, name=name).count() >= MOST:
        raise Conflict(
            _("At most %(limit)s views can be saved; delete one first.") % {"limit": MOST}
        )
    values = {"query": text, "is_shared": shared, "on_phones": on_phones and of == "contact"}
    view, _made = SavedView.objects.update_or_create(
        user_id=actor.user_id or 0, kind=of, name=name, defaults=values
    )
    return view.pk


@writing
def delete_view(key: int, *, actor: Actor) -> None:
    """Forget a view of one's own, or, as an administrator, a shared one; raises NotFound for any
    other.
    """
    view = SavedView.objects.filter(pk=key).first()
    if view is None or not (
        view.user_id == actor.user_id or (view.is_shared and actor.is_administrator)
    ):
        raise NotFound(_("There is no such view."))
    Book.objects.filter(user_id=view.user_id, name=f"view-{view.pk}").delete()
    view.delete()
