"""/beheer/instellingen/: when notices come, and being away without leaving anybody alone."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.beheerders.services.appointments import end
from groups.beheerders.services.own_settings import save_notices, set_away
from groups.models import Appointment, NoticeMoment, NoticeSettings, RouteReason, WatchGroup
from groups.timetable.clock import send_digests
from groups.values.states import Kind, Owner, State, WaitingOn
from groups.values.village_time import VILLAGE, village_day
from tests.groups.conftest import MakeRequest, appoint, log_in
from tests.groups.pages import at_most, text_of, words_of

pytestmark = pytest.mark.django_db

PAGE = "/beheer/instellingen/"
NOTICES = {
    "deel": "berichten",
    "moment": "daily",
    "daily_hour": "20",
    "quiet": "yes",
    "quiet_from": "22",
    "quiet_until": "7",
}


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def today(now: datetime) -> date:
    return village_day(now)


def away(client: Client, until: date | str) -> Any:
    return client.post(PAGE, {"deel": "weg", "until": f"{until}"}, follow=True)


# --- When notices come -------------------------------------------------------------------------


def test_a_stranger_is_sent_to_log_in(client: Client) -> None:
    for ask in (client.get, client.post):
        assert ask(PAGE)["Location"].startswith(reverse("account_request_login_code"))


def test_the_menu_leads_here(own: Client, coordinator: User) -> None:
    for client in (own, log_in(Client(), coordinator)):
        assert f'href="{PAGE}"' in text_of(client.get(PAGE))
        assert "Instellingen" in text_of(client.get("/beheer/"))


def test_the_defaults_are_shown_and_nothing_is_stored(client: Client, plain_user: User) -> None:
    page = text_of(log_in(client, plain_user).get(PAGE))
    assert '<option value="21" selected>21:00</option>' in page
    assert '<option value="8" selected>8:00</option>' in page
    assert not NoticeSettings.objects.filter(user=plain_user).exists()


def test_a_choice_is_kept_and_shown_again(own: Client, own_beheerder: User) -> None:
    assert "Opgeslagen." in text_of(own.post(PAGE, NOTICES, follow=True))
    kept = NoticeSettings.objects.get(user=own_beheerder)
    assert (kept.moment, kept.daily_hour) == (NoticeMoment.DAILY, 20)
    assert (kept.quiet_from, kept.quiet_until) == (22, 7)
    assert '<option value="20" selected>20:00</option>' in text_of(own.get(PAGE))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"moment": ""}, "Kies een moment."),
        ({"moment": "nooit"}, "Kies een moment."),
        ({"daily_hour": "24"}, "Kies een uur uit de lijst."),
        ({"quiet_from": "-1"}, "Kies een uur uit de lijst."),
        ({"quiet_until": "\u0661"}, "Kies een uur uit de lijst."),
        ({"quiet_until": ""}, "Kies een uur."),
        ({"quiet": ""}, "Kies of je stille uren wilt."),
        ({"quiet_until": "22"}, "Kies een ander uur, of kies: geen stille uren."),
    ],
)
def test_a_wrong_choice_is_told(
    own: Client, own_beheerder: User, wrong: dict[str, str], says: str
) -> None:
    page = own.post(PAGE, NOTICES | wrong)
    assert says in words_of(page)
    assert "<title>Fout: " in text_of(page)
    assert NoticeSettings.objects.get(user=own_beheerder).moment == NoticeMoment.AT_ONCE


def test_a_coordinator_without_a_group_sets_the_quiet_hours_only(
    client: Client, coordinator: User
) -> None:
    log_in(client, coordinator)
    words = words_of(client.get(PAGE))
    assert "Geen bericht vanaf" in words
    for of_a_beheerder in ("dagbericht", "Ik ben weg", "stoppen als beheerder"):
        assert of_a_beheerder not in words
    sent = {"deel": "berichten", "quiet": "yes", "quiet_from": "23", "quiet_until": "6"}
    client.post(PAGE, sent | {"moment": "late"})
    kept = NoticeSettings.objects.get(user=coordinator)
    assert (kept.quiet_from, kept.quiet_until, kept.moment) == (23, 6, NoticeMoment.AT_ONCE)


def test_no_quiet_hours_is_said_in_words_and_needs_no_hour(
    own: Client, own_beheerder: User
) -> None:
    own.post(PAGE, NOTICES | {"quiet": "no", "quiet_from": "", "quiet_until": "7"})
    kept = NoticeSettings.objects.get(user=own_beheerder)
    assert kept.quiet_from == kept.quiet_until
    page = text_of(own.get(PAGE))
    assert '<option value="0" selected>' not in page
    assert re.search(r'value="no"[^>]*checked', page)


# --- The own telephone number --------------------------------------------------------------------


def test_the_own_number_is_kept_in_one_form_and_can_be_taken_away(
    own: Client, own_beheerder: User
) -> None:
    own.post(PAGE, {"deel": "nummer", "mobile": "0161 41 00 00"})
    own_beheerder.refresh_from_db()
    assert own_beheerder.mobile == "+31161410000"
    assert 'value="0161 410 000"' in text_of(own.get(PAGE))
    own.post(PAGE, {"deel": "nummer", "mobile": ""})
    own_beheerder.refresh_from_db()
    assert own_beheerder.mobile == ""


def test_what_is_no_number_is_told_and_nothing_changes(own: Client, own_beheerder: User) -> None:
    page = own.post(PAGE, {"deel": "nummer", "mobile": "twaalf"})
    assert "<title>Fout: " in text_of(page)
    own_beheerder.refresh_from_db()
    assert own_beheerder.mobile == ""


def test_the_number_goes_with_the_last_appointment(
    own_beheerder: User, deputy: User, dennenlaan: WatchGroup, now: datetime
) -> None:
    User.objects.update(mobile="+31600008800")
    appoint(deputy, dennenlaan)
    for one in Appointment.objects.filter(user=deputy):
        deputy.refresh_from_db()
        assert deputy.mobile
        end(one, by=own_beheerder, now=now, leave_alone=True)
    deputy.refresh_from_db()
    assert deputy.mobile == ""


@pytest.mark.parametrize(("hour", "first_on"), [(18, 1), (21, 2)])
def test_the_first_daily_mail_comes_at_its_own_hour(
    own_beheerder: User, make_request: MakeRequest, hour: int, first_on: int
) -> None:
    make_request()
    chosen_at = datetime(2040, 6, 1, hour, tzinfo=VILLAGE)
    choice = {"moment": "daily", "daily_hour": 20, "quiet_from": 22, "quiet_until": 7}
    save_notices(own_beheerder, choice, now=chosen_at)
    sent_on = []
    for day in (1, 2):
        for at in (18, 20, 21, 23):
            moment = datetime(2040, 6, day, at, 5, tzinfo=VILLAGE)
            if moment > chosen_at and send_digests(now=moment):
                sent_on.append((day, at))
    assert sent_on[0] == (first_on, 20)


# --- Being away ----------------------------------------------------------------------------------


def test_away_is_kept_for_all_own_groups_and_can_be_taken_back(
    own: Client, own_beheerder: User, deputy: User, dennenlaan: WatchGroup, today: date
) -> None:
    appoint(own_beheerder, dennenlaan)
    last = today + timedelta(days=9)
    page = away(own, last)
    assert "Fijne tijd!" in text_of(page)
    assert "Je bent weg tot en met" in words_of(page)
    mine = Appointment.objects.filter(user=own_beheerder)
    assert set(mine.values_list("away_until", flat=True)) == {last}
    assert Appointment.objects.get(user=deputy).away_until is None
    assert Entry.objects.filter(verb="appointment.away", by=own_beheerder).count() == 2
    assert "Ik ben er weer" in words_of(page)
    back = own.post(PAGE, {"deel": "terug"}, follow=True)
    assert "Welkom terug." in text_of(back)
    assert set(mine.values_list("away_until", flat=True)) == {None}
    assert Entry.objects.filter(verb="appointment.back").count() == 2


def test_who_takes_over_is_shown(own: Client, deputy: User, dennenlaan: WatchGroup) -> None:
    assert "Groep Spoorstraat: Piet Plaatsvervanger neemt het over." in words_of(own.get(PAGE))
    Appointment.objects.filter(user=deputy).delete()
    assert "jij bent alleen. Dan kijkt Platform Dorst meteen mee." in words_of(own.get(PAGE))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Kies een dag."),
        ("morgen", "Schrijf de dag zo op: 31-12-2026."),
        ("31-02-2026", "Schrijf de dag zo op: 31-12-2026."),
        ("\u0662026-12-01", "Schrijf de dag zo op: 31-12-2026."),
        ("0000-01-01", "Schrijf de dag zo op: 31-12-2026."),
        ("2020-01-01", "Kies vandaag of een dag daarna."),
        ("9999-12-31", "Kies een dag binnen een jaar."),
    ],
)
def test_a_wrong_day_is_told(own: Client, own_beheerder: User, typed: str, says: str) -> None:
    page = away(own, typed)
    assert says in words_of(page)
    assert "<title>Fout: " in text_of(page)
    assert Appointment.objects.get(user=own_beheerder).away_until is None


@pytest.mark.parametrize("shape", ["{:%d-%m-%Y}", "{0.day}/{0.month}/{0.year}", "{:%Y-%m-%d}"])
def test_a_day_may_be_typed_as_people_write_it(
    own: Client, own_beheerder: User, today: date, shape: str
) -> None:
    away(own, shape.format(today))
    assert Appointment.objects.get(user=own_beheerder).away_until == today


def test_who_leaves_nobody_behind_gives_what_is_open_to_the_coordinators_at_once(
    own: Client, own_beheerder: User, coordinator: User, make_request: MakeRequest, today: date
) -> None:
    row = make_request()
    asked = make_request(waiting_on=WaitingOn.RESIDENT)
    question = make_request(kind=Kind.QUESTION, subject="other")
    approved = make_request(state=State.APPROVED, decided_by=own_beheerder)
    page = away(own, today)
    assert "Platform Dorst ziet nu ook 3 open aanvragen." in text_of(page)
    for one in (row, asked, question, approved):
        one.refresh_from_db()
        assert one.owner == Owner.GROUP  # the beheerder may still decide
        assert (one.escalated_at is None) is (one == approved)
    assert row.route_reason == RouteReason.ALL_AWAY
    assert row.route_sentence.endswith(" De beheerder is weg.")
    mails = Mail.objects.filter(to=coordinator.email, key__contains="-escalated-")
    assert mails.count() == 3
    assert "de beheerder is weg" in mails.first().text  # type: ignore[union-attr]
    assert "Els" not in mails.first().text  # type: ignore[union-attr]
    assert Entry.objects.filter(verb="request.escalated", by=own_beheerder).count() == 3
    away(own, today + timedelta(days=3))  # longer: nothing is told twice
    assert mails.count() == 3
    history = words_of(own.get(reverse("request", args=[row.pk])))
    assert "Els Eigen gaf door weg te zijn, dus Platform Dorst kijkt ook" in history


def test_with_a_deputy_who_is_there_nothing_goes_on(
    own_beheerder: User,
    deputy: User,
    coordinator: User,
    make_request: MakeRequest,
    today: date,
    now: datetime,
) -> None:
    row = make_request()
    assert set_away(own_beheerder, until=today, now=now) == 0
    row.refresh_from_db()
    assert row.escalated_at is None
    assert not Mail.objects.exists()
    assert set_away(deputy, until=today, now=now) == 1  # the last one
    row.refresh_from_db()
    assert row.escalated_at is not None


def test_the_other_groups_requests_stay_where_they_are(
    own_beheerder: User,
    other_beheerder: User,
    dennenlaan: WatchGroup,
    make_request: MakeRequest,
    today: date,
    now: datetime,
) -> None:
    theirs = make_request(group=dennenlaan)
    assert set_away(own_beheerder, until=today, now=now) == 0
    theirs.refresh_from_db()
    assert theirs.escalated_at is None


def test_somebody_without_a_group_cannot_be_away(client: Client, plain_user: User) -> None:
    page = away(log_in(client, plain_user), "2020-01-01")
    assert page.status_code == 200
    assert "Ik ben weg" not in words_of(page)


def test_the_day_is_the_villages_day(own: Client, own_beheerder: User) -> None:
    """Just after midnight in the village it is still yesterday in UTC."""
    with time_machine.travel(datetime(2040, 7, 2, 0, 30, tzinfo=VILLAGE), tick=False):
        log_in(own, own_beheerder)
        assert "Kies vandaag of een dag daarna." in words_of(away(own, "2040-07-01"))
        assert "Fijne tijd!" in text_of(away(own, "2040-07-02"))


@pytest.mark.parametrize("groups", [1, 15])
def test_the_page_asks_as_much_for_one_group_as_for_fifteen(
    own: Client, own_beheerder: User, groups: int
) -> None:
    for group in WatchGroup.objects.exclude(slug="spoorstraat")[: groups - 1]:
        appoint(own_beheerder, group)
        appoint(User.objects.create_user(f"{group.slug}@example.org"), group)
    with at_most(9):
        words = words_of(own.get(PAGE))
    assert words.count("Groep ") >= groups


# --- The first name ----------------------------------------------------------------------------


def test_a_first_name_is_shared_only_by_who_says_so(own: Client, own_beheerder: User) -> None:
    assert not own_beheerder.shares_first_name
    for sent, kept in (({"shares_first_name": "on"}, True), ({}, False)):
        assert "Opgeslagen." in words_of(own.post(PAGE, {"deel": "naam", **sent}, follow=True))
        own_beheerder.refresh_from_db()
        assert own_beheerder.shares_first_name is kept


def test_another_part_of_the_page_leaves_the_name_alone(own: Client, own_beheerder: User) -> None:
    User.objects.filter(pk=own_beheerder.pk).update(shares_first_name=True)
    own.post(PAGE, NOTICES)
    own_beheerder.refresh_from_db()
    assert own_beheerder.shares_first_name


def test_who_runs_no_group_welcomes_nobody(client: Client, coordinator: User) -> None:
    log_in(client, coordinator)
    assert "welkomstmail" not in words_of(client.get(PAGE))
    client.post(PAGE, {"deel": "naam", "shares_first_name": "on"})
    coordinator.refresh_from_db()
    assert not coordinator.shares_first_name
