"""An alert that nobody closes: asked once, in the inbox too, and closed after a week."""

from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from alerts.models import Alert
from alerts.services.logging import close_alert
from alerts.services.reminding import ask_to_close, close_forgotten
from alerts.values.choices import AlertState
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail, MailState
from groups.models import NoticeSettings
from groups.timetable.clock import tick
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import log_in
from tests.groups.pages import text_of

HOUR = timedelta(hours=1)


def test_after_two_hours_its_beheerders_are_asked_once(
    client: Client, own_beheerder: User, make_alert: MakeAlert, now: datetime
) -> None:
    alert = make_alert(happened_at=now - 2 * HOUR)
    make_alert(happened_at=now - 2 * HOUR + timedelta(minutes=1))
    make_alert(happened_at=now - 3 * HOUR, state=AlertState.FALSE_ALARM)
    assert tick(now=now)["alerts_asked"] == 1
    assert ask_to_close(now=now) == 0
    mail = Mail.objects.get(event="still_running")
    assert (mail.to, mail.about) == (own_beheerder.email, f"alert:{alert.pk}")
    assert "Spoorstraat" in mail.subject
    for told in ("Inbraak", "Els", "112 is gebeld"):
        assert told not in mail.subject + mail.text
    inbox = text_of(log_in(client, own_beheerder).get(reverse("inbox")))
    assert "Een melding loopt nog. Is het voorbij?" in inbox
    assert "Meldingen (1)" in inbox
    shown = text_of(client.get(reverse("alert", args=[alert.pk])))
    assert "Deze melding loopt nog. Is het voorbij?" in shown
    assert Entry.objects.filter(verb="alert.close_asked", by=None).count() == 1


def test_the_mail_waits_for_the_end_of_the_quiet_hours_and_goes_with_the_question(
    own_beheerder: User, make_alert: MakeAlert, now: datetime
) -> None:
    NoticeSettings.objects.filter(user=own_beheerder).update(quiet_from=0, quiet_until=23)
    noon = now.replace(hour=12)
    alert = make_alert(happened_at=noon - 3 * HOUR)
    ask_to_close(now=noon)
    assert Mail.objects.get().due > noon
    close_alert(alert, state=AlertState.FALSE_ALARM, by=own_beheerder, now=noon + HOUR)
    assert Mail.objects.get().state == MailState.CANCELLED


def test_after_a_week_it_is_over_and_nobody_knows_how(
    client: Client, own_beheerder: User, make_alert: MakeAlert, now: datetime
) -> None:
    alert = make_alert(happened_at=now - timedelta(days=7, hours=1))
    young = make_alert(happened_at=now - timedelta(days=6))
    ask_to_close(now=now - timedelta(days=6))
    assert close_forgotten(now=now) == 1
    assert close_forgotten(now=now) == 0
    alert.refresh_from_db()
    assert (alert.state, alert.outcome, alert.closed_by) == ("over", "unknown", None)
    assert Alert.objects.running().get() == young
    log_in(client, own_beheerder)
    assert "vanzelf na 7 dagen" in text_of(client.get(reverse("alert", args=[alert.pk])))
    said = text_of(client.get(reverse("group_log", args=["spoorstraat"])))
    assert "sloot een oude melding van groep Spoorstraat" in said
