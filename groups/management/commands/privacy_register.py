"""`manage.py privacy_register`: write the register of processing into `docs/privacy.md`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from groups.privacy.pages.register import with_register

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "privacy.md"


class Command(BaseCommand):
    """Makes the tables of the register anew from the code."""

    help = "Maakt het register van verwerkingen in docs/privacy.md opnieuw."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="schrijft niets; faalt als het oud is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        there = DOCUMENT.read_text(encoding="utf-8")
        made = with_register(there)
        if made == there:
            self.stdout.write("docs/privacy.md is up to date.")
        elif options["check"]:
            raise CommandError(
                "docs/privacy.md is not made of the code any more: run this command."
            )
        else:
            DOCUMENT.write_text(made, encoding="utf-8")
            self.stdout.write("docs/privacy.md was written.")
