"""Tells Telegram where it sends what happens in the chats of the site's bot."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from alerts.wire.results import Outcome
from alerts.wire.telegram import set_webhook


class Command(BaseCommand):
    help = "Has Telegram send what happens in the chats of the bot to this site."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TELEGRAM_BOT_TOKEN:
            raise CommandError("TELEGRAM_BOT_TOKEN is not set: docs/running.md, Telegram")
        if not settings.SITE_URL.startswith("https://"):
            raise CommandError("Telegram only sends to an https address: look at SITE_URL")
        url = settings.SITE_URL + reverse("telegram_update")
        result = set_webhook(url, secret=settings.TELEGRAM_WEBHOOK_SECRET)
        if result.outcome != Outcome.DONE:
            raise CommandError(f"Telegram did not take it: {result.error}")
        self.stdout.write(f"Telegram sends what happens in chats to {url}")
