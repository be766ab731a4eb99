"""`make bench`: measures the portal beside others and writes bench/results.md.

    python -m bench [--quick] [--only sqlite|postgres] [--port 8130] [--rounds N] [--write FILE]

--quick is a smoke test: one small database, slices of a tenth of a second, nothing is written.
"""

import argparse
import json
import os
import re
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.databases import Database, Postgres, Sqlite
from bench.flows import Bare, Helpdesk, Least, Portal, Site, Wagtail
from bench.load.ledger import requests_of
from bench.measure import Runner, by_turns
from bench.report import Compared, Results, page
from bench.servers import PEERS_PYTHON, ROOT, Server, clean_environment, run_module
from scripts.test import find_postgres, find_redis

HOST = "bench.example"
SMALL = "bench.wsgi:application"  # of every project but the portal
SIZES = (5_000, 100_000, 1_000_000)
RESULTS = ROOT / "bench" / "results.md"
# Projects from PyPI: the name in the results, the folder with its settings, how it is visited.
PEERS = (("Wagtail", "wagtail_forms", Wagtail), ("helpdesk", "helpdesk", Helpdesk))


@dataclass
class Plan:
    """How much is measured."""

    sizes: tuple[int, ...] = SIZES
    rounds: int = 9
    seconds: float = 1.5
    warm: int = 25
    only: str = ""
    parts: str = ""
    port: int = 8130


@dataclass
class Field:
    """All sites of one database, running."""

    portal: dict[int, Site] = field(default_factory=dict)
    least: dict[int, Site] = field(default_factory=dict)
    bare: Site = field(default_factory=lambda: Site("bare", 0))
    peers: dict[str, Site] = field(default_factory=dict)
    servers: list[Server] = field(default_factory=list)
    # Where a site's rows are, for the ledger.
    names: dict[str, str] = field(default_factory=dict)

    def start(self, site: Site, server: Server, path: str, rows: str) -> None:
        """Wait until it answers; `rows` is the name of its database."""
        self.servers.append(server)
        server.wait(path)
        site.cpu_seconds = server.cpu_seconds
        self.names[site.name] = rows

    def others(self, flow: str) -> dict[str, Runner]:
        """The same flow on the peers that are here and have it."""
        return {
            name: Runner(self.peers[name], getattr(how, flow))
            for name, _, how in PEERS
            if name in self.peers and hasattr(how, flow)
        }

    def stop(self) -> None:
        for server in self.servers:
            server.stop()


def say(text: str) -> None:
    print(text, flush=True)


def portal_environment(folder: Path, redis: str) -> dict[str, str]:
    """The example village can be built outside production only."""
    env = clean_environment() | {
        "DJANGO_SETTINGS_MODULE": "dorst_portal.settings",
        "PORTAL_MODE": "demo",
        "SECRET_KEY": "of-the-bench-only-" + secrets.token_hex(40),
        "VAR_DIR": str(folder / "var"),
    }
    return env | ({"REDIS_URL": redis} if redis else {})


def in_production(env: dict[str, str]) -> dict[str, str]:
    """As it runs for real, behind a proxy that ends TLS and names the visitor's address."""
    return env | {
        "PORTAL_MODE": "production",
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "TRUSTED_PROXIES": "1",
        "EMAIL_URL": "smtp://127.0.0.1:9",  # no worker runs: mails stay rows
    }


