"""What must never be false of relays and of what partners were told: each constraint, tried."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from alerts.models import Alert, MonthlyOverview, OfficerReport, PoliceRequest, Relay
from dorst_portal.accounts.models import User
from groups.models import PartnerContact, WatchGroup
from tests.alerts.conftest import MakeAlert
from tests.groups.partners.partners import make_contact, make_partner


class Tools:
    """Rows as they are right, to be made wrong."""

    def __init__(self, alert: Alert, other: WatchGroup, user: User, now: datetime) -> None:
        self.alert, self.other, self.user, self.now = alert, other, user, now
        self.contact: PartnerContact = make_contact(make_partner())

    def relay(self, **facts: Any) -> Relay:
        known = {"alert": self.alert, "origin": self.alert.group, "to_group": self.other}
        return Relay.objects.create(**known | {"by": self.user, "at": self.now} | facts)

    def overview(self, month: date) -> MonthlyOverview:
        return MonthlyOverview.objects.create(contact=self.contact, month=month, by=self.user)

    def report(self) -> OfficerReport:
        return OfficerReport.objects.create(alert=self.alert, contact=self.contact, by=self.user)

    def asked(self, reference: str) -> PoliceRequest:
        return PoliceRequest.objects.create(alert=self.alert, reference=reference, by=self.user)


FIRST = date(2026, 5, 1)
ATTEMPTS: list[tuple[str, Callable[[Tools], Any]]] = [
    ("relay_once_to_a_group", lambda t: (t.relay(), t.relay())),
    ("relay_leads_elsewhere", lambda t: t.relay(to_group=t.alert.group)),
    ("relay_leads_elsewhere", lambda t: t.relay(from_group=t.other)),
    ("relay_is_accepted_by_somebody", lambda t: t.relay(accepted_at=t.now)),
    ("relay_is_accepted_by_somebody", lambda t: t.relay(accepted_by=t.user)),
    ("relay_is_declined_by_somebody", lambda t: t.relay(declined_at=t.now)),
    ("relay_has_one_answer", lambda t: t.relay(
        accepted_at=t.now, accepted_by=t.user, declined_at=t.now, declined_by=t.user)),
    ("overview_once_a_month_to_a_contact", lambda t: (t.overview(FIRST), t.overview(FIRST))),
    ("overview_is_of_a_month", lambda t: t.overview(date(2026, 5, 2))),
    ("officer_report_once_to_a_contact", lambda t: (t.report(), t.report())),
    ("police_request_once_a_reference", lambda t: (t.asked("PL1"), t.asked("PL1"))),
    ("police_request_has_a_reference", lambda t: t.asked("")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "attempt"), ATTEMPTS, ids=[name for name, _ in ATTEMPTS])
def test_the_database_refuses(
    name: str,
    attempt: Callable[[Tools], Any],
    make_alert: MakeAlert,
    dennenlaan: WatchGroup,
    own_beheerder: User,
    now: datetime,
) -> None:
    tools = Tools(make_alert(), dennenlaan, own_beheerder, now)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        attempt(tools)
    told = str(refusal.value)
    assert name in told or (connection.vendor == "sqlite" and "UNIQUE constraint failed" in told)
