"""The cast of these tests: a beheerder, a coordinator, a superuser; and their letter box."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client

from dorst_portal.accounts.allauth_internals import (
    TOTP,
    RecoveryCodes,
    format_hotp_value,
    hotp_value,
)
from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "een lange zin 🌳 "


@pytest.fixture
def beheerder(db: None) -> User:
    return User.objects.create_user("bea@example.org", name="Bea", password=PASSWORD)


@pytest.fixture
def coordinator(db: None) -> User:
    return User.objects.create_user(
        "cor@example.org", name="Cor", password=PASSWORD, is_coordinator=True
    )


@pytest.fixture
def superuser(db: None) -> User:
    return User.objects.create_superuser("sup@example.org", name="Sup", password=PASSWORD)


def enrol(user: User) -> User:
    """Give somebody a second factor, as the enrolment page does."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def app_code(periods_ago: int = 0) -> str:
    """What the app of an enrolled person shows."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 - periods_ago)))


def spare_codes(user: User) -> list[str]:
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = app.wrap().get_unused_codes()
    return codes


def stored_secret(user: User) -> str:
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return str(app.data["secret"])


def decrypted(secret: str) -> str:
    return str(get_adapter().decrypt(secret))


def mailed_code(to: str) -> str:
    """The code in the newest mail to somebody."""
    text = Mail.objects.filter(to=to).order_by("-pk").values_list("text", flat=True)[:1][0]
    found = re.search(r"^\d{4}-\d{4}$", text, re.MULTILINE)
    assert found, text
    return found.group()


def wrong(code: str) -> str:
    """A code that is not this one."""
    return "".join("1" if sign == "0" else "0" if sign.isdigit() else sign for sign in code)


def log_in_by_code(client: Client, user: User, **extra: str) -> None:
    client.post("/inloggen/", {"email": user.email, **extra})
    client.post("/inloggen/code/", {"code": mailed_code(user.email)})


def is_logged_in(client: Client) -> bool:
    """Whether the next request is one of somebody; staff may be sent to enrol."""
    response = client.get("/beveiliging/")
    return response.status_code == 200 or response.headers["Location"] == "/beveiliging/app/aan/"


Letters = Callable[[str], list[str]]


@pytest.fixture
def letters(db: None) -> Letters:
    """The subjects of the mails to somebody, in order."""

    def subjects(to: str) -> list[str]:
        return list(Mail.objects.filter(to=to).order_by("pk").values_list("subject", flat=True))

    return subjects
