"""Mappings of columns under a name, for files that come again."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from unisono.access.models import SavedMapping
from unisono.access.roles import Actor
from unisono.common.borders import Content, Given
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound
from unisono.common.text import composed, is_control
from unisono.usecases.transaction import writing

NAME_LENGTH, MOST = 60, 50
KEPT = (
    *("columns", "match", "act", "on_match", "on_conflict", "decimals", "date_order"),
    *("fixed", "value_map", "entities", "bad_cells", "companies"),
)


def own_mappings(source: str, actor: Actor) -> QuerySet[SavedMapping]:
    """Return what somebody saved for files of a kind, by name."""
    return SavedMapping.objects.filter(user_id=actor.user_id or 0, source=source).order_by("name")


def find_mapping(key: int, source: str, actor: Actor) -> SavedMapping:
    """Return a mapping of one's own; raise NotFound."""
    found = own_mappings(source, actor).filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no such mapping."))
    return found


@writing
def save_mapping(source: str, name: str, options: Given, *, actor: Actor) -> int:
    """Keep how a file was imported under a name; one of this name is replaced. Raises Invalid,
    Conflict.
    """
    name = composed(name)
    if not name or len(name) > NAME_LENGTH or any(map(is_control, name)):
        message = _("A name has at most %(limit)s characters.") % {"limit": NAME_LENGTH}
        raise Invalid([FieldError("save_as", "too-long", message)])
    own = own_mappings(source, actor)
    if own.exclude(name=name).count() >= MOST:
        raise Conflict(
            _("At most %(limit)s mappings can be saved; delete one first.") % {"limit": MOST}
        )
    kept = {each: options[each] for each in KEPT if each in options}
    values: Content = {"user_id": actor.user_id or 0, "source": source, "name": name}
    mapping, _made = SavedMapping.objects.update_or_create(**values, defaults={"options": kept})
    return mapping.pk


@writing
def delete_mapping(key: int, source: str, *, actor: Actor) -> None:
    """Forget a mapping of one's own; raises NotFound."""
    find_mapping(key, source, actor).delete()
