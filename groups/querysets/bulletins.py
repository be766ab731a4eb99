"""Reads of bulletins and of their copies."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User
    from groups.models import Bulletin, BulletinCopy  # noqa: F401 - for the types below


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    """Messages of Platform Dorst to the beheerders."""

    def drafts(self) -> "BulletinQuerySet":
        """Not sent: may still be changed."""
        return self.filter(sent_at__isnull=True)

    def sent(self) -> "BulletinQuerySet":
        """On their way to the groups: never change any more."""
        return self.filter(sent_at__isnull=False)


class CopyQuerySet(models.QuerySet["BulletinCopy"]):
    """A bulletin for one beheerder of one group."""

    def of_own_groups(self, user: "User", *, now: datetime) -> "CopyQuerySet":
        """Those of the groups that this person runs now, also of who ran them before: who comes
        later shares as well, and the right ends with the appointment.
        """
        return self.filter(group__in=user.appointments.active(now).values("group"))

    def shared(self) -> "CopyQuerySet":
        """Those whose beheerder put the text in the group."""
        return self.filter(shared_at__isnull=False)
