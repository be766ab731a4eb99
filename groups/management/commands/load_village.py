"""`manage.py load_village DIR`: streets, hamlets and groups from files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dorst_portal.identity.current import here
from groups.places.services.village import load_village
from groups.places.services.village_files import VillageFileError, read_village


class Command(BaseCommand):
    """Adds what is not there yet; running it twice changes nothing."""

    help = "Laadt straten, buurtschappen en groepen uit bestanden zoals die in groups/example."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_village(read_village(options["folder"]), now=timezone.now())
        except VillageFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Toegevoegd: {loaded.streets} straten, {loaded.hamlets} buurtschappen, "
            f"{loaded.groups} groepen, {loaded.rules} dekkingsregels."
        )
        if loaded.names:
            self.stdout.write(f"Dit is nu de portal van {here().watch}.")
        elif not here().is_set:
            self.stdout.write(
                "Er zijn nog geen namen. Een coördinator vult ze in bij Ons dorp, "
                "of zet village.csv in de map."
            )
