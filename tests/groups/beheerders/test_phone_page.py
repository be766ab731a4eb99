"""/beheer/instellingen/telefoon/: messages on a telephone, each person their own."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.push.models import Device, Message
from dorst_portal.push.services import MOST_DEVICES
from tests.groups.conftest import log_in
from tests.groups.pages import forms_of, text_of, words_of
from tests.push.service import Browser

PAGE = "/beheer/instellingen/telefoon/"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0.0.0 Mobile Safari/537.36"


def sent(name: str = "een", **given: str) -> dict[str, str]:
    """What static/push.js fills in."""
    return vars(Browser(f"https://push.example.org/{name}").subscription) | given


@pytest.fixture
def beheerder(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def device(other_beheerder: User, now: datetime) -> Device:
    """Of somebody else."""
    facts = {"digest": "x", "sealed": "x", "label": "Van Anna", "made_at": now}
    return Device.objects.create(user=other_beheerder, **facts)


def test_without_scripts_the_page_says_that_mail_stays_the_way(beheerder: Client) -> None:
    page = beheerder.get(PAGE)
    assert "Je krijgt gewoon e-mail." in words_of(page)
    assert "Zet de site op je beginscherm" in words_of(page)
    assert PAGE in text_of(beheerder.get(reverse("notice_settings")))
    (form,) = [one for one in forms_of(page) if "endpoint" in one.sends]
    assert "hidden" in text_of(page).split("data-push=", 1)[1].split(">", 1)[0]
    assert set(form.sends) >= {"endpoint", "p256dh", "auth"}


def test_a_device_is_switched_on_tried_and_stopped(beheerder: Client) -> None:
    beheerder.post(PAGE, sent(), headers={"user-agent": ANDROID})
    device = Device.objects.get()
    assert device.label == "Chrome op Android"
    page = beheerder.get(PAGE)
    assert "Meldingen staan aan op dit apparaat." in words_of(page)
    assert device.digest in text_of(page)
    assert sent()["endpoint"] not in text_of(page)
    beheerder.post(reverse("push_test", args=[device.pk]))
    assert Message.objects.get().path == PAGE
    beheerder.post(reverse("push_off", args=[device.pk]))
    assert not Device.objects.exists()
    assert beheerder.post(reverse("push_off", args=[device.pk])).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"endpoint": ""}, {"endpoint": "https://127.0.0.1/een"}, {"endpoint": "x" * 5000},
        {"endpoint": "http://push.example.org/een"}, {"p256dh": "x"}, {"auth": ""},
    ],
)  # fmt: skip
def test_what_is_no_subscription_is_refused_in_words(
    beheerder: Client, given: dict[str, str]
) -> None:
    answer = beheerder.post(PAGE, sent() | given)
    assert answer.status_code == 200
    assert "Dit apparaat gaf geen goed adres." in words_of(answer)
    assert not Device.objects.exists()


def test_a_long_name_is_refused_beside_its_box_and_kept(beheerder: Client) -> None:
    answer = beheerder.post(PAGE, sent(label="lang " * 20))
    assert "lang lang" in text_of(answer)
    assert answer.status_code == 200
    assert not Device.objects.exists()


def test_xss_the_name_of_a_device_is_text(beheerder: Client) -> None:
    beheerder.post(PAGE, sent(label="<script>alert(1)</script>\"'"))
    text = beheerder.get(PAGE).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_sixth_device_is_refused_in_words(beheerder: Client) -> None:
    for n in range(MOST_DEVICES + 1):
        answer = beheerder.post(PAGE, sent(f"{n}"))
    assert "Je hebt al 5 apparaten. Stop er eerst 1." in words_of(answer)
    assert Device.objects.count() == MOST_DEVICES


def test_nobody_sees_tries_or_ends_the_device_of_somebody_else(
    beheerder: Client, device: Device
) -> None:
    assert "Van Anna" not in text_of(beheerder.get(PAGE))
    for page in ("push_off", "push_test"):
        assert beheerder.post(reverse(page, args=[device.pk])).status_code == 404
    assert Device.objects.get() == device
    assert not Message.objects.exists()


def test_who_is_told_nothing_switches_nothing_on(client: Client, plain_user: User) -> None:
    log_in(client, plain_user)
    page = client.get(PAGE)
    assert "Meldingen zijn er voor beheerders en coördinatoren." in words_of(page)
    assert client.post(PAGE, sent()).status_code == 404
    assert not Device.objects.exists()


def test_a_site_without_a_key_offers_nothing(beheerder: Client, settings: Any) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    assert "data-push=" not in text_of(beheerder.get(PAGE))
    assert beheerder.post(PAGE, sent()).status_code == 404
