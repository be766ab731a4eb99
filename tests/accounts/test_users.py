"""An account is one e-mail address in one spelling."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dorst_portal.accounts import permissions, services
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.inputs.emails import canonical_email

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Mike@X.nl", "mike@x.nl"),
        ("  mike@x.nl \t", "mike@x.nl"),
        ("mike+1@x.nl", "mike+1@x.nl"),
        ("jan@café.nl", "jan@xn--caf-dma.nl"),
        ("jan@CAFÉ.nl", "jan@xn--caf-dma.nl"),
        ("o'brien@example.org", "o'brien@example.org"),
    ],
)
def test_tk11_an_address_has_one_spelling(typed: str, kept: str) -> None:
    assert canonical_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "mıke@x.nl",  # a dotless i
        "ｍike@x.nl",  # full width
        "miKe@x.nl".replace("K", "\u212a"),  # the Kelvin sign
        "jan@ｘ.nl",
        "a@localhost",
        "a@[127.0.0.1]",
        "a" * 65 + "@x.nl",
        "a@" + "b." * 140 + "nl",
        "geen adres",
        "@x.nl",
        "a@",
        "",
        "a\n@x.nl",
        "a\x00b@x.nl",
        "a@x.nl\nBcc: b@x.nl",
        "a@\ud800.nl",
    ],
)
def test_tk11_an_address_that_could_meet_another_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        canonical_email(typed)


def test_tk11_only_the_stored_address_is_found() -> None:
    mike = User.objects.create_user("Mike@X.nl")

    assert mike.email == "mike@x.nl"
    for typed in ("mike@x.nl", "MIKE@x.nl", " mike@x.nl "):
        assert list(User.objects.with_email(typed)) == [mike]
    assert User.objects.get_by_natural_key(" MIKE@x.nl ") == mike
    for other in ("mıke@x.nl", "mike+1@x.nl", "mike@x.nl.", ""):
        assert not User.objects.with_email(other).exists()


def test_the_database_refuses_a_second_account_and_capitals(beheerder: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("BEA@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=beheerder.pk).update(email="Bea@example.org")


def test_a_superuser_has_no_way_around_a_rule_about_an_object(
    superuser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = {"village.decide": lambda user, thing: thing == user.name}
    monkeypatch.setattr("dorst_portal.accounts.models.object_rules", lambda: rules)

    assert superuser.has_perm("village.decide", "Sup")
    assert not superuser.has_perm("village.decide", "a thing of somebody else")
    assert not superuser.has_perm("village.decide")
    assert superuser.has_perms(["accounts.view_user", "groups.view_street"])
    assert superuser.has_module_perms("groups")

    superuser.is_active = False
    assert not superuser.has_perm("village.decide", "Sup")
    assert not superuser.has_perm("accounts.view_user")


def test_beheerders_and_coordinators_have_no_rights_of_the_admin(
    beheerder: User, coordinator: User
) -> None:
    for user in (beheerder, coordinator):
        assert not user.has_perm("accounts.view_user")
        assert not user.has_module_perms("accounts")
        assert not user.is_staff


def test_the_rules_of_the_groups_are_found() -> None:
    assert "groups.decide_request" in permissions.object_rules()


def test_inviting_makes_one_account_without_a_password(coordinator: User) -> None:
    """AU-15"""
    first = services.invite_user("Nieuw@Example.org", "Nieuw", by=coordinator)
    again = services.invite_user("nieuw@example.org ", "Anders", by=coordinator)

    assert first == again
    assert again.name == "Nieuw"
    assert not first.has_usable_password()
    lines = Entry.objects.about(f"user:{first.pk}")
    assert [(line.verb, line.by) for line in lines] == [("account.invited", coordinator)]


def test_inviting_a_closed_account_opens_it_without_its_old_rights(coordinator: User) -> None:
    services.close_account(coordinator, by=None)

    user = services.invite_user(coordinator.email, "Cor")

    assert user.is_active
    assert not user.is_platform


def test_nobody_has_an_account_after_a_fresh_install() -> None:
    """AU-16."""
    assert not User.objects.exists()
