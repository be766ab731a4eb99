"""`manage.py import_addresses FILE`: the official address list from a file."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.models import AddressImport, ImportFinding
from groups.places.address_files.columns import MEANINGS, as_read
from groups.places.address_files.limits import MOST_BYTES
from groups.places.services.imports import imports
from groups.places.services.imports.work import work
from groups.refusals import Refused
from groups.values.import_states import ImportState

_LINES = (
    ("new", "Nieuw"),
    ("changed", "Andere postcode"),
    ("placed", "Andere plek op de kaart"),
    ("gone", "Weg"),
    ("same", "Ongewijzigd"),
    ("wrong", "Klopt niet"),
    ("misplaced", "Zonder plek, want die klopt niet"),
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
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="WAT=KOLOM",
            help=f"welke kolom wat is, zoals huisnummer=Hsnr; WAT is {', '.join(MEANINGS)}; "
            "zonder KOLOM staat het er niet in",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        batch = self._checked(options["file"], _columns(options["column"]))
        try:
            if options["dry_run"]:
                imports.drop(batch, **WHO, now=timezone.now())
                return
            may_go = options["may_remove"]
            imports.confirm(batch, may_go=may_go, **WHO, now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        work(now=timezone.now())
        batch.refresh_from_db()
        if batch.state != ImportState.DONE:
            given_up = batch.state == ImportState.REFUSED
            changed = "De lijst is intussen veranderd. Probeer het opnieuw."
            raise CommandError(batch.refusal if given_up else changed)
        self.stdout.write(f"Overgenomen. In de lijst: {batch.counts['total']} adressen.")

    def _checked(self, file: Path, columns: dict[str, str]) -> AddressImport:
        try:
            with file.open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
            now = timezone.now()
            batch = imports.store(file.name[:120], content, columns=columns, **WHO, now=now)
        except OSError as error:
            raise CommandError(f"{file} is niet te lezen: {error.strerror}") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        work(now=timezone.now())
        batch.refresh_from_db()
        if batch.state == ImportState.COLUMNS:
            imports.drop(batch, **WHO, now=timezone.now())
            raise CommandError(f"{batch.refusal} {_how_to_say(batch.counts['guess'])}")
        if batch.state != ImportState.READY:
            raise CommandError(batch.refusal or "De controle is nog niet klaar.")
        self._show(batch)
        return batch

    def _show(self, batch: AddressImport) -> None:
        used, ignored = as_read(batch.counts["columns"]), batch.counts["ignored"]
        self.stdout.write(f"Kolommen: {', '.join(f'{what}={name}' for what, name in used)}")
        if ignored:
            self.stdout.write(f"Niet gebruikt: {', '.join(ignored)}")
        for kind, words in _LINES:
            self.stdout.write(f"{words}: {batch.counts.get(kind, 0)}")
        for place, rows in batch.counts["places"]:
            self.stdout.write(f"Overgeslagen van {place}: {rows}")
        for street in batch.counts["streets"]:
            self.stdout.write(f"Nieuwe straat: {street['name']} ({street['rows']})")
        wrong = ImportFinding.objects.filter(batch=batch, kind="wrong").order_by("pk")
        for finding in wrong[:_WRONG_SHOWN]:
            self.stdout.write(f"Regel {finding.row}: {finding.problem}")


def _columns(options: Iterable[str]) -> dict[str, str]:
    """What the options say of the columns."""
    columns = {}
    for option in options:
        meaning, says, name = option.partition("=")
        meaning = meaning.strip().lower()
        if not says or meaning not in MEANINGS:
            raise CommandError(
                f"--column {option} kunnen we niet lezen. Schrijf WAT=KOLOM; "
                f"WAT is {', '.join(MEANINGS)}."
            )
        columns[meaning] = name.strip()
    return columns


def _how_to_say(guess: dict[str, str]) -> str:
    says = guess or {"huisnummer": "KOLOM"}
    options = " ".join(f"--column {meaning}='{label}'" for meaning, label in says.items())
    return f"Wijs de kolommen aan, zoals: {options}"
