"""Audiences: who a view lets in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from dorst_portal.accounts.models import User
from dorst_portal.kit import access

ASK = RequestFactory()


def view(request: HttpRequest) -> HttpResponse:
    """A page."""
    return HttpResponse("page")


def answer(audience: access.ForAudience, user: User | AnonymousUser) -> int:
    request = ASK.get("/")
    request.user = user
    try:
        return audience(view)(request).status_code
    except Http404:
        return 404


def test_a_badge_leaves_the_view_itself_alone() -> None:
    badged = access.public(view)
    assert access.audience_of(badged) == "public"
    assert access.audience_of(view) is None
    assert badged.__name__ == "view"


def test_a_view_wears_one_badge() -> None:
    with pytest.raises(TypeError, match="has the audience 'public' already"):
        access.logged_in(access.public(view))


def test_coordinator_pages_do_not_exist_for_others(
    beheerder: User, coordinator: User, superuser: User
) -> None:
    people = [AnonymousUser(), beheerder, coordinator, superuser]
    assert [answer(access.coordinator_only, who) for who in people] == [404, 404, 200, 200]
    assert [answer(access.superuser_only, who) for who in people] == [404, 404, 404, 200]


def test_a_deactivated_coordinator_is_a_stranger(coordinator: User) -> None:
    coordinator.is_active = False
    assert answer(access.coordinator_only, coordinator) == 404


@pytest.mark.django_db
@pytest.mark.urls("tests.kit.wire_urls")
def test_a_stranger_is_sent_to_log_in_by_closed_pages_only(client: Client) -> None:
    for name in ("user", "coordinator", "superuser"):
        response = client.get(f"/{name}/")
        assert response.status_code == 302
        assert response.headers["Location"] == f"/account_request_login_code/?next=/{name}/"
    for name in ("public", "login", "link/x"):
        assert client.get(f"/{name}/").status_code == 200


def test_pages_of_a_package_get_a_badge_by_name() -> None:
    theirs = [path("a/", view, name="a"), path("b/", view, name="b")]
    badged = access.patterns_for(access.login_page, theirs, names=["b"])
    assert [(one.name, access.audience_of(one.callback)) for one in badged] == [("b", "login")]
    assert all(access.audience_of(one.callback) is None for one in theirs)
