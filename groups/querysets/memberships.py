"""Reads of memberships."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User
    from groups.models import Membership, ResidentRequest


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who is in which group."""

    def current(self) -> "MembershipQuerySet":
        """Members of today."""
        return self.filter(until__isnull=True)

    def visible_to(self, user: "User") -> "MembershipQuerySet":
        """Members of the user's own groups; of all groups for staff (who leave a line)."""
        if user.is_platform:
            return self.all()
        return self.filter(group__in=user.appointments.active(timezone.now()).values("group"))

    def by_address(self) -> "MembershipQuerySet":
        """As a beheerder knows them: by street and number."""
        return self.order_by("street_text", F("house_number").asc(nulls_last=True), "id")

    def after(self, row: "Membership | None") -> "MembershipQuerySet":
        """The rows behind one of `by_address`; all of them without one."""
        if row is None:
            return self
        if row.house_number is None:
            later = Q(house_number__isnull=True, id__gt=row.pk)
        else:
            later = Q(house_number__gt=row.house_number) | Q(house_number__isnull=True)
            later |= Q(house_number=row.house_number, id__gt=row.pk)
        return self.filter(street_text__gte=row.street_text).filter(
            Q(street_text__gt=row.street_text) | later
        )

    def alike(self, request: "ResidentRequest") -> "MembershipQuerySet":
        """Members of the request's own group at its address, or with its number."""
        number = Q(mobile=request.mobile)
        household = Q(
            street=request.street_id,
            house_number=request.house_number,
            house_letter=request.house_letter,
            house_number_addition=request.house_number_addition,
        )
        alike = number | household if request.street_id else number
        return self.filter(alike, group=request.group_id).order_by("id")
