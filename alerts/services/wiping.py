"""Details go: when their term is over, at once when nothing was the matter, when somebody objects,
when keeping them is switched off, or when a beheerder says so. Rows are deleted, not emptied.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop

from alerts.models import Alert, AlertDetails, AlertPhoto, DetailsSwitch
from alerts.values.choices import AlertState
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.models import Link

# The purpose of the links that show details.
SHARED: Final = "alert_details"


class Why(StrEnum):
    """Why details went, as the line about it says."""

    TERM = gettext_noop("de termijn was voorbij")
    FALSE_ALARM = gettext_noop("het was loos alarm")
    OBJECTION = gettext_noop("er was bezwaar")
    OFF = gettext_noop("bewaren is uitgezet")
    ASKED = gettext_noop("de beheerder wilde het")


def wipe_details(alert: Alert, *, why: Why, by: User | None, now: datetime) -> bool:
    """Delete what is kept of this alert beside its facts, with every copy, and end its links; those
    of a false alarm stay, to say so. Tells whether there was anything.
    """
    with transaction.atomic():
        # Whoever is adding something holds this row: what they add is seen below, or refused.
        Alert.objects.select_for_update().filter(pk=alert.pk).first()
        photos, _ = AlertPhoto.objects.filter(alert=alert.pk).delete()
        texts, _ = AlertDetails.objects.filter(alert=alert.pk).delete()
        if why != Why.FALSE_ALARM:
            Link.objects.filter(purpose=SHARED, subject_id=alert.pk).delete()
        if photos or texts:
            record(
                "alert.details_wiped",
                by=by,
                actor="" if by else "timetable",
                scope=f"group:{alert.group_id}",
                subject=f"alert:{alert.pk}",
                facts={"photos": photos, "why": why.value},
                now=now,
            )
    return bool(photos or texts)


def wipe_all(*, why: Why, by: User | None, now: datetime) -> int:
    """Delete all details there are; tells of how many alerts."""
    details, photos = AlertDetails.objects.all(), AlertPhoto.objects.all()
    numbers = {*details.values_list("alert", flat=True), *photos.values_list("alert", flat=True)}
    wiped = [wipe_details(alert, why=why, by=by, now=now) for alert in _alerts(numbers)]
    Link.objects.filter(purpose=SHARED).delete()
    return sum(wiped)


def wipe_due(*, now: datetime) -> int:
    """Each minute: what is over its term, of a false alarm, or was kept while it was being switched
    off. Tells of how many alerts.
    """
    if not DetailsSwitch.objects.is_on():
        return wipe_all(why=Why.OFF, by=None, now=now)
    details, photos = AlertDetails.objects.over(now), AlertPhoto.objects.over(now)
    numbers = {*details.values_list("alert", flat=True), *photos.values_list("alert", flat=True)}
    wiped = 0
    for alert in _alerts(numbers):
        is_false = alert.state == AlertState.FALSE_ALARM
        why = Why.FALSE_ALARM if is_false else Why.TERM
        wiped += wipe_details(alert, why=why, by=None, now=now)
    Link.objects.filter(purpose=SHARED, expires_at__lte=now).delete()
    return wiped


def _alerts(numbers: Iterable[int]) -> list[Alert]:
    return list(Alert.objects.filter(pk__in=numbers).order_by("pk")) if numbers else []
