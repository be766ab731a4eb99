"""`manage.py verify_audit`: is the audit trail as it was written?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dorst_portal.audit.seals import begin_anew
from groups.privacy.services.trail import look_at_trail


class Command(BaseCommand):
    """Holds each line of the trail against its seal."""

    help = "Controleert of er in het logboek niets is veranderd, tussengevoegd of weggehaald."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--begin-anew",
            action="store_true",
            help="gooit alle zegels weg, nadat SECRET_KEY is gelekt; de volgende is nummer 1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["begin_anew"]:
            self.stdout.write(f"{begin_anew()} seals were thrown away.")
            return
        verdict = look_at_trail(now=timezone.now())
        self.stdout.write(
            f"{verdict.seals} seals, {verdict.lines} lines as they were written"
            f"{' but for what follows' if verdict.faults else ''}; "
            f"{verdict.not_sealed_yet} newer lines have no seal yet."
        )
        for fault in verdict.faults:
            self.stderr.write(f"lines {fault.first_line} to {fault.last_line}: {fault.what}")
        if verdict.faults:
            raise CommandError("The audit trail is not as it was written.")
