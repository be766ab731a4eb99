"""AU-09: long passwords of any kind, and none that a neighbour would guess."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from dorst_portal.accounts.models import User
from tests.accounts.conftest import Letters, is_logged_in
from tests.logins import log_in

pytestmark = pytest.mark.django_db
PAGE = "/beveiliging/wachtwoord/"


@pytest.mark.parametrize(
    "password",
    [
        "Welkom01!",
        "dorst2026",
        "buurtpreventie",
        "Buurtpreventie2026!",
        "W3lk0mD0rst!!",
        "wachtwoordwachtwoord",
        "spoorstraat12a",
        "bea@example.org",
        "qwertyuiop",
        "1234567890",
        "kort 12",
        "x" * 129,
    ],
)
def test_a_guessable_password_is_refused(beheerder: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, beheerder)


@pytest.mark.parametrize(
    "password",
    [
        "de eekhoorn vergat zijn noten",
        "  spaties voor en achter  ",
        "🌳🌲🌳🌲🌳🌲🌳🌲🌳🌲",
        "paard batterij nietje " * 3,
        ("een zin van precies honderdachtentwintig tekens " * 3)[:128],
        "alleenkleineletters zonder cijfers",
    ],
)
def test_a_long_password_is_kept_byte_for_byte(
    client: Client, beheerder: User, password: str
) -> None:
    log_in(client, beheerder)
    answer = client.post(PAGE, {"password1": password, "password2": password})
    assert answer.status_code == 302
    beheerder.refresh_from_db()
    assert beheerder.check_password(password)
    assert not beheerder.check_password(password + " ")


def test_a_first_password_is_set_without_an_old_one_and_told_by_mail(
    client: Client, letters: Letters
) -> None:
    user = User.objects.create_user("zonder@example.org")
    log_in(client, user)
    page = client.get(PAGE)
    assert page.text.count('autocomplete="new-password"') == 2
    assert page.text.count("<h1") == 1

    new = "de eekhoorn vergat zijn noten"
    differs = client.post(PAGE, {"password1": new, "password2": "iets anders dan dat"})
    assert "De twee wachtwoorden zijn niet hetzelfde." in differs.text
    assert letters(user.email) == []
    client.post(PAGE, {"password1": new, "password2": new})
    assert letters(user.email) == ["Je wachtwoord is veranderd"]

    other = Client()
    other.post("/inloggen/wachtwoord/", {"login": user.email, "password": new})
    assert is_logged_in(other)
