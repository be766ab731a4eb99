"""DP-09: who is described objects; a queue with a date, and one button that takes it all away."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alerts.models import Alert, AlertDetails, AlertObjection, AlertPhoto
from alerts.services import describing, objections
from dorst_portal.accounts.models import User
from dorst_portal.kit.links import token_for
from dorst_portal.kit.models import RateHit
from dorst_portal.outbox.models import Mail
from groups.api import Refused
from groups.timetable.clock import tick
from tests.alerts.details.conftest import MakePhoto
from tests.groups.conftest import hears_at_once, log_in
from tests.groups.pages import forms_of, text_of, typed_in, words_of

FORM = "/alarm/bijzonderheden/bezwaar/"
TYPED = {"what": "Dat ben ik, en ik deed niets.", "contact": "ik@example.org"}


@pytest.fixture(autouse=True)
def unhurried(settings: Any) -> None:
    settings.FORM_MIN_SECONDS = 0


@pytest.fixture
def objection(alert: Alert, coordinator: User, now: datetime) -> AlertObjection:
    return objections.make_objection("Weg!", contact="", alert=alert, key="1", now=now)


def send(client: Client, **typed: str) -> Any:
    nonce = typed_in(client.get(FORM), "nonce")
    return client.post(FORM, {"nonce": nonce} | TYPED | typed)


def test_the_privacy_page_and_the_page_of_a_link_lead_to_the_form(
    client: Client, described: AlertDetails, own_beheerder: User, now: datetime
) -> None:
    assert FORM in client.get("/privacy/").content.decode()
    link = describing.share(described.alert, by=own_beheerder, now=now)
    page = client.get(f"/alarm/bijzonderheden/{token_for(link)}/", follow=True)
    assert "Gaat dit over jou?" in words_of(page)
    assert FORM in page.content.decode()
    assert "de melding die je net bekeek" in words_of(client.get(FORM))
    send(client)
    assert AlertObjection.objects.get().alert == described.alert


def test_somebody_objects_without_saying_who_it_is(
    client: Client, coordinator: User, now: datetime
) -> None:
    told = send(client, contact="")
    assert "binnen 3 dagen" in words_of(client.get(told["Location"]))
    kept = AlertObjection.objects.get()
    assert (kept.what, kept.contact, kept.alert) == (TYPED["what"], "", None)
    assert kept.due_at.date() - kept.made_at.date() in (timedelta(days=3), timedelta(days=2))
    mail = Mail.objects.get(to=coordinator.email)
    assert "Dat ben ik" not in mail.subject + mail.text
    assert str(kept.pk) in mail.link_path


def test_pf_02_the_same_form_sent_again_is_one_objection(client: Client, coordinator: User) -> None:
    nonce = typed_in(client.get(FORM), "nonce")
    for _ in range(3):
        assert client.post(FORM, {"nonce": nonce} | TYPED).status_code == 302
    assert AlertObjection.objects.count() == 1
    assert Mail.objects.count() == 1


@pytest.mark.django_db
def test_pf_05_a_fast_person_presses_once_more(client: Client, settings: Any) -> None:
    settings.FORM_MIN_SECONDS = 30
    told = send(client)
    assert "Druk nog een keer op Verstuur" in words_of(told)
    assert not AlertObjection.objects.exists()
    assert client.post(FORM, forms_of(told)[0].sends).status_code == 302
    assert AlertObjection.objects.get().what == TYPED["what"]


@pytest.mark.django_db
def test_pf_05_the_trap_and_a_form_without_a_nonce_ask_once_more(client: Client) -> None:
    assert "Druk nog een keer" in words_of(send(client, website="x"))
    assert "Druk nog een keer" in words_of(client.post(FORM, TYPED))
    assert not AlertObjection.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what": ""}, "Schrijf op wat je weg wilt hebben."),
        ({"what": "x" * 1001}, "te lang"),
        ({"contact": "x" * 201}, "te lang"),
        ({"what": "a\u202eb"}, "teken in dat we niet kunnen gebruiken"),
    ],
)
def test_what_is_wrong_is_said(client: Client, typed: dict[str, str], said: str) -> None:
    told = send(client, **typed)
    assert told.status_code == 200
    assert said in text_of(told)
    assert not AlertObjection.objects.exists()


@pytest.mark.django_db
def test_pf_03_so_many_an_hour(client: Client) -> None:
    for _ in range(10):
        assert send(client).status_code == 302
    assert send(client).status_code == 429
    assert RateHit.objects.exists()


def test_the_queue_says_until_when_and_what_is_late(
    client: Client, coordinator: User, objection: AlertObjection, now: datetime
) -> None:
    log_in(client, coordinator)
    assert "uiterlijk" in words_of(client.get(reverse("objections")))
    AlertObjection.objects.update(due_at=now)
    assert "Te laat" in words_of(client.get(reverse("objections")))
    assert "Antwoord vandaag." in words_of(client.get(reverse("objection", args=[objection.pk])))


def test_one_reminder_when_its_date_has_come(
    coordinator: User, objection: AlertObjection, now: datetime
) -> None:
    assert tick(now=objection.due_at - timedelta(seconds=1))["objections_late"] == 0
    assert tick(now=objection.due_at)["objections_late"] == 1
    assert tick(now=objection.due_at + timedelta(days=1))["objections_late"] == 0
    assert Mail.objects.filter(key__startswith="objection_late").count() == 1


def test_one_button_takes_all_of_it_away_everywhere_and_it_cannot_come_back(
    client: Client,
    coordinator: User,
    own_beheerder: User,
    described: AlertDetails,
    objection: AlertObjection,
    make_photo: MakePhoto,
    now: datetime,
) -> None:
    make_photo("approved")
    link = describing.share(described.alert, by=own_beheerder, now=now)
    reader = Client()
    reader.get(f"/alarm/bijzonderheden/{token_for(link)}/")
    log_in(client, coordinator)
    path = reverse("objection_take_down", args=[objection.pk])
    assert "Alles bij deze melding is weg." in words_of(client.post(path, follow=True))
    assert not AlertDetails.objects.exists()
    assert not AlertPhoto.objects.exists()
    assert reader.get("/alarm/bijzonderheden/").status_code == 404
    assert "Dit is al weggehaald." in words_of(client.post(path, follow=True))
    with pytest.raises(Refused, match="na een bezwaar"):
        describing.describe(
            described.alert, describing.Described("x"), seen=None, by=own_beheerder, now=now
        )


def test_a_coordinator_finds_out_which_alert_it_is(
    client: Client, coordinator: User, described: AlertDetails, now: datetime
) -> None:
    unknown = objections.make_objection("Weg!", contact="", alert=None, key="2", now=now)
    log_in(client, coordinator)
    path = reverse("objection_take_down", args=[unknown.pk])
    assert "Kies een melding." in text_of(client.post(path))
    assert "uit de lijst" in text_of(client.post(path, {"melding": "999"}))
    client.post(path, {"melding": described.alert_id})
    unknown.refresh_from_db()
    assert unknown.alert == described.alert
    assert not AlertDetails.objects.exists()


def test_it_is_answered_once_and_goes_after_thirty_days(
    client: Client, coordinator: User, objection: AlertObjection, now: datetime
) -> None:
    log_in(client, coordinator)
    path = reverse("objection", args=[objection.pk])
    assert "Schrijf op wat je deed." in text_of(client.post(path, {"answer": " "}))
    told = client.post(path, {"answer": "Gebeld en weggehaald."}, follow=True)
    assert "Het bezwaar is afgehandeld." in words_of(told)
    assert "al afgehandeld" in words_of(client.post(path, {"answer": "x"}, follow=True))
    objection.refresh_from_db()
    assert (objection.answer, objection.handled_by) == ("Gebeld en weggehaald.", coordinator)
    tick(now=now + timedelta(days=29))
    assert AlertObjection.objects.exists()
    tick(now=now + timedelta(days=31))
    assert not AlertObjection.objects.exists()


@pytest.mark.parametrize("who", ["own_beheerder", "plain_user"])
def test_nobody_else_sees_the_queue(
    client: Client, request: pytest.FixtureRequest, who: str, objection: AlertObjection
) -> None:
    log_in(client, request.getfixturevalue(who))
    for path in (
        reverse("objections"),
        reverse("objection", args=[objection.pk]),
        reverse("objection_take_down", args=[objection.pk]),
    ):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (404, 405)


def test_no_mail_for_who_is_no_coordinator(own_beheerder: User, objection: AlertObjection) -> None:
    hears_at_once(own_beheerder)
    assert not Mail.objects.filter(to=own_beheerder.email).exists()
