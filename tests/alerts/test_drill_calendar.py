"""Drills in the calendar of who runs a group: by a link of their own, and one as a file."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from alerts.models import Drill
from alerts.services.drill_calendar import make_link
from alerts.services.drills import DrillFacts, call_off, plan_drill
from alerts.values.choices import Category
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.models import Link
from groups.api import VILLAGE, Refused, village_day
from groups.models import GroupStatus, WatchGroup
from tests.groups.conftest import appoint, log_in
from tests.groups.pages import at_most, forms_of, send, text_of, words_of


@pytest.fixture
def drill(coordinator: User, now: datetime) -> Drill:
    """Three days from now, at half past seven in the evening."""
    return plan(coordinator, now=now, days=3)


def plan(by: User, *, now: datetime, days: int) -> Drill:
    at = datetime.combine(village_day(now) + timedelta(days=days), time(19, 30), tzinfo=VILLAGE)
    facts = DrillFacts(at=at, category=Category.MISSING, text="Vraag het Jan, op 06 00 00 00 01.")
    return plan_drill(facts, by=by, now=now)


def feed_of(user: User, *, now: datetime) -> str:
    """The path of a link that was made now."""
    make_link(by=user, now=now)
    links = Link.objects.filter(purpose="drill-calendar", subject_id=user.pk)
    (link,) = links.order_by("-pk")[:1]
    return reverse("drill_feed", args=[token_for(link)])


def events_of(response: Any) -> list[Any]:
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).events)


def test_a_beheerder_makes_a_link_and_the_calendar_has_the_drill(
    client: Client, own_beheerder: User, drill: Drill
) -> None:
    settings_page = log_in(client, own_beheerder).get(reverse("notice_settings"))
    assert "Zet oefeningen in je agenda" in words_of(settings_page)
    page = client.get(reverse("drill_calendar"))
    assert not Link.objects.filter(purpose="drill-calendar").exists()  # looking makes none
    assert "agenda.ics" not in text_of(page)
    made = client.post(forms_of(page)[0].action, follow=True)
    (path,) = {word for word in words_of(made).split() if word.endswith("/agenda.ics")}
    response = Client().get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events_of(response)
    assert event["UID"] == f"oefening-{drill.pk}@{urlsplit(settings.SITE_URL).hostname}"
    assert drill.at == event.DTSTART
    assert str(event["DTSTART"].params["TZID"]) == "Europe/Amsterdam"
    assert b"BEGIN:VTIMEZONE" in response.content
    assert event.DTSTART.hour == 19
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert "vermist persoon" in event["SUMMARY"]
    verbs = list(Entry.objects.filter(by=own_beheerder).values_list("verb", flat=True))
    assert verbs == ["drill.calendar_linked"]


def test_it_holds_facts_and_nobody(own_beheerder: User, drill: Drill, now: datetime) -> None:
    said = Client().get(feed_of(own_beheerder, now=now)).content.decode()
    unfolded = said.replace("\r\n ", "")
    for word in ("Jan", "06 00", "Cor Dinator", "Els", "example.org", "ATTENDEE", "ORGANIZER"):
        assert word not in unfolded
    assert all(len(line.encode()) <= 75 for line in said.split("\r\n"))


def test_called_off_it_is_told_under_the_same_name(
    own_beheerder: User, drill: Drill, coordinator: User, now: datetime
) -> None:
    path = feed_of(own_beheerder, now=now)
    (before,) = events_of(Client().get(path))
    call_off(drill, by=coordinator, now=now + timedelta(hours=1))
    facts = {"at": drill.at, "text": "x", "by": coordinator}
    again = Drill.objects.create(**facts, created_at=now)  # at the same moment
    off, other = events_of(Client().get(path))
    assert off["UID"] == before["UID"] != other["UID"]
    assert (off["STATUS"], off["SEQUENCE"]) == ("CANCELLED", 1)
    assert off["SUMMARY"].startswith("Afgezegd: ")
    assert off["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert again.at == other.DTSTART


def test_what_did_not_change_is_not_sent_again(
    own_beheerder: User, drill: Drill, coordinator: User, now: datetime
) -> None:
    path = feed_of(own_beheerder, now=now)
    with at_most(5):
        first = Client().get(path)
    etag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex"
    with time_machine.travel(now + timedelta(hours=5)):
        same = Client().get(path, headers={"If-None-Match": etag})
        assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
        assert Client().head(path).status_code == 200
        call_off(drill, by=coordinator, now=now)
        assert Client().get(path, headers={"If-None-Match": etag}).status_code == 200


def test_without_drills_it_is_an_empty_calendar(own_beheerder: User, now: datetime) -> None:
    assert events_of(Client().get(feed_of(own_beheerder, now=now))) == []


def test_those_of_long_ago_are_left_out(
    own_beheerder: User, drill: Drill, coordinator: User, now: datetime
) -> None:
    later = drill.at + timedelta(days=200)
    Drill.objects.create(at=later, text="x", by=coordinator, created_at=now)
    with time_machine.travel(now + timedelta(days=95)):
        (event,) = events_of(Client().get(feed_of(own_beheerder, now=now)))
    assert later == event.DTSTART


@pytest.mark.parametrize("day", ["2027-03-27", "2027-03-28", "2027-10-30", "2027-10-31"])
def test_it_is_half_past_seven_also_around_the_change_of_the_clock(
    day: str, own_beheerder: User, coordinator: User, now: datetime
) -> None:
    at = datetime.combine(datetime.fromisoformat(day).date(), time(19, 30), tzinfo=VILLAGE)
    Drill.objects.create(at=at, text="x", by=coordinator, created_at=now)
    with time_machine.travel(at - timedelta(days=1)):
        path = feed_of(own_beheerder, now=at - timedelta(days=2))
        (event,) = events_of(Client().get(path))
    assert (event.DTSTART.hour, event.DTSTART.minute) == (19, 30)
    assert at == event.DTSTART  # by the rules of summer time that stand in the file itself
    assert timedelta(hours=1) == event.DTEND - event.DTSTART


# --- Whose link it is, and when it works -----------------------------------------------------


def test_a_new_link_ends_the_old_one_and_a_link_is_ended(
    client: Client, own_beheerder: User, now: datetime
) -> None:
    old = feed_of(own_beheerder, now=now)
    log_in(client, own_beheerder)
    page = client.post(reverse("drill_calendar_link"), follow=True)
    assert Client().get(old).status_code == 404
    new = reverse("drill_feed", args=[token_for(Link.objects.latest("pk"))])
    assert Client().get(new).status_code == 200
    for _ in range(2):
        done = send(client, page, form=-2, stop="ja")
    done = client.get(reverse("drill_calendar"))
    assert "agenda.ics" not in text_of(done)
    assert Client().get(new).status_code == 404
    assert Entry.objects.filter(verb="drill.calendar_ended").count() == 1


def test_the_link_of_one_person_is_not_that_of_another(
    own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    path, theirs = feed_of(own_beheerder, now=now), feed_of(other_beheerder, now=now)
    make_link(by=own_beheerder, now=now)
    assert Client().get(path).status_code == 404
    assert Client().get(theirs).status_code == 200


@pytest.mark.parametrize("why", ["stopped", "deactivated", "archived"])
def test_it_stops_with_the_task(
    why: str, own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    path = feed_of(own_beheerder, now=now)
    assert Client().get(path).status_code == 200
    if why == "stopped":
        own_beheerder.appointments.update(until=now - timedelta(seconds=1))
    elif why == "deactivated":
        User.objects.filter(pk=own_beheerder.pk).update(is_active=False)
    else:
        WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.ARCHIVED)
    assert Client().get(path).status_code == 404


def test_tokens_that_are_wrong_find_nothing_and_are_counted(
    own_beheerder: User, now: datetime
) -> None:
    path = feed_of(own_beheerder, now=now)
    token = path.split("/")[2]
    of_another_purpose = token_for(new_link("confirm", own_beheerder.pk, now=now))
    expired = token_for(new_link("drill-calendar", own_beheerder.pk, now=now - timedelta(days=9)))
    stranger = Client()
    wrong = [of_another_purpose, expired, token[:-1], f"{token}x", token.swapcase(), "x", "1-1"]
    for one in wrong:
        assert stranger.get(reverse("drill_feed", args=[one])).status_code == 404
    for _ in range(20 - len(wrong)):
        stranger.get(reverse("drill_feed", args=["x"]))
    assert stranger.get(reverse("drill_feed", args=["x"])).status_code == 429
    # A right one is never counted, and works for who shares the address of a stranger.
    assert stranger.get(path).status_code == 200
    assert stranger.post(path).status_code == 405


def test_who_runs_no_group_has_no_link(
    client: Client, plain_user: User, former_beheerder: User, drill: Drill, now: datetime
) -> None:
    for user in (plain_user, former_beheerder):
        log_in(client, user)
        assert client.get(reverse("drill_calendar")).status_code == 404
        assert client.post(reverse("drill_calendar_link")).status_code == 404
        assert client.get(reverse("drill_file", args=[drill.pk])).status_code == 404
        assert "agenda" not in words_of(client.get(reverse("notice_settings")))
        with pytest.raises(Refused):
            make_link(by=user, now=now)
    assert Client().get(reverse("drill_calendar")).status_code == 302
    assert Client().get(reverse("drill_file", args=[drill.pk])).status_code == 302
    appoint(plain_user, WatchGroup.objects.get(slug="seters"))
    make_link(by=plain_user, now=now)


# --- One drill as a file ---------------------------------------------------------------------


def test_one_drill_is_a_file_for_a_beheerder_and_for_a_coordinator(
    client: Client, own_beheerder: User, coordinator: User, drill: Drill
) -> None:
    path = reverse("drill_file", args=[drill.pk])
    assert path in text_of(log_in(client, own_beheerder).get(reverse("alerts")))
    response = client.get(path)
    (event,) = events_of(response)
    assert drill.at == event.DTSTART
    name = f"oefening-{village_day(drill.at)}.ics"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    log_in(client, coordinator)
    assert path in text_of(client.get(reverse("drill", args=[drill.pk])))
    assert len(events_of(client.get(path))) == 1
    assert client.get(reverse("drill_file", args=[drill.pk + 1])).status_code == 404
