"""`manage.py retain`: wipe what was kept long enough, or tell what would go."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from groups.management.moments import read_moment
from groups.privacy.services.dry_run import dry_run
from groups.privacy.services.retention import run_retention


class Command(BaseCommand):
    """Carries out the table of retention at once, as the night does."""

    help = "Wist wat lang genoeg bewaard is, of zegt met --dry-run alleen hoeveel dat is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="wist niets; telt alleen")
        parser.add_argument("--now", help="een moment, zoals 2026-12-24T19:00:00+01:00")

    def handle(self, *args: Any, **options: Any) -> None:
        now = read_moment(options["now"])
        if not options["dry_run"]:
            for kind, number in run_retention(now=now).items():
                self.stdout.write(f"{kind}: {number}")
            return
        for one in dry_run(at=now):
            waits = " (waits for a coordinator)" if one.is_much else ""
            self.stdout.write(f"{one.kind}: {one.rows}{waits}")
