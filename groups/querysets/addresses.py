"""Reads of the official addresses, and of the files that they came in."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from groups.models import (  # noqa: F401 - for the types below
        AddressImport,
        ImportFinding,
        OfficialAddress,
    )

# In these states a worker has something to do.
_WORK = ("uploaded", "checking", "confirmed")
_ENDED = ("refused", "done", "dropped")


class OfficialAddressQuerySet(models.QuerySet["OfficialAddress"]):
    """Addresses of the official list."""

    def behind(self, postcode: str, number: int) -> "OfficialAddressQuerySet":
        """Every address with this postcode and this number, whatever its letter."""
        found = self.filter(postcode=postcode, house_number=number).select_related("street")
        return found.order_by("street__name", "house_letter", "house_number_addition")

    def with_postcode(self) -> "OfficialAddressQuerySet":
        """Addresses that have one."""
        return self.filter(postcode__gt="").order_by()


class AddressImportQuerySet(models.QuerySet["AddressImport"]):
    """Files with addresses."""

    def without_content(self) -> "AddressImportQuerySet":
        """For pages: the file itself may be ten megabytes."""
        return self.defer("content")

    def ended(self) -> "AddressImportQuerySet":
        """Taken over, left, or not to be read."""
        return self.filter(state__in=_ENDED)

    def not_ended(self) -> "AddressImportQuerySet":
        """Somebody still has to do something: a worker or a coordinator."""
        return self.exclude(state__in=_ENDED)

    def for_a_worker(self, now: datetime) -> "AddressImportQuerySet":
        """There is work, and no worker that may be believed is at it."""
        free = Q(busy_until__isnull=True) | Q(busy_until__lte=now)
        return self.filter(free, state__in=_WORK)


class ImportFindingQuerySet(models.QuerySet["ImportFinding"]):
    """Lines of the preview of an import."""

    def after(self, key: int) -> "ImportFindingQuerySet":
        """The lines behind a key, in the order of the file."""
        return self.filter(pk__gt=key).order_by("pk")
