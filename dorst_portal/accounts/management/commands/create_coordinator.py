"""The first coordinator of an installation, and mending a lost second factor."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from dorst_portal.accounts import services


class Command(BaseCommand):
    help = "Makes or restores a coordinator, who enrols a second factor at the first log-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="", help="how this person is called")
        parser.add_argument(
            "--reset-second-factor",
            action="store_true",
            help="take a lost second factor and all passkeys away; the next log-in asks anew",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = services.make_coordinator(
                options["email"], name=options["name"], by=None, actor="create_coordinator"
            )
        except ValidationError as error:
            raise CommandError(error.message) from error
        if options["reset_second_factor"]:
            services.reset_second_factor(user, by=None, actor="create_coordinator")
            self.stdout.write("The second factor is gone; the next log-in asks for a new one.")
        address = settings.SITE_URL + reverse("account_request_login_code")
        self.stdout.write(f"{user.email} is coordinator and logs in at {address}")
