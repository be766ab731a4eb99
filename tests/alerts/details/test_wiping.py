"""DP-03: past its term nothing of the details is left, and a false alarm wipes them at once."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from alerts.models import Alert, AlertDetails, AlertPhoto, DetailsSwitch
from alerts.services import describing
from alerts.services.logging import close_alert
from alerts.services.wiping import SHARED, Why, wipe_all, wipe_details, wipe_due
from alerts.timetable import PURGES, STEPS
from alerts.values.choices import AlertState
from alerts.values.details import end_of_details
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.models import Link
from groups.privacy.terms import OBJECTION_DAYS, term_of
from tests.alerts.conftest import MakeAlert
from tests.alerts.details.conftest import MakePhoto
from tests.alerts.details.test_switch import everything_kept
from tests.groups.conftest import log_in
from tests.groups.pages import words_of

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def tick(now: datetime) -> dict[str, int]:
    """`manage.py tick --now`, as on a server."""
    out = io.StringIO()
    call_command("tick", now=now.isoformat(), stdout=out)
    return {what: int(count) for what, count in map(_told, out.getvalue().splitlines())}


def _told(line: str) -> tuple[str, str]:
    what, _, count = line.partition(": ")
    return what, count


def is_anything_left() -> bool:
    return AlertDetails.objects.exists() or AlertPhoto.objects.exists()


@pytest.fixture
def shared(
    described: AlertDetails, make_photo: MakePhoto, own_beheerder: User, now: datetime
) -> Link:
    """A text, a photo that was approved and one that was not, and the link."""
    make_photo("approved")
    make_photo("new")
    return describing.share(described.alert, by=own_beheerder, now=now)


def test_the_term_is_72_hours_after_closing_and_at_most_7_days(now: datetime) -> None:
    assert end_of_details(now, None) == now + timedelta(days=7)
    assert end_of_details(now, now + HOUR) == now + 73 * HOUR
    assert end_of_details(now, now + timedelta(days=6)) == now + timedelta(days=7)
    assert term_of("alert_details").days == 7
    assert term_of("objection").days == OBJECTION_DAYS
    assert set(term_of("objection").steps) <= set(PURGES)
    assert "details_wiped" in STEPS


def test_dp_03_seven_days_after_it_was_kept_nothing_is_left(
    client: Client, shared: Link, alert: Alert
) -> None:
    client.get(f"/alarm/bijzonderheden/{token_for(shared)}/")
    photo = reverse("shared_photo", args=[AlertPhoto.objects.approved().get().pk])
    assert client.get(photo).status_code == 200
    end = alert.created_at + timedelta(days=7)
    assert tick(end - SECOND)["details_wiped"] == 0
    assert is_anything_left()
    assert tick(end)["details_wiped"] == 1
    assert not is_anything_left()
    assert not Link.objects.filter(purpose=SHARED).exists()
    assert client.get(photo).status_code == 404
    assert client.get(reverse("shared_details")).status_code == 404
    assert client.get(f"/alarm/bijzonderheden/{token_for(shared)}/").status_code == 404
    assert "ZOEKWOORD" not in everything_kept()
    line = Entry.objects.get(verb="alert.details_wiped")
    assert (line.by, line.facts) == (None, {"photos": 2, "why": "de termijn was voorbij"})
    assert tick(end + HOUR)["details_wiped"] == 0


def test_dp_03_72_hours_after_closing_nothing_is_left(
    shared: Link, alert: Alert, own_beheerder: User, now: datetime
) -> None:
    close_alert(alert, state=AlertState.OVER, by=own_beheerder, now=now)
    assert wipe_due(now=now + 72 * HOUR - SECOND) == 0
    assert is_anything_left()
    assert wipe_due(now=now + 72 * HOUR) == 1
    assert not is_anything_left()


def test_a_page_shows_nothing_past_the_term_also_when_the_timetable_stood_still(
    client: Client, own_beheerder: User, shared: Link, alert: Alert, now: datetime
) -> None:
    client.get(f"/alarm/bijzonderheden/{token_for(shared)}/")
    Alert.objects.filter(pk=alert.pk).update(created_at=now - timedelta(days=7))
    assert client.get(reverse("shared_details")).status_code == 404
    log_in(client, own_beheerder)
    for photo in AlertPhoto.objects.all():
        assert client.get(reverse("alert_photo", args=[photo.pk])).status_code == 404
    page = client.get(reverse("alert_details", args=[alert.pk]))
    assert "zijn gewist" in words_of(page)
    assert "ZOEKWOORD" not in words_of(page)


def test_a_false_alarm_wipes_it_at_once_and_says_so_to_whoever_opens_the_link(
    client: Client, own_beheerder: User, shared: Link, alert: Alert, now: datetime
) -> None:
    client.get(f"/alarm/bijzonderheden/{token_for(shared)}/")
    assert "ZOEKWOORD" in words_of(client.get(reverse("shared_details")))
    staff = log_in(Client(), own_beheerder)
    staff.post(reverse("alert_false", args=[alert.pk]))
    assert not is_anything_left()
    page = words_of(client.get(reverse("shared_details")))
    assert "Loos alarm. Er was niets aan de hand." in page
    assert "ZOEKWOORD" not in page
    again = Client()
    again.get(f"/alarm/bijzonderheden/{token_for(shared)}/")
    assert "Loos alarm." in words_of(again.get(reverse("shared_details")))
    assert "ZOEKWOORD" not in everything_kept()
    # And later it is not there.
    Alert.objects.filter(pk=alert.pk).update(closed_at=now - 72 * HOUR)
    assert client.get(reverse("shared_details")).status_code == 404


def test_what_was_kept_while_it_was_being_switched_off_goes_the_next_minute(
    shared: Link, now: datetime
) -> None:
    DetailsSwitch.objects.all().delete()
    assert wipe_due(now=now) == 1
    assert not is_anything_left()


def test_a_beheerder_wipes_it(client: Client, own_beheerder: User, shared: Link) -> None:
    log_in(client, own_beheerder)
    path = reverse("alert_wipe", args=[shared.subject_id])
    assert "zijn gewist" in words_of(client.post(path, follow=True))
    assert not is_anything_left()
    assert client.post(path).status_code == 302
    assert Entry.objects.filter(verb="alert.details_wiped").count() == 1


def test_only_what_is_due_goes(
    shared: Link, make_alert: MakeAlert, make_photo: MakePhoto, now: datetime
) -> None:
    old = make_alert(happened_at=now - timedelta(days=8))
    make_photo("covered", alert=old)
    assert wipe_due(now=now) == 1
    assert AlertPhoto.objects.count() == 2
    assert AlertDetails.objects.count() == 1


def test_dp_05_wiping_that_breaks_halfway_wipes_nothing_and_says_nothing(
    shared: Link, alert: Alert, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: Any, **facts: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("alerts.services.wiping.record", breaks)
    with pytest.raises(RuntimeError):
        wipe_details(alert, why=Why.TERM, by=None, now=now)
    assert AlertPhoto.objects.count() == 2
    assert Link.objects.filter(purpose=SHARED).exists()


def test_wiping_one_leaves_the_others_and_tells_whether_there_was_anything(
    shared: Link,
    alert: Alert,
    make_alert: MakeAlert,
    make_photo: MakePhoto,
    own_beheerder: User,
    now: datetime,
) -> None:
    other = make_alert()
    make_photo(alert=other)
    theirs = new_link(SHARED, other.pk, now=now)
    confirm = new_link("confirm", alert.pk, now=now)
    assert wipe_details(alert, why=Why.ASKED, by=own_beheerder, now=now)
    assert list(AlertPhoto.objects.values_list("alert", flat=True)) == [other.pk]
    assert set(Link.objects.all()) == {theirs, confirm}
    line = Entry.objects.get(verb="alert.details_wiped")
    assert (line.at, line.by, line.actor) == (now, own_beheerder, "")
    assert (line.scope, line.subject) == (f"group:{alert.group_id}", f"alert:{alert.pk}")
    assert line.facts == {"photos": 2, "why": "de beheerder wilde het"}
    assert not wipe_details(alert, why=Why.ASKED, by=own_beheerder, now=now)
    assert Entry.objects.filter(verb="alert.details_wiped").count() == 1


def test_a_text_alone_or_a_photo_alone_is_wiped_too(
    described: AlertDetails, make_alert: MakeAlert, make_photo: MakePhoto, now: datetime
) -> None:
    other = make_alert()
    make_photo(alert=other)
    assert wipe_details(described.alert, why=Why.TERM, by=None, now=now)
    assert wipe_details(other, why=Why.TERM, by=None, now=now)
    lines = Entry.objects.filter(verb="alert.details_wiped").order_by("pk")
    assert [(line.actor, line.facts["photos"]) for line in lines] == [
        ("timetable", 0),
        ("timetable", 1),
    ]
    assert not is_anything_left()


def test_switching_off_wipes_every_alert_and_ends_their_links_alone(
    shared: Link,
    make_alert: MakeAlert,
    make_photo: MakePhoto,
    coordinator: User,
    now: datetime,
) -> None:
    make_photo(alert=make_alert())
    new_link(SHARED, 999, now=now)
    confirm = new_link("confirm", 1, now=now)
    assert wipe_all(why=Why.OFF, by=coordinator, now=now) == 2
    assert not is_anything_left()
    assert Link.objects.get() == confirm
    lines = Entry.objects.filter(verb="alert.details_wiped")
    told = {(line.by_id, line.facts["why"]) for line in lines}
    assert told == {(coordinator.pk, "bewaren is uitgezet")}
    assert wipe_all(why=Why.OFF, by=coordinator, now=now) == 0


def test_each_minute_says_why_it_wiped_and_takes_links_that_are_over(
    shared: Link, make_alert: MakeAlert, make_photo: MakePhoto, now: datetime
) -> None:
    false = make_alert(state=AlertState.FALSE_ALARM, closed_at=now)
    make_photo(alert=false)
    old = make_alert(happened_at=now - timedelta(days=8))
    make_photo("covered", alert=old)
    said = new_link(SHARED, false.pk, now=now)
    over = new_link(SHARED, 999, now=now - timedelta(days=7))
    confirm = new_link("confirm", 1, now=now - timedelta(days=7))
    assert wipe_due(now=now) == 2
    lines = Entry.objects.filter(verb="alert.details_wiped")
    assert {line.subject: line.facts["why"] for line in lines} == {
        f"alert:{false.pk}": "het was loos alarm",
        f"alert:{old.pk}": "de termijn was voorbij",
    }
    assert {(line.by_id, line.actor, line.at) for line in lines} == {(None, "timetable", now)}
    # The link of a false alarm stays, to say so.
    assert set(Link.objects.all()) == {shared, said, confirm}
    assert over not in Link.objects.all()


@pytest.mark.parametrize("is_switched_off", [True, False])
def test_what_has_only_a_text_or_only_a_photo_is_found_by_its_alert(
    described: AlertDetails,
    make_alert: MakeAlert,
    make_photo: MakePhoto,
    own_beheerder: User,
    now: datetime,
    is_switched_off: bool,
) -> None:
    old = now - timedelta(days=8)
    others = [make_alert(happened_at=old) for _ in range(9)]
    written, seen = others[-1], others[-2]
    text = AlertDetails.objects.create(alert=written, sealed="x", by=own_beheerder, changed_at=old)
    photo = make_photo(alert=seen)
    assert {text.pk, photo.pk}.isdisjoint({written.pk, seen.pk})
    if is_switched_off:
        DetailsSwitch.objects.all().delete()
    assert wipe_due(now=now + HOUR) == (3 if is_switched_off else 2)
    assert AlertDetails.objects.count() == (0 if is_switched_off else 1)
    assert not AlertPhoto.objects.exists()
    lines = Entry.objects.filter(verb="alert.details_wiped")
    why = "bewaren is uitgezet" if is_switched_off else "de termijn was voorbij"
    assert {(line.at, line.facts["why"]) for line in lines} == {(now + HOUR, why)}
