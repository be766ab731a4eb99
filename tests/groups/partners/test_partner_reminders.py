"""Once a month the coordinators hear what nobody checked for half a year."""

from datetime import datetime, timedelta

import pytest

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail
from groups.models import Partner
from groups.partners.services.reminders import remind_to_check
from groups.timetable.clock import tick
from groups.values.village_time import on_day, village_day
from tests.groups.partners.partners import make_contact, make_partner

pytestmark = pytest.mark.usefixtures("coordinator")
DAY = timedelta(days=1)


@pytest.fixture
def nine(now: datetime) -> datetime:
    """Nine in the morning of tomorrow, in the village."""
    return on_day(now, 1, hour=9)


def days_ago(now: datetime, days: int) -> dict[str, object]:
    return {"checked_on": village_day(now) - timedelta(days=days)}


def test_half_a_year_and_never_are_asked_for(nine: datetime, coordinator: User) -> None:
    make_contact(make_partner("A", **days_ago(nine, 182)), **days_ago(nine, 181))
    make_partner("B", checked_on=None, created_at=nine - 30 * DAY)
    make_partner("C", checked_on=None, created_at=nine - 29 * DAY)
    make_contact(make_partner("D"), **days_ago(nine, 300))
    make_partner("E", **days_ago(nine, 300), ended_at=nine)
    assert remind_to_check(now=nine) == 3
    mail = Mail.objects.get()
    assert mail.to == coordinator.email
    assert mail.subject == "Partners: 3 keer nakijken"
    assert mail.link_path == "/platform/partners/?nakijken=ja"


def test_it_waits_for_nine_in_the_morning(nine: datetime) -> None:
    make_partner(**days_ago(nine, 200))
    assert remind_to_check(now=nine - timedelta(seconds=1)) == 0
    assert remind_to_check(now=nine) == 1


def test_one_mail_a_month(nine: datetime) -> None:
    make_partner("A", **days_ago(nine, 200))
    assert remind_to_check(now=nine) == 1
    make_partner("B", **days_ago(nine, 200))
    for days in range(30):
        assert remind_to_check(now=nine + days * DAY) == 0
    assert Mail.objects.count() == 1
    assert remind_to_check(now=nine + 30 * DAY) == 2
    assert Mail.objects.count() == 2


def test_what_was_checked_is_asked_for_no_more(nine: datetime) -> None:
    make_partner(**days_ago(nine, 200))
    remind_to_check(now=nine)
    Partner.objects.update(**days_ago(nine, 0))
    assert remind_to_check(now=nine + 30 * DAY) == 0


def test_quiet_when_all_is_checked(nine: datetime) -> None:
    make_contact(make_partner())
    assert remind_to_check(now=nine) == 0
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_the_clock_does_it(nine: datetime) -> None:
    make_partner(**days_ago(nine, 200))
    assert tick(now=nine)["partners_to_check"] == 1
    assert tick(now=nine)["partners_to_check"] == 0
