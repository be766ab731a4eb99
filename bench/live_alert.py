"""Fifty people who have the page of one alert open, on one worker of the real web server.

On a database of its own, with DATABASE_URL and VAR_DIR pointing at it:

    python -m scripts.prepare
    DJANGO_SETTINGS_MODULE=dorst_portal.settings python -m bench.live_alert

Each asks every five seconds whether anything changed, as `static/live.js` does, half a minute long;
then somebody says to call 112, and all see it. It tells how long the answers took, which they
were, and how many rows the asking wrote; it fails where that is more than was promised.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from statistics import quantiles
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from alerts.models import Alert  # noqa: E402
from alerts.pages.live import live_token  # noqa: E402
from alerts.services.calls import claim_call  # noqa: E402
from alerts.values.choices import Category, Police  # noqa: E402
from bench.servers import processor_seconds, workers_of  # noqa: E402
from dorst_portal.accounts.models import User  # noqa: E402
from groups.models import Street, WatchGroup  # noqa: E402

PEOPLE = 50
EVERY = 5.0
SECONDS = 30.0
SECONDS_AFTER_CLAIM = 10.0
MOST_MS = 100
PORT = int(os.environ.get("PORT", "8045"))


class Watcher(threading.Thread):
    """One open page: asks, waits, asks again with the mark of the last answer."""

    def __init__(self, path: str, first: float, until: float, etag: str) -> None:
        super().__init__()
        self.path, self.first, self.until, self.etag = path, first, until, etag
        self.took: list[float] = []
        self.statuses: list[int] = []

    def run(self) -> None:
        """Until the time is over."""
        moment = self.first
        while moment < self.until:
            time.sleep(max(moment - time.monotonic(), 0))
            self.ask()
            moment += EVERY

    def ask(self) -> None:
        """One answer; on a connection of its own, as the server closes idle ones sooner."""
        begun = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        headers = {"If-None-Match": self.etag, "Accept-Encoding": "gzip", "Host": "localhost"}
        line.request("GET", self.path, headers=headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        self.took.append((time.monotonic() - begun) * 1000)
        self.statuses.append(answer.status)
        self.etag = answer.headers.get("ETag", self.etag)


@contextmanager
def one_worker() -> Iterator[str]:
    """The web server, with one worker of four threads; gives the number of its process."""
    command = [
        *(sys.executable, "-m", "gunicorn", "dorst_portal.wsgi:application"),
        *(f"--bind=127.0.0.1:{PORT}", "--worker-class=gthread", "--workers=1", "--threads=4"),
        *("--no-control-socket", "--logger-class=dorst_portal.kit.running.gunicorn.LogLines"),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5).close()
                break
            time.sleep(0.1)
        yield workers_of(server.pid)[0]
    finally:
        server.terminate()
        server.wait(20)


def writes() -> int:
    """A number that grows with what others write; of SQLite it tells only that they did."""
    sql = "PRAGMA data_version"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_stat_force_next_flush()")  # what this process wrote itself
            time.sleep(2)  # what others wrote is counted a moment later
            sql = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def watch(path: str, seconds: float, etags: list[str]) -> list[Watcher]:
    """Everybody looks, from moments that are spread over the first five seconds."""
    start = time.monotonic() + 0.5
    people = [
        Watcher(path, start + EVERY * place / PEOPLE, start + seconds, etag)
        for place, etag in enumerate(etags)
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return people


def tell(what: str, people: list[Watcher], more: str = "") -> float:
    """A line with what was measured; gives the 95th percentile."""
    took = [ms for one in people for ms in one.took]
    p95 = quantiles(took, n=20)[-1]
    statuses = Counter(status for one in people for status in one.statuses)
    print(
        f"{connection.vendor}, {what}: {len(took)} answers, "
        f"median {quantiles(took, n=2)[0]:.1f} ms, p95 {p95:.1f} ms, longest {max(took):.1f} ms, "
        f"statuses {dict(statuses)}{more}"
    )
    return p95


def new_alert() -> Alert:
    """One that runs, of a group of the example village."""
    facts: dict[str, Any] = {"category": Category.BURGLARY, "police": Police.NOT_YET}
    group = WatchGroup.objects.get(slug="spoorstraat")
    facts |= {"group": group, "street": Street.objects.get(slug="spoorstraat")}
    by = User.objects.order_by("pk")[0]
    return Alert.objects.create(by=by, happened_at=timezone.now(), **facts)


def main() -> int:
    """Measure, and fail on what is slower or writes."""
    alert = new_alert()
    path = reverse("alert_live_state", args=[live_token(alert)])
    with one_worker() as worker:
        warm = Watcher(path, 0, 0, "")
        for _ in range(20):
            warm.ask()
        before, begun = writes(), processor_seconds(worker)
        quiet = watch(path, SECONDS, [warm.etag] * PEOPLE)
        each = (processor_seconds(worker) - begun) * 1000 / sum(len(one.took) for one in quiet)
        wrote = writes() - before
        slow = tell("nothing changes", quiet, f", processor {each:.1f} ms each, writes {wrote}")
        claim_call(alert, code="somebody", now=timezone.now())
        claimed = watch(path, SECONDS_AFTER_CLAIM, [one.etag for one in quiet])
        slow = max(slow, tell("somebody calls", claimed))
    same = {status for one in quiet for status in one.statuses} == {304}
    return 0 if same and wrote == 0 and slow < MOST_MS else 1


if __name__ == "__main__":
    sys.exit(main())
