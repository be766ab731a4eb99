"""With whom the beheerders shared an alert: they say so, the portal sends nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.models import Alert, AlertShare
from alerts.values.choices import SharedWith
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.api import Refused, manages_group


def share_alert(alert: Alert, shared_with: SharedWith, *, by: User, now: datetime) -> None:
    """These people were told; said twice it is once. Raises Refused for who does not run the
    alert's group.
    """
    with transaction.atomic():
        _check_right(alert, by)
        _, is_new = AlertShare.objects.get_or_create(
            alert=alert, shared_with=shared_with, defaults={"by": by, "at": now}
        )
        if is_new:
            _line("alert.shared", alert, shared_with, by=by, now=now)


def take_back(share: AlertShare, *, by: User, now: datetime) -> None:
    """A slip: they were not told. Pressed twice is once. Raises Refused for who does not run the
    alert's group.
    """
    with transaction.atomic():
        _check_right(share.alert, by)
        if AlertShare.objects.filter(pk=share.pk).delete()[0]:
            shared_with = SharedWith(share.shared_with)
            _line("alert.unshared", share.alert, shared_with, by=by, now=now)


def _check_right(alert: Alert, by: User) -> None:
    if not manages_group(by, alert.group):
        raise Refused(_("Alleen een beheerder van de groep houdt de meldingen bij."))


def _line(verb: str, alert: Alert, shared_with: SharedWith, *, by: User, now: datetime) -> None:
    group, about = f"group:{alert.group_id}", f"alert:{alert.pk}"
    record(verb, by=by, scope=group, subject=about, facts={"with": str(shared_with)}, now=now)
