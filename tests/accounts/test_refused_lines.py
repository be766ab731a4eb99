"""Whoever does not get in leaves a line: in which way, and nothing that was typed (LG-01)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs

from dorst_portal.accounts.models import User
from tests.accounts.conftest import PASSWORD, enrol, log_in_by_code, mailed_code, wrong
from tests.logins import log_in

pytestmark = pytest.mark.django_db
TYPED = "een zin van ergens anders"


def refused(client: Client, path: str, typed: dict[str, str]) -> list[tuple[str, int | None]]:
    """Ways and accounts of the lines that sending something leaves."""
    with capture_logs() as lines:
        client.post(path, typed)
    assert TYPED not in str(lines)
    assert "@" not in str(lines)
    return [(line["way"], line["user"]) for line in lines if line["event"] == "login_refused"]


@pytest.mark.parametrize("email", ["bea@example.org", "niemand@example.org"])
def test_lg_01_a_wrong_password_leaves_a_line(client: Client, beheerder: User, email: str) -> None:
    path = "/inloggen/wachtwoord/"
    assert refused(client, path, {"login": email, "password": TYPED}) == [("password", None)]


def test_lg_01_a_wrong_mailed_code_leaves_a_line(client: Client, beheerder: User) -> None:
    client.post("/inloggen/", {"email": beheerder.email})
    code = wrong(mailed_code(beheerder.email))
    assert refused(client, "/inloggen/code/", {"code": code}) == [("code", None)]


def test_lg_01_a_wrong_second_step_leaves_a_line(client: Client, coordinator: User) -> None:
    log_in_by_code(client, enrol(coordinator))
    told = refused(client, "/inloggen/tweede-stap/", {"code": "000000"})
    assert told == [("second step", coordinator.pk)]


def test_lg_01_a_passkey_that_is_none_leaves_a_line(client: Client) -> None:
    told = refused(client, "/inloggen/passkey/", {"answer": '{"id": "geen"}'})
    assert told == [("passkey", None)]


@pytest.mark.parametrize("typed", [{"password": TYPED}, {"code": "00000000"}])
def test_lg_01_who_cannot_prove_it_again_leaves_a_line(
    client: Client, beheerder: User, typed: dict[str, str]
) -> None:
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        told = refused(client, "/inloggen/opnieuw/", typed)
    assert told == [("fresh log-in", beheerder.pk)]


def test_who_gets_in_leaves_no_such_line(client: Client, beheerder: User) -> None:
    typed = {"login": beheerder.email, "password": PASSWORD}
    assert refused(client, "/inloggen/wachtwoord/", typed) == []
