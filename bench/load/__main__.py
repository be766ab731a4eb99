"""Load on the whole portal by people who come by the clock: open loop, on real processes.

    python -m bench.load --rate 50 --seconds 600 --burst 1000 --burst-seconds 10 --only postgres
    python -m bench.load --rate 20 --seconds 600 --only sqlite
    python -m bench.load --rate 5 --seconds 600 --limit-core 1 --limit-mb 1024 --only postgres
    python -m bench.load --rate 5 --seconds 600     (soak: memory, files and connections)

First the example village is built on a database of its own. Then run: web, worker, timetable,
PostgreSQL and Redis (as deploy/ has them, on ports of their own), and a mail server that takes
everything. A sign-up is the join form, the answers and the agreement (bench/load/visitors.py); each
person has an address on the internet, a house, a number and a mailbox of their own, named by a
proxy that is trusted, so no limit of production is met and none is switched off. Waiting is counted
from the planned moment of each part.

Afterwards it waits until the worker has sent what is due, and asks the tables for every sign-up
that was answered with the page of thanks: there once, whole, with its mails. It fails on an error,
on "locked" in a log, and on anything that was lost or doubled; not on what was slow.

With a limit (as root, cgroups of version 1) everything but the visitors and the mail server is put
into one cgroup of so many cores and megabytes, without swap.
"""

import argparse
import asyncio
import gc
import json
import os
import platform
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.databases import Database, Postgres, Sqlite
from bench.load import processes
from bench.load.fence import Fence, NoFence, fence
from bench.load.ledger import FAILED, NEWEST, SENT, WAITING, balance, requests_of
from bench.load.processes import HOST, Parts
from bench.load.visitors import Proxy, Told, crowd
from bench.load.watching import Watch
from bench.servers import clean_environment, run_module

PARTS = ("form", "check", "send", "form and send", "all three")
_NOW = {
    "SQLite": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "PostgreSQL": "now()",
}


@dataclass(frozen=True)
class Plan:
    """What is asked of the portal."""

    rate: float
    seconds: float
    burst: int
    burst_seconds: float
    only: str
    cores: float
    megabytes: int
    workers: int
    threads: int
    drain: float
    warm: int


@dataclass(frozen=True)
class Running:
    """The portal on one database, with everything beside it."""

    parts: Parts
    database: Database
    port: int
    homes: list[list[str]]
    box: Path
    # The last mail of the example village, which was never sent by a worker.
    newest: int

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the tables hold."""
        return self.database.rows("village", sql)

    def waiting(self) -> int:
        """How many mails are due and have not left."""
        sql = WAITING.format(now=_NOW[self.database.title])
        return int(self.rows(sql)[0][0])

    def connections(self) -> int:
        """How many programs talk to PostgreSQL; of SQLite nobody counts."""
        if self.database.title == "SQLite":
            return 0
        sql = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        return int(self.rows(sql)[0][0])

    def cpu(self) -> dict[str, float]:
        """Seconds of processor time of each program so far."""
        return {part.name: part.cpu_seconds() for part in self.parts.running}


def say(text: str) -> None:
    print(text, flush=True)


def main() -> int:
    """Put the load on every database that is here; 1 when something was wrong."""
    plan = _read_plan()
    say(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    right = True
    for title in ("postgres", "sqlite"):
        if plan.only in ("", title):
            with tempfile.TemporaryDirectory(prefix="dorst-load-") as folder:
                right = _on_one(title, plan, Path(folder)) and right
    return 0 if right else 1


def _on_one(title: str, plan: Plan, folder: Path) -> bool:
    limit: Any = nullcontext(None)
    if plan.cores:
        name = f"dorst-load-{os.getpid()}"
        limit = fence(name, cores=plan.cores, megabytes=plan.megabytes)
    try:
        with limit as around:
            parts = Parts(folder)
            try:
                running = _started(title, plan, parts, around)
                return running is None or asyncio.run(_load(running, plan, around))
            finally:
                parts.stop()
    except NoFence as error:
        say(f"Left out: limits: {error}")
        return False


def _started(title: str, plan: Plan, parts: Parts, around: Fence | None) -> Running | None:
    """Fill a database and start everything on it."""
    database: Database = Sqlite(parts.folder)
    if title == "postgres":
        server = processes.postgres(parts)
        if not server:
            say("Left out: PostgreSQL: its initdb is not here")
            return None
        database = Postgres(f"{server}/postgres")
    redis = processes.redis(parts)
    if not redis:
        say("Without Redis: redis-server is not here")
    mail_port, box = processes.mailbox(parts)
    env = clean_environment() | {
        "DJANGO_SETTINGS_MODULE": "dorst_portal.settings",
        "PORTAL_MODE": "demo",  # the example village can be built outside production only
        "SECRET_KEY": "of-the-load-only-" + secrets.token_hex(40),
        "VAR_DIR": str(parts.folder / "var"),
        "DATABASE_URL": database.create("village"),
        "TMPDIR": str(_made(parts.folder / "tmp")),
    }
    env |= {"REDIS_URL": redis} if redis else {}
    say(f"{database.version}: building the example village")
    run_module("bench.fill_portal", "village", env=env)
    run_module("django", "collectstatic", "--noinput", env=env)
    homes = json.loads(run_module("bench.fill_portal", "people", env=env))["homes"]
    database.settle("village")
    live = env | {
        "PORTAL_MODE": "production",
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "TRUSTED_PROXIES": "1",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "MAIL_FROM": f"portal@{HOST}",
    }
    newest = int(database.rows("village", NEWEST)[0][0])
    if around:
        parts.again(around.put)
    port = processes.free_port()
    processes.web(parts, live, port, workers=plan.workers, threads=plan.threads)
    processes.worker(parts, live)
    processes.timetable(parts, live)
    return Running(parts, database, port, homes, box, newest)


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


async def _load(running: Running, plan: Plan, around: Fence | None) -> bool:
    proxy = Proxy(running.port, HOST)
    # Every thread of the web server has seen the form, and the worker has started.
    warm = await crowd(proxy, running.homes, rate=5, number=plan.warm)
    await _drain(running, plan.drain)
    watch = Watch(running.parts, running.connections, running.parts.folder / "tmp")
    told = [warm]
    for title, rate, number in _phases(plan):
        say(f"{running.database.title}: {title} (load {os.getloadavg()[0]:.1f})")
        told.append(await _phase(running, proxy, watch, rate=rate, number=number))
    proxy.close()
    took = await _drain(running, plan.drain)
    watch.look()
    left = running.waiting()
    say(f"mails: {left} still waiting; what was due had left {took:.0f} s after the last sign-up")
    say("\n".join([*watch.told(), *watch.by_time()]))
    if around:
        say("\n".join(f"  limit, {name}: {fact:,}" for name, fact in around.facts().items()))
    return _judged(running, told) and left == 0


def _phases(plan: Plan) -> Iterator[tuple[str, float, int]]:
    if plan.rate and plan.seconds:
        number = int(plan.rate * plan.seconds)
        yield f"{plan.rate:g} a second for {plan.seconds:g} s", plan.rate, number
    if plan.burst:
        rate = plan.burst / plan.burst_seconds
        yield f"{plan.burst} within {plan.burst_seconds:g} s", rate, plan.burst


async def _phase(running: Running, proxy: Proxy, watch: Watch, *, rate: float, number: int) -> Told:
    """One crowd, and what it cost."""
    before, mine = running.cpu(), time.process_time()
    looking = asyncio.create_task(watch.keep_looking(max(number / rate / 60, 1)))
    with _no_pauses():
        told = await crowd(proxy, running.homes, rate=rate, number=number)
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
    used = {name: now - before[name] for name, now in running.cpu().items()}
    used["visitors"] = time.process_time() - mine
    _tell(told, used)
    return told


@contextmanager
def _no_pauses() -> Iterator[None]:
    """Without collecting garbage here, which would count as waiting for the portal."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _tell(told: Told, used: dict[str, float]) -> None:
    worked = len(told.worked)
    say(
        f"  {told.planned} sign-ups planned, {worked} worked, within {told.seconds:.1f} s; "
        f"wrong: {dict(told.wrong) or 'none'}"
    )
    for part in PARTS:
        waited = sorted(told.waited.get(part, ()))
        if waited:
            at = {share: waited[min(int(len(waited) * share), len(waited) - 1)] * 1000
                  for share in (0.5, 0.95, 0.99)}  # fmt: skip
            say(
                f"  {part}: p50 {at[0.5]:.0f}, p95 {at[0.95]:.0f}, p99 {at[0.99]:.0f}, "
                f"longest {waited[-1] * 1000:.0f} ms"
            )
    each = {name: seconds * 1000 / max(worked, 1) for name, seconds in used.items()}
    say(
        f"  processor time of one sign-up: {sum(each.values()):.1f} ms ("
        + ", ".join(f"{name} {ms:.1f}" for name, ms in each.items())
        + f"); together {sum(used.values()) / told.seconds * 100:.0f} % of a core"
    )


