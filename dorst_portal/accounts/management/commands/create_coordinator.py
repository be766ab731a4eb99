"""The first coordinator of an installation, and mending a lost second factor."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from dorst_portal.accounts import services
from dorst_portal.identity.current import here
from dorst_portal.kit.inputs.emails import meant_email, read_email


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
        user = services.make_coordinator(
            _address(options["email"]), name=options["name"], by=None, actor="create_coordinator"
        )
        if options["reset_second_factor"]:
            services.reset_second_factor(user, by=None, actor="create_coordinator")
            self.stdout.write("The second factor is gone; the next log-in asks for a new one.")
        address = settings.SITE_URL + reverse("account_request_login_code")
        self.stdout.write(f"{user.email} is coordinator and logs in at {address}")
        if not here().is_set:
            self.stdout.write(
                "Nobody set the names of the village yet. After logging in, the first page has a "
                f"list of what is left to do; it begins at {settings.SITE_URL}/platform/dorp/"
            )


def _address(typed: str) -> str:
    """The address that was typed; one with a mistake is told with what was meant, not used."""
    try:
        return read_email(typed)
    except ValidationError as error:
        meant = meant_email(typed)
        hint = f" Bedoel je {meant}?" if meant else ""
        raise CommandError(f"{error.messages[0]}{hint}") from error
