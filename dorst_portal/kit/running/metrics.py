"""`/metrics` for Prometheus: how many pages, how fast, and what waits (ADR 0024).

What several web processes count (requests, seconds) is kept in files of their own, which the one
that is asked adds up. All else is read from the database at the moment of asking, so every web
server tells the same of it. settings.METRICS names who is asked, so that parts above the kit add
their own. A label is a word of our code, never a path or anything of a person.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from dorst_portal.kit.access import machine
from dorst_portal.kit.models import Beat
from dorst_portal.kit.running.health import disk, readings
from dorst_portal.kit.running.metrics_folder import ENVIRONMENT

MEGABYTE: Final = 1024 * 1024
# The promise is 95 of 100 pages within half a second; each bucket is a row for every route.
BUCKETS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
NO_ROUTE: Final = "none"
METHODS: Final = frozenset({"GET", "POST"})

_own = CollectorRegistry()
_requests = Counter(
    "dorst_http_requests",
    "Answers, by name of the route, method and class of the status.",
    ("route", "method", "status"),
    registry=_own,
)
_seconds = Histogram(
    "dorst_http_request_duration_seconds",
    "How long an answer took, by name of the route and method.",
    ("route", "method"),
    buckets=BUCKETS,
    registry=_own,
)


@dataclass(frozen=True)
class Measure:
    """One number at one moment. Measures of one name have the same help and the same labels."""

    name: str
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


Measuring = Callable[[datetime], Iterable[Measure]]


class Measured:
    """Counts each answer and its seconds; a layer only where METRICS_TOKEN is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        route = route_of(request) or NO_ROUTE
        method = request.method if request.method in METHODS else "other"
        _requests.labels(route, method, f"{response.status_code // 100}xx").inc()
        if method in METHODS:  # what else is sent is refused, and no page
            _seconds.labels(route, method).observe(time.perf_counter() - begun)
        return response


def route_of(request: HttpRequest) -> str | None:
    """The name of the page that was asked for, or its pattern; None when it is nobody's."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else None


@machine
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All numbers, in Prometheus' text format 0.0.4, for who has METRICS_TOKEN; else a 404."""
    if not _may_ask(request):
        raise Http404
    registry = CollectorRegistry()
    if ENVIRONMENT in os.environ:
        MultiProcessCollector(registry)
    else:  # one process, such as that of a test
        registry.register(_own)
    registry.register(_AtThisMoment(timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_ask(request: HttpRequest) -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.METRICS_TOKEN
    return (
        bool(wanted)
        and kind.lower() == "bearer"
        and hmac.compare_digest(token.strip().encode(), wanted.encode())
    )


class _AtThisMoment(Collector):
    """Hands the measures to prometheus_client, which asks for them once."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for measure in measures(now=self._now):
            family = families.setdefault(
                measure.name,
                GaugeMetricFamily(measure.name, measure.help, labels=list(measure.labels)),
            )
            family.add_metric(list(measure.labels.values()), measure.value)
        yield from families.values()


def measures(*, now: datetime) -> Iterator[Measure]:
    """What `/readyz` asks, and all of settings.METRICS; without a database only the first."""
    seen = readings(now=now)
    for reading in seen:
        yield Measure(
            "dorst_check_good",
            "Whether a sign of /readyz is good (1) or not (0).",
            float(reading.good),
            {"check": reading.name},
        )
    if any(reading.value == "no answer" for reading in seen):
        return
    for path in settings.METRICS:
        measuring: Measuring = import_string(path)
        try:
            yield from list(measuring(now))
        except DatabaseError:
            continue  # it went away in the meantime, which the next scrape tells


def of_the_kit(now: datetime) -> Iterator[Measure]:
    """Version, room on the disk, and how long ago the timetable and each nightly job ran."""
    yield Measure(
        "dorst_build_info", "The release that runs; always 1.", 1, {"version": settings.VERSION}
    )
    left = disk(now).value
    yield Measure("dorst_disk_free_bytes", "Room where VAR_DIR is.", float(left or 0) * MEGABYTE)
    for name, at in Beat.objects.values_list("name", "at"):
        yield Measure(
            "dorst_last_run_age_seconds",
            "How long ago a job of the timetable, or a back-up, ran well.",
            (now - at).total_seconds(),
            {"job": name},
        )


def waiting(way: str, *, number: int, oldest: datetime | None, now: datetime) -> Iterator[Measure]:
    """What waits to leave by one way (mail, push, chat), and how late the oldest is that should
    have left.
    """
    late = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    yield Measure(
        "dorst_outgoing_queued", "Messages that still have to leave.", number, {"way": way}
    )
    yield Measure(
        "dorst_outgoing_late_seconds",
        "How late the oldest message is that should have left.",
        late,
        {"way": way},
    )
