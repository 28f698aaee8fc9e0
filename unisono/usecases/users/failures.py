"""Failures by address: counted, so that who tries costs little, and on record once for a window and
once for a hundred, since the audit keeps what it has.
"""

from datetime import timedelta

from django.db.models import F

from unisono.access.models import Failures
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common.clock import clock
from unisono.usecases.transaction import writing

# A token cannot be guessed, so this bounds what trying costs. Right ones are let in all the same:
# many programs may stand behind one address.
MOST = 100
_WINDOW = timedelta(minutes=15)


def are_too_many(action: Action, address: str) -> bool:
    """Tell whether an address failed so often within the last quarter of an hour."""
    rows = Failures.objects.filter(action=action, address=address, since__gt=clock() - _WINDOW)
    return rows.filter(count__gte=MOST).exists()


@writing
def count(action: Action, address: str) -> None:
    """Count a failure of an address."""
    moment = clock()
    # Held, so that two failures at a time count as two.
    row, is_new = Failures.objects.select_for_update().get_or_create(
        action=action, address=address, defaults={"since": moment, "count": 0}
    )
    mine = Failures.objects.filter(pk=row.pk)
    if is_new or row.since <= moment - _WINDOW:
        mine.update(since=moment, count=1)
        Failures.objects.filter(since__lt=moment - _WINDOW).delete()
        put_on_record(action, None)
        return
    mine.update(count=F("count") + 1)
    if row.count + 1 == MOST:
        put_on_record(action, None, times=MOST)
