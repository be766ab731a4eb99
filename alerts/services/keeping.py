"""Whether something may be kept with an alert now: asked again by each service, in its own
transaction, before anything is written.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from alerts.models import Alert, AlertObjection, DetailsSwitch
from alerts.values.choices import AlertState
from alerts.values.details import end_of_details
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.identity.current import here
from groups.api import Refused


class DetailsOff(Refused):
    """Platform Dorst did not switch it on."""

    def __init__(self) -> None:
        super().__init__(_("Bijzonderheden bewaren staat uit. Er is niets bewaard."))


def own_kept(alert: Alert, *, by: User, now: datetime) -> Alert:
    """The alert, locked until the end of the transaction, of which this person may change the
    details. Raises Refused.
    """
    DetailsSwitch.objects.select_for_update().order_by("-pk").first()
    # Asked anew behind the lock: PostgreSQL gives who waited the row that was the last one before.
    if not DetailsSwitch.objects.is_on():
        raise DetailsOff
    own = Alert.objects.managed_by(by).select_for_update().filter(pk=alert.pk).first()
    if own is None:
        raise Refused(_("Alleen een beheerder van de groep houdt de bijzonderheden bij."))
    if own.state == AlertState.FALSE_ALARM or now >= end_of_details(own.created_at, own.closed_at):
        raise Refused(_("De termijn is voorbij. De bijzonderheden zijn weg."))
    return own


def own_growing(alert: Alert, *, by: User, now: datetime) -> Alert:
    """As `own_kept`, where something is added: only while the alert runs, and not after somebody
    had it taken away. Raises Refused.
    """
    own = own_kept(alert, by=by, now=now)
    if own.state != AlertState.RUNNING:
        raise Refused(_("Deze melding is afgesloten. Er kan niets meer bij."))
    if AlertObjection.objects.filter(alert=own, taken_down_at__isnull=False).exists():
        said = _("{organisation} haalde de bijzonderheden weg na een bezwaar.")
        raise Refused(said.format(organisation=here().organisation))
    return own


def note_of_details(verb: str, alert: Alert, *, by: User, now: datetime) -> None:
    """A line that somebody changed something of the details; never what."""
    record(verb, by=by, scope=f"group:{alert.group_id}", subject=f"alert:{alert.pk}", now=now)
