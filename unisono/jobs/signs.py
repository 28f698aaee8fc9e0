"""The signs of life of workers, wherever they are."""

from datetime import datetime, timedelta

from unisono.jobs.models import WorkerSign
from unisono.jobs.workers import own_name


def give_sign(now: datetime) -> None:
    """Say that this worker is at work; forget those that said nothing for a day."""
    WorkerSign.objects.update_or_create(name=own_name(), defaults={"seen_at": now})
    WorkerSign.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
