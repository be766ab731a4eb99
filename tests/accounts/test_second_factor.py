"""Staff of the platform get nowhere without a second factor; its secrets are unreadable at rest."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from dorst_portal import settings as portal
from dorst_portal.accounts import services
from dorst_portal.accounts.allauth_internals import format_hotp_value, hotp_value
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from tests.accounts.conftest import (
    PASSWORD,
    SECRET,
    Letters,
    decrypted,
    enrol,
    is_logged_in,
    log_in_by_code,
    spare_codes,
    stored_secret,
)
from tests.logins import log_in

pytestmark = pytest.mark.django_db
ENROL = "/beveiliging/app/aan/"


def _code_of(page_text: str) -> str:
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page_text)
    assert found
    return str(format_hotp_value(hotp_value(found.group(1), int(time.time()) // 30)))


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_au_02_without_a_second_factor_every_page_leads_to_enrolling(
    client: Client, who: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    log_in_by_code(client, user)
    for path in ("/", "/beheer/", "/platform/", "/beveiliging/", "/admin/", "/weergave/"):
        assert client.get(path).headers["Location"] == ENROL
        assert client.post(path).headers["Location"] == ENROL
    for path in (ENROL, "/beveiliging/wachtwoord/"):
        assert client.get(path).status_code == 200
    assert client.post("/uitloggen/").headers["Location"] == "/"


def test_au_02_enrolling_opens_the_door_and_tells_by_mail(
    client: Client,
    coordinator: User,
    letters: Letters,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    log_in_by_code(client, coordinator)
    other = log_in(Client(), coordinator)
    page = client.get(ENROL)
    assert page.text.count("<h1") == 1
    wrong = client.post(ENROL, {"code": "000000"})
    assert "Deze code klopt niet." in wrong.text
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(ENROL, {"code": _code_of(wrong.text)})
    assert done.headers["Location"] == "/beveiliging/reservecodes/"
    assert client.get("/platform/").status_code == 200
    assert spare_codes(coordinator)[0] in client.get("/beveiliging/reservecodes/").text
    assert letters(coordinator.email)[-1] == "Je tweede stap staat aan"
    assert not is_logged_in(other)
    line = Entry.objects.about(f"user:{coordinator.pk}").first()
    assert line is not None
    assert line.facts == {"change": "activated"}


def test_au_02_a_session_without_the_second_factor_ends_where_there_is_one(
    client: Client, coordinator: User
) -> None:
    enrol(coordinator)
    log_in(client, coordinator, second_factor=False)
    for path in ("/platform/", ENROL, "/beveiliging/wachtwoord/"):
        log_in(client, coordinator, second_factor=False)
        assert client.get(path).headers["Location"].startswith("/inloggen/?next=")
        assert not is_logged_in(client)


def test_au_02_who_takes_the_second_factor_away_must_enrol_again(
    client: Client, coordinator: User, letters: Letters
) -> None:
    enrol(coordinator)
    log_in(client, coordinator)
    assert client.get("/platform/").status_code == 200
    client.post("/beveiliging/app/uit/")
    assert not Authenticator.objects.exists()
    assert client.get("/platform/").headers["Location"] == ENROL
    assert letters(coordinator.email) == ["Je tweede stap staat uit"]


def test_a_beheerder_may_do_without(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    page = client.get("/beveiliging/")
    assert page.status_code == 200
    assert "Zet de tweede stap aan" in page.text


def test_a_beheerder_with_a_second_factor_is_asked_for_it(client: Client, beheerder: User) -> None:
    enrol(beheerder)
    answer = client.post("/inloggen/wachtwoord/", {"login": beheerder.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/inloggen/tweede-stap/"
    assert not is_logged_in(client)


def test_au_16_secrets_are_unreadable_at_rest(beheerder: User) -> None:
    enrol(beheerder)
    rows = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in rows
    assert not any(code in rows for code in spare_codes(beheerder))
    assert decrypted(stored_secret(beheerder)) == SECRET


def test_au_16_secrets_survive_another_secret_key(beheerder: User, settings: Settings) -> None:
    enrol(beheerder)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + "0123456789abcdef" * 4
    assert decrypted(stored_secret(beheerder)) == SECRET


def test_au_16_passwords_are_kept_as_argon2() -> None:
    assert portal.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert django_settings.AUTH_PASSWORD_VALIDATORS


def test_a_lost_second_factor_is_taken_away_with_a_mail(
    client: Client, coordinator: User, letters: Letters
) -> None:
    enrol(coordinator)
    log_in(client, coordinator)
    services.reset_second_factor(coordinator, by=None, actor="create_coordinator")
    assert not Authenticator.objects.exists()
    assert not is_logged_in(client)
    assert letters(coordinator.email) == ["Je tweede stap is weggehaald"]
