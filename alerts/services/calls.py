"""Of all who have the link of an alert one says to call 112, and says afterwards that it was done.
Nobody is named: a code that one browser has tells whose turn it is.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from alerts.models import Alert
from alerts.models.alerts import new_live_nonce
from alerts.querysets.alerts import AlertQuerySet
from alerts.services.outgoing import tell_connections
from alerts.values.calls import CLAIM_LAPSES
from alerts.values.choices import Police
from alerts.values.connections import What
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.ratelimit import Limit, hit
from groups.api import Refused

# Neighbours may share one address of their provider.
ACTS_PER_CLIENT: Final = 20
# Whoever says to call and at once that it does not work keeps others from calling.
GIVEN_BACK_PER_ALERT: Final = 10
SECONDS: Final = 10 * 60
WITH_THE_LINK: Final = "alert_link"


def claim_call(alert: Alert, *, code: str, now: datetime) -> bool:
    """Say to call 112 now. Of many at once one gets True; so does the same browser once more."""
    with transaction.atomic():
        free = _to_call(alert).filter(
            Q(call_claimed_at__isnull=True) | Q(call_claimed_at__lte=now - CLAIM_LAPSES)
        )
        if not free.update(call_code=code, call_claimed_at=now, called_at=None):
            return _to_call(alert).filter(call_code=code).exists()
        _line("alert.call_claimed", alert, now=now)
    return True


def say_called(alert: Alert, *, code: str, now: datetime) -> bool:
    """112 was called, says who claimed it; later than two minutes too, unless another claimed."""
    with transaction.atomic():
        mine = _to_call(alert).exclude(call_code="").filter(call_code=code)
        if not mine.update(police=Police.EMERGENCY, called_at=now, version=F("version") + 1):
            return False
        (stands,) = Alert.objects.filter(pk=alert.pk).select_related("group", "street")
        tell_connections(stands, What.UPDATE, occasion=str(stands.version), now=now)
        _line("alert.called", alert, now=now)
    return True


def give_back(alert: Alert, *, code: str, now: datetime) -> bool:
    """It does not work, says who claimed it: somebody else may call."""
    with transaction.atomic():
        mine = _to_call(alert).exclude(call_code="").filter(call_code=code)
        if not mine.update(call_code="", call_claimed_at=None, called_at=None):
            return False
        _line("alert.call_given_back", alert, now=now)
    return True


def renew_link(alert: Alert, *, by: User, now: datetime) -> None:
    """Somebody who should not have it has the link: it ends with whose turn it was, and there is
    another. Raises Refused for who does not run the group, or when the alert is over.
    """
    with transaction.atomic():
        nobody = {"call_code": "", "call_claimed_at": None, "called_at": None}
        own = Alert.objects.running().managed_by(by).filter(pk=alert.pk)
        if not own.update(live_nonce=new_live_nonce(), **nobody):
            raise Refused(_("Deze melding loopt niet meer. Er is niets veranderd."))
        group, about = f"group:{alert.group_id}", f"alert:{alert.pk}"
        record("alert.link_renewed", by=by, scope=group, subject=about, now=now)


def acts_too_often(alert: Alert, *, client: str, now: datetime) -> bool:
    """Whether somebody at this address keeps pressing the buttons of one alert."""
    tries = Limit("alert-call-client", f"{alert.pk}|{client}", ACTS_PER_CLIENT, SECONDS)
    return hit([tries], now=now) is not None


def gives_back_too_often(alert: Alert, *, now: datetime) -> bool:
    """Whether calling for this alert is claimed and given back all the time, from anywhere."""
    tries = Limit("alert-call-back", str(alert.pk), GIVEN_BACK_PER_ALERT, SECONDS)
    return hit([tries], now=now) is not None


def _to_call(alert: Alert) -> AlertQuerySet:
    """This alert, while it runs and nobody called 112."""
    return Alert.objects.running().filter(pk=alert.pk).exclude(police=Police.EMERGENCY)


def _line(verb: str, alert: Alert, *, now: datetime) -> None:
    group, about = f"group:{alert.group_id}", f"alert:{alert.pk}"
    record(verb, by=None, actor=WITH_THE_LINK, scope=group, subject=about, now=now)
