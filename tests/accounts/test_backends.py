"""Who a session is of, and whose password it is; a closed account is as good as none."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from dorst_portal.accounts.backends import PasswordBackend
from dorst_portal.accounts.models import User

pytestmark = pytest.mark.django_db
WORDS = "een lange zin met woorden"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("els@example.org", password=WORDS)


def test_a_session_is_of_its_account_until_that_is_closed(user: User) -> None:
    other = User.objects.create_user("piet@example.org")
    backend = PasswordBackend()
    assert backend.get_user(user.pk) == user
    assert backend.get_user(other.pk) == other
    assert backend.get_user(other.pk + 1000) is None
    user.is_active = False
    user.save()
    assert backend.get_user(user.pk) is None


@pytest.mark.parametrize("typed", ["els@example.org", "Els@Example.org"])
def test_a_password_is_asked_of_the_account_with_this_address(
    user: User, typed: str, rf: RequestFactory
) -> None:
    User.objects.create_user("piet@example.org", password=f"{WORDS} van piet")
    asked = rf.post("/")
    assert authenticate(asked, email=typed, password=WORDS) == user
    assert authenticate(asked, email=typed, password=f"{WORDS} van piet") is None
    assert authenticate(asked, email="niemand@example.org", password=WORDS) is None
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert authenticate(asked, email=typed, password=WORDS) is None
