"""`manage.py tick`: do once what the timetable would do at a moment."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from dorst_portal.outbox.delivery import deliver_due
from groups.areas.services import draw_when_changed
from groups.management.moments import read_moment
from groups.timetable.clock import tick


class Command(BaseCommand):
    """Runs the timetable once: ladder, retention and mails."""

    help = "Doet een keer wat het rooster op dit moment zou doen: doorzetten, wissen, e-mails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help="een moment, zoals 2026-12-24T19:00:00+01:00")

    def handle(self, *args: Any, **options: Any) -> None:
        now = read_moment(options["now"])
        done = tick(now=now)
        done["mails_sent"] = deliver_due(now=now)
        done["maps_drawn"] = int(draw_when_changed(now=now))
        for what, count in done.items():
            self.stdout.write(f"{what}: {count}")
