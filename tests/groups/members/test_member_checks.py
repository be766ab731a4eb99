"""Members that came or went with their address: a beheerder says who is in the chat."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.members.services import checks as member_checks
from groups.members.services.checks import DealtWith, checks_of, confirm_member, taken_out
from groups.models import LeaveReason, Membership, WatchGroup
from tests.groups.conftest import log_in
from tests.groups.pages import forms_of, words_of

MakeMember = Callable[..., Membership]
BUTTONS = ("member_confirm", "member_refuse", "member_taken_out")


@pytest.fixture
def came(make_member: MakeMember) -> Membership:
    """Somebody whose address came to Spoorstraat."""
    return make_member(name="Nieuwe Buur", to_confirm=True)


@pytest.fixture
def went(make_member: MakeMember, now: datetime) -> Membership:
    """Somebody whose address went from Spoorstraat to another group."""
    return make_member(
        name="Oude Buur",
        since=now - timedelta(days=9),
        until=now - timedelta(days=1),
        end_reason=LeaveReason.OTHER_GROUP,
    )


def press(client: Client, name: str, member: Membership, slug: str = "spoorstraat") -> int:
    return client.post(reverse(name, args=[slug, member.pk])).status_code


def test_the_list_asks_for_both_and_has_a_button_for_each(
    client: Client, own_beheerder: User, came: Membership, went: Membership
) -> None:
    page = log_in(client, own_beheerder).get(reverse("members", args=["spoorstraat"]))
    words = words_of(page)
    assert "Te bevestigen" in words
    assert "Uit de app halen" in words
    assert "Nieuwe Buur ! te bevestigen" in words or "Nieuwe Buur te bevestigen" in words
    actions = {form.action for form in forms_of(page)}
    assert {reverse(name, args=["spoorstraat", came.pk]) for name in BUTTONS[:2]} <= actions
    assert reverse("member_taken_out", args=["spoorstraat", went.pk]) in actions


def test_who_is_in_the_chat_is_confirmed_once(
    client: Client, own_beheerder: User, came: Membership
) -> None:
    log_in(client, own_beheerder)
    answer = client.post(reverse("member_confirm", args=["spoorstraat", came.pk]), follow=True)
    assert "Nieuwe Buur zit in de groep." in words_of(answer)
    came.refresh_from_db()
    assert (came.to_confirm, came.until) == (False, None)
    again = client.post(reverse("member_refuse", args=["spoorstraat", came.pk]), follow=True)
    assert "Dit is al gedaan." in words_of(again)
    came.refresh_from_db()
    assert came.until is None
    line = Entry.objects.get(verb="member.confirmed")
    assert (line.by_id, line.subject) == (own_beheerder.pk, f"membership:{came.pk}")


def test_all_that_are_shown_are_confirmed_with_one_button(
    client: Client, own_beheerder: User, make_member: MakeMember, dennenlaan: WatchGroup
) -> None:
    shown = [make_member(to_confirm=True) for _ in range(3)]
    log_in(client, own_beheerder)
    page = client.get(reverse("members", args=["spoorstraat"]))
    together = reverse("members_confirm", args=["spoorstraat"])
    assert together in {form.action for form in forms_of(page)}
    # Somebody came on the list since, somebody is of another group, one was refused meanwhile.
    later, stranger = make_member(to_confirm=True), make_member(to_confirm=True, group=dennenlaan)
    press(client, "member_refuse", shown[2])
    sent = [*(one.pk for one in shown), stranger.pk, "x", "9" * 30, "-1"]
    answer = client.post(together, {"wie": sent}, follow=True)
    assert "2 mensen zitten in de groep." in words_of(answer)
    waiting = set(Membership.objects.to_put_in_chat().values_list("pk", flat=True))
    assert waiting == {later.pk, stranger.pk}
    assert Entry.objects.filter(verb="member.confirmed").count() == 2
    assert "Dit is al gedaan." in words_of(client.post(together, {"wie": sent}, follow=True))


def test_nobody_else_confirms_them_all(
    client: Client, coordinator: User, other_beheerder: User, came: Membership
) -> None:
    together = reverse("members_confirm", args=["spoorstraat"])
    for user, told in ((other_beheerder, 404), (coordinator, 403)):
        assert log_in(client, user).post(together, {"wie": [came.pk]}).status_code == told
    came.refresh_from_db()
    assert came.to_confirm


def test_who_does_not_belong_there_is_a_member_no_more(
    client: Client, own_beheerder: User, came: Membership
) -> None:
    assert press(log_in(client, own_beheerder), "member_refuse", came) == 302
    came.refresh_from_db()
    assert came.until is not None
    assert came.end_reason == LeaveReason.OTHER


def test_who_was_taken_out_of_the_chat_leaves_the_list(
    client: Client, own_beheerder: User, spoorstraat: WatchGroup, went: Membership
) -> None:
    assert press(log_in(client, own_beheerder), "member_taken_out", went) == 302
    went.refresh_from_db()
    assert went.left_chat_at is not None
    assert not checks_of(spoorstraat)


@pytest.mark.parametrize("name", BUTTONS)
def test_only_who_runs_the_group_may_say_so(
    client: Client,
    coordinator: User,
    other_beheerder: User,
    former_beheerder: User,
    came: Membership,
    went: Membership,
    name: str,
) -> None:
    member = went if name == "member_taken_out" else came
    assert press(client, name, member) == 302
    for user, told in ((other_beheerder, 404), (former_beheerder, 404), (coordinator, 403)):
        assert press(log_in(client, user), name, member) == told
    before = (member.until, member.to_confirm, member.left_chat_at)
    member.refresh_from_db()
    assert (member.until, member.to_confirm, member.left_chat_at) == before


def test_staff_see_the_list_without_buttons(
    client: Client, coordinator: User, came: Membership, went: Membership
) -> None:
    page = log_in(client, coordinator).get(reverse("members", args=["spoorstraat"]))
    assert "Te bevestigen" in words_of(page)
    assert not [form for form in forms_of(page) if "/leden/" in form.action]


def test_a_member_of_another_group_is_not_there(
    client: Client, own_beheerder: User, dennenlaan: WatchGroup, make_member: MakeMember
) -> None:
    stranger = make_member(group=dennenlaan, to_confirm=True)
    log_in(client, own_beheerder)
    assert press(client, "member_confirm", stranger) == 404
    assert press(client, "member_confirm", stranger, "dennenlaan") == 404


def test_the_service_itself_asks_who_runs_the_group(
    own_beheerder: User, coordinator: User, came: Membership, went: Membership, now: datetime
) -> None:
    for act, member in ((confirm_member, came), (taken_out, went)):
        with pytest.raises(DealtWith):
            act(member, by=coordinator, now=now)
        act(member, by=own_beheerder, now=now)
        with pytest.raises(DealtWith):
            act(member, by=own_beheerder, now=now)


def test_a_long_list_shows_the_first_and_costs_the_same(
    spoorstraat: WatchGroup,
    make_member: MakeMember,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable[..., object],
) -> None:
    monkeypatch.setattr(member_checks, "MOST_SHOWN", 3)
    for _ in range(5):
        make_member(to_confirm=True)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        checks = checks_of(spoorstraat)
    assert len(checks.to_confirm) == 3
    assert checks.more
