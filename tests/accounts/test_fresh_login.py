"""Proving again who you are, in front of one's own security and whatever else asks for it."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from dorst_portal.accounts.allauth_internals import did_recently_reauthenticate
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.accounts.limits import TOO_OFTEN
from dorst_portal.accounts.models import User
from tests.accounts.conftest import PASSWORD, Letters, app_code, enrol, mailed_code, wrong
from tests.logins import log_in

pytestmark = pytest.mark.django_db
GUARDED = [
    "/beveiliging/wachtwoord/",
    "/beveiliging/app/aan/",
    "/beveiliging/app/uit/",
    "/beveiliging/reservecodes/",
    "/beveiliging/reservecodes/nieuw/",
    "/beveiliging/passkeys/nieuw/",
]
FRESH = "/inloggen/opnieuw/"
SETTING = "/beveiliging/wachtwoord/"


@pytest.fixture
def later() -> timedelta:
    return timedelta(minutes=10, seconds=1)


def _is_fresh(client: Client) -> bool:
    return client.get(SETTING).status_code == 200


def test_allauths_own_check_lets_everybody_pass_who_has_no_password(
    rf: RequestFactory, db: None
) -> None:
    """Why we ask ourselves: this is what allauth says of somebody who proved nothing."""
    request = rf.get("/")
    request.session = {}  # type: ignore[assignment]
    request.user = User.objects.create_user("zonder@example.org")
    assert did_recently_reauthenticate(request)


@pytest.mark.parametrize("path", GUARDED)
def test_au_04_security_asks_again_after_ten_minutes(
    client: Client, db: None, path: str, later: timedelta
) -> None:
    user = enrol(User.objects.create_user("zonder@example.org"))
    log_in(client, user)
    with time_machine.travel(timezone.now() + later):
        for answer in (client.get(path), client.post(path, {"password1": PASSWORD})):
            assert answer.headers["Location"].startswith(f"{FRESH}?next=%2Fbeveiliging%2F")
    assert Authenticator.objects.count() == 2
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_au_04_a_log_in_of_just_now_is_fresh(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + timedelta(minutes=9)):
        assert _is_fresh(client)


def test_a_mailed_code_makes_fresh_and_leads_back(
    client: Client, beheerder: User, later: timedelta, letters: Letters
) -> None:
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + later):
        page = client.get(f"{FRESH}?next={SETTING}")
        assert page.text.count("<h1") == 1
        assert letters(beheerder.email) == []
        sent = client.post(FRESH, {"mail": "1", "next": SETTING})
        assert f'value="{SETTING}"' in sent.text
        assert letters(beheerder.email) == ["Je code voor Buurtpreventie Dorst"]
        code = mailed_code(beheerder.email)
        assert code.replace("-", "") not in str(dict(client.session))
        answer = client.post(FRESH, {"code": code, "next": SETTING})
        assert answer.headers["Location"] == SETTING
        assert _is_fresh(client)
    with time_machine.travel(timezone.now() + 2 * later):
        assert not _is_fresh(client)


def test_a_mailed_code_works_once_three_tries_and_ten_minutes(
    client: Client, beheerder: User, later: timedelta
) -> None:
    log_in(client, beheerder)
    start = timezone.now() + later
    with time_machine.travel(start):
        client.post(FRESH, {"mail": "1"})
        code = mailed_code(beheerder.email)
        for _ in range(3):
            assert "Deze code klopt niet." in client.post(FRESH, {"code": wrong(code)}).text
        client.post(FRESH, {"code": code})
        assert not _is_fresh(client)
        client.post(FRESH, {"mail": "1"})
    with time_machine.travel(start + 2 * later):
        client.post(FRESH, {"code": mailed_code(beheerder.email)})
        assert not _is_fresh(client)


def test_a_code_mailed_to_somebody_else_is_worth_nothing(
    beheerder: User, coordinator: User, later: timedelta
) -> None:
    mine, theirs = log_in(Client(), beheerder), log_in(Client(), coordinator)
    with time_machine.travel(timezone.now() + later):
        theirs.post(FRESH, {"mail": "1"})
        mine.post(FRESH, {"mail": "1"})
        mine.post(FRESH, {"code": mailed_code(coordinator.email)})
        assert not _is_fresh(mine)


def test_the_app_or_the_password_make_fresh_too(
    client: Client, beheerder: User, later: timedelta
) -> None:
    enrol(beheerder)
    log_in(client, beheerder)
    start = timezone.now()
    with time_machine.travel(start + later):
        client.post(FRESH, {"code": app_code(periods_ago=2)})
        assert not _is_fresh(client)
        client.post(FRESH, {"code": app_code()})
        assert _is_fresh(client)
    with time_machine.travel(start + 3 * later):
        client.post(FRESH, {"password": PASSWORD.strip()})
        assert not _is_fresh(client)
        client.post(FRESH, {"password": PASSWORD})
        assert _is_fresh(client)


def test_au_10_the_session_gets_another_key_when_somebody_proves_it_again(
    client: Client, beheerder: User, later: timedelta
) -> None:
    log_in(client, beheerder)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    with time_machine.travel(timezone.now() + later):
        client.post(FRESH, {"password": PASSWORD})
        assert _is_fresh(client)
        assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
        old = Client()
        old.cookies[settings.SESSION_COOKIE_NAME] = before
        assert old.get(SETTING).headers["Location"].startswith("/inloggen/?next=")


def test_trying_is_limited(client: Client, beheerder: User, later: timedelta) -> None:
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + later):
        for _ in range(10):
            client.post(FRESH, {"password": "verkeerd verkeerd"})
        assert TOO_OFTEN in client.post(FRESH, {"password": PASSWORD}).text
        assert not _is_fresh(client)


def test_mails_with_codes_are_limited(
    client: Client, beheerder: User, letters: Letters, later: timedelta
) -> None:
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + later):
        answers = [client.post(FRESH, {"mail": "1"}).text for _ in range(7)]
    assert len(letters(beheerder.email)) == 5
    assert TOO_OFTEN in answers[-1]


def test_an_empty_form_asks_for_something(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    assert "Vul de code in." in client.post(FRESH, {"code": ""}).text
    assert "Vul je wachtwoord in." in client.post(FRESH, {"password": ""}).text
    assert "<title>Fout: " in client.post(FRESH, {}).text


def test_only_who_has_a_password_is_asked_for_it(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    assert "Liever met je wachtwoord?" in client.get(FRESH).text
    without = log_in(Client(), User.objects.create_user("zonder@example.org"))
    assert "Liever met je wachtwoord?" not in without.get(FRESH).text
    assert "Dit wachtwoord klopt niet." in without.post(FRESH, {"password": "!"}).text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "", "/\\evil"])
def test_it_never_leads_to_another_site(client: Client, beheerder: User, elsewhere: str) -> None:
    log_in(client, beheerder)
    client.post(FRESH, {"mail": "1"})
    answer = client.post(FRESH, {"code": mailed_code(beheerder.email), "next": elsewhere})
    assert answer.headers["Location"] == "/beheer/"


def test_a_button_leads_back_to_the_page_that_it_stands_on(
    client: Client, beheerder: User, later: timedelta
) -> None:
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + later):
        here = client.post(SETTING, headers={"Referer": "http://testserver/beveiliging/?a=b"})
        assert here.headers["Location"].endswith("next=%2Fbeveiliging%2F%3Fa%3Db")
        form = client.get(here.headers["Location"])
        assert 'name="next" value="/beveiliging/?a=b"' in form.text
        client.post(FRESH, {"mail": "1"})
        sent = {"code": mailed_code(beheerder.email), "next": "/beveiliging/?a=b"}
        assert client.post(FRESH, sent).headers["Location"] == "/beveiliging/?a=b"


def test_a_button_of_another_site_leads_back_to_this_page(
    client: Client, beheerder: User, later: timedelta
) -> None:
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + later):
        away = client.post(SETTING, headers={"Referer": "https://evil.example/"})
        assert away.headers["Location"].endswith("next=%2Fbeveiliging%2Fwachtwoord%2F")


def test_the_guard_leaves_strangers_to_the_log_in(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    assert fresh_login_required(lambda request: HttpResponse("in"))(request).status_code == 200


def test_strangers_are_sent_to_log_in(client: Client) -> None:
    for path in (*GUARDED, FRESH, "/beveiliging/"):
        assert client.get(path).headers["Location"].startswith("/inloggen/?next=")
