"""`manage.py import_addresses FILE`: the official address list from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.address_files.limits import MOST_BYTES
from groups.models import AddressImport, ImportFinding, ImportState
from groups.services import address_imports
from groups.services.address_work import work
from groups.services.refusals import Refused

_LINES = (
    ("new", "Nieuw"),
    ("changed", "Andere postcode"),
    ("gone", "Weg"),
    ("same", "Ongewijzigd"),
    ("wrong", "Klopt niet"),
    ("elsewhere", "Van een andere plaats, overgeslagen"),
)
_WRONG_SHOWN = 20
# Nobody is logged in at the machine itself.
WHO: Any = {"by": None, "actor": "import_addresses"}


class Command(BaseCommand):
    """Checks a file, says what it would change, and takes it over; twice changes nothing."""

    help = "Leest de officiële adressenlijst (BAG) uit een CSV- of XLSX-bestand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="alleen laten zien")
        parser.add_argument(
            "--may-remove", action="store_true", help="ook als een groot deel van de lijst weg gaat"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        batch = self._checked(options["file"])
        try:
            if options["dry_run"]:
                address_imports.drop(batch, **WHO, now=timezone.now())
                return
            may_go = options["may_remove"]
            address_imports.confirm(batch, may_go=may_go, **WHO, now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        work(now=timezone.now())
        batch.refresh_from_db()
        if batch.state != ImportState.DONE:
            raise CommandError("De lijst is intussen veranderd. Probeer het opnieuw.")
        self.stdout.write(f"Overgenomen. In de lijst: {batch.counts['total']} adressen.")

    def _checked(self, file: Path) -> AddressImport:
        try:
            with file.open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
            batch = address_imports.store(file.name[:120], content, **WHO, now=timezone.now())
        except OSError as error:
            raise CommandError(f"{file} is niet te lezen: {error.strerror}") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        work(now=timezone.now())
        batch.refresh_from_db()
        if batch.state != ImportState.READY:
            raise CommandError(batch.refusal or "De controle is nog niet klaar.")
        self._show(batch)
        return batch

    def _show(self, batch: AddressImport) -> None:
        for kind, words in _LINES:
            self.stdout.write(f"{words}: {batch.counts.get(kind, 0)}")
        for street in batch.counts["streets"]:
            self.stdout.write(f"Nieuwe straat: {street['name']} ({street['rows']})")
        wrong = ImportFinding.objects.filter(batch=batch, kind="wrong").order_by("pk")
        for finding in wrong[:_WRONG_SHOWN]:
            self.stdout.write(f"Regel {finding.row}: {finding.problem}")
