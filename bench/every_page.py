"""Every page of a coordinator, and those of residents and beheerders that a country must not slow.

Two databases of its own, a village and a country, each filled as bench/lists_at_scale.py tells
(`--members 641` and `--members 1000000`), on one kind of database:

    python -m bench.every_page --small postgres:///village --large postgres:///country [--rounds 40]

The routes are those of `manage.py routes`, audience coordinator, GET; what an address names is a
row of the example village, which is in both. The figures are counted first, as the timetable does,
and that is told. Each page is opened by turns in the one and in the other,
in a process for each, by the test client: whatever else the machine does disturbs both alike. It
tells the statements, the medians by clock and of processor time and the size of the page, and fails
on a page whose statements differ, or whose median by clock is more than 1.3 times as long; and on
the page of all figures above 500 ms. A list that is not full in the village draws more rows in the
country, which its size shows: that is no growth of the work behind it. Files hold all rows, and
are left out.
"""

import argparse
import json
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final

from bench.servers import ROOT

MOST_TIMES: Final = 1.3
MOST_MS_OF_FIGURES: Final = 500
# Two pages that take a few milliseconds may differ by a tenth of one.
AS_GOOD_AS_EQUAL_MS: Final = 1.0
COORDINATOR: Final = "coordinator@example.org"
BEHEERDER: Final = "beheerder-dennenlaan@example.org"
# What a resident and a beheerder open most.
OF_OTHERS: Final = {
    "finder": ("", "/zoek/?straat=Spoorstraat&huisnummer=12&klopt=ja"),
    "group page": ("", "/groep/spoorstraat/"),
    "join, address": ("", "/meedoen/spoorstraat/"),
    "join, questions": ("", "/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=12&klopt=ja"),
    "inbox": (BEHEERDER, "/beheer/"),
    "decision": (BEHEERDER, "/beheer/aanvraag/{request}/"),
    "member list": (BEHEERDER, "/beheer/groep/dennenlaan/leden/"),
    "my group": (BEHEERDER, "/beheer/groep/dennenlaan/"),
    "log of the group": (BEHEERDER, "/beheer/groep/dennenlaan/logboek/"),
    "figures of the group": (BEHEERDER, "/beheer/groep/dennenlaan/cijfers/"),
    "alerts log": (BEHEERDER, "/beheer/meldingen/"),
    "alert": (BEHEERDER, "/beheer/melding/{alert}/"),
}
_COUNTED: Final = 4
_TRANSACTIONS: Final = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b")


@dataclass
class Page:
    """One page in one database."""

    status: int = 0
    # What a process remembers for a minute or for seconds is asked now and then: the fewest count.
    statements: int = 0
    size: int = 0
    ms: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


# --- The child: a portal on one database ------------------------------------------------------


def serve() -> None:
    """Answer lines: null with all pages, `[page, true]` with its status and statements, and
    `[page, false]` with how long it took.
    """
    import django  # noqa: PLC0415 - only the child has a database

    django.setup()
    logging.disable()
    clients: dict[str, Any] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        told = _all_pages() if asked is None else _opened(clients, asked[0], count=asked[1])
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _opened(clients: dict[str, Any], page: Sequence[str], *, count: bool) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    who, path = page
    if who not in clients:
        clients[who] = _client(who)
    if count:
        with CaptureQueriesContext(connection) as queries:
            answer = clients[who].get(path)
        asked = sum(not _TRANSACTIONS.match(row["sql"]) for row in queries)
        size = len(answer.getvalue())
        return {"status": answer.status_code, "statements": asked, "size": size}
    begun, used = time.perf_counter(), time.process_time()
    clients[who].get(path).getvalue()
    now, used_now = time.perf_counter(), time.process_time()
    return {"ms": (now - begun) * 1000, "cpu": (used_now - used) * 1000}


