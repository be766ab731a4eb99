"""How long a session lasts, and what ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from dorst_portal.accounts import services
from dorst_portal.accounts.models import User
from tests.accounts.conftest import PASSWORD, app_code, enrol, is_logged_in, log_in_by_code
from tests.logins import log_in

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME


def _is_logged_in_after(client: Client, **later: float) -> bool:
    with time_machine.travel(timezone.now() + timedelta(**later), tick=False):
        return is_logged_in(client)


def _cookie_hours(client: Client) -> int:
    return round(int(client.cookies[COOKIE]["max-age"]) / 3600)


@pytest.mark.parametrize("way", ["code", "password"])
def test_au_13_a_remembered_telephone_stays_30_days(
    client: Client, beheerder: User, way: str
) -> None:
    if way == "code":
        log_in_by_code(client, beheerder, remember="on")
    else:
        data = {"login": beheerder.email, "password": PASSWORD, "remember": "on"}
        client.post("/inloggen/wachtwoord/", data)
    assert _cookie_hours(client) == 30 * 24
    assert _is_logged_in_after(client, days=29, hours=23)
    assert not _is_logged_in_after(client, days=30, seconds=1)


@pytest.mark.parametrize("way", ["code", "password"])
def test_au_13_another_device_stays_8_hours(client: Client, beheerder: User, way: str) -> None:
    if way == "code":
        log_in_by_code(client, beheerder)
    else:
        data = {"login": beheerder.email, "password": PASSWORD}
        client.post("/inloggen/wachtwoord/", data)
    assert _cookie_hours(client) == 8
    assert _is_logged_in_after(client, hours=7, minutes=59)
    assert not _is_logged_in_after(client, hours=8, seconds=1)


def test_au_13_both_forms_offer_to_remember_the_telephone(client: Client) -> None:
    for path in ("/inloggen/", "/inloggen/wachtwoord/"):
        assert "Blijf 30 dagen ingelogd op dit apparaat" in client.get(path).text


def test_au_13_a_coordinator_stays_half_an_hour_without_doing_anything(
    client: Client, coordinator: User
) -> None:
    enrol(coordinator)
    log_in_by_code(client, coordinator, remember="on")
    client.post("/inloggen/tweede-stap/", {"code": app_code()})
    start = timezone.now()
    for minutes in (29, 58):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert is_logged_in(client)
    with time_machine.travel(start + timedelta(minutes=58 + 31), tick=False):
        assert not is_logged_in(client)
    # Nor when the clock is set back afterwards.
    assert not is_logged_in(client)


def test_au_13_a_coordinator_stays_12_hours_at_most(client: Client, coordinator: User) -> None:
    log_in(client, coordinator)
    start = timezone.now()
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert is_logged_in(client)
    with time_machine.travel(start + timedelta(hours=12, seconds=1), tick=False):
        assert not is_logged_in(client)


def test_au_13_a_clock_set_back_ends_a_session(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    assert _is_logged_in_after(client, seconds=-30)
    assert not _is_logged_in_after(client, hours=-1)
    assert not is_logged_in(client)


def test_au_13_who_becomes_coordinator_is_no_longer_remembered(
    client: Client, beheerder: User
) -> None:
    log_in_by_code(client, beheerder, remember="on")
    services.make_coordinator(beheerder.email, by=None)
    assert not is_logged_in(client)


def test_au_10_the_session_gets_another_key_at_every_step(
    client: Client, coordinator: User
) -> None:
    enrol(coordinator)
    client.post("/inloggen/", {"email": coordinator.email})
    before = client.cookies[COOKIE].value
    log_in_by_code(client, coordinator)
    client.post("/inloggen/tweede-stap/", {"code": app_code()})
    after = client.cookies[COOKIE].value
    assert before != after

    thief = Client()
    thief.cookies[COOKIE] = before
    assert not is_logged_in(thief)
    assert is_logged_in(client)


def test_au_11_only_a_post_logs_out_and_the_cookie_is_dead_then(
    client: Client, beheerder: User
) -> None:
    log_in(client, beheerder)
    assert client.get("/uitloggen/").status_code == 405
    assert is_logged_in(client)
    cookie = client.cookies[COOKIE].value

    answer = client.post("/uitloggen/")
    assert answer.status_code == 302
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    client.cookies[COOKIE] = cookie
    assert not is_logged_in(client)


def test_au_12_a_closed_account_is_out_at_the_next_request(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    services.close_account(beheerder, by=None)
    assert not is_logged_in(client)


def test_au_12_another_password_ends_the_other_sessions(beheerder: User) -> None:
    here, there = log_in(Client(), beheerder), log_in(Client(), beheerder)
    new = "een andere lange zin"
    here.post("/beveiliging/wachtwoord/", {"password1": new, "password2": new})
    assert is_logged_in(here)
    assert not is_logged_in(there)


def test_au_12_another_second_factor_ends_the_other_sessions(beheerder: User) -> None:
    enrol(beheerder)
    here, there = log_in(Client(), beheerder), log_in(Client(), beheerder)
    here.post("/beveiliging/reservecodes/nieuw/")
    assert is_logged_in(here)
    assert not is_logged_in(there)

    there = log_in(Client(), User.objects.get(pk=beheerder.pk))
    here.post("/beveiliging/app/uit/")
    assert is_logged_in(here)
    assert not is_logged_in(there)


def test_au_12_the_button_logs_out_all_other_devices(beheerder: User) -> None:
    here, there = log_in(Client(), beheerder), log_in(Client(), beheerder)
    assert "Alle andere apparaten uitloggen" in here.get("/beveiliging/").text
    assert here.get("/beveiliging/andere-apparaten/").status_code == 405
    here.post("/beveiliging/andere-apparaten/")
    assert is_logged_in(here)
    assert not is_logged_in(there)


def test_au_12_a_superuser_ends_all_sessions_of_somebody(beheerder: User, superuser: User) -> None:
    client, admin = log_in(Client(), beheerder), log_in(Client(), superuser)
    answer = admin.post(
        "/admin/accounts/user/", {"action": "end_sessions", "_selected_action": [beheerder.pk]}
    )
    assert answer.status_code == 302
    assert not is_logged_in(client)
    assert is_logged_in(log_in(client, User.objects.get(pk=beheerder.pk)))

    admin.post(
        "/admin/accounts/user/", {"action": "close_accounts", "_selected_action": [beheerder.pk]}
    )
    assert not is_logged_in(client)
    assert not User.objects.get(pk=beheerder.pk).is_active


def test_a_public_page_asks_nobody_who_they_are(client: Client) -> None:
    answer = client.get("/inloggen/wachtwoord/")
    assert COOKIE not in answer.cookies
