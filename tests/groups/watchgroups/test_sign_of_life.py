"""Every half year a group is asked whether it lives; a beheerder answers with one tap."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.members.services.counting import confirm_list
from groups.models import GroupStatus, Membership, WatchGroup
from groups.refusals import Refused
from groups.timetable.clock import tick
from groups.watchgroups.services.still_alive import ask_groups, say_alive
from tests.groups.pages import words_of

LogIn = Callable[[Client, User], Client]
MORNING = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)  # nine o'clock in the village


@pytest.fixture
def quiet(spoorstraat: WatchGroup, own_beheerder: User) -> WatchGroup:
    """Spoorstraat, half a year after its last sign of life; the other groups have no beheerder."""
    spoorstraat.alive_at = MORNING - timedelta(days=182)
    spoorstraat.save()
    own_beheerder.appointments.update(
        invited_at=MORNING - timedelta(days=400), accepted_at=MORNING - timedelta(days=399)
    )
    return spoorstraat


def asked(now: datetime) -> int:
    with zeal_ignore():  # each time is another moment
        return ask_groups(now=now)["asked_alive"]


def test_a_group_is_asked_once_at_nine(quiet: WatchGroup, own_beheerder: User) -> None:
    assert asked(MORNING - timedelta(minutes=1)) == 0
    assert asked(MORNING) == 1
    assert asked(MORNING + timedelta(minutes=1)) == 0
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (own_beheerder.email, "Leeft groep Spoorstraat nog?")
    assert mail.link_path == reverse("my_group", args=["spoorstraat"])
    assert Entry.objects.filter(verb="group.asked_alive", actor="timetable").count() == 1


def test_who_does_not_answer_is_asked_again_after_a_month(quiet: WatchGroup) -> None:
    assert asked(MORNING) == 1
    assert asked(MORNING + timedelta(days=29)) == 0
    assert asked(MORNING + timedelta(days=30)) == 1
    assert Mail.objects.count() == 2


def test_only_active_groups_with_somebody_to_ask(quiet: WatchGroup, own_beheerder: User) -> None:
    WatchGroup.objects.filter(pk=quiet.pk).update(status=GroupStatus.PAUSED)
    assert asked(MORNING) == 0
    WatchGroup.objects.filter(pk=quiet.pk).update(status=GroupStatus.ACTIVE)
    own_beheerder.appointments.update(until=MORNING - timedelta(days=1))
    assert asked(MORNING) == 0


def test_the_timetable_asks(quiet: WatchGroup) -> None:
    with zeal_ignore():
        assert tick(now=MORNING)["asked_alive"] == 1


def test_one_tap_is_the_answer(
    client: Client, quiet: WatchGroup, own_beheerder: User, log_in: LogIn, now: datetime
) -> None:
    WatchGroup.objects.filter(pk=quiet.pk).update(alive_asked_at=now - timedelta(days=20))
    log_in(client, own_beheerder)
    page = reverse("my_group", args=["spoorstraat"])
    assert "Leeft groep Spoorstraat nog?" in words_of(client.get(page))
    answer = client.post(reverse("group_alive", args=["spoorstraat"]), follow=True)
    assert "Over een half jaar vragen we het weer." in words_of(answer)
    assert "Leeft groep Spoorstraat nog?" not in words_of(answer)
    quiet.refresh_from_db()
    assert quiet.alive_at is not None
    assert quiet.alive_at >= now
    assert asked(now + timedelta(days=180)) == 0


def test_a_group_that_was_not_asked_has_no_button(
    client: Client, quiet: WatchGroup, own_beheerder: User, log_in: LogIn
) -> None:
    log_in(client, own_beheerder)
    page = client.get(reverse("my_group", args=["spoorstraat"]))
    assert "Leeft groep" not in words_of(page)


def test_a_beheerder_says_that_the_list_is_right(
    client: Client, quiet: WatchGroup, own_beheerder: User, member: Membership, log_in: LogIn
) -> None:
    log_in(client, own_beheerder)
    page = reverse("members", args=["spoorstraat"])
    assert "Nog niet nagekeken." in words_of(client.get(page))
    answer = client.post(reverse("list_confirmed", args=["spoorstraat"]), follow=True)
    assert "De ledenlijst klopt weer." in words_of(answer)
    assert "Nagekeken op" in words_of(answer)
    assert "Ledenlijst nagekeken Op" in words_of(
        client.get(reverse("my_group", args=["spoorstraat"]))
    )
    quiet.refresh_from_db()
    assert quiet.list_confirmed_at == quiet.alive_at
    assert Entry.objects.filter(verb="group.list_confirmed", scope=f"group:{quiet.pk}").exists()


@pytest.mark.parametrize("route", ["group_alive", "list_confirmed"])
def test_staff_may_not_answer_for_the_beheerder(
    route: str, client: Client, quiet: WatchGroup, coordinator: User, log_in: LogIn
) -> None:
    answer = log_in(client, coordinator).post(reverse(route, args=["spoorstraat"]))
    assert answer.status_code == 403
    assert "Alleen een beheerder van deze groep weet dit." in words_of(answer)
    page = log_in(Client(), coordinator).get(reverse("members", args=["spoorstraat"]))
    assert "De ledenlijst klopt" not in words_of(page)


def test_a_group_that_ended_or_is_another_ones_says_nothing(
    quiet: WatchGroup, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    with pytest.raises(Refused):
        say_alive(quiet, by=other_beheerder, now=now)
    WatchGroup.objects.filter(pk=quiet.pk).update(status=GroupStatus.ARCHIVED)
    with pytest.raises(Refused):
        confirm_list(quiet, by=own_beheerder, now=now)
