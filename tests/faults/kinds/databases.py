"""CF-10, CF-12: the database: killed, frozen, full, locked, migrated in use, and copied."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import psycopg
from django.db.backends.sqlite3._functions import register

from tests.faults.kinds.register import POSTGRESQL, SQLITE, kind
from tests.faults.servers import CONNECTIONS, Postgres
from tests.faults.world import World
from tests.races.processes import ROOT

SERVER, FILE = (POSTGRESQL,), (SQLITE,)
TABLES = ("groups_residentrequest", "outbox_mail", "groups_street", "audit_entry")
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'dorst'"


@kind("database: killed", databases=SERVER, cuts=True, brief=True)
def killed(world: World, seconds: float) -> None:
    """All its processes at once; it comes back as Restart=on-failure says."""
    with world.site.keeper.lock:
        _postgres(world).kill()


@kind("database: restarted", databases=SERVER, cuts=True)
def restarted(world: World, seconds: float) -> None:
    """A fast shutdown (SIGINT), as an upgrade of its package does."""
    kept = world.site.keeper.kept["postgres"]
    with world.site.keeper.lock:
        kept.wanted = False
        _postgres(world).stop(signal.SIGINT)
        kept.start()
        kept.wanted = True


@kind("database: frozen", databases=SERVER, cuts=True)
def frozen(world: World, seconds: float) -> None:
    with _postgres(world).frozen():
        time.sleep(seconds)


@kind("database: all connections ended", databases=SERVER, cuts=True)
def connections_ended(world: World, seconds: float) -> None:
    with psycopg.connect(_postgres(world).admin, autocommit=True) as admin:
        admin.execute(OTHERS)


@kind("database: one process of it killed", databases=SERVER, cuts=True)
def one_killed(world: World, seconds: float) -> None:
    """PostgreSQL then ends all others and starts anew by itself."""
    pids = _postgres(world).pids()[1:]
    if pids:
        subprocess.run(["kill", "-9", str(world.random.choice(pids))], check=False)


@kind("database: all its connections taken", databases=SERVER, cuts=True, brief=True)
def connections_taken(world: World, seconds: float) -> None:
    """Others hold whatever there is, and the portal has to connect anew."""
    postgres = _postgres(world)
    with ExitStack() as taken, psycopg.connect(postgres.admin, autocommit=True) as admin:
        for _ in range(3):
            with suppress(psycopg.OperationalError):
                for _ in range(CONNECTIONS):
                    taken.enter_context(psycopg.connect(postgres.url, application_name="taker"))
            admin.execute(f"{OTHERS} AND application_name <> 'taker'")
        time.sleep(seconds)


@kind("database: a table locked for 3 s", brief=True)
def locked(world: World, seconds: float) -> None:
    _lock(world, 3)


@kind("database: a table locked for 7 s")
def locked_long(world: World, seconds: float) -> None:
    """Longer than a page waits (5 s), so that visitors are asked to try again."""
    _lock(world, 7)


@kind("database: migrated under load", brief=True)
def migrated(world: World, seconds: float) -> None:
    """A column more and one less, in tables that each visitor needs."""
    for table in TABLES:
        _carry_out(world, f"ALTER TABLE {table} ADD COLUMN later integer NULL")
        time.sleep(0.1)
        _carry_out(world, f"ALTER TABLE {table} DROP COLUMN later")


@kind("database: cleaned up whole (VACUUM)")
def vacuumed(world: World, seconds: float) -> None:
    _carry_out(world, "VACUUM" if world.database == SQLITE else "VACUUM FULL outbox_mail")


@kind("database: two back-ups at once")
def backed_up(world: World, seconds: float) -> None:
    """One of them is made, and the other one is or says that it was not needed."""
    command = [sys.executable, "manage.py", "backup"]
    site = world.site
    both = [
        subprocess.Popen(
            command, cwd=ROOT, env=site.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=120) for one in both]
    if all(one.returncode for one in both):
        world.complaints.append(f"no back-up was made: {said}")
    for old in sorted((site.folder / "backups").glob("*.backup"))[:-2]:
        old.unlink()


def _postgres(world: World) -> Postgres:
    assert world.postgres
    return world.postgres


def _lock(world: World, seconds: float) -> None:
    if world.database == SQLITE:
        with closing(_file(world)) as database:
            database.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)
            database.execute("ROLLBACK")
        return
    with psycopg.connect(_postgres(world).url) as connection:
        table = world.random.choice(TABLES)
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        time.sleep(seconds)


def _carry_out(world: World, statement: str) -> None:
    if world.database == SQLITE:
        with closing(_file(world)) as database:
            database.execute(statement)
        return
    with psycopg.connect(_postgres(world).url, autocommit=True) as connection:
        connection.execute("SET lock_timeout = '30s'")
        connection.execute(statement)


def _file(world: World) -> sqlite3.Connection:
    path = Path(world.site.database_url.removeprefix("sqlite:///"))
    database = sqlite3.connect(path, timeout=30, isolation_level=None)
    register(database)  # the functions that stand in constraints of Django's
    return database
