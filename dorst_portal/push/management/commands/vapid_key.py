"""Makes the key by which push services know this site."""

from typing import Any

from django.core.management.base import BaseCommand

from dorst_portal.push.keys import new_key


class Command(BaseCommand):
    help = "Prints a new VAPID_PRIVATE_KEY. With another key every device is switched on again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(new_key())
