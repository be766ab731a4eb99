"""Reads of the official addresses, and of the files that they came in."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from dorst_portal.kit.rows.lease import free
from groups.values.import_states import ENDED, FOR_A_WORKER

if TYPE_CHECKING:
    from groups.models import (  # noqa: F401 - for the types below
        AddressImport,
        OfficialAddress,
    )


class OfficialAddressQuerySet(models.QuerySet["OfficialAddress"]):
    """Addresses of the official list."""

    def behind(self, postcode: str, number: int) -> "OfficialAddressQuerySet":
        """Every address with this postcode and this number, whatever its letter."""
        found = self.filter(postcode=postcode, house_number=number).select_related("street")
        return found.order_by("street__name", "house_letter", "house_number_addition")

    def held_by_rule(self) -> "OfficialAddressQuerySet":
        """For a subquery of coverage rules: the addresses of which the number is in the rule."""
        rest, side = Mod(F("house_number"), 2), OuterRef("side")
        return self.filter(
            Q(Exact(side, "both"))
            | Q(Exact(side, "odd"), Exact(rest, 1))
            | Q(Exact(side, "even"), Exact(rest, 0)),
            street=OuterRef("street"),
            house_number__gte=OuterRef("first_number"),
            house_number__lte=OuterRef("last_number"),
        )

    def highest_of(self, street: "int | OuterRef") -> "QuerySet[OfficialAddress, dict[str, int]]":
        """The highest number of a street; nothing where none of its addresses is listed."""
        return self.filter(street=street).order_by("-house_number").values("house_number")[:1]

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
        return self.filter(state__in=ENDED)

    def not_ended(self) -> "AddressImportQuerySet":
        """Somebody still has to do something: a worker or a coordinator."""
        return self.exclude(state__in=ENDED)

    def for_a_worker(self, now: datetime) -> "AddressImportQuerySet":
        """There is work, and no worker that may be believed is at it."""
        return self.filter(free(now), state__in=FOR_A_WORKER)

    def with_a_worker(self, now: datetime) -> "AddressImportQuerySet":
        """A worker that may be believed is at it."""
        return self.filter(busy_until__gt=now, state__in=FOR_A_WORKER)
