"""The list of members: names and addresses on the list, numbers one by one and noted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import Membership, WatchGroup
from tests.groups.conftest import appoint, log_in

MakeMember = Callable[..., Membership]
PAGE = "/beheer/groep/spoorstraat/leden/"


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def text(client: Client, **query: str) -> str:
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_says_what_to_do(own: Client) -> None:
    assert reverse("members", args=["spoorstraat"]) == PAGE
    assert "Nog niemand op de lijst." in text(own)


def test_the_list_is_by_street_and_number(own: Client, make_member: MakeMember) -> None:
    make_member(name="Zes", house_number=6)
    make_member(name="Tien", house_number=10)
    make_member(name="Twee", house_number=2)
    make_member(name="Aan de Akker", street=None, street_text="Akker", house_number=99)
    page = text(own)
    assert "4 leden" in page
    places = [page.index(name) for name in ("Aan de Akker", "Twee", "Zes", "Tien")]
    assert places == sorted(places)


def test_az_09_the_list_holds_no_number_and_no_address_of_mail(
    own: Client, make_member: MakeMember
) -> None:
    make_member(mobile="+31600004321", email="kanarie@example.org")
    page = text(own)
    assert "4321" not in page
    assert "kanarie" not in page


def test_the_number_stands_on_the_members_page_and_looking_is_noted(
    own: Client, make_member: MakeMember, own_beheerder: User
) -> None:
    member = make_member(mobile="+31600004321", email="mien@example.org")
    answer = own.get(reverse("member", args=["spoorstraat", member.pk]))
    page = answer.content.decode()
    assert 'href="tel:+31600004321"' in page
    assert "mien@example.org" in page
    line = Entry.objects.about(f"membership:{member.pk}").get()
    assert (line.verb, line.by, line.facts) == ("member.viewed", own_beheerder, {})


def test_who_left_is_not_on_the_list(own: Client, make_member: MakeMember) -> None:
    gone = make_member(name="Was Lid", until=timezone.now() + timedelta(seconds=1))
    assert "Was Lid" not in text(own)
    assert own.get(reverse("member", args=["spoorstraat", gone.pk])).status_code == 404


def test_a_stranger_is_sent_to_log_in(client: Client, member: Membership) -> None:
    for address in (PAGE, reverse("member", args=["spoorstraat", member.pk])):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("who", ["other_beheerder", "former_beheerder", "invited_beheerder"])
def test_az_02_the_list_of_another_group_is_not_there(
    client: Client, member: Membership, request: pytest.FixtureRequest, who: str
) -> None:
    log_in(client, request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 404
    assert client.get(reverse("member", args=["spoorstraat", member.pk])).status_code == 404
    assert not Entry.objects.filter(verb="member.viewed").exists()


def test_az_02_a_member_is_found_below_the_own_group_only(
    own: Client, own_beheerder: User, make_member: MakeMember, dennenlaan: WatchGroup
) -> None:
    elsewhere = make_member(group=dennenlaan)
    for slug in ("spoorstraat", "dennenlaan"):
        assert own.get(reverse("member", args=[slug, elsewhere.pk])).status_code == 404
    appoint(own_beheerder, dennenlaan)
    assert own.get(reverse("member", args=["spoorstraat", elsewhere.pk])).status_code == 404
    assert own.get(reverse("member", args=["dennenlaan", elsewhere.pk])).status_code == 200


def test_az_07_a_key_of_another_group_tells_nothing(
    own: Client, make_member: MakeMember, dennenlaan: WatchGroup
) -> None:
    make_member(name="Eerste", house_number=1)
    elsewhere = make_member(group=dennenlaan, house_number=50)
    nowhere = str(elsewhere.pk + 1000)
    for key in (str(elsewhere.pk), nowhere):
        page = text(own, na=key)
        assert "Eerste" in page
        assert "1 lid," in page


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_staff_look_and_leave_a_line(
    client: Client, member: Membership, request: pytest.FixtureRequest, who: str
) -> None:
    user = request.getfixturevalue(who)
    log_in(client, user)
    assert member.name in text(client)
    line = Entry.objects.get(verb="members.listed")
    assert (line.by, line.scope) == (user, f"group:{member.group_id}")


def test_keys_page_through_everybody_once(own: Client, make_member: MakeMember) -> None:
    for number in range(120):
        make_member(house_number=number % 7 + 1, name=f"Naam{number:03d}")
    make_member(house_number=None, name="Naam120")
    seen: list[str] = []
    query: dict[str, str] = {}
    for _ in range(3):
        page = text(own, **query)
        seen += [part[:7] for part in page.split('/">')[1:] if part.startswith("Naam")]
        if "?na=" in page:
            query = {"na": page.split("?na=")[1].split('"')[0]}
    assert len(seen) == len(set(seen)) == 121


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "١"])
def test_an_odd_key_shows_the_first_page(own: Client, member: Membership, key: str) -> None:
    assert member.name in text(own, na=key)


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(
    own: Client, make_member: MakeMember
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            text(own)
        return len(captured)

    make_member()
    with_one = queries()
    for _ in range(30):
        make_member()
    assert queries() == with_one <= 9


def test_a_coordinator_sees_each_page_with_ten_queries_at_most(
    client: Client, coordinator: User, make_member: MakeMember
) -> None:
    for _ in range(60):
        make_member(to_confirm=True)
    log_in(client, coordinator)
    first = client.get(PAGE)
    assert "?na=" in first.content.decode()
    for query in ({}, {"na": str(first.context["next_key"])}):
        with CaptureQueriesContext(connection) as captured:
            text(client, **query)
        assert len(captured) <= 10


def test_what_is_to_be_done_stands_on_the_first_page_only(
    own: Client, make_member: MakeMember
) -> None:
    for _ in range(60):
        make_member(to_confirm=True)
    first = own.get(PAGE)
    assert "in-de-groep/" in first.content.decode()
    assert "in-de-groep/" not in text(own, na=str(first.context["next_key"]))
