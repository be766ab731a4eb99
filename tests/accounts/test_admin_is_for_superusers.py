"""Django's admin is no page at all for who is logged in and no superuser."""

import pytest
from django.test import Client

from dorst_portal.accounts.models import User
from tests.logins import log_in

pytestmark = pytest.mark.django_db
PAGES = [
    "/admin/",
    "/admin/login/",
    "/admin/logout/",
    "/admin/accounts/user/",
    "/admin/accounts/user/1/change/",
    "/admin/accounts/",
    "/admin/jsi18n/",
    "/admin/autocomplete/",
    "/admin/password_change/",
    "/admin/nergens/",
]


@pytest.mark.parametrize("who", ["beheerder", "coordinator"])
@pytest.mark.parametrize("path", PAGES)
def test_who_is_no_superuser_finds_nothing(
    client: Client, who: str, path: str, request: pytest.FixtureRequest
) -> None:
    log_in(client, request.getfixturevalue(who))
    assert {client.get(path).status_code, client.post(path).status_code} == {404}


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_log_in(client: Client, db: None, path: str) -> None:
    answer = client.get(path, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/inloggen/")


def test_a_superuser_looks(client: Client, superuser: User) -> None:
    log_in(client, superuser)
    for path in (
        "/admin/",
        "/admin/accounts/user/",
        f"/admin/accounts/user/{superuser.pk}/change/",
    ):
        assert client.get(path).status_code == 200
    assert client.get("/admin/nergens/").status_code == 404


def test_who_must_still_enrol_is_sent_there_first(client: Client, coordinator: User) -> None:
    log_in(client, coordinator, second_factor=False)
    assert client.get("/admin/").headers["Location"] == "/beveiliging/app/aan/"
