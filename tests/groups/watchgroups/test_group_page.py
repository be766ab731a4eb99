"""The page of a group: what is wrong, whom to call, what waits, the members, and then the rest."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.coverage.pages.plan import plan_move
from groups.coverage.pages.plan_parts import Numbers
from groups.coverage.services.moving import carry_out
from groups.models import (
    GroupStatus,
    Membership,
    OfficialAddress,
    RouteReason,
    Side,
    Subject,
    WatchGroup,
)
from groups.requests.pages.progress import progress_of
from groups.values.addresses import LARGEST_HOUSE_NUMBER
from groups.values.states import Kind, Owner, State
from groups.values.village_time import days_after
from tests.groups.conftest import MakeRequest, Village
from tests.groups.pages import text_of, words_of

LogIn = Callable[[Client, User], Client]
IN_ORDER = ("Wat gaat er mis", "Wie je kunt bellen", "Aanvragen", "Leden en straten", "Instellen",
            "Stappen van het oprichten")  # fmt: skip


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    return log_in(client, coordinator)


def page(client: Client, slug: str = "spoorstraat") -> str:
    return words_of(client.get(reverse("group_page", args=[slug])))


def test_what_matters_first_stands_first(staff: Client, own_beheerder: User) -> None:
    words = page(staff)
    places = [words.index(title) for title in IN_ORDER]
    assert places == sorted(places)


def test_a_group_that_does_not_exist_is_not_found(staff: Client) -> None:
    assert staff.get(reverse("group_page", args=["nergens"])).status_code == 404


def test_a_beheerder_can_be_called_and_mailed(staff: Client, own_beheerder: User) -> None:
    assert "geen nummer" in page(staff)
    User.objects.filter(pk=own_beheerder.pk).update(mobile="+31600008801")
    shown = text_of(staff.get(reverse("group_page", args=["spoorstraat"])))
    assert 'href="tel:+31600008801"' in shown
    assert f'href="mailto:{own_beheerder.email}"' in shown


def test_co_beheerders_see_the_number_and_nobody_else_does(
    client: Client, own_beheerder: User, deputy: User, plain_user: User, log_in: LogIn
) -> None:
    User.objects.filter(pk=own_beheerder.pk).update(mobile="+31600008801")
    own = reverse("my_group", args=["spoorstraat"])
    assert 'href="tel:+31600008801"' in text_of(log_in(client, deputy).get(own))
    assert log_in(Client(), plain_user).get(own).status_code == 404
    assert "8801" not in text_of(Client().get(reverse("watchgroup", args=["spoorstraat"])))


def test_the_longest_waiting_come_first_without_a_name(
    staff: Client, own_beheerder: User, make_request: MakeRequest, now: datetime
) -> None:
    made = [make_request(created_at=days_after(now, -days)) for days in range(7)]
    make_request(state=State.DECLINED)
    words = page(staff)
    shown = [one.reference for one in made if one.reference in words]
    assert shown == [one.reference for one in made[2:]]
    assert words.index(made[6].reference) < words.index(made[2].reference)
    assert "Dit zijn de 5 die het langst wachten." in words
    assert "Rika" not in words


def test_a_complaint_is_not_on_the_page_of_the_group_that_it_is_about(
    staff: Client, spoorstraat: WatchGroup, make_request: MakeRequest
) -> None:
    complaint = make_request(
        kind=Kind.QUESTION,
        subject=Subject.COMPLAINT,
        owner=Owner.COORDINATORS,
        group=None,
        route_reason="complaint",
        about_group=spoorstraat,
    )
    assert complaint.reference not in page(staff)


def test_steps_are_folded_away_once_the_group_runs(staff: Client, spoorstraat: WatchGroup) -> None:
    assert "<summary>Stappen van het oprichten" in text_of(
        staff.get(reverse("group_page", args=["spoorstraat"]))
    )
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.STARTING)
    words = page(staff)
    assert words.index("Stappen Nog") < words.index("Wie je kunt bellen")


def test_addresses_that_were_not_imported_are_not_zero(
    staff: Client, village: Village, spoorstraat: WatchGroup
) -> None:
    assert "Adressen Niet bekend" in page(staff)
    for number in (12, 14, 16):
        OfficialAddress.objects.create(street=village.street("spoorstraat"), house_number=number)
    assert "Adressen 3" in page(staff)


def test_a_full_group_says_so(
    staff: Client, spoorstraat: WatchGroup, make_member: Callable[..., Membership]
) -> None:
    make_member()
    assert "! Vol" not in page(staff)
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(capacity=1)
    assert "! Vol" in page(staff)


def test_who_waits_for_the_opening_is_with_the_group_and_not_in_the_work_of_today(
    staff: Client,
    coordinator: User,
    village: Village,
    make_request: MakeRequest,
    now: datetime,
) -> None:
    waits = make_request(
        street=village.street("leijweg"),
        street_text="Leijweg",
        owner=Owner.COORDINATORS,
        group=None,
        state=State.WAITING,
        route_reason=RouteReason.NO_GROUP,
    )
    group = WatchGroup.objects.create(name="Leijweg", slug="leijweg", status=GroupStatus.STARTING)
    numbers = [Numbers(village.street("leijweg"), 1, LARGEST_HOUSE_NUMBER, Side.BOTH)]
    seen = plan_move(numbers, to=group, now=now).seen
    carry_out(numbers, to=group, seen=seen, by=coordinator, now=now)
    waits.refresh_from_db()
    assert (waits.state, waits.route_reason) == (State.WAITING, RouteReason.STARTING)
    words = page(staff, "leijweg")
    assert f"{waits.reference} wacht op de opening" in words
    assert waits.name not in words_of(staff.get(reverse("platform_requests")))
    assert progress_of(waits, now=now).title == "Er komt een groep voor je adres."
