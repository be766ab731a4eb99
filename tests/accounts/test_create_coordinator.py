"""The command that makes the first coordinator."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from tests.accounts.conftest import enrol

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("create_coordinator", *arguments, stdout=out)
    return out.getvalue()


def test_it_makes_one_and_says_where_to_log_in() -> None:
    told = _run("Eerste@Example.org", "--name", "Eerste")
    user = User.objects.get()
    assert (user.email, user.name, user.is_platform) == ("eerste@example.org", "Eerste", True)
    assert not user.has_usable_password()
    assert "/inloggen/" in told
    verbs = Entry.objects.about(f"user:{user.pk}").values_list("verb", "actor")
    assert ("account.made_coordinator", "create_coordinator") in set(verbs)


def test_it_restores_one(beheerder: User) -> None:
    User.objects.filter(pk=beheerder.pk).update(is_active=False)
    _run(beheerder.email)
    beheerder.refresh_from_db()
    assert beheerder.is_platform


def test_it_takes_a_lost_second_factor_away_only_when_asked(coordinator: User) -> None:
    enrol(coordinator)
    _run(coordinator.email)
    assert Authenticator.objects.count() == 2
    _run(coordinator.email, "--reset-second-factor")
    assert not Authenticator.objects.exists()


def test_it_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match="e-mailadres"):
        _run("geen adres")
    assert not User.objects.exists()
