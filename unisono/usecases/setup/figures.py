"""What the database tells of how the product is doing, for Prometheus: asked anew each time, the
same from every machine.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from importlib.metadata import version

from django.db.models import Count, Min
from django.db.models.functions import Coalesce
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from unisono.audit.models import Action, AuditEntry
from unisono.history.queries import held_back_since
from unisono.jobs import queue
from unisono.jobs.models import Job
from unisono.usecases.links.drift import drifted_lately
from unisono.usecases.setup import doctor


class BookFigures(Collector):
    """The figures; without a database, that it is away is the only one."""

    def collect(self) -> Iterator[Metric]:
        """Return them."""
        yield _by("info", "The version that runs", "version", {version("unisono"): 1})
        lacking = doctor.not_ready()
        ready = {what: float(what not in lacking) for what in doctor.FOR_SERVING}
        yield _by("ready", "1 where this is as serving takes it", "what", ready)
        if "database" in lacking:
            return
        yield _jobs()
        now = queue.now()
        for name, (told, look) in _LOOKS.items():
            yield GaugeMetricFamily(f"unisono_{name}", told, value=look(now))


def _by(name: str, told: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"unisono_{name}", told, labels=[label])
    for each, value in values.items():
        family.add_metric([each], value)
    return family


def _jobs() -> Metric:
    family = GaugeMetricFamily("unisono_jobs", "Jobs by kind and state", labels=["kind", "state"])
    for kind, state, count in (
        Job.objects.values_list("kind", "state").annotate(Count("pk")).order_by()
    ):
        family.add_metric([kind, state], count)
    return family


def _since(moment: datetime | None, now: datetime) -> float:
    """Return the seconds since a moment, 0 for none."""
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0


def _queue_age(now: datetime) -> float:
    due = Coalesce("not_before", "created_at")
    waiting = Job.objects.filter(state="queued").annotate(due=due).filter(due__lte=now)
    return _since(waiting.aggregate(Min("due"))["due__min"], now)


def _lapsed(now: datetime) -> float:
    return Job.objects.filter(state="running", lease_until__lt=now).count()


def _backup_age(now: datetime) -> float:
    last = AuditEntry.objects.filter(action=Action.BACKED_UP).order_by("-at").first()
    return _since(last.at, now) if last else float("inf")


_LOOKS: dict[str, tuple[str, Callable[[datetime], float]]] = {
    "queue_age_seconds": ("How long the oldest job waits that is due", _queue_age),
    "leases_lapsed": ("Jobs whose worker is silent, which others take over", _lapsed),
    "feed_lag_seconds": (
        "How long the oldest change waits that the feed cannot tell yet",
        lambda now: _since(held_back_since(), now),
    ),
    "drift": (
        "1 where tied records differ; looked at every ten minutes",
        lambda _: drifted_lately(),
    ),
    "backup_age_seconds": ("How old the last backup is; +Inf without one", _backup_age),
}
