"""The list of members: names and addresses on the list, numbers one by one and noted."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import Membership, WatchGroup, WayOfAdding
from groups.values.secrets import seal, seal_search, unseal_search
from tests.groups.conftest import appoint, log_in
from tests.groups.pages import at_most, forms_of, text_of, words_of

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


def test_az_09_the_list_holds_no_whole_number_and_no_address_of_mail(
    own: Client, make_member: MakeMember
) -> None:
    member = make_member(mobile="+31612344321", email="kanarie@example.org")
    opened = own.get(reverse("member", args=["spoorstraat", member.pk])).content.decode()
    for page in (text(own), opened):
        assert "06 •• •• 43 21" in page
        assert "1234" not in page
        assert "612344321" not in page
        assert "kanarie" not in page
    assert "k…e@example.org" in opened


def test_dp_12_one_press_on_the_list_opens_the_page_with_the_number_and_is_noted(
    own: Client, make_member: MakeMember, own_beheerder: User
) -> None:
    member = make_member(mobile="+31600004321", email="mien@example.org")
    button = reverse("member_number", args=["spoorstraat", member.pk])
    assert button in {form.action for form in forms_of(own.get(PAGE))}
    page = own.post(button).content.decode()
    assert page.count('href="tel:+31600004321"') == 2
    assert "mien@example.org" in page
    assert 'href="https://wa.me/31600004321"' in page
    line = Entry.objects.about(f"membership:{member.pk}").get()
    assert (line.verb, line.by, line.facts) == ("member.number_shown", own_beheerder, {})


def test_opening_the_page_is_noted_too(
    own: Client, member: Membership, own_beheerder: User
) -> None:
    """LG-03"""
    assert own.get(reverse("member", args=["spoorstraat", member.pk])).status_code == 200
    line = Entry.objects.about(f"membership:{member.pk}").get()
    assert (line.verb, line.by, line.facts) == ("member.viewed", own_beheerder, {})


def test_the_contact_card_leaves_a_line_like_the_number(
    own: Client, make_member: MakeMember
) -> None:
    member = make_member(name="Anja, de Bakker", mobile="+31600004321", house_number=12)
    card = own.get(reverse("member_vcard", args=["spoorstraat", member.pk])).content.decode()
    assert "FN:Anja\\, de Bakker – Spoorstraat 12\r\n" in card
    assert "TEL;TYPE=CELL:+31600004321\r\n" in card
    assert Entry.objects.about(f"membership:{member.pk}").get().verb == "member.number_shown"


def test_who_is_to_be_put_into_the_chat_gets_the_welcome_text(
    own: Client, make_member: MakeMember, spoorstraat: WatchGroup
) -> None:
    link = "https://chat.whatsapp.com/Geheim12345"
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        invite_link_encrypted=seal(link),
        invite_link_set_at=timezone.now(),
        way_of_adding=WayOfAdding.WELCOME_MESSAGE,
    )
    member = make_member(to_confirm=True)
    opened = own.get(reverse("member", args=["spoorstraat", member.pk])).content.decode()
    assert "Geheim12345" not in opened
    shown = own.post(reverse("member_number", args=["spoorstraat", member.pk])).content.decode()
    assert "Geheim12345" in shown
    assert reverse("member_confirm", args=["spoorstraat", member.pk]) in shown


def test_staff_see_a_number_and_no_invite_link(
    client: Client, coordinator: User, make_member: MakeMember, spoorstraat: WatchGroup
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(
        invite_link_encrypted=seal("https://chat.whatsapp.com/Geheim12345"),
        invite_link_set_at=timezone.now(),
        way_of_adding=WayOfAdding.WELCOME_MESSAGE,
    )
    member = make_member(to_confirm=True)
    button = reverse("member_number", args=["spoorstraat", member.pk])
    shown = log_in(client, coordinator).post(button).content.decode()
    assert "tel:" in shown
    assert "Geheim12345" not in shown
    assert Entry.objects.about(f"membership:{member.pk}").get().by == coordinator


def test_who_left_is_not_on_the_list(own: Client, make_member: MakeMember) -> None:
    now = timezone.now() + timedelta(seconds=1)
    gone = make_member(name="Was Lid", until=now, left_chat_at=now)
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


# --- Searching ----------------------------------------------------------------------------------


def find(client: Client, typed: str) -> Any:
    """Search as a browser does: sent, and led to the page with what was found."""
    return client.post(PAGE, {"zoek": typed}, follow=True)


def search(client: Client, typed: str) -> str:
    return words_of(find(client, typed))


def test_a_search_shows_who_has_it_and_says_how_many(own: Client, make_member: MakeMember) -> None:
    make_member(name="Émile van 't Hof", house_number=14, mobile="+31600004321")
    make_member(name="Iemand Anders", house_number=2)
    for typed in ("emile", "spoorstraat 14", "06 0000 4321"):
        page = search(own, typed)
        assert "Émile van 't Hof" in page
        assert "Iemand Anders" not in page
        assert f"1 gevonden met ‘{typed}’." in page


def test_az_07_a_search_never_finds_somebody_of_another_group(
    own: Client, make_member: MakeMember, dennenlaan: WatchGroup
) -> None:
    make_member(name="Buur Elders", group=dennenlaan, mobile="+31600004321")
    for typed in ("buur", "4321"):
        assert f"Niemand gevonden met ‘{typed}’." in search(own, typed)


def test_a_search_for_nothing_shows_everybody(own: Client, member: Membership) -> None:
    answer = own.post(PAGE, {"zoek": "  "})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)


def test_what_was_typed_is_shown_as_text_and_stands_in_no_address(
    own: Client, member: Membership
) -> None:
    answer = find(own, "<b>Mien</b>")
    assert b"<b>Mien" not in answer.content
    assert "Mien" not in answer.redirect_chain[0][0]
    assert "Gebruik hoogstens 100 tekens." in text_of(own.post(PAGE, {"zoek": "x" * 101}))


def test_only_what_we_sealed_ourselves_is_looked_for_and_for_a_day(
    own: Client, member: Membership, spoorstraat: WatchGroup
) -> None:
    sealed = seal_search("mien")
    assert "1 gevonden met ‘mien’." in words_of(own.get(PAGE, {"zoek": sealed}))
    with patch("time.time", return_value=time.time() + 25 * 3600):
        assert unseal_search(sealed) == ""
    for odd in (seal("https://chat.whatsapp.com/Geheim"), sealed[:-2], "é", "x" * 3000):
        page = words_of(own.get(PAGE, {"zoek": odd}))
        assert "1 lid, op straat" in page
        assert "Geheim" not in page


def test_found_members_page_by_key(own: Client, make_member: MakeMember) -> None:
    for number in range(1, 61):
        make_member(house_number=number, name=f"Naam{number:02d}")
    make_member(name="Iemand Anders", house_number=61)
    first = find(own, "naam")
    assert "60 gevonden" in words_of(first)
    sealed = first.redirect_chain[0][0].partition("?zoek=")[2]
    second = words_of(own.get(f"{PAGE}?zoek={sealed}&na={first.context['next_key']}"))
    assert "Naam51" in second
    assert "Naam50" not in second
    assert "Iemand Anders" not in second


def test_a_search_by_staff_leaves_a_line(
    client: Client, coordinator: User, member: Membership
) -> None:
    search(log_in(client, coordinator), "mien")
    assert Entry.objects.get(verb="members.listed").by == coordinator


def test_a_search_and_a_member_cost_the_same_for_one_and_for_thirty(
    own: Client, make_member: MakeMember
) -> None:
    member = make_member(name="Mien Eerst")
    text(own)
    with at_most(10):
        search(own, "mien")
    for _ in range(30):
        make_member()
    with at_most(10):
        search(own, "mien")
    with at_most(6):
        own.get(reverse("member", args=["spoorstraat", member.pk]))
    with at_most(7):
        own.post(reverse("member_number", args=["spoorstraat", member.pk]))
