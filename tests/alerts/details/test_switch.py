"""DP-01: keeping details is off until a coordinator switches it on with a reference."""

import io
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from alerts.models import AlertDetails, AlertPhoto, DetailsSwitch
from alerts.services import describing, photos
from alerts.services.keeping import DetailsOff
from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from tests.alerts.conftest import MakeAlert
from tests.alerts.details.conftest import SECRET, MakePhoto
from tests.groups.conftest import log_in
from tests.groups.pages import forms_of, text_of, words_of
from tests.kit.pictures.zoo import JPEG

WRITTEN = {
    "description": SECRET.description,
    "vehicle": SECRET.vehicle,
    "plate": SECRET.plate,
}


def everything_kept() -> str:
    """Every row of every table as text, and every file of the installation."""
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    files = [path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file()]
    names = [path for path in files if "sqlite3" not in path.name]
    return out.getvalue() + "".join(path.read_text(errors="ignore") for path in names)


@pytest.mark.django_db
def test_dp_01_nobody_switched_it_on_in_a_new_installation() -> None:
    assert not DetailsSwitch.objects.is_on()
    assert not DetailsSwitch.objects.exists()


def test_dp_01_while_it_is_off_nothing_reaches_any_storage_also_when_posted_by_hand(
    client: Client, own_beheerder: User, make_alert: MakeAlert, caplog: pytest.LogCaptureFixture
) -> None:
    alert = make_alert()
    log_in(client, own_beheerder)
    page = client.get(reverse("alert_details", args=[alert.pk]))
    assert "staat uit" in words_of(page)
    assert forms_of(page) == [form for form in forms_of(page) if "description" not in form.sends]
    with caplog.at_level(logging.DEBUG):
        for name in ("alert_details", "alert_photo_new"):
            path = reverse(name, args=[alert.pk])
            photo = SimpleUploadedFile("ZOEKWOORD.jpg", JPEG + b"ZOEKWOORD")
            told = client.post(path, WRITTEN | {"foto": photo}, follow=True)
            assert "Er is niets bewaard." in words_of(told)
        for name in ("alert_new", "alert_over"):
            path = reverse(name, args=[alert.pk] if name == "alert_over" else None)
            client.post(path, WRITTEN)
    assert "ZOEKWOORD" not in everything_kept()
    assert "ZOEKWOORD" not in caplog.text
    assert not AlertDetails.objects.exists()
    assert not AlertPhoto.objects.exists()


def test_dp_01_the_services_refuse_by_themselves(
    own_beheerder: User, make_alert: MakeAlert, make_photo: MakePhoto, now: datetime
) -> None:
    covered, alert = make_photo("covered"), make_alert()
    DetailsSwitch.objects.all().delete()
    with pytest.raises(DetailsOff):
        describing.describe(alert, SECRET, seen=None, by=own_beheerder, now=now)
    with pytest.raises(DetailsOff):
        photos.add_photo(alert, JPEG, by=own_beheerder, now=now)
    with pytest.raises(DetailsOff):
        photos.cover(covered, [], by=own_beheerder, now=now)
    with pytest.raises(DetailsOff):
        describing.share(alert, by=own_beheerder, now=now)


def test_dp_01_a_coordinator_switches_it_on_with_a_reference_after_a_fresh_log_in(
    client: Client, coordinator: User
) -> None:
    log_in(client, coordinator)
    path = reverse("details_switch")
    page = client.get(path)
    assert "Staat uit" in words_of(page)
    told = client.post(path, {"reference": "  "})
    assert "Vul in waar de DPIA staat." in text_of(told)
    assert not DetailsSwitch.objects.exists()
    told = client.post(path, {"reference": "DPIA van 3 mei, bij het bestuur"}, follow=True)
    assert "staat aan" in words_of(told)
    assert "DPIA van 3 mei, bij het bestuur" in words_of(told)
    last = DetailsSwitch.objects.get()
    assert (last.is_on, last.by) == (True, coordinator)
    assert Entry.objects.filter(verb="alerts.details_on", by=coordinator).count() == 1
    again = client.post(path, {"reference": "x"}, follow=True)
    assert "Dit staat al aan." in words_of(again)
    assert DetailsSwitch.objects.count() == 1


def test_dp_01_whoever_logged_in_long_ago_proves_it_again(
    client: Client, coordinator: User, now: datetime
) -> None:
    log_in(client, coordinator)
    session = client.session
    sessions.mark_fresh(session, now=now - timedelta(hours=1))
    session.save()
    response = client.post(reverse("details_switch"), {"reference": "x"})
    assert response["Location"].startswith(reverse("fresh_login"))
    assert not DetailsSwitch.objects.exists()


@pytest.mark.parametrize("who", ["own_beheerder", "plain_user"])
def test_nobody_else_reaches_the_switch(
    client: Client, request: pytest.FixtureRequest, who: str
) -> None:
    log_in(client, request.getfixturevalue(who))
    assert client.post(reverse("details_switch"), {"reference": "x"}).status_code == 404
    assert not DetailsSwitch.objects.exists()


def test_switching_off_wipes_everything_at_once(
    client: Client, coordinator: User, described: AlertDetails, make_photo: MakePhoto
) -> None:
    make_photo("approved")
    log_in(client, coordinator)
    told = client.post(reverse("details_switch"), {"zet": "uit"})
    assert told.status_code == 302
    assert not AlertDetails.objects.exists()
    assert not AlertPhoto.objects.exists()
    assert not DetailsSwitch.objects.is_on()
    line = Entry.objects.get(verb="alert.details_wiped")
    assert line.facts == {"photos": 1, "why": "bewaren is uitgezet"}


@pytest.mark.sqlite
def test_what_is_kept_cannot_be_read_in_the_file_of_the_database(
    described: AlertDetails, make_photo: MakePhoto
) -> None:
    make_photo("covered")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM alerts_alertdetails")
        (text,) = cursor.fetchone()
        cursor.execute("SELECT original, covered FROM alerts_alertphoto")
        original, covered = cursor.fetchone()
    assert "ZOEKWOORD" not in text
    assert b"JFIF" not in original + covered
