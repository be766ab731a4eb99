"""`manage.py routes`: every URL of the site, and who it is for."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dorst_portal.kit.routes import routes


class Command(BaseCommand):
    help = "Lists every URL: path, name, methods and audience."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON, for other programs")

    def handle(self, *args: Any, **options: Any) -> None:
        listed = routes()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(route) for route in listed], indent=1))
            return
        for route in listed:
            methods = ",".join(route.methods)
            self.stdout.write(f"{route.audience or '-':12} {route.path:50} {route.name} {methods}")
