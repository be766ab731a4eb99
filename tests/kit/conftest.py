"""The people of these tests."""

import pytest

from dorst_portal.accounts.models import User


@pytest.fixture
def beheerder(db: None) -> User:
    return User.objects.create_user("beheerder@example.org", name="Bea Beheerder")


@pytest.fixture
def coordinator(db: None) -> User:
    user = User.objects.create_user("coordinator@example.org", name="Cor Coördinator")
    user.is_coordinator = True
    user.save()
    return user


@pytest.fixture
def superuser(db: None) -> User:
    user = User.objects.create_user("super@example.org", name="Suze Super")
    user.is_superuser = True
    user.save()
    return user
