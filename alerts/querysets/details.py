"""Reads of the details of alerts: what is due, and what may be shown."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from alerts.values.choices import AlertState
from alerts.values.details import HOURS_AFTER_CLOSING, MOST_DAYS

if TYPE_CHECKING:
    from alerts.models import AlertDetails, AlertPhoto, DetailsSwitch  # noqa: F401 - for the types
    from dorst_portal.accounts.models import User


def is_over(now: datetime, *, prefix: str = "alert__") -> Q:
    """Of alerts whose details are to be gone: their term is over, or nothing was the matter."""
    return (
        Q(**{f"{prefix}created_at__lte": now - timedelta(days=MOST_DAYS)})
        | Q(**{f"{prefix}closed_at__lte": now - timedelta(hours=HOURS_AFTER_CLOSING)})
        | Q(**{f"{prefix}state": AlertState.FALSE_ALARM})
    )


class SwitchQuerySet(models.QuerySet["DetailsSwitch"]):
    """Each time that keeping details was switched on or off."""

    def latest_one(self) -> "DetailsSwitch | None":
        """The last one; what it says holds."""
        return self.order_by("-pk").first()

    def is_on(self) -> bool:
        """Whether details may be kept now. Nobody ever switched: no."""
        last = self.latest_one()
        return last is not None and last.is_on


class AlertDetailsQuerySet(models.QuerySet["AlertDetails"]):
    """What was written of people and vehicles."""

    def over(self, now: datetime) -> "AlertDetailsQuerySet":
        """To be gone."""
        return self.filter(is_over(now))


class AlertPhotoQuerySet(models.QuerySet["AlertPhoto"]):
    """Photos of alerts, without their bytes unless those are asked for."""

    def over(self, now: datetime) -> "AlertPhotoQuerySet":
        """To be gone."""
        return self.filter(is_over(now))

    def shown(self, now: datetime) -> "AlertPhotoQuerySet":
        """Not to be gone, whatever the timetable did."""
        return self.exclude(pk__in=self.over(now).values("pk"))

    def approved(self) -> "AlertPhotoQuerySet":
        """A second person looked at them."""
        return self.filter(approved_at__isnull=False)

    def visible_to(self, user: "User", now: datetime) -> "AlertPhotoQuerySet":
        """Of alerts whose details the user may see."""
        alerts: Any = self.model._meta.get_field("alert").related_model
        return self.shown(now).filter(alert__in=alerts.objects.visible_to(user))

    def without_bytes(self) -> "AlertPhotoQuerySet":
        """For a list: a photo is only read to be shown."""
        return self.defer("original", "covered")
