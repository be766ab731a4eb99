"""Partners are told of alerts by mail, each once; and what the police asked is noted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from alerts import emails
from alerts.models import Alert, MonthlyOverview, OfficerReport, PoliceRequest
from alerts.pages.partner_reports import (
    counts_of,
    months,
    officers_of,
    overview_of,
    partner_contacts,
)
from alerts.services.relaying import lock_running
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.identity.current import here_text
from dorst_portal.kit.rows.batches import Due, deleted
from dorst_portal.languages.words import lazy_text
from dorst_portal.outbox.services import queue
from groups.api import AUDIT_DAYS, PartnerContact, Refused, see_group

ONLY_STAFF = here_text("Alleen {organisation} doet dit.")
NOT_THERE = lazy_text("Deze contactpersoon kan dit niet krijgen. Er is niets verstuurd.")
SENT = lazy_text("Dit is al verstuurd aan deze contactpersoon. Er is niets verstuurd.")
CHANGED = lazy_text(
    "De aantallen zijn net veranderd. Kijk eerst wat er nu staat. Er is niets verstuurd."
)
NOTED = lazy_text("Dit nummer stond er al. Er is niets veranderd.")


def send_overview(
    contact: PartnerContact, month: date, *, seen: str, by: User, now: datetime
) -> None:
    """Send the counts of a month that is over, as they were seen; each contact once. Raises
    Refused.
    """
    with transaction.atomic():
        if not by.is_platform:
            raise Refused(ONLY_STAFF)
        if contact not in partner_contacts() or month not in months(now=now):
            raise Refused(NOT_THERE)
        facts = {"by": by, "at": now}
        _, is_new = MonthlyOverview.objects.get_or_create(
            contact=contact, month=month, defaults=facts
        )
        if not is_new:
            raise Refused(SENT)
        if overview_of(contact, month, now=now).seen != seen:
            raise Refused(CHANGED)
        kinds, states = counts_of(month)
        draft = emails.overview(contact, month=month, kinds=kinds, states=states, now=now)
        queue([draft], now=now)
        record("alerts.overview_sent", by=by, subject=f"contact:{contact.pk}", now=now)


def tell_officer(alert: Alert, contact: PartnerContact, *, by: User, now: datetime) -> None:
    """Send the facts of an alert that runs to a contact at the police, once. Raises Refused."""
    with transaction.atomic():
        running = lock_running(alert)
        if not see_group(by, running.group) or contact not in officers_of(running.group):
            raise Refused(NOT_THERE)
        _, is_new = OfficerReport.objects.get_or_create(
            alert=running, contact=contact, defaults={"by": by, "at": now}
        )
        if not is_new:
            raise Refused(SENT)
        queue([emails.to_officer(running, to=contact, now=now)], now=now)
        _line("alert.officer_told", running, by=by, now=now)


def note_police_request(alert: Alert, reference: str, *, by: User, now: datetime) -> None:
    """The police asked for what was described; nothing is sent. Raises Refused."""
    with transaction.atomic():
        if not by.is_platform:
            raise Refused(ONLY_STAFF)
        _, is_new = PoliceRequest.objects.get_or_create(
            alert=alert, reference=reference, defaults={"by": by, "at": now}
        )
        if not is_new:
            raise Refused(NOTED)
        _line("alert.police_asked", alert, by=by, now=now)


def old_police_requests(*, now: datetime) -> Sequence[Due]:
    """Retention: what was noted a year ago, and how it goes."""
    old = PoliceRequest.objects.filter(at__lte=now - timedelta(days=AUDIT_DAYS))
    return [Due(old.order_by("at", "id"), deleted)]


def _line(verb: str, alert: Alert, *, by: User, now: datetime) -> None:
    group, about = f"group:{alert.group_id}", emails.about_alert(alert)
    record(verb, by=by, scope=group, subject=about, now=now)
