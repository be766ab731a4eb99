"""`manage.py backup`: one encrypted file more, and the old ones gone."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dorst_portal.backup.keys import read_public
from dorst_portal.backup.making import make_backup
from dorst_portal.backup.refusals import BackupRefused


class Command(BaseCommand):
    help = "Makes an encrypted back-up of the whole database, and removes those that are too old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", type=Path, default=settings.BACKUP_DIR, metavar="DIR",
            help="the folder (BACKUP_DIR)",
        )  # fmt: skip
        parser.add_argument(
            "--keep", type=_days, default=settings.BACKUP_KEEP_DAYS, metavar="DAYS",
            help="for how many days, at most 30 (BACKUP_KEEP_DAYS)",
        )  # fmt: skip

    def handle(self, *args: Any, to: Path | None, keep: int, **options: Any) -> None:
        if to is None:
            raise CommandError("Say where to: BACKUP_DIR in the settings, or --to DIR.")
        try:
            path, manifest = make_backup(
                folder=to,
                public=read_public(settings.BACKUP_PUBLIC_KEY),
                keep_days=keep,
                now=timezone.now(),
            )
        except (BackupRefused, OSError) as error:
            raise CommandError(f"No back-up was made. {error}") from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"{path}: {rows} rows, {path.stat().st_size} bytes.")


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 30:
        raise ValueError("who was erased must go from the back-ups too: from 1 to 30 days")
    return days
