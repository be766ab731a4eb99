"""`/demo/` shows who can log in to the example village, and with what."""

import time

import pytest

from dorst_portal.accounts.allauth_internals import TOTP
from dorst_portal.accounts.models import User
from dorst_portal.demo import accounts_page
from dorst_portal.demo.accounts_page import demo_accounts
from dorst_portal.demo.people import demo_password
from dorst_portal.kit.access import audience_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.django_db
def test_the_accounts_of_the_example_village_only() -> None:
    coordinator = User.objects.create_user(
        "coordinator@example.org",
        password=demo_password("coordinator@example.org"),
        is_coordinator=True,
    )
    TOTP.activate(coordinator, SECRET)
    User.objects.create_user("beheerder-a@example.org", password="beheerder-a-in-dorst")
    User.objects.create_user("zonder@example.org")
    User.objects.create_user("echt@platformdorst.nl", password="beheerder-a-in-dorst")

    first, second, third = demo_accounts(at=time.time())

    assert (first.email, first.password) == (coordinator.email, "coordinator-in-dorst")
    assert TOTP(coordinator.authenticator_set.get()).validate_code(first.code)
    assert (second.password, second.code) == ("beheerder-a-in-dorst", "")
    assert third.password == ""


def test_it_is_for_the_demo() -> None:
    assert audience_of(accounts_page.accounts_page) == "demo"
