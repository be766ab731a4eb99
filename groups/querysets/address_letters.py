"""Reads of letters by which somebody confirms an address."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from groups.values.states import State

if TYPE_CHECKING:
    from groups.models import AddressLetter, ResidentRequest  # noqa: F401 - for the types below

_WAITS = (State.OPEN, State.WAITING)


class AddressLetterQuerySet(models.QuerySet["AddressLetter"]):
    """Letters with a code."""

    def works(self, now: datetime) -> "AddressLetterQuerySet":
        """Those whose code can still be typed in."""
        return self.filter(used_at__isnull=True, made_at__lte=now, expires_at__gt=now)

    def of_request(self, request: "ResidentRequest") -> "AddressLetterQuerySet":
        """The letter of a request, and those of requests of the same address that were joined to
        it; the latest first.
        """
        its = Q(request=request.pk) | Q(request__same_as=request.pk)
        same = self.filter(
            its,
            request__street_text=request.street_text,
            request__house_number=request.house_number,
            request__house_letter=request.house_letter,
            request__house_number_addition=request.house_number_addition,
        )
        return same.order_by("-made_at", "-pk")

    def on_their_way(self, now: datetime) -> "AddressLetterQuerySet":
        """Those that somebody waits for: nothing was decided yet about the request, or about the
        one that it was joined to.
        """
        asks = Q(request__state__in=_WAITS) | Q(request__same_as__state__in=_WAITS)
        return self.works(now).filter(asks)