def _client(email: str) -> Any:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from bench.staff import logged_in  # noqa: PLC0415
    from dorst_portal.accounts.models import User  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    return logged_in(User.objects.get(email=email)) if email else Client()


def _all_pages() -> dict[str, list[str]]:
    """Who opens what, by name; without those of which the example village has no row."""
    from django.utils import timezone  # noqa: PLC0415

    from dorst_portal.kit.routes import routes  # noqa: PLC0415
    from groups.figures.services import count_figures  # noqa: PLC0415

    begun = time.process_time()
    count_figures(now=timezone.now())
    sys.stderr.write(f"figures counted: {time.process_time() - begun:.1f} s of processor time\n")
    rows = _rows()
    pages = {}
    for route in routes():
        if route.audience == "coordinator" and "GET" in route.methods and ".csv" not in route.path:
            path = _filled(route.path, route.name, rows)
            if path:
                pages[route.name] = [COORDINATOR, path]
    for name, (who, path) in OF_OTHERS.items():
        pages[name] = [who, path.format_map(rows)]
    return pages


def _rows() -> Mapping[str, Any]:
    """The rows that addresses name: of each kind the first, which the example village has."""
    from django.apps import apps  # noqa: PLC0415

    def first(model: str, **chosen: Any) -> Any:
        rows = apps.get_model(model).objects.filter(**chosen).order_by("pk")
        return rows.values_list("pk", flat=True).first() or ""

    group = apps.get_model("groups.WatchGroup").objects.filter(status="starting")
    starting = group.order_by("pk").values_list("slug", flat=True).first()
    return {
        "request": first(
            "groups.ResidentRequest", group__slug="dennenlaan", kind="join", state="open"
        ),
        "idea": first("groups.ResidentRequest", kind="new_group", state="open"),
        "alert": first("alerts.Alert", group__slug="dennenlaan", is_drill=False),
        "running": first("alerts.Alert", state="running", is_drill=False),
        "starting": starting or "",
        "appointment": first("groups.Appointment", until=None),
        "partner": first("groups.Partner", ended_at=None),
        "contact": first("groups.PartnerContact", ended_at=None),
        "bulletin": first("groups.Bulletin", sent_at__isnull=False),
        "draft": first("groups.Bulletin", sent_at=None),
        "sign": first("groups.WatchSign"),
        "hamlet": first("groups.Hamlet"),
        "review": first("groups.WeekReview"),
        "addresses": first("groups.AddressImport"),
        "list": first("groups.MemberImport", group=None),
        "drill": first("alerts.Drill"),
        "objection": first("alerts.AlertObjection"),
    }


# Beginnings of addresses, the longest first, with the row that `<int:pk>` is there.
_KINDS: Final = (
    ("/platform/aanvraag/", "idea"),
    ("/platform/borden/", "sign"),
    ("/platform/leden/overnemen/", "list"),
    ("/platform/buurtschappen/", "hamlet"),
    ("/platform/adressen/import/", "addresses"),
    ("/platform/beheerders/", "appointment"),
    ("/platform/partners/", "partner"),
    ("/platform/contactpersoon/", "contact"),
    ("/platform/berichten/", "bulletin"),
    ("/platform/logboek/weken/", "review"),
    ("/platform/oefening/", "drill"),
    ("/platform/meldingen/bezwaar/", "objection"),
    ("/platform/melding/", "alert"),
)
_KEYS: Final = {"text_edit": "mail-news", "figures_csv": "leden", "figures_block": "leden"}


