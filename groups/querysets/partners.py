"""Reads of partners, their contacts, and what was said with them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dorst_portal.kit.rows.keyset import RowKeyset

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User
    from groups.models import (  # noqa: F401 - for the types below
        ContactMoment,
        Partner,
        PartnerContact,
    )

# Half a year: after that somebody makes sure again that the facts are true.
CHECK_DAYS: Final = 182
# What was said: by day, the last noted first.
LATEST_FIRST: Final = RowKeyset("-on", "-id")


def _not_sure(today: date) -> Q:
    """Never checked, not for half a year, or somebody said that something is wrong."""
    long_ago = today - timedelta(days=CHECK_DAYS)
    return Q(checked_on__isnull=True) | Q(checked_on__lte=long_ago) | Q(reported_at__isnull=False)


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Organisations that look after the village with us."""

    def current(self) -> "PartnerQuerySet":
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def serving(self, groups: "QuerySet[Any, Any]") -> "PartnerQuerySet":
        """Those that are there for all groups, or for one of these (a queryset of ids)."""
        here = self.model.groups.through.objects.filter(
            partner=OuterRef("pk"), watchgroup__in=groups
        )
        return self.filter(Q(serves_all=True) | Exists(here))

    def own(self, user: "User") -> "PartnerQuerySet":
        """Those of the groups in which the user is an active beheerder or deputy; none for who
        runs no group.
        """
        active = user.appointments.active(timezone.now())
        return self.current().filter(Exists(active)).serving(active.values("group"))

    def shown_to_everybody(self) -> "PartnerQuerySet":
        """Those that may stand on a public page."""
        return self.current().filter(shown_to="everybody")

    def to_check(self, today: date) -> "PartnerQuerySet":
        """Those of which somebody has to make sure something: of the partner itself, or of one of
        its contacts.
        """
        people = self.model.contacts.rel.related_model._default_manager
        of_this = people.filter(_not_sure(today), ended_at__isnull=True, partner=OuterRef("pk"))
        return self.current().filter(_not_sure(today) | Exists(of_this))


class PartnerContactQuerySet(models.QuerySet["PartnerContact"]):
    """People at partners."""

    def current(self) -> "PartnerContactQuerySet":
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def serving(self, groups: "QuerySet[Any, Any]") -> "PartnerContactQuerySet":
        """Those that are there for all groups of their partner, or for one of these."""
        here = self.model.groups.through.objects.filter(
            partnercontact=OuterRef("pk"), watchgroup__in=groups
        )
        return self.filter(Q(serves_all=True) | Exists(here))

    def own(self, user: "User") -> "PartnerContactQuerySet":
        """Those for the groups in which the user is an active beheerder or deputy. Whether their
        partner is, is another question.
        """
        active = user.appointments.active(timezone.now())
        return self.current().filter(Exists(active)).serving(active.values("group"))

    def shown_to_everybody(self) -> "PartnerContactQuerySet":
        """Those that may stand on a public page."""
        return self.current().filter(shown_to="everybody")

    def to_check(self, today: date) -> "PartnerContactQuerySet":
        """Those of whom somebody has to make sure that the facts are true."""
        return self.current().filter(_not_sure(today))


class ContactMomentQuerySet(models.QuerySet["ContactMoment"]):
    """What was said with partners."""

    def visible_to(self, user: "User") -> "ContactMomentQuerySet":
        """Staff see all; a beheerder what was noted for the own groups."""
        return self if user.is_platform else self.own(user)

    def own(self, user: "User") -> "ContactMomentQuerySet":
        """What was noted for the groups in which the user is an active beheerder or deputy."""
        return self.filter(group__in=user.appointments.active(timezone.now()).values("group"))