@contextmanager
def everything(
    database: Database, plan: Plan, folder: Path, redis: str, results: Results
) -> Iterator[Field]:
    """Databases filled, servers running; all of it gone afterwards."""
    ground = Field()
    ports = iter(range(plan.port, plan.port + 20))
    env = portal_environment(folder, redis)
    try:
        run_module("django", "collectstatic", "--noinput", env=env | {"DATABASE_URL": "sqlite://"})
        village = env | {"DATABASE_URL": database.create("village")}
        say(f"{database.title}: building the example village")
        run_module("bench.fill_portal", "village", env=village)
        small = clean_environment() | {"DJANGO_SETTINGS_MODULE": "bench.least.settings"}
        tables = small | {"DATABASE_URL": database.create("least")}
        run_module("bench.fill_least", "tables", env=tables)
        for size in plan.sizes:
            say(f"{database.title}: {size:,} open requests")
            own = env | {"DATABASE_URL": database.copy(f"portal_{size}", "village")}
            run_module("bench.fill_portal", "requests", str(size), env=own)
            database.settle(f"portal_{size}")
            facts = json.loads(run_module("bench.fill_portal", "people", env=own))
            session = facts["beheerders"][0]["session"]
            results.inbox[size] = json.loads(run_module("bench.explain", session, env=own))
            site = Site(f"portal {size}", next(ports), https=HOST, **facts)
            site.session_cookie = "__Host-session"
            app, live = "dorst_portal.wsgi:application", in_production(own)
            server = Server(site.name, app, site.port, live, folder)
            ground.start(site, server, "/healthz", f"portal_{size}")
            ground.portal[size] = site

            own = small | {"DATABASE_URL": database.copy(f"least_{size}", "least")}
            run_module("bench.fill_least", "requests", str(size), env=own)
            database.settle(f"least_{size}")
            facts = json.loads(run_module("bench.fill_least", "people", env=own))
            site = Site(f"least {size}", next(ports), **facts)
            server = Server(site.name, SMALL, site.port, own, folder)
            ground.start(site, server, "/inbox/", f"least_{size}")
            ground.least[size] = site
        bare = clean_environment() | {"DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
        bare["DATABASE_URL"] = database.create("bare")
        run_module("django", "migrate", "--run-syncdb", "--verbosity=0", env=bare)
        ground.bare.port = next(ports)
        server = Server("bare", SMALL, ground.bare.port, bare, folder)
        ground.start(ground.bare, server, "/form/", "bare")
        for name, module, _ in PEERS if PEERS_PYTHON.exists() else ():
            say(f"{database.title}: {name}, {plan.sizes[0]:,} open requests")
            own = clean_environment() | {"DJANGO_SETTINGS_MODULE": f"bench.{module}.settings"}
            own["DATABASE_URL"] = database.create(module)
            fill, size = f"bench.{module}.fill", str(plan.sizes[0])
            facts = json.loads(run_module(fill, size, env=own, python=PEERS_PYTHON))
            database.settle(module)
            site = Site(name, next(ports), **facts)
            server = Server(name, SMALL, site.port, own, folder, PEERS_PYTHON)
            ground.start(site, server, "/", module)
            ground.peers[name] = site
        yield ground
    finally:
        ground.stop()
        database.drop_all()


def measure(database: Database, plan: Plan, folder: Path, redis: str) -> Results:
    """All comparisons on one database."""
    results = Results(database.version)
    with everything(database, plan, folder, redis, results) as ground:
        small, middle = plan.sizes[0], plan.sizes[min(1, len(plan.sizes) - 1)]
        portal, least, bare = ground.portal[small], ground.least[small], ground.bare
        rest = {"rounds": plan.rounds, "seconds": plan.seconds, "warm": plan.warm}

        def part(name: str, work: Callable[[], None]) -> None:
            if plan.parts and name not in plan.parts.split(","):
                return
            results.load.append(os.getloadavg()[0])
            say(f"{database.title}: {name} (load {results.load[-1]:.1f})")
            work()

        def compare(title: str, key: str = "", **runners: Runner) -> None:
            results.compared.append(Compared(title, runners, key))

        def joining() -> None:
            whole = Runner(portal, Portal.join_page)
            step = Runner(portal, Portal.address_page)
            rest_of = {
                "least": Runner(least, Least.join_page),
                "bare": Runner(bare, Bare.join_page),
                **ground.others("join_page"),
            }
            by_turns([whole, step, *rest_of.values()], **rest)
            compare("join page, all questions", portal=whole, **rest_of)
            compare("join page, step 1", portal=step, **rest_of)

        def submitting() -> None:
            runners = {
                "portal": Runner(portal, Portal.submission, pause=2.5),
                "least": Runner(least, Least.submission),
                "bare": Runner(bare, Bare.submission),
                **ground.others("submission"),
            }
            by_turns([*runners.values()], **rest)
            compare("final submission (page and POST)", "submission", **runners)

        def finding() -> None:
            ours, other = Runner(portal, Portal.finder), Runner(least, Least.finder)
            by_turns([ours, other], **rest)
            compare("finder", portal=ours, least=other)

        def reading() -> None:
            mine = {size: Runner(ground.portal[size], Portal.inbox) for size in plan.sizes}
            theirs = {size: Runner(ground.least[size], Least.inbox) for size in plan.sizes}
            others = ground.others("inbox")
            by_turns([*mine.values(), *theirs.values(), *others.values()], **rest)
            for size in plan.sizes:
                own = {"portal": mine[size], "least": theirs[size]}
                own |= others if size == small else {}
                compare(f"inbox, {size:,} open", "inbox" if size == small else "", **own)
            results.sizes = mine

        def deciding() -> None:
            runners = {
                "portal": Runner(ground.portal[middle], Portal.deciding),
                "least": Runner(ground.least[middle], Least.deciding),
                **ground.others("deciding"),
            }
            by_turns([*runners.values()], **rest)
            # Eight beheerders settle more than there is among 5,000; the peers are slower.
            note = f" (peers: {small:,})" if ground.peers and small != middle else ""
            compare(f"open and decide, {middle:,} open{note}", "decide", **runners)

        part("join", joining)
        part("submit", submitting)
        part("find", finding)
        part("inbox", reading)
        part("decide", deciding)
        for site in ground.portal.values():
            results.pages |= site.sizes
        for server in ground.servers:
            kind = server.name.partition(" ")[0]
            results.megabytes.setdefault(kind, []).extend(server.worker_megabytes())
        results.ledger = ledger(database, ground)
    return results


def ledger(database: Database, ground: Field) -> list[str]:
    """Every unit that was told to have worked must be in the tables, whole and once."""
    lines = []
    for site in ground.portal.values():
        name = ground.names[site.name]
        if site.submitted:
            rows = database.rows(name, requests_of("bench-"))
            _same(site.name, site.submitted, [row[0] for row in rows])
            if {row[1:] for row in rows} != {(1, 1, 1)}:
                raise RuntimeError("a request without its two mails and its audit line")
            lines.append(
                f"portal: {len(rows)} submissions were answered and as many requests are there, "
                "each with a mail to the resident, one to the beheerder and an audit line."
            )
        if site.decided:
            rows = database.rows(name, _DECIDED)
            _same(site.name, site.decided, [row[0] for row in rows])
            if {row[1:] for row in rows} != {(1, 1, 1)}:
                raise RuntimeError("a decision without its mail and its audit lines")
            lines.append(
                f"portal: {len(rows)} requests were opened and approved, "
                "each with its mail and its two audit lines."
            )
    for site in ground.least.values():
        name = ground.names[site.name]
        mails = "(SELECT count(*) FROM least_mail AS mail WHERE mail.to = row.email)"
        if database.title == "SQLite":
            mails = mails.replace("mail.to", 'mail."to"')
        else:
            mails = mails.replace("mail.to", 'mail."to"')
        if site.submitted:
            where = "WHERE email LIKE 'bench-%'"
            rows = database.rows(name, f"SELECT email, {mails} FROM least_request AS row {where}")
            _same(site.name, site.submitted, [row[0] for row in rows])
            if {row[1] for row in rows} != {1}:
                raise RuntimeError("a request of the least project without its mail")
            lines.append(f"least: {len(rows)} submissions, as many requests and mails.")
        if site.decided:
            where = "WHERE state = 'approved'"
            rows = database.rows(name, f"SELECT id, {mails} FROM least_request AS row {where}")
            _same(site.name, site.decided, [row[0] for row in rows])
            if {row[1] for row in rows} != {1}:
                raise RuntimeError("a decision of the least project without its mail")
            lines.append(f"least: {len(rows)} decisions, as many mails.")
    if ground.bare.submitted:
        rows = database.rows("bare", "SELECT email FROM bare_row")
        _same("bare", ground.bare.submitted, [row[0] for row in rows])
        lines.append(f"bare: {len(rows)} submissions, as many rows.")
    logs = {server.name: server.log.read_text() for server in ground.servers}
    return [*lines, *_of_wagtail(database, ground, logs), *_of_helpdesk(database, ground, logs)]


def _of_wagtail(database: Database, ground: Field, logs: dict[str, str]) -> list[str]:
    site = ground.peers.get("Wagtail")
    if not site or not site.submitted:
        return []
    rows = database.rows(ground.names[site.name], f"SELECT {_EMAIL[database.title]}")
    _same(site.name, site.submitted, [row[0] for row in rows])
    if logs[site.name].count("Subject: Nieuwe aanmelding\n") != len(rows):
        raise RuntimeError("a submission to Wagtail without its mail")
    return [f"Wagtail: {len(rows)} submissions, as many rows and mails to the beheerder."]


def _of_helpdesk(database: Database, ground: Field, logs: dict[str, str]) -> list[str]:
    site, lines = ground.peers.get("helpdesk"), []
    if not site:
        return []
    to = Counter(_TO.findall(logs[site.name]))
    name = ground.names[site.name]
    if site.submitted:
        rows = database.rows(name, f"SELECT submitter_email, {_NOTES} {_BENCH_TICKETS}")
        _same(site.name, site.submitted, [row[0] for row in rows])
        beheerders = sum(count for who, count in to.items() if who.startswith("beheerder-"))
        if {(notes, to[who]) for who, notes in rows} != {(1, 1)} or beheerders != len(rows):
            raise RuntimeError("a ticket without its follow-up and its two mails")
        lines.append(f"helpdesk: {len(rows)} submissions, as many tickets, each with two mails.")
    if site.decided:
        rows = database.rows(name, f"SELECT id, submitter_email, {_NOTES} {_SETTLED}")
        _same(site.name, site.decided, [row[0] for row in rows])
        if {(notes, to[who]) for _, who, notes in rows} != {(2, 1)}:
            raise RuntimeError("a settled ticket without its follow-up and its mail")
        lines.append(f"helpdesk: {len(rows)} tickets opened and settled, each with its mail.")
    return lines


_TO = re.compile(r"^To: (\S+)$", re.MULTILINE)
_EMAIL = {
    "PostgreSQL": "form_data ->> 'email' FROM wagtailforms_formsubmission"
    " WHERE form_data ->> 'email' LIKE 'bench-%'",
    "SQLite": "json_extract(form_data, '$.email') FROM wagtailforms_formsubmission"
    " WHERE json_extract(form_data, '$.email') LIKE 'bench-%'",
}
_NOTES = "(SELECT count(*) FROM helpdesk_followup AS note WHERE note.ticket_id = ticket.id)"
_BENCH_TICKETS = "FROM helpdesk_ticket AS ticket WHERE submitter_email LIKE 'bench-%'"
_SETTLED = "FROM helpdesk_ticket AS ticket WHERE status = 3"


_DECIDED = """
SELECT request.id,
    (SELECT count(*) FROM outbox_mail AS mail WHERE mail."to" = request.email),
    (SELECT count(*) FROM audit_entry
     WHERE verb = 'request.viewed' AND subject = 'request:' || request.id),
    (SELECT count(*) FROM audit_entry
     WHERE verb = 'request.approved' AND subject = 'request:' || request.id)
FROM groups_residentrequest AS request
WHERE request.state = 'approved' AND request.submission_key LIKE 'bench-%'
"""


def _same(name: str, told: list[str] | list[int], stored: list[str] | list[int]) -> None:
    if sorted(told) != sorted(stored):
        raise RuntimeError(f"{name}: {len(told)} were told that it worked, {len(stored)} rows")


def read_plan() -> tuple[Plan, Path | None]:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=["sqlite", "postgres"], default="")
    parser.add_argument("--parts", default="", help="join,submit,find,inbox,decide")
    parser.add_argument("--sizes", default="")
    parser.add_argument("--port", type=int, default=8130)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--write", type=Path, default=None)
    given = parser.parse_args()
    plan = Plan(only=given.only, port=given.port, parts=given.parts)
    target: Path | None = given.write or (None if given.quick or given.parts else RESULTS)
    if given.quick:
        plan.sizes, plan.rounds, plan.seconds, plan.warm = (2_000,), 1, 0.1, 1
    if given.sizes:
        plan.sizes = tuple(int(size) for size in given.sizes.split(","))
    plan.rounds = given.rounds or plan.rounds
    plan.seconds = given.seconds or plan.seconds
    return plan, target


def main() -> int:
    """Measure on every database that is here; tell what was left out."""
    plan, target = read_plan()
    started = time.monotonic()
    results: list[Results] = []
    redis, _ = find_redis()
    if not PEERS_PYTHON.exists():
        say("Left out: Wagtail and django-helpdesk: `make bench` makes the environment with them")

    def tell(measured: Results) -> None:
        """Write what there is so far: a run takes long, and may be stopped."""
        results.append(measured)
        took = time.monotonic() - started
        text = page(results, rounds=plan.rounds, seconds=plan.seconds, took=took)
        if target:
            target.write_text(text)
        else:
            say(text)

    with tempfile.TemporaryDirectory(prefix="dorst-bench-") as name:
        folder = Path(name)
        if plan.only != "sqlite":
            server, missing = find_postgres()
            if server:
                tell(measure(Postgres(server), plan, folder, redis))
            else:
                say(f"Left out: PostgreSQL: {missing}")
        if plan.only != "postgres":
            tell(measure(Sqlite(folder), plan, folder, redis))
    return 0


if __name__ == "__main__":
    sys.exit(main())
