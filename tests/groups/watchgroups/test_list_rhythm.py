"""Every quarter a group is asked whether its list of members is right: once, by one mail a day at
most, whatever the timetable goes through.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.members.services.counting import confirm_list
from groups.models import GroupStatus, WatchGroup
from groups.timetable.clock import tick
from groups.values.list_terms import ASK_DAYS
from groups.values.village_time import VILLAGE, village_day
from groups.watchgroups.services import still_alive
from groups.watchgroups.services.still_alive import ask_groups

MORNING = datetime(2027, 3, 10, 8, 0, tzinfo=UTC)  # nine o'clock in the village
LIST, LIFE = "Klopt de ledenlijst van Spoorstraat?", "Leeft groep Spoorstraat nog?"


@pytest.fixture(autouse=True)
def many_moments() -> Iterator[None]:
    """The guard against reads in a loop sees one visit, not a year."""
    with zeal_ignore():
        yield


@pytest.fixture
def counted(spoorstraat: WatchGroup, own_beheerder: User) -> WatchGroup:
    """Spoorstraat, a quarter after its list was looked at; the other groups have no beheerder."""
    then = MORNING - timedelta(days=ASK_DAYS)
    spoorstraat.created_at = then - timedelta(days=400)
    spoorstraat.list_confirmed_at = spoorstraat.alive_at = then
    spoorstraat.save()
    long_ago = then - timedelta(days=400)
    own_beheerder.appointments.update(invited_at=long_ago, accepted_at=long_ago)
    return spoorstraat


def subjects() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("subject", flat=True))


def test_a_quarter_after_it_was_looked_at_the_list_is_asked_for_once_at_nine(
    counted: WatchGroup, own_beheerder: User
) -> None:
    assert ask_groups(now=MORNING - timedelta(minutes=1)) == {"asked_list": 0, "asked_alive": 0}
    assert ask_groups(now=MORNING) == {"asked_list": 1, "asked_alive": 0}
    assert ask_groups(now=MORNING + timedelta(minutes=1))["asked_list"] == 0
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (own_beheerder.email, LIST)
    assert mail.link_path == reverse("list_count", args=["spoorstraat"])
    assert Entry.objects.get(verb="group.asked_list").actor == "timetable"


def test_nobody_is_asked_of_a_group_that_does_not_run_or_while_all_are_away(
    counted: WatchGroup, own_beheerder: User
) -> None:
    for status in (GroupStatus.STARTING, GroupStatus.PAUSED, GroupStatus.ARCHIVED):
        WatchGroup.objects.filter(pk=counted.pk).update(status=status)
        assert ask_groups(now=MORNING)["asked_list"] == 0
    WatchGroup.objects.filter(pk=counted.pk).update(status=GroupStatus.ACTIVE)
    own_beheerder.appointments.update(away_until=village_day(MORNING) + timedelta(days=3))
    assert ask_groups(now=MORNING)["asked_list"] == 0
    # Back again: asked as soon as somebody is there to answer.
    assert ask_groups(now=MORNING + timedelta(days=4))["asked_list"] == 1


def test_a_deputy_is_not_asked_while_a_beheerder_is_there(
    counted: WatchGroup, own_beheerder: User, deputy: User
) -> None:
    long_ago = MORNING - timedelta(days=400)
    deputy.appointments.update(invited_at=long_ago, accepted_at=long_ago)
    ask_groups(now=MORNING)
    assert [mail.to for mail in Mail.objects.all()] == [own_beheerder.email]


def test_when_both_are_due_it_is_one_mail(counted: WatchGroup) -> None:
    then = MORNING - timedelta(days=182)
    WatchGroup.objects.filter(pk=counted.pk).update(alive_at=then, list_confirmed_at=then)
    assert ask_groups(now=MORNING) == {"asked_list": 1, "asked_alive": 1}
    assert subjects() == [LIST]
    assert ask_groups(now=MORNING + timedelta(hours=9)) == {"asked_list": 0, "asked_alive": 0}
    counted.refresh_from_db()
    assert counted.list_asked_at == counted.alive_asked_at == MORNING


def test_who_looked_in_the_meantime_and_a_second_timetable_change_nothing(
    counted: WatchGroup, own_beheerder: User
) -> None:
    as_read = WatchGroup.objects.get(pk=counted.pk)
    facts = {"is_list": True, "is_life": False, "now": MORNING}
    confirm_list(counted, by=own_beheerder, now=MORNING)
    assert still_alive._ask(as_read, **facts) is False
    as_read.refresh_from_db()
    assert still_alive._ask(as_read, **facts) is True
    # The other timetable read the group before that.
    as_read.list_asked_at = None
    assert still_alive._ask(as_read, **facts) is False
    assert subjects() == [LIST]


# Around each day on which a mail could be due, and not the weeks between.
DAYS = [*range(3), *range(86, 103), *range(178, 194), *range(270, 294), *range(362, 376)]


def moments(gap: range = range(0), hours: tuple[int, ...] = (9, 19)) -> Iterator[datetime]:
    """At nine and in the evening of these days in the village, but not in the gap."""
    first = village_day(MORNING)
    for number in DAYS:
        if number not in gap:
            day: date = first + timedelta(days=number)
            for hour in hours:
                yield datetime.combine(day, time(hour), tzinfo=VILLAGE).astimezone(UTC)


@pytest.mark.parametrize("gap", [range(0), range(88, 100), range(80, 290)])
def test_a_year_without_an_answer_asks_each_quarter_and_mails_at_most_once_a_day(
    counted: WatchGroup, gap: range
) -> None:
    for now in moments(gap):
        ask_groups(now=now)
    days = [village_day(mail.created) for mail in Mail.objects.order_by("pk")]
    assert max(Counter(days).values()) == 1
    asked = [
        village_day(at)
        for at in Entry.objects.filter(verb="group.asked_list")
        .order_by("pk")
        .values_list("at", flat=True)
    ]
    first = village_day(MORNING)
    since = [(day - first).days for day in asked]
    expected = {range(0): [0, 91, 182, 273, 364], range(88, 100): [0, 100, 191, 282, 373]}
    assert since == expected.get(gap, [0, 290])


def test_who_counts_each_time_is_asked_each_quarter_and_never_whether_the_group_lives(
    counted: WatchGroup, own_beheerder: User
) -> None:
    for now in moments(hours=(9,)):
        if ask_groups(now=now)["asked_list"]:
            confirm_list(counted, by=own_beheerder, now=now + timedelta(hours=1), counted=40)
    assert subjects() == [LIST] * 5


def test_the_timetable_asks(counted: WatchGroup) -> None:
    assert tick(now=MORNING)["asked_list"] == 1
