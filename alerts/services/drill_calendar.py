"""The link by which a calendar program asks for the drills: made and ended by whose it is."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.pages.drill_calendar import PURPOSE, hears_of_drills
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.links import end_links, new_link
from groups.api import Refused

# A calendar that falls silent after a while is worse than none; the right is asked each time.
_DAYS: Final = 3650


def make_link(*, by: User, now: datetime) -> None:
    """A link for oneself; the one before works no more. Raises Refused for who hears of no drills
    (any more).
    """
    with transaction.atomic():
        # One at a time: of two that are made together the first one ends.
        list(User.objects.filter(pk=by.pk).select_for_update(no_key=True).values_list("pk"))
        if not hears_of_drills(by, now=now):
            raise Refused(_("Oefeningen zijn voor wie een groep beheert."))
        end_links(PURPOSE, by.pk, now=now)
        new_link(PURPOSE, by.pk, now=now, days=_DAYS)
        record("drill.calendar_linked", by=by, subject=f"user:{by.pk}", now=now)


def end_link(*, by: User, now: datetime) -> None:
    """No link any more. Pressed twice is once."""
    with transaction.atomic():
        if end_links(PURPOSE, by.pk, now=now):
            record("drill.calendar_ended", by=by, subject=f"user:{by.pk}", now=now)