def _filled(path: str, name: str, rows: Mapping[str, Any]) -> str:
    """The address with an example in it; "" where the example village has none."""
    slug = "leijweg" if name == "waiting_street" else "spoorstraat"
    if name in ("group_open", "group_step"):
        slug = rows["starting"]
    path = path.replace("<slug:slug>", str(slug)).replace("<slug:key>", _KEYS.get(name, ""))
    path = path.replace("<slug:code>", "chat")
    if "<int:pk>" in path:
        kind = next((kind for begin, kind in _KINDS if path.startswith(begin)), "")
        kind = "draft" if name in ("bulletin_edit", "bulletin_preview") else kind
        kind = "running" if name == "alert_village" else kind
        path = path.replace("<int:pk>", str(rows.get(kind, ""))) if rows.get(kind) else ""
    if path == "/platform/waarom/":
        path += "?straat=Spoorstraat&huisnummer=12"
    return "" if "<" in path or "//" in path else path


# --- The parent: both, by turns --------------------------------------------------------------


class Portal:
    """A child on one database."""

    def __init__(self, database_url: str) -> None:
        env = os.environ | {
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "dorst_portal.settings",
        }
        command = [sys.executable, "-m", "bench.every_page", "--serve"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.pages: dict[str, list[str]] = self._asked(None)
        self.seen: dict[str, Page] = {}

    def open(self, name: str) -> None:
        """Open a page once more; before the first time some times, to count its statements."""
        page = self.pages[name]
        if name not in self.seen:
            counted = [self._asked([page, True]) for _ in range(_COUNTED)]
            self.seen[name] = Page(**min(counted, key=lambda one: int(one["statements"])))
        took = self._asked([page, False])
        self.seen[name].ms.append(took["ms"])
        self.seen[name].cpu.append(took["cpu"])

    def stop(self) -> None:
        """Let it end by itself: it reads no more lines."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(30)

    def _asked(self, asked: object) -> Any:
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("a child without pipes")
        stdin.write(json.dumps(asked) + "\n")
        stdin.flush()
        return json.loads(stdout.readline())


def compare(small: Portal, large: Portal, *, rounds: int, only: Sequence[str]) -> bool:
    """Open every page of both by turns, and tell; whether all of them are flat."""
    right = True
    for name in small.pages:
        if only and name not in only:
            continue
        if name not in large.pages:
            print(f"{name}: the large one has no row for it")
            right = False
            continue
        for turn in range(rounds):
            for one in (small, large) if turn % 2 else (large, small):
                one.open(name)
        right = _told(name, small.seen[name], large.seen[name]) and right
    return right


def _told(name: str, small: Page, large: Page) -> bool:
    ms = [median(page.ms) for page in (small, large)]
    cpu = [median(page.cpu) for page in (small, large)]
    times = ms[1] / ms[0]
    flat = times <= MOST_TIMES or ms[1] - ms[0] <= AS_GOOD_AS_EQUAL_MS
    if name == "figures":
        flat = ms[1] <= MOST_MS_OF_FIGURES
    same = (small.status, small.statements) == (large.status, large.statements)
    wrong = "" if flat and same and small.status == 200 else "   <-- look"
    print(
        f"{name}: {small.status}, {small.statements} and {large.statements} statements, "
        f"p50 {ms[0]:.1f} and {ms[1]:.1f} ms ({times:.2f} times), "
        f"processor {cpu[0]:.1f} and {cpu[1]:.1f} ms, "
        f"{small.size / 1000:.0f} and {large.size / 1000:.0f} kB{wrong}",
        flush=True,
    )
    return flat and same


def main() -> int:
    """Compare two databases; 1 when a page is not flat."""
    parser = argparse.ArgumentParser(prog="python -m bench.every_page")
    parser.add_argument("--small", default="")
    parser.add_argument("--large", default="")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--only", default="", help="names of pages, with commas")
    parser.add_argument("--serve", action="store_true", help="a child, which the other two start")
    given = parser.parse_args()
    if given.serve:
        serve()
        return 0
    small, large = Portal(given.small), Portal(given.large)
    try:
        only = [name for name in given.only.split(",") if name]
        return 0 if compare(small, large, rounds=given.rounds, only=only) else 1
    finally:
        small.stop()
        large.stop()


if __name__ == "__main__":
    sys.exit(main())