async def _drain(running: Running, most: float) -> float:
    """Wait until what is due has left; gives the seconds."""
    begun = time.monotonic()
    while running.waiting() and time.monotonic() - begun < most:
        await asyncio.sleep(1)
    return time.monotonic() - begun


def _judged(running: Running, told: list[Told]) -> bool:
    """The ledger and the logs."""
    worked = [email for crowd in told for email in crowd.worked]
    sent = [row[0] for row in running.rows(SENT.format(newest=running.newest))]
    found = balance(worked, running.rows(requests_of("load-")), sent, running.box)
    failed, locked = running.rows(FAILED)[0][0], running.parts.said("is locked")
    errors = running.parts.said('"level": "error"')
    say(f"ledger: {len(worked)} told that it worked; {found}; mails given up {failed}")
    say(f"logs: {locked} lines with 'is locked', {errors} errors")
    for line in running.parts.lines("is locked") + running.parts.lines('"level": "error"'):
        say(f"  {line[:300]}")
    wrong = sum(sum(crowd.wrong.values()) for crowd in told)
    return found.is_right and not (wrong or locked or errors or failed)


def _read_plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m bench.load")
    parser.add_argument("--rate", type=float, default=50, help="sign-ups a second")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--burst", type=int, default=0, help="so many more, afterwards")
    parser.add_argument("--burst-seconds", type=float, default=10)
    parser.add_argument("--only", choices=["sqlite", "postgres"], default="")
    parser.add_argument("--limit-core", type=float, default=0, help="cores for the whole portal")
    parser.add_argument("--limit-mb", type=int, default=1024, help="and its memory, with a core")
    parser.add_argument("--workers", type=int, default=2, help="of the web server")
    parser.add_argument("--threads", type=int, default=4, help="of each of those")
    parser.add_argument("--drain", type=float, default=900, help="seconds for mails at most")
    parser.add_argument("--warm", type=int, default=40, help="sign-ups before it counts")
    given = parser.parse_args()
    return Plan(
        rate=given.rate, seconds=given.seconds, burst=given.burst,
        burst_seconds=given.burst_seconds, only=given.only, cores=given.limit_core,
        megabytes=given.limit_mb, workers=given.workers, threads=given.threads,
        drain=given.drain, warm=given.warm,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
