"""M15: once a month the coordinators hear what goes wrong slowly, and nothing when all is well."""

from datetime import UTC, datetime, timedelta

import pytest

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail
from groups.desk.services.monthly import send_monthly
from groups.models import Street, WatchGroup
from tests.groups.conftest import Village

FIRST = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)  # 9:00 in the village


def test_each_coordinator_gets_one_mail_with_what_is_wrong(
    village: Village, coordinator: User
) -> None:
    other = User.objects.create_user("second@example.org", is_coordinator=True)
    assert send_monthly(now=FIRST) == 2
    assert send_monthly(now=FIRST + timedelta(minutes=1)) == 0
    mails = Mail.objects.filter(key__startswith="monthly-2026-06-")
    assert {mail.to for mail in mails} == {coordinator.email, other.email}
    mail = mails[0]
    assert mail.subject.startswith("Maandbericht: let op ")
    assert "- 17 groepen hebben geen beheerder." in mail.text


def test_nothing_is_sent_when_all_is_well(village: Village, coordinator: User) -> None:
    WatchGroup.objects.update(status="archived")
    Street.objects.update(outside=True)
    assert send_monthly(now=FIRST) == 0
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "now",
    [FIRST - timedelta(minutes=1), FIRST + timedelta(hours=3), FIRST + timedelta(days=1)],
)
def test_only_in_the_morning_of_the_first(
    village: Village, coordinator: User, now: datetime
) -> None:
    assert send_monthly(now=now) == 0


def test_next_month_there_is_another(village: Village, coordinator: User) -> None:
    send_monthly(now=FIRST)
    assert send_monthly(now=datetime(2026, 7, 1, 7, 30, tzinfo=UTC)) == 1
