"""A member moves house: the same group, the next group, or none yet."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.members.services.acting import Gone
from groups.mine.services import moving_house as services
from groups.models import (
    GroupStatus,
    HouseRules,
    LeaveReason,
    Membership,
    ResidentRequest,
    WatchGroup,
)
from groups.requests.services import form_limits
from groups.values.states import Owner, State
from tests.groups.conftest import MakeRequest, Village
from tests.groups.mine.conftest import ANJA, MakeMember
from tests.groups.pages import forms_of, typed_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def agreed(anja: Membership) -> None:
    """She agreed to the rules of now, and said to be old enough."""
    Membership.objects.filter(pk=anja.pk).update(house_rules=rules())
    anja.refresh_from_db()


@pytest.fixture(autouse=True)
def old_enough(settings: Any) -> None:
    settings.MINIMUM_AGE = 0


def rules() -> HouseRules:
    (newest,) = HouseRules.objects.filter(variant="standard").order_by("-version")[:1]
    return newest


def path_of(member: Membership) -> str:
    return f"/mijn/groep/{member.pk}/verhuizen/"


def fills_in(client: Client, member: Membership, address: str) -> Any:
    form = forms_of(client.get(path_of(member)))[-1]
    return client.post(form.action, form.sends | {"street": address})


def press(client: Client, page: Any, **typed: str) -> Any:
    form = forms_of(page)[-1]
    return client.post(form.action, form.sends | typed, follow=True)


# --- Another group -------------------------------------------------------------------------------


def test_one_button_leaves_the_old_group_and_asks_the_new_one(
    client: Client, own: Any, anja: Membership, dennenlaan: WatchGroup,
    own_beheerder: User, other_beheerder: User,
) -> None:  # fmt: skip
    """DP-10"""
    page = fills_in(client, anja, "Dennenlaan 4")
    assert "Je gaat van groep Spoorstraat naar groep Dennenlaan" in words_of(page)
    anja.refresh_from_db()
    assert anja.until is None
    told = words_of(press(client, page))
    assert "Je verhuizing is doorgegeven." in told
    assert "De beheerder van groep Dennenlaan kijkt naar je aanmelding." in told
    anja.refresh_from_db()
    assert anja.end_reason == LeaveReason.MOVED_HOUSE
    asked = ResidentRequest.objects.get()
    assert (asked.group, asked.owner, asked.state) == (dennenlaan, Owner.GROUP, State.OPEN)
    assert (asked.name, asked.mobile, asked.email) == (anja.name, anja.mobile, ANJA)
    assert asked.email_confirmed_at == anja.email_confirmed_at
    assert (asked.street_text, asked.house_number) == ("Dennenlaan", 4)
    assert (asked.house_rules, asked.has_app) == (anja.house_rules, "yes")
    mails = {mail.event: mail for mail in Mail.objects.all()}
    assert set(mails) == {"moving_house", "member_left", "new"}
    assert mails["member_left"].to == own_beheerder.email
    assert mails["new"].to == other_beheerder.email
    assert (mails["moving_house"].to, mails["moving_house"].link_path) == (ANJA, "/mijn/{token}/")
    assert "Verlaat zelf de groep in WhatsApp." in mails["moving_house"].text
    assert Entry.objects.filter(verb="member.ended", actor="member").count() == 1
    assert Entry.objects.filter(verb="request.submitted", actor="resident").count() == 1


def test_pressing_twice_is_once(
    client: Client, own: Any, anja: Membership, other_beheerder: User
) -> None:
    page = fills_in(client, anja, "Dennenlaan 4")
    for _ in range(2):
        assert "Je verhuizing is doorgegeven." in words_of(press(client, page))
    assert ResidentRequest.objects.count() == 1
    assert Mail.objects.filter(event="moving_house").count() == 1


def test_what_the_page_did_not_show_is_shown_first(
    client: Client, own: Any, anja: Membership, dennenlaan: WatchGroup, other_beheerder: User
) -> None:
    page = fills_in(client, anja, "Dennenlaan 4")
    WatchGroup.objects.filter(pk=dennenlaan.pk).update(status=GroupStatus.PAUSED)
    again = press(client, page)
    assert "Groep Dennenlaan is gepauzeerd" in words_of(again)
    assert not ResidentRequest.objects.exists()
    unseen = client.post(path_of(anja), {"street": "Dennenlaan 4", "daarna": "stoppen"})
    assert "Groep Dennenlaan is gepauzeerd" in words_of(unseen)
    anja.refresh_from_db()
    assert anja.until is None


def test_other_rules_and_an_age_that_nobody_asked_are_asked(
    client: Client, own: Any, anja: Membership, other_beheerder: User, settings: Any
) -> None:
    settings.MINIMUM_AGE = 18
    Membership.objects.filter(pk=anja.pk).update(house_rules=None)
    page = fills_in(client, anja, "Dennenlaan 4")
    refused = press(client, page)
    assert "Zet een vinkje als je je aan de spelregels houdt." in words_of(refused)
    assert "Zet een vinkje als je 18 jaar of ouder bent." in words_of(refused)
    assert not ResidentRequest.objects.exists()
    press(client, refused, agree="on", of_age="on")
    asked = ResidentRequest.objects.get()
    assert asked.house_rules == rules()
    assert asked.of_age


def test_an_age_that_was_said_before_is_not_asked(
    client: Client, own: Any, anja: Membership, make_request: MakeRequest, own_beheerder: User,
    settings: Any,
) -> None:  # fmt: skip
    settings.MINIMUM_AGE = 18
    make_request(state=State.ADDED, decided_by=own_beheerder, membership=anja)
    assert "of_age" not in forms_of(fills_in(client, anja, "Dennenlaan 4"))[-1].boxes


def test_nothing_is_left_when_asking_fails(
    client: Client, own: Any, anja: Membership, other_beheerder: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(form_limits, "PER_MOBILE", 0)
    page = press(client, fills_in(client, anja, "Dennenlaan 4"))
    assert page.status_code == 429
    assert "Je hebt het vaak geprobeerd." in words_of(page)
    assert "Dennenlaan 4" in words_of(page)
    anja.refresh_from_db()
    assert anja.until is None
    assert not ResidentRequest.objects.exists()
    assert not Mail.objects.exists()


def test_nothing_is_asked_for_who_was_ended_at_that_moment(
    anja: Membership, signup_data: Any, other_beheerder: User, village: Village
) -> None:
    now = timezone.now()
    data = signup_data(email=ANJA, address=village.address("dennenlaan", "4"))
    Membership.objects.update(until=now + timedelta(seconds=1), end_reason="removed")
    with pytest.raises(Gone):
        services.move_house(anja, data, leaves=True, client="c", now=now)
    assert not ResidentRequest.objects.exists()
    assert not Mail.objects.exists()


# --- The same group, and none --------------------------------------------------------------------


def test_in_the_same_group_only_the_address_changes(
    client: Client, own: Any, anja: Membership, own_beheerder: User
) -> None:
    page = fills_in(client, anja, "Spoorstraat 40")
    assert "Je blijft bij groep Spoorstraat" in words_of(page)
    for _ in range(2):
        assert "Je nieuwe adres staat op de lijst." in words_of(press(client, page))
    anja.refresh_from_db()
    assert (anja.address, anja.version, anja.until) == ("Spoorstraat 40", 2, None)
    assert "40" in anja.search_key
    assert Entry.objects.get(verb="member.changed").facts == {"changed": "het adres"}
    assert not ResidentRequest.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("choice", ["blijven", "stoppen"])
def test_without_a_group_the_member_chooses(
    client: Client, own: Any, anja: Membership, choice: str
) -> None:
    page = fills_in(client, anja, "Leijweg 3")
    words = words_of(page)
    assert "Voor je nieuwe adres is nog geen groep" in words
    assert "Wil je tot dan bij groep Spoorstraat blijven?" in words
    for _ in range(2):
        press(client, page, daarna=choice)
    asked = ResidentRequest.objects.get()
    assert (asked.state, asked.owner, asked.group) == (State.WAITING, Owner.COORDINATORS, None)
    anja.refresh_from_db()
    stays = choice == "blijven"
    assert (anja.until is None) is stays
    assert anja.address == ("Leijweg 3" if stays else "Spoorstraat 1")
    text = Mail.objects.get(event="moving_house").text
    assert ("Je blijft zo lang in groep Spoorstraat." in text) is stays
    assert "Platform Dorst kijkt naar je nieuwe aanmelding." in text


def test_outside_the_village_nothing_is_asked_for(
    client: Client, own: Any, anja: Membership
) -> None:
    page = fills_in(client, anja, "Ketenbaan 3")
    assert "Je nieuwe adres ligt niet in Dorst" in words_of(page)
    press(client, page)
    anja.refresh_from_db()
    assert (anja.address, anja.until) == ("Ketenbaan 3", None)
    assert not ResidentRequest.objects.exists()


def test_a_street_that_we_do_not_know_is_asked_about_and_goes_to_platform_dorst(
    client: Client, own: Any, anja: Membership
) -> None:
    asked = fills_in(client, anja, "Nieuwelaan 3")
    assert "We kennen deze straat niet" in words_of(asked)
    press(client, press(client, asked), daarna="blijven")
    assert ResidentRequest.objects.get().street_text == "Nieuwelaan"


@pytest.mark.parametrize("typed", ["", "Spoorstraat", "x" * 500])
def test_what_is_wrong_with_the_address_stands_at_the_box(
    client: Client, own: Any, anja: Membership, typed: str
) -> None:
    page = fills_in(client, anja, typed)
    assert "Er ging iets niet goed" in words_of(page)
    assert typed_in(page, "street") == typed


# --- Whose ---------------------------------------------------------------------------------------


def test_the_move_of_somebody_else_is_not_there(
    client: Client, own: Any, make_member: MakeMember
) -> None:
    other = make_member(email="bram@example.org", email_confirmed_at=timezone.now())
    assert client.get(path_of(other)).status_code == 404
    assert client.post(path_of(other), {"street": "Dennenlaan 4"}).status_code == 404
    assert Client().post(path_of(other)).status_code == 403


def test_who_is_no_member_any_more_has_nothing_to_move(
    client: Client, own: Any, anja: Membership
) -> None:
    ended = timezone.now() + timedelta(seconds=1)
    Membership.objects.update(until=ended, end_reason="removed")
    assert "Dit kan niet meer." in words_of(client.get(path_of(anja), follow=True))
