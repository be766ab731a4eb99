"""`manage.py health`: what /readyz looks at, with its numbers."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from dorst_portal.kit.running.health import is_well, readings


class Command(BaseCommand):
    help = "Tells what /readyz looks at; fails when something of it is not well."
    requires_system_checks: list[str] = []  # also when something is wrong, or asked each minute

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="look at these alone, such as: timetable")

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        seen = [one for one in readings(now=timezone.now()) if not names or one.name in names]
        for one in seen:
            verdict = "ok" if one.good else "BAD" if one.needed else "WARN"
            self.stdout.write(f"{one.name:12} {verdict:4} {one.value}")
        if not seen or not is_well(seen):
            sys.exit(1)
