"""`manage.py tick`: do once what the timetable would do at a moment."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dorst_portal.outbox.delivery import deliver_due
from groups.services.clock import tick


class Command(BaseCommand):
    """Runs the timetable once: ladder, retention and mails."""

    help = "Doet een keer wat het rooster op dit moment zou doen: doorzetten, wissen, e-mails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help="een moment, zoals 2026-12-24T19:00:00+01:00")

    def handle(self, *args: Any, **options: Any) -> None:
        now = _moment(options["now"])
        done = tick(now=now)
        done["mails_sent"] = deliver_due(now=now)
        for what, count in done.items():
            self.stdout.write(f"{what}: {count}")


def _moment(text: str | None) -> datetime:
    if not text:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is not a moment such as 2026-12-24T19:00:00+01:00") from error
    return moment if moment.tzinfo else timezone.make_aware(moment)
