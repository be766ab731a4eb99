"""`manage.py seed_dorst`: the example village."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dorst_portal.demo.seed import description, seed
from groups.areas.services import draw_when_changed


class Command(BaseCommand):
    """Builds the example village once; never in production."""

    help = "Bouwt het voorbeelddorp: 17 groepen, 600 deelnemers en aanvragen in elke stand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="toon nummers, accounts en hun geheimen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PORTAL_MODE == "production":
            raise CommandError("Het voorbeelddorp hoort niet in een echte installatie.")
        made = seed(now=timezone.now())
        # Without waiting a minute for the worker; not in `seed`, which web processes may load.
        draw_when_changed(now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(description(), indent=2))
        elif options["verbosity"]:
            done = "Het voorbeelddorp staat er." if made else "Het voorbeelddorp stond er al."
            self.stdout.write(done)
