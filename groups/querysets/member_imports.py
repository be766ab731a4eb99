"""Reads of lists of members on their way."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from dorst_portal.kit.rows.lease import free
from groups.values.member_import_states import ENDED, FOR_A_WORKER

if TYPE_CHECKING:
    from groups.models import MemberImport, WatchGroup  # noqa: F401 - for the types below


class MemberImportQuerySet(models.QuerySet["MemberImport"]):
    """Lists of members on their way."""

    def without_content(self) -> "MemberImportQuerySet":
        """For pages: the file itself may be ten megabytes."""
        return self.defer("content")

    def of_group(self, group: "WatchGroup") -> "MemberImportQuerySet":
        """What the beheerders of a group sent; never what Platform Dorst did."""
        return self.filter(group=group, by_platform=False)

    def of_platform(self) -> "MemberImportQuerySet":
        """What coordinators sent, for one group or the whole village."""
        return self.filter(by_platform=True)

    def not_ended(self) -> "MemberImportQuerySet":
        """Somebody still has to do something: a worker or a person."""
        return self.exclude(state__in=ENDED)

    def for_a_worker(self, now: datetime) -> "MemberImportQuerySet":
        """There is work, and no worker that may be believed is at it."""
        return self.filter(free(now), state__in=FOR_A_WORKER)

    def with_a_worker(self, now: datetime) -> "MemberImportQuerySet":
        """A worker that may be believed is at it."""
        return self.filter(busy_until__gt=now, state__in=FOR_A_WORKER)
