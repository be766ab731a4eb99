"""Everything that a fault can touch: the site and what it leans on, all of it our own."""

import os
import random
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.ledger import Ledger
from tests.faults.servers import Mailboxes, Postgres, Redis
from tests.faults.site import Kept, KeptSite, postgres_pause
from tests.races.conftest import PREPARE
from tests.races.databases import create, make_template
from tests.races.processes import RealSite

# Else a clock that is a day slow finds a village in which nobody was appointed yet.
LONG_AGO = """
from datetime import timedelta
from django.utils import timezone
from groups.models import Appointment
then = timezone.now() - timedelta(days=30)
Appointment.objects.update(invited_at=then, accepted_at=then)
"""
MEGABYTES = 1500
# Quick, so that a lease or a beat does not have to be waited for; --as-shipped leaves them alone.
QUICK = ("EMAIL_TIMEOUT", "OUTBOX_LEASE_SECONDS", "OUTBOX_RETRY_SECONDS", "BEAT_SECONDS")
# What Debian's unit of Redis does; PostgreSQL's would not start it anew without our drop-in.
REDIS_PAUSE = 0.1


@dataclass
class World:
    """One run on one database."""

    database: str
    folder: Path
    site: KeptSite
    ledger: Ledger
    mailboxes: Mailboxes
    random: random.Random
    static: Path
    own_disk: bool
    redis: Redis | None = None
    postgres: Postgres | None = None
    poisoned: int = 0
    complaints: list[str] = field(default_factory=list)

    def another_village(self, folder: Path) -> str:
        """A copy of the village as it was before anybody signed up: the address of its database."""
        if self.postgres:
            return self.postgres.another()
        url = f"sqlite:///{folder / 'portal.sqlite3'}"
        create(url, f"sqlite:///{self.site.folder / 'village.sqlite3'}")
        return url


@contextmanager
def disk(folder: Path) -> Iterator[bool]:
    """A small disk of our own at this place when this machine lets us; tells whether it is one."""
    size = f"size={MEGABYTES}m,mode=0755"
    command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    mounted = not os.geteuid() and not subprocess.run(command, capture_output=True).returncode
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def world(
    database: str, *, template: str, static: Path, seed: int, as_shipped: bool = False
) -> Iterator[World]:
    """Make all of it, and take it down at the end. `template` is a migrated database, without
    rows; without one it is migrated here."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dorst-faults-")))
        folder.chmod(0o755)
        own_disk = stack.enter_context(disk(folder))
        var = folder / "var"
        var.mkdir()
        (var / "static").symlink_to(static)
        (var / "backups").mkdir()
        mailboxes = Mailboxes()
        mailboxes.start()
        stack.callback(mailboxes.stop)
        env = {"TRUSTED_PROXIES": "1", "EMAIL_URL": f"smtp://127.0.0.1:{mailboxes.port}"}
        # The timetable often enough to be there during each fault, and not so that it is the load.
        env |= {"BEAT_SECONDS": "4"}
        env |= {"BACKUP_DIR": str(var / "backups"), "REDIS_URL": ""}
        broker, postgres = None, None
        if database == "postgresql":
            postgres, broker = Postgres(folder), Redis(var)
            postgres.make()
            stack.callback(postgres.stop)
            if template:
                postgres.fill(template)
            broker.start()
            stack.callback(broker.stop)
            broker.wait()
            env["REDIS_URL"], url = broker.url, postgres.url
        else:
            url = f"sqlite:///{var / 'portal.sqlite3'}"
            create(url, template)
        site = KeptSite(var, url, env)
        if as_shipped:
            for name in QUICK:
                del site.env[name]
        stack.callback(site.stop)
        if not template:
            site.manage("migrate", "--noinput", "--verbosity=0")
        site.python(PREPARE + LONG_AGO)
        if postgres:
            postgres.remember()
        else:
            make_template(url)
            create(f"sqlite:///{var / 'village.sqlite3'}", url)
        site.env["BACKUP_PUBLIC_KEY"] = _backup_key(site)
        chance = random.Random(seed)
        made = World(
            database, folder, site, Ledger(), mailboxes, chance, static, own_disk, broker, postgres
        )
        _keep_servers(made)
        site.run()
        yield made


def _keep_servers(made: World) -> None:
    for server, pause in ((made.redis, REDIS_PAUSE), (made.postgres, postgres_pause())):
        if server is None or server.popen is None:
            continue

        def ended(server: Redis | Postgres = server) -> bool:
            return server.popen is None or server.popen.poll() is not None

        kept = Kept(start=lambda: None, ended=ended, pause=pause)
        made.site.keeper.keep(server.name, kept)
        kept.start = server.start


def _backup_key(site: RealSite) -> str:
    said = site.manage("backup_key")
    return next(
        line.partition("=")[2] for line in said.splitlines() if "BACKUP_PUBLIC_KEY=" in line
    )
