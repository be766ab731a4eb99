"""`manage.py seed_scale --members N`: the example village and more of the same, to measure with."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dorst_portal.demo.scale import MEMBERS_OF_THE_VILLAGE, scale


class Command(BaseCommand):
    """Adds neighbourhoods until there are so many members; never in production."""

    help = "Bouwt het voorbeelddorp en wijken in dezelfde vorm, om snelheid mee te meten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--members", type=int, required=True, help="hoeveel deelnemers er moeten zijn"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PORTAL_MODE == "production":
            raise CommandError("Het voorbeelddorp hoort niet in een echte installatie.")
        try:
            added = scale(options["members"], now=timezone.now())
        except ValueError as error:
            raise CommandError(f"--members begint bij {MEMBERS_OF_THE_VILLAGE}.") from error
        self.stdout.write(f"{added} deelnemers erbij.")
