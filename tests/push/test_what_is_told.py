"""Which telephones hear of what, and when: as the mails, and never a word about a resident."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts.services.logging import AlertFacts, close_alert, log_alert
from alerts.services.relaying import pass_on
from alerts.values.choices import AlertState
from dorst_portal.accounts.models import User
from dorst_portal.push.delivery import deliver_due
from dorst_portal.push.models import Message, MessageState
from groups.models import Appointment, NoticeMoment, NoticeSettings, ResidentRequest, WatchGroup
from groups.requests.services.joining import SignupData, submit_signup
from groups.timetable.clock import climb_ladder
from groups.values.village_time import VILLAGE
from tests.groups.conftest import MakeRequest
from tests.push.conftest import SwitchOn
from tests.push.service import PushService

Data = Callable[..., SignupData]
PERSONAL = ("rika", "resident", "9001", "example.org")


def told() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("title", "body"))


def tonight(now: datetime) -> datetime:
    return now.astimezone(VILLAGE).replace(hour=22, minute=30)


def choose(user: User, **choice: Any) -> None:
    NoticeSettings.objects.update_or_create(user=user, defaults=choice)


def test_a_new_request_tells_the_beheerders_who_are_there_and_names_nobody(
    on: SwitchOn, service: PushService, own_beheerder: User, other_beheerder: User,
    signup_data: Data, now: datetime,
) -> None:  # fmt: skip
    _, browser = on(own_beheerder)
    on(other_beheerder, "anders")
    request = submit_signup(signup_data(), now=now)
    assert told() == [("Nieuwe aanmelding", "In groep Spoorstraat")]
    assert deliver_due(now=now) == 1
    said = json.dumps(browser.opens(service.calls[0].body)).lower()
    assert f"/beheer/aanvraag/{request.pk}/" in said
    assert not [word for word in PERSONAL if word in said]
    row = json.dumps(list(Message.objects.values()), default=str).lower()
    assert not [word for word in PERSONAL if word in row]


@pytest.mark.parametrize("moment", [NoticeMoment.DAILY, NoticeMoment.LATE])
def test_who_chose_one_mail_a_day_or_only_what_is_late_hears_nothing_at_once(
    on: SwitchOn, own_beheerder: User, signup_data: Data, now: datetime, moment: str
) -> None:
    on(own_beheerder)
    choose(own_beheerder, moment=moment)
    submit_signup(signup_data(), now=now)
    assert told() == []


def test_who_is_away_hears_nothing(
    on: SwitchOn, own_beheerder: User, deputy: User, signup_data: Data, now: datetime
) -> None:
    on(own_beheerder)
    on(deputy, "plaatsvervanger")
    Appointment.objects.filter(user=own_beheerder).update(away_until=now + timedelta(days=3))
    submit_signup(signup_data(), now=now)
    assert Message.objects.get().device.user == deputy


def test_quiet_hours_hold_for_telephones_too(
    on: SwitchOn, service: PushService, own_beheerder: User, signup_data: Data, now: datetime
) -> None:
    on(own_beheerder)
    choose(own_beheerder, quiet_from=21, quiet_until=8)
    late = tonight(now)
    submit_signup(signup_data(), now=late)
    assert deliver_due(now=late) == 0
    assert Message.objects.get().due.astimezone(VILLAGE).hour == 8
    assert deliver_due(now=late + timedelta(hours=10)) == 1


def test_a_request_that_waits_is_told_once_more(
    on: SwitchOn, own_beheerder: User, make_request: MakeRequest, now: datetime
) -> None:
    on(own_beheerder)
    waiting = make_request(created_at=now - timedelta(days=4), due_at=now - timedelta(hours=1))
    ResidentRequest.objects.filter(pk=waiting.pk).update(ladder_from=now - timedelta(days=4))
    assert climb_ladder(now=now) >= 1
    assert ("Een aanmelding wacht", "In groep Spoorstraat") in told()


@pytest.fixture
def neighbours(spoorstraat: WatchGroup, dennenlaan: WatchGroup) -> WatchGroup:
    spoorstraat.adjoining.add(dennenlaan)
    return dennenlaan


def test_an_alert_that_is_passed_on_is_told_at_once_also_at_night(
    on: SwitchOn, service: PushService, own_beheerder: User, other_beheerder: User,
    spoorstraat: WatchGroup, neighbours: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    on(other_beheerder)
    choose(other_beheerder, quiet_from=21, quiet_until=8, moment=NoticeMoment.DAILY)
    night = tonight(now)
    facts = AlertFacts(category="burglary", street=None, happened_at=night, police="112")
    alert = log_alert(spoorstraat, facts, by=own_beheerder, now=night)
    pass_on(alert, [neighbours], from_group=spoorstraat, by=own_beheerder, now=night)
    assert told() == [("Er gebeurt iets in de buurt", "Groep Spoorstraat geeft een melding door.")]
    assert deliver_due(now=night) == 1
    assert service.calls[0].headers["urgency"] == "high"


def test_an_alert_that_is_over_is_not_told_any_more(
    on: SwitchOn, service: PushService, own_beheerder: User, other_beheerder: User,
    spoorstraat: WatchGroup, neighbours: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    on(other_beheerder)
    facts = AlertFacts(category="burglary", street=None, happened_at=now, police="112")
    alert = log_alert(spoorstraat, facts, by=own_beheerder, now=now)
    pass_on(alert, [neighbours], from_group=spoorstraat, by=own_beheerder, now=now)
    close_alert(alert, state=AlertState.OVER, outcome="helped", by=own_beheerder, now=now)
    assert deliver_due(now=now) == 0
    assert Message.objects.get().state == MessageState.DROPPED
