"""`manage.py reapply_erasures`: after a backup was put back, before the site opens."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from groups.privacy.services.repeating import forget_again


class Command(BaseCommand):
    """Forgets again whom we forgot since the backup was made, and what was over since."""

    help = "Vergeet opnieuw wie na de reservekopie alles liet wissen, en wat te lang is bewaard."

    def handle(self, *args: Any, **options: Any) -> None:
        people, rows = forget_again(now=timezone.now())
        self.stdout.write(f"{people} erasures repeated, {rows} rows wiped whose term was over.")
