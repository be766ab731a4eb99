"""A row of a session names nobody's address: not before a log-in, not after, not of a stranger."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from dorst_portal.accounts.models import User
from tests.accounts.conftest import (
    PASSWORD,
    app_code,
    enrol,
    is_logged_in,
    mailed_code,
    spare_codes,
    wrong,
)
from tests.accounts.device import ADD, LOGIN, NEW_QUESTION, Device, ask
from tests.logins import log_in

pytestmark = pytest.mark.django_db
NEXT = "/beveiliging/"
Steps = Iterator[object]


def rows() -> list[str]:
    """Every session as it can be read by whoever has the database and the secret key."""
    return [str(session.get_decoded()) for session in Session.objects.all()]


def by_mailed_code(client: Client, email: str) -> Steps:
    yield client.get(f"/inloggen/?next={NEXT}")
    yield client.post("/inloggen/", {"email": "geen adres", "next": NEXT})
    yield client.post("/inloggen/", {"email": email, "remember": "on", "next": NEXT})
    yield client.get("/inloggen/code/")
    yield client.post("/inloggen/code/", {"code": "0000-0000"})
    if User.objects.with_email(email).exists():
        yield client.post("/inloggen/code/", {"code": mailed_code(email), "next": NEXT})


def by_password(client: Client, email: str) -> Steps:
    yield client.get("/inloggen/wachtwoord/")
    yield client.post("/inloggen/wachtwoord/", {"login": email, "password": "verkeerd verkeerd"})
    yield client.post("/inloggen/wachtwoord/", {"login": email, "password": PASSWORD})


def by_second_step(client: Client, email: str) -> Steps:
    user = enrol(User.objects.get(email=email))
    yield client.post("/inloggen/wachtwoord/", {"login": email, "password": PASSWORD})
    yield client.get("/inloggen/tweede-stap/")
    yield client.post("/inloggen/tweede-stap/", {"code": wrong(app_code())})
    yield client.post("/inloggen/tweede-stap/", {"code": spare_codes(user)[0]})


def by_passkey(client: Client, email: str) -> Steps:
    user, device = User.objects.get(email=email), Device()
    enrolling = log_in(Client(), user)
    asked = enrolling.post(NEW_QUESTION).json()["publicKey"]
    yield asked
    yield enrolling.post(ADD, {"name": "", "answer": device.new(asked)})
    yield client.post(LOGIN, {"answer": "{}"})
    question = ask(client)
    yield question
    yield client.post(LOGIN, {"answer": device.answer(question)})


def by_a_fresh_log_in(client: Client, email: str) -> Steps:
    client.post("/inloggen/wachtwoord/", {"login": email, "password": PASSWORD})
    yield client.post("/inloggen/opnieuw/", {"mail": "1"})
    yield client.post("/inloggen/opnieuw/", {"code": "0000-0000"})
    yield client.post("/inloggen/opnieuw/", {"code": mailed_code(email)})


WAYS = [by_mailed_code, by_password, by_second_step, by_passkey, by_a_fresh_log_in]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_step_of_a_log_in_leaves_an_address_in_a_session(
    client: Client, beheerder: User, way: Callable[[Client, str], Steps]
) -> None:
    for _step in way(client, beheerder.email):
        assert [row for row in rows() if "@" in row or "example.org" in row] == []
    assert is_logged_in(client)
    assert rows()


@pytest.mark.parametrize("way", [by_mailed_code, by_password], ids=lambda way: way.__name__)
def test_nor_does_an_address_that_nobody_knows(
    client: Client, db: None, way: Callable[[Client, str], Steps]
) -> None:
    for _step in way(client, "niemand@example.org"):
        assert [row for row in rows() if "@" in row or "niemand" in row] == []
    assert not is_logged_in(client)


def test_the_page_with_the_code_tells_the_address_all_the_same(client: Client, db: None) -> None:
    """So that who mistyped it sees that; it is sealed in the session with a key of the site."""
    client.post("/inloggen/", {"email": "niemand@example.org"})
    assert "niemand@example.org" in client.get("/inloggen/code/").text


def test_another_secret_key_ends_what_was_asked_and_breaks_nothing(
    client: Client, beheerder: User, settings: Settings
) -> None:
    client.post("/inloggen/", {"email": beheerder.email})
    code = mailed_code(beheerder.email)
    sealed = Session.objects.get().get_decoded()
    settings.SECRET_KEY = "another-" + "0123456789abcdef" * 4
    session: SessionBase = client.session
    session.update(sealed)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    for answer in (client.get("/inloggen/code/"), client.post("/inloggen/code/", {"code": code})):
        assert answer.headers["Location"] == "/inloggen/"
