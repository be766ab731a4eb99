"""Makes the pair of keys for back-ups."""

from typing import Any

from django.core.management.base import BaseCommand

from dorst_portal.backup.keys import new_pair


class Command(BaseCommand):
    help = "Prints a new pair of keys for back-ups. Nothing is stored."

    def handle(self, *args: Any, **options: Any) -> None:
        public, private = new_pair()
        self.stdout.write(
            "On the server, in its settings:\n"
            f"BACKUP_PUBLIC_KEY={public}\n\n"
            "Not on the server, but in a safe place, twice (without it no back-up can be read):\n"
            f"{private}"
        )
