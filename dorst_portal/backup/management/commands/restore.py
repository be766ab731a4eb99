"""`manage.py restore FILE --key FILE`: a back-up into an empty database."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dorst_portal.backup.keys import read_private
from dorst_portal.backup.manifest import Manifest
from dorst_portal.backup.refusals import BackupRefused
from dorst_portal.backup.restoring import check_backup, restore


class Command(BaseCommand):
    help = (
        "Puts a back-up into an empty database, and wipes again what was wiped since. Was it "
        "stopped halfway? The same command goes on."
    )
    # Nothing of the database has to be there yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the back-up")
        parser.add_argument(
            "--key", required=True, metavar="FILE",
            help="the file with the private key; - asks for it",
        )  # fmt: skip
        parser.add_argument(
            "--check", action="store_true",
            help="reads all of it, tells what is in it, and changes nothing",
        )  # fmt: skip

    def handle(self, *args: Any, file: Path, key: str, check: bool, **options: Any) -> None:
        try:
            private = read_private(_typed() if key == "-" else Path(key).read_text("utf-8"))
            if check:
                self.stdout.write(
                    f"This back-up is whole: {_in_words(check_backup(file, private))}"
                )
                return
            done = restore(file, private, now=timezone.now())
        except (BackupRefused, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Put back: {_in_words(done.manifest)}\n"
            f"{done.people} erasures repeated, {done.rows} rows wiped whose term was over.\n"
            "The site may open."
        )


def _typed() -> str:
    """What is pasted, which the screen does not show."""
    return getpass("Private key: ") if sys.stdin.isatty() else sys.stdin.readline()


def _in_words(manifest: Manifest) -> str:
    rows = sum(manifest.rows.values())
    return f"{rows} rows of {manifest.moment:%Y-%m-%d %H:%M} UTC, by portal {manifest.portal}."
