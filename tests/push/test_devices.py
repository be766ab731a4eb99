"""Switching messages on and off: what a browser gives is not believed, and each has their own."""

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from dorst_portal.accounts.models import User
from dorst_portal.accounts.services import close_account, end_sessions
from dorst_portal.audit.models import Entry
from dorst_portal.push.keys import new_key, private_key, public_key
from dorst_portal.push.labels import label_of
from dorst_portal.push.models import Device
from dorst_portal.push.services import MOST_DEVICES, TooManyDevices, switch_on
from dorst_portal.push.subscriptions import Subscription, unsealed
from groups.beheerders.services.appointments import end
from groups.models import Appointment, WatchGroup
from groups.watchgroups.services.status import archive_group
from tests.groups.conftest import appoint
from tests.push.conftest import SwitchOn
from tests.push.service import Browser, PushService, text_of

GOOD = Browser("https://push.example.org/een").subscription


def changed(**given: str) -> Subscription:
    return Subscription(**(vars(GOOD) | given))


# --- What a browser gives ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "endpoint",
    [
        "", "een", "http://push.example.org/een", "https://127.0.0.1/een", "https://[::1]/een",
        "https://10.0.0.8/een", "https://169.254.169.254/latest", "https://portal.internal/een",
        "https://nas/een", "https://naam:geheim@push.example.org/een", "file:///etc/passwd",
        "javascript:alert(1)", "https://push.example.org/" + "x" * 1000, "https://push.example.org:0/",
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_called_is_refused(endpoint: str) -> None:
    assert not changed(endpoint=endpoint).is_good()


@pytest.mark.parametrize(
    "given",
    [
        {"p256dh": ""}, {"p256dh": "x"}, {"p256dh": text_of(b"\x04" + bytes(64))},
        {"p256dh": text_of(b"\x04" + bytes(63))}, {"p256dh": "A" * 5000}, {"p256dh": "+/" * 40},
        {"auth": ""}, {"auth": text_of(bytes(15))}, {"auth": text_of(bytes(17))},
        {"auth": "é" * 22},
    ],
)  # fmt: skip
def test_keys_that_are_none_are_refused(given: dict[str, str]) -> None:
    assert not changed(**given).is_good()


def test_what_a_real_browser_gives_is_good() -> None:
    assert GOOD.is_good()
    assert changed(p256dh=GOOD.p256dh + "=", auth=GOOD.auth + "==").is_good()


def test_the_key_of_the_site_is_made_once_and_kept(settings: Any, tmp_path: Any) -> None:
    settings.VAPID_PRIVATE_KEY, settings.VAPID_KEY_FILE = "", tmp_path / "vapid_key"
    made = private_key()
    assert (tmp_path / "vapid_key").read_text() == made == private_key()
    assert (tmp_path / "vapid_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["vapid_key"]
    point = base64.urlsafe_b64decode(public_key() + "=")
    assert (len(point), point[0]) == (65, 4)
    settings.VAPID_KEY_FILE = None
    assert public_key() == ""
    assert len({new_key() for _ in range(3)}) == 3


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0 Safari/537.36", "Chrome op Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge op Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Safari/604.1", "Safari op iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0", "Firefox op Linux"),
        ("curl/8", "Dit apparaat"),
    ],
)  # fmt: skip
def test_a_device_gets_a_name_that_people_know(agent: str, label: str) -> None:
    assert label_of(agent) == label


# --- Whose it is ------------------------------------------------------------------------------


def test_the_address_stands_nowhere_in_the_database(
    on: SwitchOn, own_beheerder: User, now: datetime
) -> None:
    device, browser = on(own_beheerder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM push_device")
        row = " ".join(str(value) for value in cursor.fetchone())
    subscription = browser.subscription
    for secret in (subscription.endpoint, subscription.p256dh, subscription.auth):
        assert secret not in row
    assert unsealed(device.sealed) == subscription
    (line,) = Entry.objects.filter(verb="push.on")
    assert (line.by, line.facts) == (own_beheerder, {})


def test_the_same_browser_is_one_device_and_a_sixth_is_too_many(
    on: SwitchOn, service: PushService, own_beheerder: User, now: datetime
) -> None:
    browser = service.browser().subscription
    for label in ("Eerst", "Daarna"):
        switch_on(own_beheerder, browser, label=label, now=now)
    assert Device.objects.get().label == "Daarna"
    for n in range(MOST_DEVICES - 1):
        on(own_beheerder, f"nog-{n}")
    with pytest.raises(TooManyDevices):
        on(own_beheerder, "te-veel")
    assert Device.objects.count() == MOST_DEVICES
    switch_on(own_beheerder, browser, label="Weer", now=now)  # it is there already


def test_a_browser_that_somebody_else_used_before_is_theirs_no_more(
    service: PushService, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    shared = service.browser().subscription
    switch_on(own_beheerder, shared, label="Computer", now=now)
    switch_on(other_beheerder, shared, label="Computer", now=now)
    assert Device.objects.get().user == other_beheerder


def test_a_key_of_the_site_that_is_gone_opens_nothing(
    on: SwitchOn, own_beheerder: User, settings: Any
) -> None:
    device, _ = on(own_beheerder)
    settings.SECRET_KEY = "another-" + "0123456789" * 5
    assert unsealed(device.sealed) is None


# --- When it ends -----------------------------------------------------------------------------


def test_a_closed_account_and_logging_out_everywhere_end_all_devices(
    on: SwitchOn, own_beheerder: User, other_beheerder: User
) -> None:
    on(own_beheerder, "een")
    on(own_beheerder, "twee")
    on(other_beheerder, "drie")
    end_sessions(own_beheerder, by=own_beheerder)
    assert Device.objects.get().user == other_beheerder
    close_account(other_beheerder, by=None)
    assert not Device.objects.exists()


def test_who_runs_nothing_any_more_gets_nothing_any_more(
    on: SwitchOn, own_beheerder: User, spoorstraat: WatchGroup, dennenlaan: WatchGroup,
    coordinator: User, now: datetime,
) -> None:  # fmt: skip
    first, second = Appointment.objects.get(user=own_beheerder), appoint(own_beheerder, dennenlaan)
    on(own_beheerder)
    end(first, by=coordinator, leave_alone=True, now=now)
    assert Device.objects.exists()  # of the other group
    end(second, by=coordinator, leave_alone=True, now=now + timedelta(seconds=1))
    assert not Device.objects.exists()
    assert Entry.objects.filter(verb="push.off").count() == 1


def test_a_group_that_ends_ends_the_devices_of_who_ran_it_alone(
    on: SwitchOn, own_beheerder: User, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    on(own_beheerder)
    archive_group(spoorstraat, by=coordinator, now=now)
    assert not Device.objects.exists()
