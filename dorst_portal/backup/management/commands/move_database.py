"""`manage.py move_database FILE`: from SQLite to PostgreSQL."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dorst_portal.backup.moving import move
from dorst_portal.backup.refusals import BackupRefused


class Command(BaseCommand):
    help = (
        "Fills the empty PostgreSQL of DATABASE_URL with everything from a portal on SQLite, and "
        "compares each table. Was it stopped halfway? The same command begins anew."
    )
    # Nothing of the database has to be there yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file of SQLite, of a portal that is off")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            moved = move(file)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        for table, rows in sorted(moved.items()):
            self.stdout.write(f"{table}: {rows}")
        self.stdout.write(f"{sum(moved.values())} rows moved, and each table is the same.")
