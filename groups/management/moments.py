"""The moment that a command is told to act at."""

from datetime import datetime

from django.core.management.base import CommandError
from django.utils import timezone


def read_moment(text: str | None) -> datetime:
    """`--now` as it was typed; this moment without it. Raises CommandError."""
    if not text:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is not a moment such as 2026-12-24T19:00:00+01:00") from error
    return moment if moment.tzinfo else timezone.make_aware(moment)
