"""Somebody takes along everything that is kept of their address."""

from datetime import datetime
from typing import Any

from django.db import transaction

from dorst_portal.audit.services import record
from groups.mine.pages.own_data import as_taken, own_data
from groups.models import OwnPage


def take_along(page: OwnPage, *, now: datetime) -> dict[str, Any]:
    """All of it, with the line that it was taken along. It is made in the request and kept
    nowhere.
    """
    with transaction.atomic():
        record(
            "own_page.downloaded",
            by=None,
            actor="member",
            subject=f"own-page:{page.pk}",
            now=now,
        )
        return as_taken(own_data(page.email, now=now, complete=True), now=now)
